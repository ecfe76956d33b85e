import bidiFactory from 'bidi-js';
import type { Font, GlyphRun } from 'fontkit';
import type { FontSet, LoadedFont, Weight } from './fonts.ts';

const bidi = bidiFactory();

/** A glyph placed on a line of size 1: multiply by the font size. Left to right, whatever the script. */
export interface PlacedGlyph {
  readonly font: LoadedFont;
  readonly glyphId: number;
  readonly codePoints: readonly number[];
  readonly x: number;
  readonly y: number;
  /** Advance as the font file has it, thousandths of the size: the width a PDF writes down. */
  readonly advanceWidth: number;
}

export interface ShapedLine {
  readonly text: string;
  readonly glyphs: readonly PlacedGlyph[];
  /** At size 1. */
  readonly width: number;
  /** Share of the size above and below the baseline that the glyphs of this line need. */
  readonly ascent: number;
  readonly descent: number;
  /** Characters no bundled font has, drawn as a question mark. */
  readonly missing: readonly string[];
}

export type Direction = 'ltr' | 'rtl';

/** Share of the size above and below the baseline that the scripts of a text need. */
export function lineMetrics(text: string): { ascent: number; descent: number } {
  if (/[\u0600-\u08ff]/.test(text)) return { ascent: 0.95, descent: 0.4 };
  return /[\u0900-\u097f]/.test(text) ? { ascent: 0.95, descent: 0.36 } : { ascent: 0.75, descent: 0.22 };
}

/** Right-to-left only when there is something to read that way: an English line in an Arabic label stays English. */
export function directionFor(text: string, page: Direction): Direction {
  return page === 'rtl' && /[\u0590-\u08ff]/.test(text) ? 'rtl' : 'ltr';
}

/** One line of text to placed glyphs: bidirectional order, script shaping, font by character. */
export function shapeLine(text: string, fonts: FontSet, weight: Weight, direction: Direction): ShapedLine {
  const clean = printable(text);
  const glyphs: PlacedGlyph[] = [];
  const missing = new Set<string>();
  let x = 0;
  for (const run of visualRuns(clean, fonts, weight, direction, missing)) {
    const { font } = run.font;
    const scale = 1 / font.unitsPerEm;
    const shaped = shapeRun(font, run.text, run.rtl);
    shaped.glyphs.forEach((glyph, i) => {
      const position = shaped.positions[i];
      if (!position) return;
      glyphs.push({
        font: run.font,
        glyphId: glyph.id,
        codePoints: glyph.codePoints,
        x: x + position.xOffset * scale,
        y: position.yOffset * scale,
        advanceWidth: glyph.advanceWidth * scale * 1000,
      });
      x += position.xAdvance * scale;
    });
  }
  return { text: clean, glyphs, width: x, ...lineMetrics(clean), missing: [...missing] };
}

/**
 * fontkit throws on some rare letters whose anchor a subset font lacks (ڢ, ݠ). A name must print all the same: first
 * without mark positioning, then letter by letter.
 */
