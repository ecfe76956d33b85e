import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testFonts } from '../../testing/test-fonts.ts';
import { labelContentSchema } from './contract.ts';
import { composeLabel } from './facts/compose.ts';
import { essentialProblems } from './facts/elements.ts';
import { bagPages } from './layout/bag.ts';
import { drawZpl } from './layout/draw-zpl.ts';
import { leafletPages } from './layout/letter.ts';
import type { Page } from './layout/page.ts';
import { vialPages } from './layout/vial.ts';
import type { LabelFacts } from './model.ts';
import { FontSet } from './text/fonts.ts';
import { labelLines } from './wording/label-lines.ts';

const fonts = new FontSet(testFonts);
const word = fc.oneof(
  fc.constantFrom(
    'Al-Hussein',
    'प्रिया',
    'محمد',
    'Zoë',
    "O'Brien",
    '^FS~JA_',
    '<b>',
    'Łukasz',
    '日本',
    '😀',
    'a'.repeat(90),
    '',
    'Ñandú',
    '\u202eabc',
  ),
  fc.string({ maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
);
const text = fc.array(word, { maxLength: 8 }).map((words) => words.join(' '));
const maybe = fc.option(text, { nil: null });
const date = fc
  .integer({ min: 0, max: 4000 })
  .map((days) => new Date(Date.UTC(2024, 0, 1) + days * 86_400_000).toISOString().slice(0, 10));
const directions = fc.oneof(
  text,
  fc.constantFrom(
    'Take 1 tablet by mouth once a day.',
    'Take 1 to 2 tablets by mouth every 4 to 6 hours as needed for pain. Do not use more than 8 tablets in 24 hours.',
    Array.from({ length: 80 }, (_, i) => `take ${i} tablets`).join(', then '),
  ),
);
const facts: fc.Arbitrary<LabelFacts> = fc.record({
  store: fc.record({
    name: text,
    address: fc.record({ line1: text, city: text, state: text, postalCode: text }),
    phone: text,
    jurisdiction: fc.constantFrom('us_oh', 'us_ca', 'us_fl', 'ind_ka', ''),
    pharmacistInCharge: maybe,
    demo: fc.boolean(),
  }),
  patient: fc.record({
    name: fc.record({ given: text, family: text }),
    birthDate: fc.option(date, { nil: null }),
    address: fc.option(fc.record({ line1: maybe, city: maybe, state: maybe, postalCode: maybe }), { nil: null }),
  }),
  prescription: fc.record({
    rxNumber: text,
    prescriberName: text,
    directions,
    purpose: maybe,
    writtenOn: fc.option(date, { nil: null }),
    expiresOn: fc.option(date, { nil: null }),
    refillsLeft: fc.integer({ min: -2, max: 99 }),
  }),
  fill: fc.record({
    fillId: fc.string(),
    fillNumber: fc.nat(99),
    part: fc.nat(9),
    filledOn: date,
    quantityMilli: fc.integer({ min: -1, max: 1_000_000_000 }),
    owedMilli: fc.integer({ min: 0, max: 1_000_000 }),
    daysSupply: fc.option(fc.nat(365), { nil: null }),
    lots: fc.array(fc.record({ lotNumber: text, expiresOn: fc.option(date, { nil: null }) }), { maxLength: 4 }),
    technicianInitials: maybe,
    pharmacistInitials: maybe,
  }),
  drug: fc.record({
    name: text,
    strength: maybe,
    doseForm: text,
    route: maybe,
    brandName: maybe,
    labeler: maybe,
    ndc: maybe,
    schedule: fc.constantFrom(null, 'CII', 'CIV', 'CV', 'H'),
    unit: fc.constantFrom('EA', 'ML', 'GM'),
    ingredients: fc.array(
      fc.oneof(fc.constantFrom('oxycodone', 'methotrexate', 'insulin glargine', 'amoxicillin'), word),
      { maxLength: 3 },
    ),
    classes: fc.array(text, { maxLength: 2 }),
    physicalDescription: maybe,
  }),
});
const language = fc.constantFrom('en', 'es', 'fr', 'hi', 'ar');

/** Every text inside the page, no two rows of one column over each other, nothing that says a program failed. */
function check(pages: readonly Page[], known: string): void {
  for (const page of pages) {
    for (const mark of page.marks) {
      if (mark.kind !== 'text') continue;
      const where = `${mark.key} "${mark.line.text}" at ${mark.x},${mark.y} size ${mark.size}`;
      expect(mark.x, where).toBeGreaterThanOrEqual(-0.01);
      expect(mark.x + mark.line.width * mark.size, where).toBeLessThanOrEqual(page.width + 0.01);
      expect(mark.y - mark.line.ascent * mark.size, where).toBeGreaterThanOrEqual(-0.01);
      expect(mark.y, where).toBeLessThanOrEqual(page.height + 0.01);
      for (const bad of ['undefined', 'null', 'NaN', '[object'])
        if (!known.includes(bad)) expect(mark.line.text, where).not.toContain(bad);
    }
  }
}

/** Letters of a text without spaces, as they come out however it is broken into lines. */
const letters = (value: string) => value.replace(/[\s·]/g, '');

test('LAB-70 any facts make a label whose required words are all printed, in their box, with nothing undefined', () => {
  fc.assert(
    fc.property(facts, language, fc.constantFrom('2.25x4', '4x2'), (given, spoken, stock) => {
      const content = composeLabel(given);
      expect(labelContentSchema.safeParse(content).success).toBe(true);
      const known = JSON.stringify(given);
      const pages = vialPages(content, spoken, stock, fonts);
      check(pages, known);
      if (essentialProblems(content).length > 0) return;
      const printed = letters(
        pages
          .flatMap((page) => page.marks)
          .map((mark) => (mark.kind === 'text' && mark.key !== 'page' ? mark.line.text : ''))
          .join(''),
      );
      for (const line of labelLines(content, spoken)) {
        if (line.key.startsWith('aux-') || line.key === 'transfer-meaning') continue;
        // A line that goes on with the next label is met by the heading of that label: look at its words.
        for (const part of line.text.split(' '))
          expect(printed, `${line.key}: ${line.text}`).toContain(letters(part).slice(0, 6));
      }
    }),
    { numRuns: 40 },
  );
});

test('LAB-71 bag label, leaflet and ZPL of any facts stay on their page and in their language of commands', () => {
  fc.assert(
    fc.property(facts, language, (given, spoken) => {
      const content = composeLabel(given);
      const known = JSON.stringify(given);
      check(bagPages(content, spoken, 'A12', fonts), known);
      check(leafletPages(content, spoken, fonts), known);
      const zpl = drawZpl(vialPages(content, spoken, '4x2', fonts), 203);
      for (const command of zpl.split('\n')) {
        expect(command).toMatch(/^\^(XA|XZ|CI28|PW\d+|LL\d+|LH0,0|PQ\d+|F[OT]\d+,\d+(\^\w.*)?\^FS)$/);
        const field = /\^FD(.*)\^FS$/.exec(command)?.[1] ?? '';
        expect(field).not.toMatch(/[\^~]/);
      }
    }),
    { numRuns: 15 },
  );
});
