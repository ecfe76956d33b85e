import { unzlibSync } from 'fflate';
import { PDFArray, PDFDict, PDFDocument, PDFName, type PDFRawStream, PDFRef } from 'pdf-lib';
import { beforeAll, describe, expect, test } from 'vitest';
import { testFonts } from '../../testing/test-fonts.ts';
import { content, opioidParts } from './label-fixture.ts';
import { escapeField } from './layout/draw-zpl.ts';
import { dataMatrix } from './layout/matrix.ts';
import { rasterLine } from './layout/raster.ts';
import { money } from './layout/receipt.ts';
import { vialPages } from './layout/vial.ts';
import type { ReceiptFacts } from './receipt.ts';
import { type DocumentJob, renderDocument } from './render.ts';
import { FontSet } from './text/fonts.ts';
import { isolated, shapeLine } from './text/shape.ts';
import { plainFont } from './text/woff.ts';
import { wrapText } from './text/wrap.ts';

let fonts: FontSet;
beforeAll(() => {
  fonts = new FontSet(testFonts);
});

const vial = (more: Partial<Extract<DocumentJob, { kind: 'vial' }>> = {}): DocumentJob => ({
  kind: 'vial',
  content: content(),
  language: 'en',
  stock: '2.25x4',
  format: 'pdf',
  dpi: 203,
  copies: 1,
  ...more,
});
const bytesOf = async (job: DocumentJob) => Buffer.from((await renderDocument(job, fonts)).base64, 'base64');

/** The text of a PDF of ours by its own ToUnicode maps, glyph by glyph. */
async function textOf(pdf: Uint8Array): Promise<string> {
  const doc = await PDFDocument.load(pdf);
  const inflate = (stream: PDFRawStream) => Buffer.from(unzlibSync(stream.contents)).toString('latin1');
  let text = '';
  for (const page of doc.getPages()) {
    const maps = new Map<string, Map<string, string>>();
    const resources = page.node.Resources()?.lookup(PDFName.of('Font'), PDFDict);
    for (const [name, ref] of resources?.entries() ?? []) {
      const font = doc.context.lookup(ref, PDFDict);
      const map = inflate(font.lookup(PDFName.of('ToUnicode')) as PDFRawStream);
      const codes = [...map.matchAll(/^<([0-9a-f]{4})> <([0-9a-f]+)>$/gm)].map((m): [string, string] => [
        m[1] ?? '',
        Buffer.from(m[2] ?? '', 'hex')
          .swap16()
          .toString('utf16le'),
      ]);
      maps.set(name.asString(), new Map(codes));
    }
    const contents = page.node.Contents();
    const refs = contents instanceof PDFArray ? contents.asArray() : [contents];
    let current = new Map<string, string>();
    for (const ref of refs) {
      const stream = ref instanceof PDFRef ? doc.context.lookup(ref) : ref;
      for (const m of inflate(stream as PDFRawStream).matchAll(/(\/F\d+) [\d.]+ Tf|<([0-9a-f]{4})> Tj|\bET\b/g)) {
        if (m[1]) current = maps.get(m[1]) ?? current;
        else text += m[2] ? (current.get(m[2]) ?? '?') : '\n';
      }
    }
  }
  return text;
}

describe('text', () => {
  test('LAB-40 Arabic is shaped and joined, Devanagari forms conjuncts, both within their line', () => {
    // Beginning, middle and end of a word are three forms of one letter.
    const forms = (text: string) =>
      new Set(
        shapeLine(text, fonts, 400, 'rtl')
          .glyphs.map((glyph) => glyph.glyphId)
          .filter((id) => !dots.has(id)),
      );
    const dots = new Set(
      shapeLine('ببب', fonts, 400, 'rtl')
        .glyphs.filter((glyph) => glyph.advanceWidth === 0)
        .map((glyph) => glyph.glyphId),
    );
    expect(forms('ببب').size).toBe(3);
    expect(shapeLine('خذ قرصًا', fonts, 400, 'rtl').missing).toEqual([]);
    const hindi = shapeLine('स्त्री', fonts, 400, 'ltr');
    expect(hindi.glyphs.length).toBeLessThan([...'स्त्री'].length);
  });

  test('LAB-41 in Arabic a phone number, a strength and an address keep their order', () => {
    const shown = (text: string) =>
      shapeLine(text, fonts, 400, 'rtl')
        .glyphs.map((glyph) => String.fromCodePoint(...glyph.codePoints))
        .join('');
    expect(shown(`هاتف: ${isolated('(614) 555-0100')}`)).toContain('(614) 555-0100');
    expect(shown(`الطبيب: ${isolated('1 Main St, Columbus, OH 43215')}`)).toContain('1 Main St, Columbus, OH 43215');
    expect(shown(`تناول ${isolated('500 mg')} يوميًا`)).toContain('500 mg');
  });

  test('LAB-42 a character no font has is shown as a question mark and named; control and override characters vanish', () => {
    expect(shapeLine('a😀b', fonts, 400, 'ltr')).toMatchObject({ text: 'a😀b', missing: ['😀'] });
    expect(shapeLine('a\u202eb\u0000c\nd', fonts, 400, 'ltr').text).toBe('ab c d');
  });

  test.each(['ڢ', 'ݠ', 'a ڢ b'])('LAB-42 a letter the shaper fails on is drawn all the same: %s', (text) => {
    expect(shapeLine(text, fonts, 400, 'rtl').glyphs.length).toBeGreaterThan(0);
  });

  test('LAB-43 lines are never wider than their box, words are never lost, long words are cut', () => {
    const text = `Take one tablet ${'x'.repeat(200)} and no more`;
    const lines = wrapText(text, fonts, { size: 12, width: 100, weight: 700, direction: 'ltr' });
    for (const line of lines) expect(shapeLine(line.text, fonts, 700, 'ltr').width * 12).toBeLessThanOrEqual(100);
    expect(
      lines
        .map((line) => line.text)
        .join('')
        .replace(/ /g, ''),
    ).toBe(text.replace(/ /g, ''));
  });

  test('LAB-43 a WOFF file becomes the font inside it; anything else is left alone', () => {
    const font = plainFont(testFonts.bytes('latin', 400));
    expect(Buffer.from(font.subarray(0, 4)).toString('hex')).toBe('00010000');
    expect(plainFont(font)).toBe(font);
  });
});