function shapeRun(font: Font, text: string, rtl: boolean): Pick<GlyphRun, 'glyphs' | 'positions'> {
  const direction = rtl ? 'rtl' : 'ltr';
  for (const features of [undefined, { mark: false, mkmk: false }]) {
    try {
      return font.layout(text, features, undefined, undefined, direction);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  const glyphs = font.glyphsForString(text);
  const positions = glyphs.map((glyph) => ({ xAdvance: glyph.advanceWidth, yAdvance: 0, xOffset: 0, yOffset: 0 }));
  return rtl ? { glyphs: glyphs.reverse(), positions: positions.reverse() } : { glyphs, positions };
}

interface Run {
  readonly text: string;
  readonly font: LoadedFont;
  readonly rtl: boolean;
}

/** Runs of one direction and one font, in the order the eye meets them from the left. */
function visualRuns(text: string, fonts: FontSet, weight: Weight, direction: Direction, missing: Set<string>): Run[] {
  if (text === '') return [];
  const levels = needsBidi(text, direction) ? bidi.getEmbeddingLevels(text, direction).levels : null;
  const runs: { level: number; start: number; end: number }[] = [];
  for (let i = 0; i < text.length; i += 1) {
    const level = levels?.[i] ?? 0;
    const last = runs.at(-1);
    if (last && last.level === level) last.end = i + 1;
    else runs.push({ level, start: i, end: i + 1 });
  }
  return reordered(runs).flatMap(({ level, start, end }) => {
    const pieces = byFont(mirrored(text.slice(start, end).replace(isolates, ''), level), fonts, weight, missing).map(
      (piece) => ({
        ...piece,
        rtl: level % 2 === 1,
      }),
    );
    return level % 2 === 1 ? pieces.reverse() : pieces;
  });
}

function needsBidi(text: string, direction: Direction): boolean {
  return direction === 'rtl' || /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/.test(text);
}

/** UAX 9 rule L2 on runs: from the highest level down, reverse every stretch at that level or above. */
function reordered<T extends { level: number }>(runs: readonly T[]): T[] {
  const list = [...runs];
  const levels = list.map((run) => run.level);
  const lowestOdd = Math.min(...levels.filter((level) => level % 2 === 1), Number.POSITIVE_INFINITY);
  for (let level = Math.max(...levels, 0); level >= lowestOdd; level -= 1) {
    let i = 0;
    while (i < list.length) {
      if ((list[i] as T).level < level) {
        i += 1;
        continue;
      }
      let j = i;
      while (j < list.length && (list[j] as T).level >= level) j += 1;
      list.splice(i, j - i, ...list.slice(i, j).reverse());
      i = j;
    }
  }
  return list;
}

/** Brackets turn round in right-to-left text (UAX 9 rule L4). */
function mirrored(text: string, level: number): string {
  if (level % 2 === 0) return text;
  return [...text].map((char) => bidi.getMirroredCharacter(char) ?? char).join('');
}

/** First strong isolate and its end: they order what stands between them and are not drawn. */
const isolates = /[\u2068\u2069]/g;

/** Joins or marks what stands before it. */
function isAttached(point: number): boolean {
  return isJoiner(point) || (point >= 0x300 && point <= 0x36f) || (point >= 0x64b && point <= 0x65f) || point === 0x670;
}
function isJoiner(point: number): boolean {
  return point === 0x200c || point === 0x200d;
}

function byFont(
  text: string,
  fonts: FontSet,
  weight: Weight,
  missing: Set<string>,
): { text: string; font: LoadedFont }[] {
  const pieces: { text: string; font: LoadedFont }[] = [];
  for (const char of text) {
    const point = char.codePointAt(0) ?? 0;
    const last = pieces.at(-1);
    // Spaces, joiners and marks stay with the script before them, so that shaping sees the whole word.
    if (last && (isAttached(point) || char === ' ') && last.font.font.hasGlyphForCodePoint(point)) {
      last.text += char;
      continue;
    }
    if (isJoiner(point)) continue;
    const font = fonts.faceFor(point, weight);
    if (font === null) missing.add(char);
    const shown = font === null ? '?' : char;
    const face = font ?? fonts.face('latin', weight);
    if (last && last.font === face) last.text += shown;
    else pieces.push({ text: shown, font: face });
  }
  return pieces;
}

/** A value inside a sentence of another direction: keeps `(614) 555-0100` together in Arabic. */
export function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}
export function withoutIsolates(text: string): string {
  return text.replace(isolates, '');
}

/** One line: no control characters, no bidi overrides that could turn a number round, spaces as spaces. */
export function printable(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\u202a-\u202e\u2066\u2067\u200e\u200f\u061c\ufeff]/g, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Zs}]+/gu, ' ')
    .replace(/\p{Cs}/gu, '')
    .trim();
}
