/**
 * What the Electron main process and the service say to each other over the utility process's `parentPort`.
 * Both sides import these types only. Main never looks into a window's port or into what it prints.
 */
export type ToService =
  /** Carries one MessagePort: the oRPC channel of a window that has just loaded. */
  | { readonly kind: 'window-port' }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly message: string }
  /** Finish what is being answered, close the store, exit 0. */
  | { readonly kind: 'stop' };

export type FromService =
  /** Sent once, when window ports and requests are served. */
  | { readonly kind: 'ready'; readonly url: string | null }
  /** It cannot start until a person does something. `message` is one line: what is wrong and what to do. */
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'ask'; readonly id: number; readonly ask: Ask };

/** What only the main process can do. Each is answered with `answer` or `failure` under the same id. */
export type Ask =
  | { readonly what: 'keychain-available' }
  | { readonly what: 'keychain-wrap'; readonly bytes: Uint8Array }
  | { readonly what: 'keychain-unwrap'; readonly bytes: Uint8Array }
  | { readonly what: 'printers' }
  | ({ readonly what: 'print' } & PrintJob);

export interface PrinterDescription {
  /** What the operating system calls it; what a job names. */
  readonly name: string;
  readonly displayName: string;
}

/** One document for one printer, without a dialog. Sizes are in micrometres, as Electron counts them. */
export interface PrintJob {
  readonly printer: string;
  readonly format: 'pdf' | 'zpl';
  readonly bytes: Uint8Array;
  readonly copies: number;
  /** Of a label; null prints on the printer's own paper. */
  readonly page: { readonly widthMicrons: number; readonly heightMicrons: number } | null;
}
