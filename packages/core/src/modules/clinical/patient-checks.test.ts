import { describe, expect, test } from 'vitest';
import { coveredDays, earliestRefill } from './check-refill.ts';
import { addDays } from './medication.ts';
import type { Finding, MedicationFacts, PatientFacts } from './model.ts';
import { med, patient, rulesOf, screened, today } from './screen-fixture.ts';

const find = (candidate: string | MedicationFacts, who: PatientFacts, profile: MedicationFacts[] = []): Finding[] =>
  screened({ candidate: typeof candidate === 'string' ? med(candidate) : candidate, patient: who, profile });
const age = (years: number, more: Partial<PatientFacts> = {}) =>
  patient({ ageYears: years, ageDays: years * 366, weightGrams: 30_000, weightOn: today, ...more });
const lowClearance = (crcl: number) =>
  patient({
    ageYears: 68,
    sex: 'male',
    weightGrams: 72_000,
    serumCreatinineMicrogramsPerDl: Math.trunc(72_000 / crcl),
  });

describe('age', () => {
  const table: [drug: string, years: number, severity: string, notAt: number][] = [
    ['codeine', 11, 'contraindicated', 12],
    ['tramadol', 11, 'contraindicated', 12],
    ['promethazine', 1, 'contraindicated', 2],
    ['aspirin', 18, 'moderate', 19],
    ['doxycycline', 7, 'moderate', 8],
    ['diphenhydramine', 5, 'moderate', 6],
  ];
  test.each(table)('CLIN-30 %s at %d years is %s and at %s it is not', (drug, years, severity, notAt) => {
    const at = (y: number) => find(drug, age(y)).filter((f) => f.kind === 'age');
    expect(at(years)[0]?.severity).toBe(severity);
    expect(at(notAt)).toEqual([]);
  });

  test('CLIN-30 ibuprofen under six months, codeine after tonsillectomy, aspirin with a viral illness', () => {
    expect(rulesOf(find('ibuprofen', patient({ ageDays: 182, ageYears: 0 })))).toContain('DUR-AGE-IBUPROFEN');
    expect(rulesOf(find('ibuprofen', patient({ ageDays: 183, ageYears: 0 })))).not.toContain('DUR-AGE-IBUPROFEN');
    expect(rulesOf(find('codeine', age(16, { conditions: ['tonsillectomy 2026-11-19'] })))).toContain(
      'DUR-AGE-CODEINE-TONSIL',
    );
    expect(rulesOf(find('codeine', age(16)))).toEqual([]);
    const reye = find('aspirin', age(15, { conditions: ['J10.1 Influenza'] }))[0];
    expect(reye).toMatchObject({
      ruleId: 'DUR-AGE-ASPIRIN-VIRAL',
      severity: 'contraindicated',
      foldedRuleIds: ['DUR-AGE-ASPIRIN'],
    });
  });

  test.each([
    'lorazepam',
    'zolpidem',
    'diphenhydramine',
    'amitriptyline',
    'cyclobenzaprine',
    'glyburide',
    'megestrol',
    'meperidine',
  ])('CLIN-31 %s is shown from 65 years and never stops', (drug) => {
    const beers = (years: number) => find(drug, age(years)).filter((f) => f.ruleId.startsWith('DUR-BEERS'));
    expect(beers(65)).toHaveLength(1);
    expect(beers(65)[0]?.blocking).toBe(false);
    expect(beers(64)).toEqual([]);
  });

  test('CLIN-31 anti-inflammatories and acid reducers count by their days, aspirin only when new and without vascular disease', () => {
    const days = (text: string, daysSupply: number) =>
      rulesOf(find(med(text, { dose: { daysSupply, quantityMilli: 30_000 } }), age(70)));
    expect(days('naproxen 250 MG', 29)).not.toContain('DUR-BEERS-NSAID');
    expect(days('naproxen 250 MG', 30)).toContain('DUR-BEERS-NSAID');
    expect(days('omeprazole 20 MG', 56)).not.toContain('DUR-BEERS-PPI');
    expect(days('omeprazole 20 MG', 90)).toContain('DUR-BEERS-PPI');
    expect(rulesOf(find('aspirin 81 MG', age(70)))).toContain('DUR-BEERS-ASPIRIN');
    expect(rulesOf(find('aspirin 81 MG', age(70, { conditions: ['I25.10 coronary artery disease'] })))).not.toContain(
      'DUR-BEERS-ASPIRIN',
    );
  });

  test('CLIN-32 a child without a recent weight is asked for it', () => {
    const child = patient({ ageYears: 5, ageDays: 1900 });
    expect(rulesOf(find('amoxicillin', child))).toContain('DUR-WEIGHT-MISSING');
    expect(rulesOf(find('amoxicillin', { ...child, weightGrams: 18_000, weightOn: addDays(today, -183) }))).toEqual([]);
    expect(rulesOf(find('amoxicillin', { ...child, weightGrams: 18_000, weightOn: addDays(today, -184) }))).toContain(
      'DUR-WEIGHT-MISSING',
    );
    expect(
      rulesOf(
        find('amoxicillin', { ...child, ageYears: 0, ageDays: 200, weightGrams: 8000, weightOn: addDays(today, -31) }),
      ),
    ).toContain('DUR-WEIGHT-MISSING');
  });
});

