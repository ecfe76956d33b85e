import * as fontkit from 'fontkit';
import type { FontFace, FontSource } from '../model.ts';
import { plainFont } from './woff.ts';

export type Weight = 400 | 700;

/** One opened font file. Opening costs milliseconds, so a set keeps what it opened; it is read only. */
export interface LoadedFont {
  readonly id: string;
  readonly font: fontkit.Font;
}

/** The faces a text is drawn with, in the order they are asked for a character. */
const faces: readonly FontFace[] = ['latin', 'latin-ext', 'devanagari', 'arabic'];

const widthsKept = 5000;

export class FontSet {
  readonly #source: FontSource;
  readonly #loaded = new Map<string, LoadedFont>();
  readonly #widths = new Map<string, number>();

  constructor(source: FontSource) {
    this.#source = source;
  }

  face(face: FontFace, weight: Weight): LoadedFont {
    const id = `${face}-${weight}`;
    let loaded = this.#loaded.get(id);
    if (!loaded) {
      const font = fontkit.create(plainFont(this.#source.bytes(face, weight)) as Buffer);
      if (!('layout' in font)) throw new Error(`the ${id} font file is a collection, not a font`);
      loaded = { id, font };
      this.#loaded.set(id, loaded);
    }
    return loaded;
  }

  /** Width of a word at size 1, measured once. The words of labels repeat; names pass through and are let go. */
  widthOf(word: string, weight: Weight, measure: () => number): number {
    const key = `${weight} ${word}`;
    let width = this.#widths.get(key);
    if (width === undefined) {
      width = measure();
      if (this.#widths.size >= widthsKept) this.#widths.clear();
      this.#widths.set(key, width);
    }
    return width;
  }

  /** The first face that has the character; null when none does (an emoji, a script we do not bundle). */
  faceFor(codePoint: number, weight: Weight): LoadedFont | null {
    if (codePoint >= 0x20 && codePoint < 0x7f) return this.face('latin', weight);
    for (const face of faces) {
      if (!mayHave(face, codePoint)) continue;
      const loaded = this.face(face, weight);
      if (loaded.font.hasGlyphForCodePoint(codePoint)) return loaded;
    }
    return null;
  }
}

/** Whether a face is worth opening for a character. */
function mayHave(face: FontFace, codePoint: number): boolean {
  if (face === 'devanagari')
    return (
      (codePoint >= 0x0900 && codePoint < 0x0980) || (codePoint >= 0x200c && codePoint <= 0x20b9) || codePoint >= 0xa8e0
    );
  if (face === 'arabic') return (codePoint >= 0x0600 && codePoint < 0x0900) || codePoint >= 0xfb50;
  return true;
}
