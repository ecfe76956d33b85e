import { type PDFDocument, PDFHexString, PDFName, PDFNumber, type PDFRef, PDFString } from 'pdf-lib';
import type { LoadedFont } from './fonts.ts';
import type { PlacedGlyph } from './shape.ts';

/** What a subset of fontkit 2 really offers; its published types describe version 1. */
interface FontSubset {
  includeGlyph(glyphId: number): number;
  encode(): Uint8Array;
}

/**
 * A font subset inside one PDF: hands out glyph codes while text is drawn and writes the font when the document is
 * finished (ISO 32000-1, 9.7: Type 0 font, Identity-H, with ToUnicode so that text can be read and searched).
 */
export class EmbeddedFont {
  readonly name: PDFName;
  readonly ref: PDFRef;
  readonly #doc: PDFDocument;
  readonly #loaded: LoadedFont;
  readonly #subset: FontSubset;
  readonly #widths = new Map<number, number>();
  readonly #texts = new Map<number, readonly number[]>();

  constructor(doc: PDFDocument, loaded: LoadedFont, index: number) {
    this.#doc = doc;
    this.#loaded = loaded;
    this.name = PDFName.of(`F${index}`);
    this.ref = doc.context.nextRef();
    this.#subset = loaded.font.createSubset() as unknown as FontSubset;
  }

  /** Four hex digits that show this glyph. */
  code(glyph: PlacedGlyph): PDFHexString {
    const id = this.#subset.includeGlyph(glyph.glyphId);
    if (!this.#widths.has(id)) {
      this.#widths.set(id, Math.round(glyph.advanceWidth));
      this.#texts.set(id, glyph.codePoints);
    }
    return PDFHexString.of(hex(id));
  }

  finish(): void {
    const { context } = this.#doc;
    const { font, id } = this.#loaded;
    const scale = 1000 / font.unitsPerEm;
    const baseName = `AAAAAA+NotoSans-${id}`;
    const bytes = this.#subset.encode();
    const file = context.register(context.flateStream(bytes, { Length1: bytes.length }));
    const { bbox } = font;
    const descriptor = context.register(
      context.obj({
        Type: 'FontDescriptor',
        FontName: baseName,
        Flags: 4,
        FontBBox: [bbox.minX, bbox.minY, bbox.maxX, bbox.maxY].map((n) => Math.round(n * scale)),
        ItalicAngle: 0,
        Ascent: Math.round(font.ascent * scale),
        Descent: Math.round(font.descent * scale),
        CapHeight: Math.round(font.capHeight * scale),
        StemV: id.endsWith('700') ? 140 : 80,
        FontFile2: file,
      }),
    );
    const widths = [...this.#widths]
      .sort(([a], [b]) => a - b)
      .flatMap(([glyph, width]) => [PDFNumber.of(glyph), context.obj([width])]);
    const descendant = context.register(
      context.obj({
        Type: 'Font',
        Subtype: 'CIDFontType2',
        BaseFont: baseName,
        CIDToGIDMap: 'Identity',
        FontDescriptor: descriptor,
        CIDSystemInfo: { Registry: PDFString.of('Adobe'), Ordering: PDFString.of('Identity'), Supplement: 0 },
        DW: 0,
        W: widths,
      }),
    );
    const toUnicode = context.register(context.flateStream(this.#unicodeMap()));
    context.assign(
      this.ref,
      context.obj({
        Type: 'Font',
        Subtype: 'Type0',
        BaseFont: baseName,
        Encoding: 'Identity-H',
        DescendantFonts: [descendant],
        ToUnicode: toUnicode,
      }),
    );
  }

  #unicodeMap(): string {
    const entries = [...this.#texts].filter(([, points]) => points.length > 0).sort(([a], [b]) => a - b);
    const blocks: string[] = [];
    for (let i = 0; i < entries.length; i += 100) {
      const block = entries.slice(i, i + 100);
      blocks.push(
        `${block.length} beginbfchar`,
        ...block.map(([id, points]) => `<${hex(id)}> <${utf16(points)}>`),
        'endbfchar',
      );
    }
    return [
      '/CIDInit /ProcSet findresource begin',
      '12 dict begin',
      'begincmap',
      '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
      '/CMapName /Adobe-Identity-UCS def',
      '/CMapType 2 def',
      '1 begincodespacerange',
      '<0000> <ffff>',
      'endcodespacerange',
      ...blocks,
      'endcmap',
      'CMapName currentdict /CMap defineresource pop',
      'end',
      'end',
    ].join('\n');
  }
}

function hex(value: number): string {
  return value.toString(16).padStart(4, '0');
}
function utf16(points: readonly number[]): string {
  const text = String.fromCodePoint(...points);
  return [...Array(text.length).keys()].map((i) => hex(text.charCodeAt(i))).join('');
}
