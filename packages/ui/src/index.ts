export { Button, type ButtonProps } from './controls/Button.tsx';
export { Checkbox, type Option, RadioGroup, Segments } from './controls/Choice.tsx';
export { CodeInput } from './controls/CodeInput.tsx';
export { DateField } from './controls/DateField.tsx';
export { Icon, type IconName } from './controls/Icon.tsx';
export { ImageViewer } from './controls/ImageViewer.tsx';
export { Kbd } from './controls/Kbd.tsx';
export { NumberField } from './controls/NumberField.tsx';
export { SearchField, type SearchFieldProps } from './controls/SearchField.tsx';
export { Select } from './controls/Select.tsx';
export {
  emptySignature,
  isSigned,
  type Signature,
  SignaturePad,
  signatureImage,
} from './controls/SignaturePad.tsx';
export { type TabItem, Tabs } from './controls/Tabs.tsx';
export { TextField, type TextFieldProps } from './controls/TextField.tsx';
export { useListCursor } from './controls/use-list-cursor.ts';
export { Card } from './data/Card.tsx';
export { type Column, DataTable, type TableHandle } from './data/DataTable.tsx';
export { KeyValue, type KeyValueRow } from './data/KeyValue.tsx';
export { EmptyState, ErrorState, Notice, Progress, Skeleton } from './data/States.tsx';
export { Steps } from './data/Steps.tsx';
export { Avatar, Dot, initials, Tag, type Tone } from './data/Tag.tsx';
export { useWidth } from './data/use-width.ts';
export * from './format/date.ts';
export * from './format/number.ts';
export { KeyboardProvider, type ScanHandler, useKeyboard } from './keyboard/KeyboardProvider.tsx';
export { showKeys } from './keyboard/keys.ts';
export { type Scope, type Shortcut, ShortcutRegistry } from './keyboard/registry.ts';
export { type ShortcutOptions, useScan, useShortcut } from './keyboard/use-shortcut.ts';
export { Dialog, type DialogProps } from './overlay/Dialog.tsx';
export { KeyHelp, useActiveShortcuts } from './overlay/KeyHelp.tsx';
export { type MenuAction, MenuButton } from './overlay/MenuButton.tsx';
export { Toasts } from './overlay/Toasts.tsx';
export { closeToast, showToast, type ToastContent } from './overlay/toasts.ts';
export { cleanScan, groupSeparator, type ScanSettings } from './scanner/detector.ts';
export { Rail, type RailGroup, type RailItem, Shell } from './shell/Shell.tsx';
export { TextProvider, useText } from './text/TextProvider.tsx';
export {
  type Catalogue,
  createTranslator,
  type PlainKey,
  type Translate,
  type Translation,
  type Translator,
} from './text/translate.ts';
export { uiWords } from './text/ui-words.ts';
export { applyTheme, chooseTheme, storedTheme, type Theme, themes } from './theme.ts';
