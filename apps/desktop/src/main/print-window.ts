import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserWindow, WebContentsPrintOptions } from 'electron';
import type { PrintJob } from './service-protocol.ts';

/** Chromium says that a PDF is loaded when its viewer is, which draws the pages a little later. */
const viewerPauseMs = 1_000;

/** Prints a PDF through a window nobody sees. The file it is loaded from is gone when this returns. */
export async function printPdfInWindow(
  job: PrintJob,
  folder: string,
  createWindow: () => BrowserWindow,
): Promise<void> {
  const file = join(folder, `print-${crypto.randomUUID()}.pdf`);
  const window = createWindow();
  try {
    writeFileSync(file, job.bytes, { mode: 0o600, flag: 'wx' });
    await window.loadURL(pathToFileURL(file).href);
    await new Promise((resolve) => setTimeout(resolve, viewerPauseMs));
    await print(window, printOptions(job));
  } finally {
    window.destroy();
    rmSync(file, { force: true });
  }
}

export function printOptions(job: PrintJob): WebContentsPrintOptions {
  const base = { silent: true, deviceName: job.printer, copies: job.copies, margins: { marginType: 'none' as const } };
  if (!job.page) return { ...base, usePrinterDefaultPageSize: true };
  return { ...base, pageSize: { width: job.page.widthMicrons, height: job.page.heightMicrons } };
}

function print(window: BrowserWindow, options: WebContentsPrintOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    window.webContents.print(options, (isDone, reason) => {
      if (isDone) resolve();
      else reject(new Error(`The printer did not take the job (${reason}). Check that it is on and has paper.`));
    });
  });
}