describe('kidney and disease', () => {
  test.each([
    ['metformin', 29, 'contraindicated'],
    ['ketorolac', 29, 'contraindicated'],
    ['naproxen', 29, 'major'],
    ['ibuprofen', 29, 'major'],
    ['nitrofurantoin', 29, 'major'],
    ['sulfamethoxazole', 14, 'major'],
    ['methotrexate', 29, 'major'],
    ['levofloxacin', 45, 'moderate'],
    ['glyburide', 45, 'moderate'],
  ])('CLIN-33 %s at a clearance of %d is %s', (drug, crcl, severity) => {
    const findings = find(drug, lowClearance(crcl)).filter((f) => f.kind === 'disease');
    expect(findings[0]?.severity).toBe(severity);
    expect(find(drug, lowClearance(90)).filter((f) => f.kind === 'disease')).toEqual([]);
    expect(find(drug, patient()).filter((f) => f.kind === 'disease')).toEqual([]);
  });

  test('CLIN-33 bupropion with seizures or an eating disorder, carbamazepine with HLA-B*1502', () => {
    expect(find('bupropion', patient({ conditions: ['G40.909'] }))[0]).toMatchObject({
      severity: 'contraindicated',
      reasonForService: 'DC',
    });
    expect(find('bupropion', patient({ conditions: ['Bulimia nervosa'] }))[0]?.ruleId).toBe('DUR-DIS-BUPROPION-EATING');
    expect(find('carbamazepine', patient({ conditions: ['HLA-B*15:02 positive'] }))[0]?.severity).toBe('major');
    expect(find('bupropion', patient({ conditions: ['I10 hypertension'] }))).toEqual([]);
  });
});

describe('pregnancy and sex', () => {
  const mother = patient({ ageYears: 30, sex: 'female', pregnant: true });
  test.each([
    ['isotretinoin', 'contraindicated'],
    ['thalidomide', 'contraindicated'],
    ['bosentan', 'contraindicated'],
    ['methotrexate', 'contraindicated'],
    ['mycophenolate mofetil', 'contraindicated'],
    ['warfarin', 'contraindicated'],
    ['divalproex', 'contraindicated'],
    ['misoprostol', 'contraindicated'],
    ['ribavirin', 'contraindicated'],
    ['lisinopril', 'major'],
    ['losartan', 'major'],
    ['topiramate', 'major'],
    ['lithium', 'major'],
    ['paroxetine', 'major'],
    ['doxycycline', 'major'],
    ['atorvastatin', 'moderate'],
    ['finasteride', 'contraindicated'],
  ])('CLIN-34 %s in pregnancy is %s', (drug, severity) => {
    expect(find(drug, mother).find((f) => f.kind === 'pregnancy')?.severity).toBe(severity);
    expect(find(drug, { ...mother, pregnant: false }).filter((f) => f.kind === 'pregnancy')).toEqual([]);
  });

  test('CLIN-34 isotretinoin and thalidomide in pregnancy cannot be overridden, others can', () => {
    expect(find('isotretinoin', mother)[0]?.overridable).toBe(false);
    expect(find('lenalidomide', mother)[0]?.overridable).toBe(false);
    expect(find('lisinopril', mother)[0]?.overridable).toBe(true);
  });

  test('CLIN-34 fluconazole counts at high dose only', () => {
    const at = (mg: number) =>
      find(med(`fluconazole ${mg} MG`, { dose: { maxUnitsPerDayMilli: 1000 } }), mother).some(
        (f) => f.kind === 'pregnancy',
      );
    expect([at(150), at(400)]).toEqual([false, true]);
  });

  test('CLIN-35 where the record does not say, a woman of 12 to 55 is asked before a teratogen', () => {
    const ask = (years: number, sex: PatientFacts['sex']) =>
      rulesOf(find('warfarin', patient({ ageYears: years, sex, weightGrams: 60_000, weightOn: today }))).includes(
        'DUR-PREG-ASK',
      );
    expect([ask(11, 'female'), ask(12, 'female'), ask(55, 'female'), ask(56, 'female'), ask(30, 'male')]).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
    expect(rulesOf(find('lisinopril', patient({ ageYears: 30, sex: 'female' })))).toEqual([]);
  });

  test('CLIN-36 finasteride for a woman is questioned', () => {
    expect(rulesOf(find('finasteride', patient({ ageYears: 60, sex: 'female' })))).toContain('DUR-SEX-FINASTERIDE');
    expect(find('finasteride', patient({ ageYears: 60, sex: 'male' }))).toEqual([]);
  });
});

