/** Where the next step of a prescription is done. */
export function workPath(rx: { readonly id: string; readonly stage: string }): string {
  switch (rx.stage) {
    case 'data-entry':
      return `/intake/${rx.id}`;
    case 'fill':
      return `/fill/${rx.id}`;
    case 'verification':
      return `/verify/${rx.id}`;
    case 'ready':
      return `/till?rx=${rx.id}`;
    default:
      return `/rx/${rx.id}`;
  }
}
