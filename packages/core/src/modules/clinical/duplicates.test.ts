import { describe, expect, test } from 'vitest';
import { addDays } from './medication.ts';
import { drugClasses } from './rules/classes.ts';
import { duplicateRules } from './rules/duplicate-rules.ts';
import { med, pair, rulesOf, screened, today, worst } from './screen-fixture.ts';

describe('duplicates', () => {
  test('CLIN-15 the same ingredient twice is shown; a high-alert one stops', () => {
    expect(worst(pair('lisinopril 10 MG Oral Tablet', 'lisinopril 20 MG Oral Tablet'))).toBe(
      'moderate DUR-DUP-INGREDIENT',
    );
    expect(worst(pair('lisinopril 10 MG / hydrochlorothiazide 12.5 MG', 'hydrochlorothiazide 25 MG'))).toBe(
      'moderate DUR-DUP-INGREDIENT',
    );
    expect(worst(pair('apixaban 5 MG', 'apixaban 2.5 MG'))).toBe('major DUR-DUP-INGREDIENT-NARROW');
  });

  test('CLIN-15 every questioned class finds two of its members', () => {
    for (const rule of duplicateRules) {
      const [a, b] = drugClasses[rule.class] as readonly string[];
      const found = pair(med(a as string), med(b as string)).find((f) => f.kind === 'duplicate-therapy');
      expect(found?.ruleId, `${a} ${b}`).toBe(rule.id);
    }
  });

  test.each([
    ['albuterol 90 MCG inhaler', 'salmeterol 50 MCG inhaler'],
    ['insulin glargine', 'insulin lispro'],
    ['oxycodone 20 MG Extended Release Oral Tablet', 'oxycodone 5 MG Oral Tablet'],
    ['methylphenidate 36 MG Extended Release Oral Tablet', 'methylphenidate 10 MG Oral Tablet'],
    ['aspirin 81 MG', 'clopidogrel 75 MG'],
    ['furosemide 20 MG', 'metolazone 2.5 MG'],
    ['timolol 0.5 % Ophthalmic Solution', 'metoprolol 50 MG'],
    ['fluticasone 50 MCG nasal spray', 'montelukast 10 MG'],
  ])('CLIN-16 allowed beside each other: %s and %s', (a, b) => {
    expect(pair(a, b).filter((f) => f.kind.startsWith('duplicate'))).toEqual([]);
  });

  test('CLIN-16 what is nearly used up is a refill, not a duplicate', () => {
    const left = (days: number) =>
      screened({
        candidate: med('lisinopril 20 MG'),
        profile: [med('lisinopril 10 MG', { endsOn: addDays(today, days) })],
      });
    expect(rulesOf(left(8))).toEqual(['DUR-DUP-INGREDIENT']);
    expect(left(7)).toEqual([]);
  });

  test('CLIN-16 a prescription is not its own duplicate', () => {
    expect(
      screened({
        candidate: med('lisinopril 20 MG', { prescriptionId: 'a' }),
        profile: [med('lisinopril 20 MG', { prescriptionId: 'a' })],
      }),
    ).toEqual([]);
  });
});
