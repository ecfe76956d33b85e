import type { PrinterDescription, PrintJob } from './service-protocol.ts';

/** How documents leave this computer without a dialog. */
export interface PrintParts {
  readonly platform: NodeJS.Platform;
  listPrinters(): Promise<readonly { name: string; displayName: string }[]>;
  /** Runs a program with these bytes on its standard input; rejects with what it said when it fails. */
  run(command: string, args: readonly string[], input: Uint8Array): Promise<void>;
  /** Sends bytes to a raw printer port and waits until they are taken. */
  send(host: string, port: number, bytes: Uint8Array): Promise<void>;
  /** Prints a PDF through a hidden window: the way that works on Windows. */
  printPdfInWindow(job: PrintJob): Promise<void>;
}

/** Port of raw printing (HP JetDirect, Zebra). */
const rawPort = 9100;
const copiesMax = 50;

export async function printersOf(parts: PrintParts): Promise<PrinterDescription[]> {
  const printers = await parts.listPrinters();
  return printers.map(({ name, displayName }) => ({ name, displayName: displayName === '' ? name : displayName }));
}

/**
 * Prints one document. A printer named `socket://host[:port]` is a label printer on the network and takes ZPL; any
 * other name must be one the operating system lists. Rejects with a line that says what to do.
 */
export async function printDocument(job: PrintJob, parts: PrintParts): Promise<void> {
  if (!Number.isInteger(job.copies) || job.copies < 1 || job.copies > copiesMax) {
    throw new Error(`Print between 1 and ${copiesMax} copies at a time.`);
  }
  if (job.printer.startsWith('socket:')) return printToSocket(job, parts);
  const known = await parts.listPrinters();
  if (!known.some((printer) => printer.name === job.printer)) {
    throw new Error('This printer is not set up on this computer. Choose another one, or add it in its settings.');
  }
  if (parts.platform !== 'win32') {
    return parts.run('lp', lpArguments(job), job.bytes);
  }
  if (job.format === 'zpl') {
    throw new Error(
      'Windows passes no ZPL to a printer by name. Give its address (socket://host), or choose PDF labels.',
    );
  }
  return parts.printPdfInWindow(job);
}

/** CUPS, on macOS and Linux: `raw` keeps the driver from reading ZPL as text. */
function lpArguments(job: PrintJob): string[] {
  const args = ['-d', job.printer, '-n', String(job.copies), '-t', 'Apotheca'];
  if (job.format === 'zpl') return [...args, '-o', 'raw'];
  if (job.page) {
    const millimetres = (microns: number) => (microns / 1000).toFixed(1);
    args.push('-o', `media=Custom.${millimetres(job.page.widthMicrons)}x${millimetres(job.page.heightMicrons)}mm`);
  }
  return args;
}

async function printToSocket(job: PrintJob, parts: PrintParts): Promise<void> {
  const address = URL.parse(job.printer);
  if (!address?.hostname) throw new Error('Write the printer as socket://host or socket://host:9100.');
  if (job.format !== 'zpl') throw new Error('A printer given by its address takes ZPL labels. Choose ZPL for it.');
  const port = address.port === '' ? rawPort : Number(address.port);
  for (let copy = 0; copy < job.copies; copy += 1) await parts.send(address.hostname, port, job.bytes);
}
