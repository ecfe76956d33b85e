import { showToast } from '@apotheca/ui';
import { client } from '../client.ts';
import { t } from '../text/t.ts';
import { pdfUrl } from './PdfFrame.tsx';
import { type Paper, PrinterChoice, printOn } from './printer-choice.ts';
import { problemOf } from './problem.ts';

const frameName = 'print-frame';

export const printerChoice = new PrinterChoice(globalThis.localStorage);

/** Prints a PDF: at once on the printer chosen for this paper, else in the window's dialog. */
export function printPdf(base64: string, paper: Paper = 'paper'): void {
  void printOn(paper, base64, {
    choice: printerChoice,
    send: (printer, document) =>
      client.printers.send(
        { printer, base64: document, format: 'pdf' },
        { context: { idempotencyKey: crypto.randomUUID() } },
      ),
    openDialog,
    onFailed: (printer, error) => {
      const problem = problemOf(error);
      const reason = problem.kind === 'refusal' ? String(problem.data.reason ?? problem.message) : '';
      showToast({ tone: 'late', text: t('printers.failed', { printer }), detail: reason });
    },
  });
}

/** The printer dialog of the window, without leaving the screen. */
function openDialog(base64: string): void {
  document.getElementById(frameName)?.remove();
  const frame = document.createElement('iframe');
  frame.id = frameName;
  frame.title = frameName;
  frame.className = 'print-frame';
  frame.src = pdfUrl(base64);
  frame.addEventListener('load', () => {
    frame.contentWindow?.focus();
    frame.contentWindow?.print();
  });
  document.body.append(frame);
}
