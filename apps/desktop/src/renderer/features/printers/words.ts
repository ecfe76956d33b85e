export const printersWords = {
  'printers.title': 'Printers of this terminal',
  'printers.label': 'Labels',
  'printers.paper': 'Leaflets, receipts, reports',
  'printers.dialog': 'Ask each time',
  'printers.hint': 'A chosen printer prints at once, without a dialog.',
  'printers.failed': '{printer} did not print. Choose in the dialog.',
} as const;