describe('PDF', () => {
  test('LAB-50 what the label says can be read out of the PDF', async () => {
    const text = await textOf(await bytesOf(vial({ content: content(opioidParts) })));
    for (const part of [
      'Test Pharmacy',
      '(614) 555-0100',
      'Rx: 7001234',
      'Rosalind Okafor',
      'Dr. Maria Lindqvist',
      'oxyCODONE',
      'Qty: 20',
      'Owed to you: 10',
      'Nov 21, 2027',
      'Federal law prohibits the transfer',
    ]) {
      expect(text.replace(/\n/g, ' ')).toContain(part);
    }
  });

  test('LAB-50 accents and Hindi can be read out too', async () => {
    expect(await textOf(await bytesOf(vial({ language: 'fr' })))).toContain('Délivrée');
    expect(await textOf(await bytesOf(vial({ language: 'hi' })))).toContain('मात्रा');
  });

  test('LAB-51 the same job gives the same bytes, in any stock and language a valid PDF', async () => {
    expect((await bytesOf(vial())).equals(await bytesOf(vial()))).toBe(true);
    for (const stock of ['2.25x4', '4x2'] as const) {
      for (const language of ['en', 'es', 'fr', 'hi', 'ar'] as const) {
        const doc = await PDFDocument.load(await bytesOf(vial({ stock, language, content: content(opioidParts) })));
        expect(doc.getPage(0).getSize()).toEqual({ width: 288, height: stock === '4x2' ? 144 : 162 });
      }
    }
  });

  test('LAB-52 directions too long for one label go on with a second one, whole', async () => {
    const directions = Array.from({ length: 60 }, (_, i) => `word${i}`).join(' ');
    const job = vial({ content: content({ prescription: { directions } }), stock: '4x2' });
    const document = await renderDocument(job, fonts);
    expect(document.pages).toBeGreaterThan(1);
    const text = await textOf(Buffer.from(document.base64, 'base64'));
    for (let i = 0; i < 60; i += 1) expect(text).toContain(`word${i}`);
    expect(text).toContain(`Label 1 of ${document.pages}, continues on the next label`);
  });

  test('LAB-52 a drug name is never broken between two labels', async () => {
    const long = { given: 'Maria Fernanda de los Ángeles', family: 'Rodríguez-Hernández Villanueva' };
    const label = content({ ...opioidParts, store: { jurisdiction: 'us_ca' }, patient: { name: long } });
    const [, second] = vialPages(label, 'en', '2.25x4', fonts);
    const rows = second?.marks
      .filter((mark) => mark.kind === 'text' && mark.key === 'drug-name')
      .map((mark) => (mark.kind === 'text' ? mark.line.text : ''));
    expect(rows?.join(' ')).toBe('oxyCODONE 5 mg / acetaminophen 325 mg tablet');
  });

  test('LAB-53 a file name and a title carry numbers, never a name', async () => {
    const document = await renderDocument(vial({ content: content(opioidParts) }), fonts);
    expect(document.fileName).toBe('vial-7001234-0.pdf');
    const doc = await PDFDocument.load(Buffer.from(document.base64, 'base64'));
    expect(doc.getTitle()).toBe('vial 7001234-0');
  });

  test('LAB-54 the bag label names no drug', async () => {
    const text = await textOf(
      await bytesOf({ kind: 'bag', content: content(opioidParts), language: 'en', binLocation: 'A12' }),
    );
    expect(text).toContain('Okafor');
    expect(text).toContain('A12');
    expect(text.toLowerCase()).not.toMatch(/oxycodone|percocet|acetaminophen|opioid/);
  });

  test('LAB-55 the receipt lines up amounts and says what was paid', async () => {
    const receipt: ReceiptFacts = {
      store: { name: 'Test Pharmacy', addressLines: ['1 Main St'], phone: '(614) 555-0100', demo: true },
      title: 'sale',
      receiptNumber: 'R-1',
      at: '2026-11-21 10:32',
      cashier: 'T',
      terminal: 't1',
      lines: [{ text: 'Prescription 7001234', quantityMilli: 1000, amountCents: 1250, fsaEligible: true }],
      subtotalCents: 1250,
      taxCents: 0,
      totalCents: 1250,
      payments: [{ text: 'Cash', amountCents: 2000 }],
      changeCents: 750,
      fsaEligibleCents: 1250,
      footer: [],
    };
    const text = await textOf(await bytesOf({ kind: 'receipt', receipt }));
    for (const part of ['DEMO STORE', 'R-1', '$12.50', '$20.00', '$7.50']) expect(text).toContain(part);
    expect(shapeLine(money(123_450, 'INR'), fonts, 400, 'ltr')).toMatchObject({ text: '₹1234.50', missing: [] });
    expect([money(5), money(-123_456), money(0)]).toEqual(['$0.05', '-$1234.56', '$0.00']);
  });

  test('LAB-56 leaflet and signature page carry the patient and the medicine', async () => {
    const leaflet = await textOf(await bytesOf({ kind: 'leaflet', content: content(), language: 'en' }));
    for (const part of ['lisinopril 20 mg tablet', 'ACE inhibitor', '1-800-FDA-1088', 'Rosalind Okafor'])
      expect(leaflet).toContain(part);
    const page = await textOf(await bytesOf({ kind: 'signature', content: content(), language: 'es' }));
    expect(page).toContain('Firma');
  });
});

