import type { LabelContent, LabelLanguage, LabelStock } from '../model.ts';
import type { FontSet } from '../text/fonts.ts';
import { type Direction, shapeLine } from '../text/shape.ts';
import { type LabelLine, labelLines } from '../wording/label-lines.ts';
import { directionOf, phrases } from '../wording/phrases.ts';
import { flow, type Item } from './flow.ts';
import type { Box, Mark, Page } from './page.ts';

/** Points; read with the long side level. 4 x 2 inch, and the 2 1/4 x 4 inch roll. */
export const vialSizes: Readonly<Record<LabelStock, { width: number; height: number }>> = {
  '2.25x4': { width: 288, height: 162 },
  '4x2': { width: 288, height: 144 },
};
const margin = 7;
const sideWidth = 72;
const gutter = 6;
const matrixSize = 34;

/**
 * The vial label. What the patient reads is set at 12 points or more where it fits (California asks for it always);
 * the label shrinks to a minimum and then goes on with a second label: nothing is ever cut off.
 */
export function vialPages(content: LabelContent, language: LabelLanguage, stock: LabelStock, fonts: FontSet): Page[] {
  const direction = directionOf(language);
  const { width, height } = vialSizes[stock];
  const lines = labelLines(content, language);
  const strip = stripMarks(lines, width, fonts, direction);
  const caution = cautionFlow(lines, width, fonts);
  const bodyTop = margin + strip.height;
  const bodyHeight = height - bodyTop - margin - caution.height;
  const frame = { top: bodyTop, height: bodyHeight, width };
  const main = flow(mainItems(lines, content), mainBox(frame, direction), fonts, direction);
  const side = sideFlow(lines, content, frame, fonts, direction);
  const first: Mark[] = [
    ...strip.marks,
    ...main.marks,
    ...side.marks,
    ...caution.marksAt(height - margin - caution.height),
  ];
  const pages: Mark[][] = [first];
  let rest = [...main.rest, ...caution.rest];
  while (rest.length > 0) {
    const next = continued(rest, content, { width, height }, fonts, direction);
    // A box too small for one line of one item cannot happen at these sizes; stop rather than print for ever.
    if (next.rest.length === rest.length && next.rest[0]?.text === rest[0]?.text) break;
    pages.push(next.marks);
    rest = next.rest;
  }
  if (pages.length > 1)
    for (const [at, marks] of pages.entries())
      marks.push(pageNumber(at + 1, pages.length, { width, height }, language, fonts));
  return pages.map((marks) => ({ width, height, marks }));
}

interface Frame {
  readonly top: number;
  readonly height: number;
  readonly width: number;
}

function mainBox({ top, height, width }: Frame, direction: Direction): Box {
  const mainWidth = width - 2 * margin - sideWidth - gutter;
  return { x: direction === 'rtl' ? margin + sideWidth + gutter : margin, y: top, width: mainWidth, height };
}

function textOf(lines: readonly LabelLine[], ...keys: string[]): string {
  return lines
    .filter((line) => keys.includes(line.key))
    .map((line) => line.text)
    .join(' · ');
}

function mainItems(lines: readonly LabelLine[], content: LabelContent): Item[] {
  const coreMin = content.jurisdiction === 'us_ca' ? 12 : 8;
  const item = (key: string, text: string, size: number, weight: 400 | 700, rest: Partial<Item> = {}): Item => ({
    key,
    text,
    size,
    minSize: 5.8,
    weight,
    staysWhole: key !== 'directions',
    ...rest,
  });
  const core = (key: string, text: string, rest: Partial<Item> = {}): Item =>
    item(key, text, 12, 700, { minSize: coreMin, ...rest });
  const one = (key: string) => textOf(lines, key);
  const items = [
    item('pharmacy-name', one('pharmacy-name'), 9, 700, { minSize: 7 }),
    item('pharmacy', textOf(lines, 'pharmacy-address', 'pharmacy-phone'), 6.5, 400),
    item('rx', textOf(lines, 'rx-number', 'part', 'date-filled'), 8.5, 700, { gapBefore: 2, minSize: 7 }),
    core('patient-name', one('patient-name'), { gapBefore: 1 }),
    item('patient-address', one('patient-address'), 6.5, 400),
    item('directions-note', one('directions-note'), 7, 400),
    core('directions', one('directions'), { gapBefore: 1 }),
    item('directions-english', one('directions-english'), 6.5, 400),
    core('purpose', one('purpose')),
    core('drug-name', one('drug-name'), { gapBefore: 2 }),
    item('brand', textOf(lines, 'generic-for', 'appearance'), 7.5, 400),
    item('counts', textOf(lines, 'quantity', 'owed', 'refills'), 8.5, 700, { gapBefore: 1, minSize: 7 }),
    item('dates', textOf(lines, 'beyond-use', 'prescriber-name'), 7.5, 400, { minSize: 6.5 }),
    item('small', textOf(lines, 'manufacturer', 'lot', 'filled-by', 'checked-by'), 6, 400),
  ];
  return items.filter((one) => one.text !== '');
}

