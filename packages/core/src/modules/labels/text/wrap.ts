import type { FontSet, Weight } from './fonts.ts';
import { type Direction, printable, shapeLine } from './shape.ts';

export interface WrappedLine {
  readonly text: string;
  /** At size 1. */
  readonly width: number;
}

/** Text broken into lines no wider than `width` points at `size`. Long words are cut: nothing runs out of its box. */
export function wrapText(
  text: string,
  fonts: FontSet,
  options: { size: number; width: number; weight: Weight; direction: Direction },
): WrappedLine[] {
  const { size, width, weight, direction } = options;
  // A hair of room for what adding up words misses.
  const limit = (width - 0.2) / size;
  const measure = (word: string) => fonts.widthOf(word, weight, () => shapeLine(word, fonts, weight, direction).width);
  const space = measure('a a') - 2 * measure('a');
  const lines: WrappedLine[] = [];
  let current = '';
  let currentWidth = 0;
  const flush = () => {
    if (current !== '') lines.push({ text: current, width: currentWidth });
    current = '';
    currentWidth = 0;
  };
  for (const word of printable(text).split(' ')) {
    const pieces = cutWord(word, limit, measure);
    for (const [at, piece] of pieces.entries()) {
      const joined = currentWidth + space + piece.width;
      if (current !== '' && at === 0 && joined <= limit) {
        current = `${current} ${piece.text}`;
        currentWidth = joined;
        continue;
      }
      flush();
      current = piece.text;
      currentWidth = piece.width;
    }
  }
  flush();
  return lines;
}

/** Grapheme by grapheme, as many as fit; at least one a line, so that it always ends. */
function cutWord(word: string, limit: number, measure: (part: string) => number): WrappedLine[] {
  const whole = measure(word);
  if (whole <= limit) return [{ text: word, width: whole }];
  const graphemes = [...new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(word)].map((s) => s.segment);
  const pieces: WrappedLine[] = [];
  let start = 0;
  while (start < graphemes.length) {
    const part = (count: number) => graphemes.slice(start, start + count).join('');
    let low = 1;
    let high = graphemes.length - start;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (measure(part(middle)) <= limit) low = middle;
      else high = middle - 1;
    }
    pieces.push({ text: part(low), width: measure(part(low)) });
    start += low;
  }
  return pieces;
}
