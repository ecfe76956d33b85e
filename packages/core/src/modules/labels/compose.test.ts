import { describe, expect, test } from 'vitest';
import { labelContentSchema } from './contract.ts';
import { composeLabel } from './facts/compose.ts';
import { essentialProblems, labelElements } from './facts/elements.ts';
import { content, facts, opioidParts } from './label-fixture.ts';
import { labelLines } from './wording/label-lines.ts';

const lineOf = (label: ReturnType<typeof content>, key: string, language: 'en' | 'es' = 'en') =>
  labelLines(label, language).find((line) => line.key === key)?.text;

describe('label content', () => {
  test('LAB-1 every federal and usual state element of an Ohio label is there', () => {
    const label = content();
    expect(label.problems).toEqual([]);
    const keys = labelLines(label, 'en').map((line) => line.key);
    for (const key of [
      'pharmacy-name',
      'pharmacy-address',
      'pharmacy-phone',
      'rx-number',
      'date-filled',
      'prescriber-name',
      'patient-name',
      'directions',
      'drug-name',
      'quantity',
      'refills',
      'beyond-use',
      'manufacturer',
      'filled-by',
    ])
      expect(keys).toContain(key);
    expect(labelContentSchema.parse(label)).toEqual(label);
  });

  test('LAB-2 a missing required element is a problem with its citation; without an essential one nothing is printed', () => {
    const label = content({ prescription: { prescriberName: '  ', directions: '' }, drug: { labeler: null } });
    expect(label.problems.map((problem) => problem.element)).toEqual(['prescriber-name', 'directions', 'manufacturer']);
    expect(essentialProblems(label).map((problem) => problem.element)).toEqual(['prescriber-name', 'directions']);
    for (const element of labelElements) expect(element.cite.length, element.id).toBeGreaterThan(5);
  });

  test('LAB-2 California asks for a description of the tablet, Ohio does not', () => {
    expect(content({ store: { jurisdiction: 'us_ca' } }).problems.map((p) => p.element)).toContain(
      'physical-description',
    );
    expect(content().problems.map((p) => p.element)).not.toContain('physical-description');
  });

  test.each([
    ['CII', true],
    ['CIII', true],
    ['CIV', true],
    ['CV', false],
    [null, false],
  ])('LAB-3 the federal caution against transfer stands on %s: %s', (schedule, stands) => {
    const label = content({ drug: { schedule } });
    expect(label.transferCaution).toBe(stands);
    expect(lineOf(label, 'transfer-caution')).toBe(
      stands
        ? 'Caution: Federal law prohibits the transfer of this drug to any person other than the patient for whom it was prescribed.'
        : undefined,
    );
  });

  test('LAB-4 discard after the earliest of lot expiry, one year from the fill and the days of a suspension', () => {
    expect(content()).toMatchObject({ expiresOn: '2027-11-21', expiresBasis: 'one-year' });
    const lots = [
      { lotNumber: 'A', expiresOn: '2028-01-31' },
      { lotNumber: 'B', expiresOn: '2027-03-31' },
    ];
    expect(content({ fill: { lots } })).toMatchObject({
      expiresOn: '2027-03-31',
      expiresBasis: 'lot-expiry',
      lotNumber: 'A, B',
    });
    const suspension = (ingredients: string[]) =>
      content({ drug: { ingredients, doseForm: 'powder for oral suspension', unit: 'ML' } });
    expect(suspension(['amoxicillin'])).toMatchObject({ expiresOn: '2026-12-05', expiresBasis: 'reconstituted' });
    expect(suspension(['amoxicillin', 'clavulanate potassium']).expiresOn).toBe('2026-12-01');
    expect(suspension(['cefdinir']).expiresOn).toBe('2026-12-01');
    expect(suspension(['cephalexin']).expiresOn).toBe('2026-12-05');
    expect(content({ fill: { filledOn: '2028-02-29', lots: [] } }).expiresOn).toBe('2029-02-28');
  });

  test('LAB-5 tall-man letters, the brand it stands in for, refills, what is owed, the lot', () => {
    const label = content(opioidParts);
    expect(lineOf(label, 'drug-name')).toBe('oxyCODONE 5 mg / acetaminophen 325 mg tablet');
    expect(lineOf(label, 'generic-for')).toBe('Generic for: Percocet');
    expect(lineOf(label, 'refills')).toBe('No refills left');
    expect(lineOf(label, 'owed')).toBe('Owed to you: 10');
    expect(lineOf(content(), 'refills')).toBe('3 refills left until Nov 20, 2027');
    expect(lineOf(content(), 'lot')).toBe('Lot: A1234');
    expect(content({ drug: { name: 'Zestril 20 mg tablet', brandName: 'Zestril' } }).drug.brandName).toBeNull();
  });

  test('LAB-5 a quantity keeps its decimals and its unit', () => {
    expect(lineOf(content({ fill: { quantityMilli: 7500 }, drug: { unit: 'ML' } }), 'quantity')).toBe('Qty: 7.5 mL');
  });

  test('LAB-6 a demo store is marked on the label', () => {
    expect(lineOf(content({ store: { demo: true } }), 'demo')).toBe('DEMO STORE - NOT FOR USE');
    expect(lineOf(content({ store: { demo: true } }), 'demo', 'es')).toContain('DEMO STORE');
    expect(lineOf(content(), 'demo')).toBeUndefined();
  });

  test('LAB-7 auxiliary labels follow the drug, the form and the route', () => {
    expect(content(opioidParts).auxiliary).toEqual(['opioid', 'drowsy', 'no-alcohol', 'acetaminophen']);
    expect(content({ drug: { ingredients: ['methotrexate'] } }).auxiliary[0]).toBe('weekly-only');
    expect(
      content({ drug: { ingredients: ['ibuprofen'], doseForm: 'topical gel', route: 'topical', classes: [] } })
        .auxiliary,
    ).toEqual(['external-only']);
    expect(
      content({ drug: { ingredients: ['metoprolol succinate'], doseForm: 'extended release tablet', classes: [] } })
        .auxiliary,
    ).toContain('swallow-whole');
    expect(
      content({ drug: { ingredients: ['amoxicillin'], doseForm: 'powder for oral suspension', unit: 'ML' } }).auxiliary,
    ).toEqual(expect.arrayContaining(['finish-all', 'shake-well', 'refrigerate']));
  });

  test('LAB-8 the bar code carries prescription, fill and part', () => {
    expect(content().barcode).toBe('RX7001234-0');
    expect(content({ fill: { fillNumber: 2, part: 1 } }).barcode).toBe('RX7001234-2-1');
  });

  test('LAB-9 the same facts give the same label', () => {
    expect(composeLabel(facts(opioidParts))).toEqual(composeLabel(facts(opioidParts)));
  });
});