/** The bar code, and below it as many auxiliary labels as fit whole; the leaflet has all of them. */
function sideFlow(
  lines: readonly LabelLine[],
  content: LabelContent,
  frame: Frame,
  fonts: FontSet,
  direction: Direction,
): { marks: Mark[] } {
  const x = direction === 'rtl' ? margin : frame.width - margin - sideWidth;
  const matrix: Mark = {
    kind: 'matrix',
    text: content.barcode,
    x: x + (sideWidth - matrixSize) / 2,
    y: frame.top,
    size: matrixSize,
  };
  const items: Item[] = lines
    .filter((line) => line.key.startsWith('aux-'))
    .map(({ key, text }) => ({ key, text, size: 6.6, minSize: 5.8, weight: 700, gapBefore: 2, boxed: true }));
  const box: Box = { x, y: frame.top + matrixSize + 4, width: sideWidth, height: frame.height - matrixSize - 4 };
  for (let count = items.length; count > 0; count -= 1) {
    const flowed = flow(items.slice(0, count), box, fonts, direction);
    if (flowed.rest.length === 0) return { marks: [matrix, ...flowed.marks] };
  }
  return { marks: [matrix] };
}

/** White on black across the top: a demo label must never pass for a real one. */
function stripMarks(
  lines: readonly LabelLine[],
  width: number,
  fonts: FontSet,
  direction: Direction,
): { marks: Mark[]; height: number } {
  const text = textOf(lines, 'demo');
  if (text === '') return { marks: [], height: 0 };
  const line = shapeLine(text, fonts, 700, direction);
  const size = Math.min(7.5, (width - 2 * margin - 8) / line.width);
  const height = (line.ascent + line.descent) * size + 2;
  const x = (width - line.width * size) / 2;
  return {
    height: height + 2,
    marks: [
      { kind: 'rect', x: margin, y: margin - 2, width: width - 2 * margin, height, fill: 'black' },
      {
        kind: 'text',
        key: 'demo',
        line,
        direction,
        weight: 700,
        x,
        y: margin - 1 + line.ascent * size,
        size,
        isWhite: true,
      },
    ],
  };
}

/** The federal caution along the bottom edge, English as the rule has it, with its meaning below. */
function cautionFlow(lines: readonly LabelLine[], width: number, fonts: FontSet) {
  const items: Item[] = ['transfer-caution', 'transfer-meaning'].flatMap((key) => {
    const text = textOf(lines, key);
    return text === ''
      ? []
      : [{ key, text, size: 6, minSize: 5.5, weight: key === 'transfer-caution' ? (700 as const) : (400 as const) }];
  });
  const set = (y: number) =>
    items.map((item, at) =>
      flow(
        [item],
        { x: margin, y: y + heights.slice(0, at).reduce((a, b) => a + b, 0), width: width - 2 * margin, height: 40 },
        fonts,
        isArabic(item.text) ? 'rtl' : 'ltr',
      ),
    );
  const heights: number[] = [];
  for (const item of items)
    heights.push(
      flow(
        [item],
        { x: margin, y: 0, width: width - 2 * margin, height: 40 },
        fonts,
        isArabic(item.text) ? 'rtl' : 'ltr',
      ).usedHeight,
    );
  const height = heights.reduce((a, b) => a + b, 0) + (items.length > 0 ? 2 : 0);
  return { height, rest: [] as Item[], marksAt: (y: number) => set(y + 2).flatMap((flowed) => flowed.marks) };
}

function isArabic(text: string): boolean {
  return /[\u0600-\u06ff]/.test(text);
}

/** A further label: whose it is, then what was left over at its full size. */
function continued(
  rest: readonly Item[],
  content: LabelContent,
  size: { width: number; height: number },
  fonts: FontSet,
  direction: Direction,
) {
  const head: Item = {
    key: 'continued',
    text: `Rx ${content.rxNumber} · ${content.patient.name} · ${content.drug.display}`,
    size: 8.5,
    minSize: 6,
    weight: 700,
  };
  const box: Box = { x: margin, y: margin + 8, width: size.width - 2 * margin, height: size.height - 2 * margin - 8 };
  const top = flow([head], { ...box, height: box.height / 3 }, fonts, direction);
  const y = box.y + top.usedHeight + 3;
  const flowed = flow(rest, { ...box, y, height: box.y + box.height - y }, fonts, direction);
  return { marks: [...top.marks, ...flowed.marks], rest: flowed.rest };
}

function pageNumber(
  page: number,
  pages: number,
  size: { width: number; height: number },
  language: LabelLanguage,
  fonts: FontSet,
): Mark {
  const direction = directionOf(language);
  const p = phrases[language];
  const text = p.labelOf(String(page), String(pages));
  const line = shapeLine(page < pages ? `${text}, ${p.continues}` : text, fonts, 700, direction);
  const fontSize = 6;
  const x = direction === 'rtl' ? margin : size.width - margin - line.width * fontSize;
  return {
    kind: 'text',
    key: 'page',
    line,
    direction,
    weight: 700,
    x,
    y: size.height - 2.5,
    size: fontSize,
    isWhite: false,
  };
}