describe('directions and duration', () => {
  const weekly = (frequency: MedicationFacts['dose']['frequency'], text = 'methotrexate 2.5 MG Oral Tablet') =>
    find(med(text, { dose: { frequency } }), patient({ sex: 'male' }));

  test('CLIN-40 methotrexate daily stops, weekly is quiet, unclear asks', () => {
    expect(weekly('daily')[0]).toMatchObject({ ruleId: 'DUR-METHOTREXATE-DAILY', severity: 'contraindicated' });
    expect(weekly('unknown')[0]).toMatchObject({ ruleId: 'DUR-METHOTREXATE-UNCLEAR', blocking: true });
    expect(weekly('weekly')).toEqual([]);
    expect(weekly(null)).toEqual([]);
  });

  test('CLIN-40 weekly alendronate and semaglutide directed daily stop; daily strengths do not', () => {
    expect(rulesOf(weekly('daily', 'alendronate 70 MG Oral Tablet'))).toContain('DUR-WEEKLY-DAILY');
    expect(weekly('daily', 'alendronate 10 MG Oral Tablet')).toEqual([]);
    expect(rulesOf(weekly('daily', 'semaglutide 0.5 MG injection'))).toContain('DUR-WEEKLY-DAILY');
    expect(weekly('daily', 'semaglutide 7 MG Oral Tablet')).toEqual([]);
  });

  test('CLIN-41 ketorolac is five days, isotretinoin thirty, thalidomide twenty-eight', () => {
    const days = (text: string, daysSupply: number) =>
      rulesOf(
        find(med(text, { dose: { daysSupply, quantityMilli: daysSupply * 1000 } }), patient({ sex: 'male' })),
      ).some((id) => id.startsWith('DUR-DAYS'));
    expect([days('ketorolac 10 MG', 5), days('ketorolac 10 MG', 6)]).toEqual([false, true]);
    expect([days('isotretinoin 20 MG', 30), days('isotretinoin 20 MG', 31)]).toEqual([false, true]);
    expect([days('thalidomide 50 MG', 28), days('thalidomide 50 MG', 29)]).toEqual([false, true]);
  });

  test('CLIN-42 isotretinoin, thalidomide, clozapine and U-500 remind of their gates and do not stop', () => {
    for (const drug of ['isotretinoin', 'lenalidomide', 'clozapine', 'insulin human 500 UNT/ML injection']) {
      const gate = find(drug, patient({ sex: 'male' })).find((f) => f.kind === 'lab-monitoring');
      expect(gate, drug).toBeDefined();
      expect(gate?.blocking).toBe(false);
    }
  });
});

describe('refills', () => {
  const filled = (daysAgo: number, daysSupply = 30) => ({ on: addDays(today, -daysAgo), daysSupply });
  const again = (
    text: string,
    fills: { on: string; daysSupply: number }[],
    schedule: string | null = null,
    more: Partial<MedicationFacts> = {},
  ) =>
    rulesOf(
      find(
        med(text, { ...more, fills, drug: { schedule }, dose: { daysSupply: 30, quantityMilli: 30_000 } }),
        patient(),
      ),
    );

  test('CLIN-50 a refill is early before three quarters of the supply are used', () => {
    expect(again('lisinopril 10 MG', [filled(22)])).toEqual(['DUR-EARLY-REFILL']);
    expect(again('lisinopril 10 MG', [filled(23)])).toEqual([]);
  });

  test('CLIN-50 a controlled drug stops when it is more than two days early', () => {
    expect(again('zolpidem 5 MG', [filled(27)], 'CIV')).toEqual(['DUR-EARLY-CONTROLLED']);
    expect(again('zolpidem 5 MG', [filled(28)], 'CIV')).toEqual([]);
  });

  test('CLIN-50 what was filled early is carried over', () => {
    expect(
      earliestRefill(
        [
          { on: '2026-09-01', daysSupply: 30 },
          { on: '2026-09-25', daysSupply: 30 },
        ],
        true,
        75,
      ),
    ).toBe('2026-10-29');
    expect(
      earliestRefill(
        [
          { on: '2026-09-01', daysSupply: 30 },
          { on: '2026-09-25', daysSupply: 30 },
        ],
        false,
        75,
      ),
    ).toBe('2026-10-24');
    expect(earliestRefill([], false, 75)).toBeNull();
  });

  test('CLIN-51 late refills are folded away, as needed ones are not counted', () => {
    const fills = [filled(120), filled(60)];
    expect(coveredDays(fills, today)).toBe(60);
    expect(again('lisinopril 10 MG', fills)).toEqual(['DUR-LATE-REFILL']);
    expect(again('lisinopril 10 MG', [filled(60), filled(30)])).toEqual([]);
  });

  test('CLIN-52 a second rescue inhaler within 30 days is questioned', () => {
    const inhaler = (daysAgo: number) =>
      rulesOf(
        find(
          med('albuterol 90 MCG inhaler', { drug: { route: 'inhalation' }, fills: [filled(daysAgo, 16)] }),
          patient(),
        ),
      );
    expect(inhaler(29)).toContain('DUR-RESCUE-INHALER');
    expect(inhaler(30)).not.toContain('DUR-RESCUE-INHALER');
  });
});
