import { dataMatrix } from './matrix.ts';
import type { Page, TextMark } from './page.ts';
import { type Bitmap, rasterLine } from './raster.ts';

/**
 * Pages of marks as ZPL II for a thermal printer of 203 or 300 dots an inch, one ^XA..^XZ a label. Latin text goes as
 * text in the printer's scalable font 0, which is narrower than the font the layout was measured with, so it stays in
 * its box; Arabic and Devanagari, which font 0 lacks, go as graphics.
 */
export function drawZpl(pages: readonly Page[], dpi: 203 | 300, copies = 1): string {
  return pages.map((page) => labelZpl(page, dpi, copies)).join('\n');
}

function labelZpl(page: Page, dpi: 203 | 300, copies: number): string {
  const dots = (points: number) => Math.round((points * dpi) / 72);
  const lines = ['^XA', '^CI28', `^PW${dots(page.width)}`, `^LL${dots(page.height)}`, '^LH0,0'];
  for (const mark of page.marks) {
    if (mark.kind === 'rect') {
      const thickness = mark.fill === 'black' ? dots(mark.height) : Math.max(1, dots(0.6));
      lines.push(
        `^FO${dots(mark.x)},${dots(mark.y)}^GB${dots(mark.width)},${Math.max(dots(mark.height), thickness)},${thickness}^FS`,
      );
    } else if (mark.kind === 'matrix') {
      const modules = dataMatrix(mark.text).length;
      lines.push(
        `^FO${dots(mark.x)},${dots(mark.y)}^BXN,${Math.max(2, Math.floor(dots(mark.size) / modules))},200^FH^FD${escapeField(mark.text)}^FS`,
      );
    } else lines.push(textZpl(mark, dpi));
  }
  lines.push(`^PQ${copies}`, '^XZ');
  return lines.join('\n');
}

function textZpl(mark: TextMark, dpi: 203 | 300): string {
  const dots = (points: number) => Math.round((points * dpi) / 72);
  const size = dots(mark.size);
  const left = Math.max(0, dots(mark.x));
  const reverse = mark.isWhite ? '^FR' : '';
  if (isPrinterFont(mark.line.text)) {
    // ^FT stands on the baseline, as the layout does.
    return `^FT${left},${dots(mark.y)}^A0N,${size},${Math.round(size * (mark.weight === 700 ? 0.98 : 0.88))}${reverse}^FH^FD${escapeField(mark.line.text)}^FS`;
  }
  const bitmap = rasterLine(mark.line, size);
  return `^FO${Math.max(0, left - 1)},${Math.max(0, dots(mark.y) - bitmap.baseline)}${reverse}^GFA,${graphic(bitmap)}^FS`;
}

/** Characters of font 0 for certain: Latin with its accents, digits and common signs. */
function isPrinterFont(text: string): boolean {
  return /^[\u0020-\u007e\u00a0-\u017f\u2013\u2014\u2018\u2019\u201c\u201d\u20ac]*$/.test(text);
}

/** ^FH: what ZPL would read as a command goes as _XX, and the escape sign itself too. */
export function escapeField(text: string): string {
  return text.replace(
    /[\^~_\\\p{Cc}]/gu,
    (char) => `_${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

function graphic({ bits, rowBytes, height }: Bitmap): string {
  const hex = [...bits].map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join('');
  const total = rowBytes * height;
  return `${total},${total},${rowBytes},${hex}`;
}
