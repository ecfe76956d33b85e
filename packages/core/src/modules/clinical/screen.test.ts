import { describe, expect, test } from 'vitest';
import { addDays } from './medication.ts';
import type { AcceptedAlert } from './model.ts';
import { allergy, med, pair, patient, screened, today } from './screen-fixture.ts';

/** What a community pharmacy fills most, none of which stops another. */
const common = [
  'lisinopril 10 MG',
  'metformin 500 MG',
  'atorvastatin 20 MG',
  'amlodipine 5 MG',
  'levothyroxine 0.05 MG',
  'omeprazole 20 MG',
  'sertraline 50 MG',
  'metoprolol 25 MG',
  'losartan 50 MG',
  'albuterol inhaler',
  'gabapentin 300 MG',
  'hydrochlorothiazide 25 MG',
  'pantoprazole 40 MG',
  'montelukast 10 MG',
  'furosemide 20 MG',
  'escitalopram 10 MG',
  'rosuvastatin 10 MG',
  'bupropion 150 MG',
  'tamsulosin 0.4 MG',
  'acetaminophen 500 MG',
  'cetirizine 10 MG',
  'famotidine 20 MG',
  'cholecalciferol',
  'folic acid 1 MG',
  'fluticasone nasal spray',
  'prednisone 5 MG',
  'duloxetine 30 MG',
  'insulin glargine',
  'glipizide 5 MG',
  'empagliflozin 10 MG',
  'clopidogrel 75 MG',
  'aspirin 81 MG',
  'amoxicillin 500 MG',
  'cephalexin 500 MG',
  'trazodone 50 MG',
  'carvedilol 6.25 MG',
  'pravastatin 20 MG',
  'allopurinol 100 MG',
  'meloxicam 7.5 MG',
  'sumatriptan 50 MG',
  'vitamin b12',
  'loratadine 10 MG',
];

describe('noise', () => {
  test('CLIN-70 861 pairs of common drugs: none stops', () => {
    let pairs = 0;
    let shown = 0;
    common.forEach((a, i) => {
      for (const b of common.slice(i + 1)) {
        pairs += 1;
        const findings = pair(a, b);
        shown += findings.filter((f) => !f.folded).length;
        expect(
          findings.filter((f) => f.blocking).map((f) => f.message),
          `${a} with ${b}`,
        ).toEqual([]);
      }
    });
    expect(pairs).toBe(861);
    expect(shown).toBeLessThan(40);
  });

  test('CLIN-70 only contraindicated and major findings block; minor ones are folded', () => {
    const findings = screened({
      candidate: med('cefdinir 300 MG'),
      profile: [med('warfarin 5 MG')],
      patient: patient({ allergies: [allergy('penicillin'), allergy('cephalexin')] }),
    });
    expect(findings.map((f) => [f.severity, f.blocking, f.folded])).toEqual([
      ['moderate', false, false],
      ['minor', false, true],
    ]);
  });

  test('CLIN-71 the worst comes first', () => {
    const findings = screened({
      candidate: med('sildenafil 50 MG'),
      profile: [med('nitroglycerin'), med('tadalafil 5 MG')],
    });
    expect(findings.map((f) => f.severity)).toEqual(['contraindicated', 'moderate']);
  });
});

describe('accepted findings', () => {
  const candidate = med('warfarin 5 MG', { dose: { maxUnitsPerDayMilli: 1000 } });
  const profile = [med('sertraline 50 MG', { dose: { maxUnitsPerDayMilli: 1000 } })];
  const first = screened({ candidate, profile })[0];
  const accepted = (daysAgo: number): AcceptedAlert[] => [
    {
      alertId: first?.id ?? '',
      acceptedOn: addDays(today, -daysAgo),
      reasonCode: 'will-monitor',
      note: 'INR weekly',
      by: 'P',
      at: `${addDays(today, -daysAgo)}T10:00:00Z`,
    },
  ];

  test('CLIN-72 an accepted finding stays quiet for 180 days and says who accepted it', () => {
    const [quiet] = screened({ candidate, profile, accepted: accepted(180) });
    expect(quiet).toMatchObject({
      status: 'quiet',
      blocking: false,
      severity: 'major',
      accepted: { reasonCode: 'will-monitor', by: 'P' },
    });
    expect(screened({ candidate, profile, accepted: accepted(181) })[0]).toMatchObject({
      status: 'open',
      blocking: true,
    });
  });

  test('CLIN-72 another dose asks again, another prescription of the same dose does not', () => {
    const doubled = { ...candidate, dose: { ...candidate.dose, maxUnitsPerDayMilli: 2000 } };
    expect(screened({ candidate: doubled, profile, accepted: accepted(1) })[0]).toMatchObject({
      status: 'open',
      blocking: true,
    });
    expect(
      screened({ candidate: { ...candidate, prescriptionId: 'other' }, profile, accepted: accepted(1) })[0]?.status,
    ).toBe('quiet');
  });

  test('CLIN-72 what cannot be overridden never goes quiet', () => {
    const input = {
      candidate: med('isotretinoin 20 MG'),
      patient: patient({ sex: 'female', pregnant: true, ageYears: 25 }),
    };
    const id = screened(input)[0]?.id ?? '';
    expect(screened({ ...input, accepted: [{ ...(accepted(1)[0] as AcceptedAlert), alertId: id }] })[0]).toMatchObject({
      status: 'open',
      blocking: true,
    });
  });
});

describe('speed', () => {
  test('CLIN-73 a profile of 20 drugs is screened in well under 5 ms', () => {
    const profile = common.slice(0, 20).map((text) => med(text));
    const who = patient({
      ageYears: 70,
      sex: 'female',
      weightGrams: 70_000,
      serumCreatinineMicrogramsPerDl: 1100,
      allergies: [allergy('penicillin'), allergy('sulfa'), allergy('codeine')],
      conditions: ['N18.3', 'I10'],
    });
    const run = () => screened({ candidate: med('warfarin 5 MG'), profile, patient: who });
    for (let i = 0; i < 20; i += 1) run();
    const started = performance.now();
    for (let i = 0; i < 50; i += 1) run();
    expect((performance.now() - started) / 50).toBeLessThan(5);
  });
});
