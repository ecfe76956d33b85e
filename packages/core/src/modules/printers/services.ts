export interface Printer {
  /** What the operating system calls it; what a job names. */
  readonly name: string;
  readonly displayName: string;
}

export interface PrintJob {
  readonly printer: string;
  readonly format: 'pdf' | 'zpl';
  readonly bytes: Uint8Array;
  readonly copies: number;
  readonly page: { readonly widthMicrons: number; readonly heightMicrons: number } | null;
}

/** Printing without a dialog. `print` rejects with one line for the person at the counter. */
export interface PrintingPort {
  printers(): Promise<readonly Printer[]>;
  print(job: PrintJob): Promise<void>;
}

declare module '../../host-ports.ts' {
  interface HostPorts {
    /** There in Electron; a browser window prints through its own dialog. */
    readonly printing?: PrintingPort | undefined;
  }
}
