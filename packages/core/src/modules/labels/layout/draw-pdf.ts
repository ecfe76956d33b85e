import { type PDFDocument as Document, PDFDocument, type PDFName, PDFNumber, PDFOperator, type PDFPage } from 'pdf-lib';
import { EmbeddedFont } from '../text/embed-font.ts';
import type { LoadedFont } from '../text/fonts.ts';
import { dataMatrix } from './matrix.ts';
import type { MatrixMark, Page, RectMark, TextMark } from './page.ts';

/** Pages of marks as one PDF. `date` (ISO) is written into it, so that the same label gives the same bytes. */
export async function drawPdf(
  pages: readonly Page[],
  info: { title: string; language: string; date: string },
): Promise<Uint8Array> {
  const doc = await PDFDocument.create();
  const fonts = new Map<string, EmbeddedFont>();
  for (const page of pages) {
    const sheet = doc.addPage([page.width, page.height]);
    for (const mark of page.marks) {
      if (mark.kind === 'rect') drawRect(sheet, mark, page.height);
      else if (mark.kind === 'matrix') drawMatrix(sheet, mark, page.height);
    }
    for (const mark of page.marks) if (mark.kind === 'text') drawText(doc, sheet, mark, page.height, fonts);
  }
  for (const font of fonts.values()) font.finish();
  const at = new Date(Number.isNaN(Date.parse(info.date)) ? 0 : Date.parse(info.date));
  doc.setTitle(info.title, { showInWindowTitleBar: true });
  doc.setLanguage(info.language);
  doc.setProducer('Apotheca');
  doc.setCreator('Apotheca');
  doc.setCreationDate(at);
  doc.setModificationDate(at);
  return doc.save();
}

const op = (name: string, ...args: (number | PDFName | ReturnType<EmbeddedFont['code']>)[]) =>
  PDFOperator.of(
    name as never,
    args.map((arg) => (typeof arg === 'number' ? PDFNumber.of(round(arg)) : arg)),
  );

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** Each glyph where shaping put it: marks of Arabic and Devanagari sit right, which plain text output would lose. */
function drawText(
  doc: Document,
  sheet: PDFPage,
  mark: TextMark,
  height: number,
  fonts: Map<string, EmbeddedFont>,
): void {
  const shade = mark.isWhite ? 1 : 0;
  const operators = [op('BT'), op('g', shade)];
  let current: EmbeddedFont | null = null;
  for (const glyph of mark.line.glyphs) {
    const font = fontOf(doc, sheet, glyph.font, fonts);
    if (font !== current) {
      operators.push(op('Tf', font.name, mark.size));
      current = font;
    }
    operators.push(
      op('Tm', 1, 0, 0, 1, mark.x + glyph.x * mark.size, height - mark.y + glyph.y * mark.size),
      op('Tj', font.code(glyph)),
    );
  }
  operators.push(op('ET'));
  sheet.pushOperators(...operators);
}

function fontOf(doc: Document, sheet: PDFPage, loaded: LoadedFont, fonts: Map<string, EmbeddedFont>): EmbeddedFont {
  let font = fonts.get(loaded.id);
  if (!font) {
    font = new EmbeddedFont(doc, loaded, fonts.size + 1);
    fonts.set(loaded.id, font);
  }
  sheet.node.setFontDictionary(font.name, font.ref);
  return font;
}

function drawRect(sheet: PDFPage, mark: RectMark, height: number): void {
  const box = [mark.x, height - mark.y - mark.height, mark.width, mark.height] as const;
  if (mark.fill === null) sheet.pushOperators(op('q'), op('G', 0), op('w', 0.6), op('re', ...box), op('S'), op('Q'));
  else sheet.pushOperators(op('q'), op('g', mark.fill === 'black' ? 0 : 0.75), op('re', ...box), op('f'), op('Q'));
}

function drawMatrix(sheet: PDFPage, mark: MatrixMark, height: number): void {
  const rows = dataMatrix(mark.text);
  const module = mark.size / rows.length;
  const operators = [op('q'), op('g', 0)];
  rows.forEach((row, y) => {
    let x = 0;
    while (x < row.length) {
      let end = x;
      while (end < row.length && row[end]) end += 1;
      if (end > x)
        operators.push(
          op('re', mark.x + x * module, height - mark.y - (y + 1) * module, (end - x) * module, module),
          op('f'),
        );
      x = Math.max(end, x + 1);
    }
  });
  operators.push(op('Q'));
  sheet.pushOperators(...operators);
}
