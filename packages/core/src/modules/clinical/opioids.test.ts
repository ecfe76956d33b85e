import { describe, expect, test } from 'vitest';
import { opioidDose } from './check-opioids.ts';
import { addDays, prepare } from './medication.ts';
import type { MedicationFacts } from './model.ts';
import { med, patient, rulesOf, screened, seedIndex, today } from './screen-fixture.ts';

const supply = (text: string, quantity: number, daysSupply: number, more: Parameters<typeof med>[1] = {}) =>
  med(text, { ...more, dose: { quantityMilli: quantity * 1000, daysSupply } });
const mme = (one: MedicationFacts) => opioidDose(prepare(one, seedIndex, today, true), seedIndex)?.milliMme ?? null;
const patch = (mcgPerHour: number, more: Parameters<typeof med>[1] = {}) =>
  supply('fentanyl', 10, 30, {
    ...more,
    drug: {
      route: 'transdermal',
      doseForm: 'patch',
      ingredients: [{ name: 'fentanyl', rxcui: null, strength: null, microgramsPerHour: mcgPerHour }],
    },
  });

describe('morphine equivalents', () => {
  test.each([
    ['oxycodone 10 MG Extended Release Oral Tablet', 60, 30, 30_000],
    ['hydrocodone 5 MG Oral Tablet', 120, 30, 20_000],
    ['oxycodone 5 MG Oral Tablet', 120, 30, 30_000],
    ['methadone 10 MG Oral Tablet', 90, 30, 141_000],
    ['tramadol 50 MG Oral Tablet', 240, 30, 80_000],
    ['codeine 30 MG Oral Tablet', 120, 30, 18_000],
    ['morphine 15 MG Oral Tablet', 60, 30, 30_000],
    ['hydromorphone 2 MG Oral Tablet', 120, 30, 40_000],
    ['oxymorphone 10 MG Oral Tablet', 60, 30, 60_000],
    ['tapentadol 50 MG Oral Tablet', 120, 30, 80_000],
  ])('CLIN-60 %s #%d for %d days is %d thousandths', (text, quantity, days, expected) => {
    expect(mme(supply(text, quantity, days))).toBe(expected);
  });

  test('CLIN-60 a fentanyl patch counts by the hour whatever the number of patches', () => {
    expect(mme(patch(25))).toBe(60_000);
    expect(mme(patch(100))).toBe(240_000);
  });

  test('CLIN-60 buprenorphine has no factor and is never alerted as a dose', () => {
    const bup = supply('buprenorphine 8 MG / naloxone 2 MG', 90, 30);
    expect(mme(bup)).toBeNull();
    expect(screened({ candidate: bup })).toEqual([]);
  });

  test('CLIN-61 from 50 it is shown with naloxone, from 90 it stops; products in supply add up', () => {
    const candidate = supply('oxycodone 5 MG Oral Tablet', 120, 30);
    const alone = screened({ candidate });
    expect(alone).toEqual([]);
    const morphine = (units: number, endsOn: string | null) =>
      supply('morphine 15 MG Oral Tablet', units, 30, { endsOn });
    const caution = screened({ candidate, profile: [morphine(60, null)] }).find((f) => f.kind === 'opioid-dose');
    expect(caution).toMatchObject({ ruleId: 'DUR-MME-50', severity: 'moderate', blocking: false });
    expect(caution?.management).toContain('naloxone');
    expect(screened({ candidate, profile: [morphine(120, null)] }).find((f) => f.kind === 'opioid-dose')).toMatchObject(
      { ruleId: 'DUR-MME-90', blocking: true },
    );
    expect(
      screened({ candidate, profile: [morphine(120, addDays(today, -1))] }).some((f) => f.kind === 'opioid-dose'),
    ).toBe(false);
  });

  test('CLIN-61 a legacy factor is shown and never stops by itself', () => {
    const levorphanol = supply('levorphanol 2 MG Oral Tablet', 240, 30);
    const [finding] = screened({ candidate: levorphanol });
    expect(finding).toMatchObject({ ruleId: 'DUR-MME-50', blocking: false });
  });

  test('CLIN-61 a drug that is no opioid does not repeat the opioid alert', () => {
    const profile = [supply('oxycodone 30 MG Oral Tablet', 120, 30)];
    expect(screened({ candidate: med('lisinopril 10 MG'), profile })).toEqual([]);
  });

  test('CLIN-62 a fentanyl patch needs a week of 60 MME known here', () => {
    expect(rulesOf(screened({ candidate: patch(25) }))).toContain('DUR-FENTANYL-TOLERANCE');
    const longFilled = supply('oxycodone 20 MG Oral Tablet', 120, 30, {
      fills: [{ on: addDays(today, -8), daysSupply: 30 }],
    });
    expect(rulesOf(screened({ candidate: patch(25), profile: [longFilled] }))).not.toContain('DUR-FENTANYL-TOLERANCE');
    const newlyFilled = { ...longFilled, fills: [{ on: addDays(today, -3), daysSupply: 30 }] };
    expect(rulesOf(screened({ candidate: patch(25), profile: [newlyFilled] }))).toContain('DUR-FENTANYL-TOLERANCE');
    expect(
      rulesOf(screened({ candidate: patch(25, { fills: [{ on: addDays(today, -30), daysSupply: 30 }] }) })),
    ).not.toContain('DUR-FENTANYL-TOLERANCE');
  });

  test('CLIN-63 opioid, benzodiazepine and carisoprodol together are one more stop', () => {
    const profile = [med('alprazolam 1 MG'), med('carisoprodol 350 MG')];
    const findings = screened({ candidate: supply('oxycodone 5 MG', 60, 15), profile, patient: patient() });
    expect(rulesOf(findings)).toEqual(expect.arrayContaining(['DUR-TRINITY', 'DUR-OPIOID-BENZO']));
    expect(screened({ candidate: med('lisinopril 10 MG'), profile: [...profile, med('oxycodone 5 MG')] })).toEqual([]);
  });
});
