import { pdfUrl } from './PdfFrame.tsx';

const frameName = 'print-frame';

/** Sends a PDF to the printer dialog of the window, without leaving the screen. */
export function printPdf(base64: string): void {
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
