import type { FontSet } from '../text/fonts.ts';
import { type Direction, directionFor, lineMetrics, shapeLine } from '../text/shape.ts';
import { type WrappedLine, wrapText } from '../text/wrap.ts';
import type { Box, Mark } from './page.ts';

/** A paragraph that wants `size` and bears shrinking to `minSize`. */
export interface Item {
  readonly key: string;
  readonly text: string;
  readonly size: number;
  readonly minSize: number;
  readonly weight: 400 | 700;
  readonly gapBefore?: number;
  /** A frame around it. */
  readonly boxed?: boolean;
  /** Points between lines beyond what the script needs; 1 unless said. */
  readonly leading?: number;
  /** A heading: never the last thing on a page. */
  readonly keepsWithNext?: boolean;
  /** Goes on with the next page as a whole: half a drug name is worse than none. */
  readonly staysWhole?: boolean;
}

interface Placed {
  readonly item: Item;
  readonly line: WrappedLine;
  readonly ascent: number;
  readonly size: number;
  readonly top: number;
  readonly height: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

export interface Flowed {
  readonly marks: Mark[];
  /** What did not fit: items with the text that is left. */
  readonly rest: Item[];
  readonly usedHeight: number;
  /** Smallest share of the wanted size that was used. */
  readonly scale: number;
}

export interface Shrinking {
  /** Tried in order until everything fits. */
  readonly scales: readonly number[];
  /** Used when nothing fits and the rest goes on elsewhere. */
  readonly overflow: number;
}
/** Labels: one small label is worth more than two. */
const onLabel: Shrinking = { scales: [1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6], overflow: 0.6 };
/** Paper: a second page is worth more than small print. */
export const onPaper: Shrinking = { scales: [1, 0.96], overflow: 1 };

/** All items in the box, shrunk together as far as they bear it; what still does not fit is handed back. */
export function flow(
  items: readonly Item[],
  box: Box,
  fonts: FontSet,
  direction: Direction,
  { scales, overflow }: Shrinking = onLabel,
): Flowed {
  for (const scale of scales) {
    const placed = place(items, box.width, scale, fonts, direction);
    const last = placed.at(-1);
    if (!last || last.top + last.height <= box.height) return result(placed, [], box, fonts, direction, scale);
  }
  const placed = place(items, box.width, overflow, fonts, direction);
  let cut = placed.findIndex((one) => one.top + one.height > box.height);
  const broken = placed[cut];
  const start = placed.findIndex((one) => one.item === broken?.item);
  if (broken?.item.staysWhole && start > 0) cut = start;
  while (cut > 1 && placed[cut - 1]?.item.keepsWithNext) cut -= 1;
  const kept = placed.slice(0, cut);
  return result(kept, restOf(items, kept, placed.slice(cut)), box, fonts, direction, overflow);
}

function place(items: readonly Item[], width: number, scale: number, fonts: FontSet, direction: Direction): Placed[] {
  const placed: Placed[] = [];
  let top = 0;
  for (const item of items) {
    const size = Math.max(item.minSize, item.size * scale);
    const inset = item.boxed ? 2.5 : 0;
    const lines = wrapText(item.text, fonts, {
      size,
      width: width - 2 * inset,
      weight: item.weight,
      direction: directionFor(item.text, direction),
    });
    top += placed.length === 0 ? 0 : (item.gapBefore ?? 0);
    lines.forEach((line, at) => {
      const isFirst = at === 0;
      const isLast = at === lines.length - 1;
      const { ascent, descent } = lineMetrics(line.text);
      const height = (ascent + descent) * size + (item.leading ?? 1) + (isFirst ? inset : 0) + (isLast ? inset : 0);
      placed.push({ item, line, ascent, size, top, height, isFirst, isLast });
      top += height;
    });
  }
  return placed;
}

function result(
  placed: readonly Placed[],
  rest: Item[],
  box: Box,
  fonts: FontSet,
  page: Direction,
  scale: number,
): Flowed {
  const marks: Mark[] = [];
  let frameTop = 0;
  for (const { item, line: wrapped, ascent, size, top, height, isFirst, isLast } of placed) {
    const direction = directionFor(item.text, page);
    const line = shapeLine(wrapped.text, fonts, item.weight, direction);
    const inset = item.boxed ? 2.5 : 0;
    if (isFirst) frameTop = top;
    const baseline = box.y + top + (isFirst ? inset : 0) + ascent * size;
    const x = page === 'rtl' ? box.x + box.width - inset - line.width * size : box.x + inset;
    marks.push({
      kind: 'text',
      key: item.key,
      line,
      direction,
      weight: item.weight,
      x,
      y: baseline,
      size,
      isWhite: false,
    });
    if (item.boxed && isLast) {
      marks.push({
        kind: 'rect',
        x: box.x,
        y: box.y + frameTop,
        width: box.width,
        height: top + height - frameTop,
        fill: null,
      });
    }
  }
  const last = placed.at(-1);
  return { marks, rest, usedHeight: last ? last.top + last.height : 0, scale };
}

/** Items as they go on: the first with the words of its lines that were not set. */
function restOf(items: readonly Item[], kept: readonly Placed[], left: readonly Placed[]): Item[] {
  const first = left[0];
  if (!first) return [];
  const started = kept.some((one) => one.item === first.item);
  const text = started
    ? left
        .filter((one) => one.item === first.item)
        .map((one) => one.line.text)
        .join(' ')
    : first.item.text;
  const at = items.indexOf(first.item);
  return [{ ...first.item, text }, ...items.slice(at + 1)];
}