describe('ZPL', () => {
  const zpl = async (job: Partial<Extract<DocumentJob, { kind: 'vial' }>>) =>
    (await bytesOf(vial({ format: 'zpl', ...job }))).toString('utf8');

  test('LAB-60 one format a label, UTF-8, sized by the resolution, bar code included', async () => {
    const text = await zpl({ content: content(opioidParts), dpi: 300, copies: 2 });
    expect(text.startsWith('^XA\n^CI28\n^PW1200\n^LL675\n')).toBe(true);
    expect(text.match(/\^XA/g)?.length).toBe(text.match(/\^XZ/g)?.length);
    expect(text).toContain('^FDRX7001234-0^FS');
    expect(text).toContain('^PQ2');
    expect(await zpl({ dpi: 203 })).toContain('^PW812');
    expect(await zpl({ language: 'fr' })).toContain('Délivrée le');
  });

  test('LAB-61 what the printer would read as a command is escaped', async () => {
    expect(escapeField('a^b~c_d\\e\u0007')).toBe('a_5Eb_7Ec_5Fd_5Ce_07');
    const text = await zpl({ content: content({ prescription: { directions: 'Take ^XZ 1 ~JA tablet ^FS now' } }) });
    expect(text).not.toMatch(/\^FD[^\n]*[\^~](?!FS$)/m);
    expect(text.match(/\^XZ/g)).toHaveLength(1);
  });

  test('LAB-62 Arabic and Devanagari go as graphics with as many bytes as they say', async () => {
    for (const language of ['ar', 'hi'] as const) {
      const graphics = [...(await zpl({ language })).matchAll(/\^GFA,(\d+),(\d+),(\d+),([0-9A-F]+)\^FS/g)];
      expect(graphics.length).toBeGreaterThan(3);
      for (const [, total, again, row, hex] of graphics) {
        expect(Number(total)).toBe((hex ?? '').length / 2);
        expect(again).toBe(total);
        expect(Number(total) % Number(row)).toBe(0);
      }
    }
  });

  test('LAB-62 the dots of a line follow its outline', () => {
    const bitmap = rasterLine(shapeLine('I', fonts, 700, 'ltr'), 40);
    const black = [...bitmap.bits].reduce((sum, byte) => sum + (byte.toString(2).match(/1/g)?.length ?? 0), 0);
    expect(black).toBeGreaterThan(100);
    expect(black).toBeLessThan((bitmap.width * bitmap.height) / 2);
  });
});

test('LAB-63 the Data Matrix has its finder: solid left and bottom, alternating top and right', () => {
  const rows = dataMatrix('RX7001234-0');
  const size = rows.length;
  expect(rows.every((row) => row.length === size && row[0])).toBe(true);
  expect(rows[size - 1]?.every((module) => module)).toBe(true);
  expect(rows[0]?.map((module, i) => module === (i % 2 === 0)).every(Boolean)).toBe(true);
});
