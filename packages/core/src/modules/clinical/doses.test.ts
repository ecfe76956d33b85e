import { describe, expect, test } from 'vitest';
import type { Finding, MedicationFacts, PatientFacts } from './model.ts';
import { creatinineClearance, idealWeightGrams } from './renal.ts';
import { med, patient, screened } from './screen-fixture.ts';

/** `units` a day of a product. */
function taken(text: string, units: number, more: Parameters<typeof med>[1] = {}): MedicationFacts {
  return med(text, {
    ...more,
    dose: { maxUnitsPerDayMilli: Math.round(units * 1000), frequency: 'daily', ...more.dose },
  });
}
function dose(
  candidate: MedicationFacts,
  who: PatientFacts = patient(),
  profile: MedicationFacts[] = [],
): Finding | undefined {
  return screened({ candidate, patient: who, profile }).find((finding) => finding.kind === 'dose-high');
}
const adult = patient({ ageYears: 50, ageDays: 18_300, sex: 'male', weightGrams: 80_000 });
/** Creatinine clearance about 25 mL/min. */
const weakKidney = patient({
  ageYears: 70,
  ageDays: 25_600,
  sex: 'male',
  weightGrams: 72_000,
  serumCreatinineMicrogramsPerDl: 2800,
});

describe('dose limits', () => {
  const table: [product: string, atLimit: number, above: number, farAbove: number][] = [
    ['ibuprofen 800 MG Oral Tablet', 4, 5, 9],
    ['naproxen 500 MG Oral Tablet', 3, 4, 7],
    ['celecoxib 200 MG Oral Capsule', 2, 3, 5],
    ['ketorolac 10 MG Oral Tablet', 4, 5, 9],
    ['aspirin 500 MG Oral Tablet', 8, 9, 17],
    ['metformin 850 MG Oral Tablet', 3, 4, 7],
    ['glipizide 10 MG Oral Tablet', 4, 5, 9],
    ['glyburide 5 MG Oral Tablet', 4, 5, 9],
    ['sitagliptin 100 MG Oral Tablet', 1, 2, 3],
    ['gabapentin 600 MG Oral Tablet', 6, 7, 13],
    ['pregabalin 150 MG Oral Capsule', 4, 5, 9],
    ['apixaban 5 MG Oral Tablet', 2, 3, 5],
    ['rivaroxaban 20 MG Oral Tablet', 1, 2, 3],
    ['dabigatran 150 MG Oral Capsule', 2, 3, 5],
    ['digoxin 0.125 MG Oral Tablet', 2, 3, 5],
    ['simvastatin 40 MG Oral Tablet', 1, 2, 3],
    ['atorvastatin 80 MG Oral Tablet', 1, 2, 3],
    ['rosuvastatin 40 MG Oral Tablet', 1, 2, 3],
    ['citalopram 20 MG Oral Tablet', 2, 3, 5],
    ['escitalopram 20 MG Oral Tablet', 1, 2, 3],
    ['sertraline 100 MG Oral Tablet', 2, 3, 5],
    ['fluoxetine 40 MG Oral Capsule', 2, 3, 5],
    ['paroxetine 30 MG Oral Tablet', 2, 3, 5],
    ['duloxetine 60 MG Oral Capsule', 2, 3, 5],
    ['bupropion 150 MG Oral Tablet', 3, 4, 7],
    ['mirtazapine 45 MG Oral Tablet', 1, 2, 3],
    ['trazodone 150 MG Oral Tablet', 4, 5, 9],
    ['zolpidem 10 MG Oral Tablet', 1, 2, 3],
    ['alprazolam 2 MG Oral Tablet', 2, 3, 5],
    ['tramadol 50 MG Oral Tablet', 8, 9, 17],
    ['levothyroxine 0.15 MG Oral Tablet', 2, 3, 5],
    ['warfarin 5 MG Oral Tablet', 3, 4, 7],
    ['allopurinol 300 MG Oral Tablet', 2, 3, 6],
    ['colchicine 0.6 MG Oral Tablet', 3, 4, 7],
    ['amoxicillin 500 MG Oral Capsule', 6, 7, 13],
    ['cephalexin 500 MG Oral Capsule', 8, 9, 17],
    ['cefdinir 300 MG Oral Capsule', 2, 3, 5],
    ['ciprofloxacin 750 MG Oral Tablet', 2, 3, 5],
    ['levofloxacin 750 MG Oral Tablet', 1, 2, 3],
    ['nitrofurantoin 100 MG Oral Capsule', 4, 5, 9],
    ['doxycycline 100 MG Oral Capsule', 2, 3, 5],
    ['valacyclovir 1 GM Oral Tablet', 3, 4, 7],
    ['oseltamivir 75 MG Oral Capsule', 2, 3, 5],
    ['fluconazole 200 MG Oral Tablet', 2, 3, 5],
    ['lisinopril 40 MG Oral Tablet', 2, 3, 5],
    ['losartan 50 MG Oral Tablet', 2, 3, 5],
    ['amlodipine 10 MG Oral Tablet', 1, 2, 3],
    ['metoprolol 100 MG Oral Tablet', 4, 5, 9],
    ['hydrochlorothiazide 25 MG Oral Tablet', 2, 3, 5],
    ['furosemide 80 MG Oral Tablet', 7, 8, 16],
    ['spironolactone 100 MG Oral Tablet', 4, 5, 9],
    ['lithium carbonate 300 MG Oral Capsule', 6, 7, 13],
    ['quetiapine 400 MG Oral Tablet', 2, 3, 5],
    ['olanzapine 20 MG Oral Tablet', 1, 2, 3],
    ['risperidone 4 MG Oral Tablet', 4, 5, 9],
    ['aripiprazole 30 MG Oral Tablet', 1, 2, 3],
    ['clozapine 100 MG Oral Tablet', 9, 10, 19],
    ['methylphenidate 20 MG Oral Tablet', 3, 4, 7],
    ['lisdexamfetamine 70 MG Oral Capsule', 1, 2, 3],
    ['ondansetron 8 MG Oral Tablet', 3, 4, 7],
    ['diphenhydramine 50 MG Oral Capsule', 6, 7, 13],
  ];
  test.each(table)('CLIN-20 %s: %d a day is quiet, %d is shown, %d stops', (product, atLimit, above, farAbove) => {
    expect(dose(taken(product, atLimit), adult)).toBeUndefined();
    expect(dose(taken(product, above), adult)?.severity).toBe('moderate');
    expect(dose(taken(product, farAbove), adult)).toMatchObject({ severity: 'major', blocking: true });
  });

  test('CLIN-20 mixed amphetamine salts are added up', () => {
    const salts =
      'dextroamphetamine saccharate 5 MG / amphetamine aspartate 5 MG / dextroamphetamine sulfate 5 MG / amphetamine sulfate 5 MG Oral Tablet';
    expect(dose(taken(salts, 3), adult)).toBeUndefined();
    expect(dose(taken(salts, 4), adult)?.evidence).toContain('80 mg a day against 60 mg');
  });

  test('CLIN-20 extended release has its own limit', () => {
    expect(dose(taken('metformin 500 MG Extended Release Oral Tablet', 5), adult)?.ruleId).toBe(
      'DUR-DOSE-METFORMIN-ER',
    );
    expect(dose(taken('metformin 500 MG Oral Tablet', 5), adult)).toBeUndefined();
    expect(dose(taken('methylphenidate 36 MG Extended Release Oral Tablet', 2), adult)).toBeUndefined();
  });

  test('CLIN-20 a liquid is counted by its volume', () => {
    // 250 mg/5 mL, 20 mL four times a day is 4 g.
    const liquid = med('amoxicillin 250 MG', {
      drug: {
        unit: 'ML',
        ingredients: [
          {
            name: 'amoxicillin',
            rxcui: null,
            strength: { micrograms: 250_000, perUnitsMilli: 5000 },
            microgramsPerHour: null,
          },
        ],
      },
      dose: { maxUnitsPerDayMilli: 80_000 },
    });
    expect(dose(liquid, adult)?.message).toBe('Amoxicillin: up to 4 g a day, limit 3000 mg');
  });

  test('CLIN-21 acetaminophen of all products counts together and blocks above 4 g', () => {
    const combo = taken('hydrocodone 5 MG / acetaminophen 325 MG Oral Tablet', 12);
    expect(dose(combo, adult)).toBeUndefined();
    const sum = dose(combo, adult, [taken('acetaminophen 500 MG Oral Tablet', 2)]);
    expect(sum).toMatchObject({ ruleId: 'DUR-DOSE-ACETAMINOPHEN', severity: 'major' });
    expect(sum?.subjects).toHaveLength(2);
    expect(
      dose(
        taken('acetaminophen 500 MG Oral Tablet', 5),
        patient({ ...adult, conditions: ['K70.30 alcoholic cirrhosis'] }),
      )?.ruleId,
    ).toBe('DUR-DOSE-ACETAMINOPHEN-LIVER');
  });

  test('CLIN-22 a child is dosed by weight, never above the adult limit', () => {
    const child = patient({ ageYears: 4, ageDays: 1500, weightGrams: 16_000, weightOn: '2026-10-01' });
    // 75 mg/kg is 1.2 g.
    expect(dose(taken('acetaminophen 160 MG Chewable Tablet', 8), child)?.evidence).toContain('against 1200 mg');
    expect(dose(taken('acetaminophen 160 MG Chewable Tablet', 7), child)).toBeUndefined();
    expect(dose(taken('ibuprofen 100 MG Chewable Tablet', 7), child)?.ruleId).toBe('DUR-DOSE-IBUPROFEN-CHILD');
    const heavy = patient({ ...child, ageYears: 11, weightGrams: 90_000 });
    expect(dose(taken('acetaminophen 500 MG Oral Tablet', 9), heavy)?.evidence).toContain('against 4 g');
  });

  test('CLIN-23 kidney function lowers the limit only where it is known', () => {
    expect(creatinineClearance(weakKidney)).toBe(25);
    expect(dose(taken('gabapentin 300 MG Oral Capsule', 3), weakKidney)?.ruleId).toBe('DUR-DOSE-GABAPENTIN-30');
    expect(dose(taken('gabapentin 300 MG Oral Capsule', 3), adult)).toBeUndefined();
    expect(dose(taken('sitagliptin 100 MG Oral Tablet', 1), weakKidney)?.severity).toBe('major');
    expect(dose(taken('rosuvastatin 20 MG Oral Tablet', 1), weakKidney)?.ruleId).toBe('DUR-DOSE-ROSUVASTATIN-RENAL');
    expect(dose(taken('cefdinir 300 MG Oral Capsule', 2), weakKidney)?.ruleId).toBe('DUR-DOSE-CEFDINIR-RENAL');
  });

  test('CLIN-23 apixaban is lowered by two of age, weight and creatinine', () => {
    const light = patient({ ageYears: 82, weightGrams: 58_000 });
    expect(dose(taken('apixaban 5 MG Oral Tablet', 2), light)?.ruleId).toBe('DUR-DOSE-APIXABAN-REDUCED');
    expect(dose(taken('apixaban 5 MG Oral Tablet', 2), patient({ ageYears: 82, weightGrams: 80_000 }))).toBeUndefined();
  });

  test('CLIN-23 age and the other drugs lower the limit', () => {
    expect(dose(taken('citalopram 40 MG Oral Tablet', 1), patient({ ageYears: 61 }))?.ruleId).toBe(
      'DUR-DOSE-CITALOPRAM-AGE',
    );
    expect(dose(taken('tramadol 50 MG Oral Tablet', 8), patient({ ageYears: 76 }))?.ruleId).toBe(
      'DUR-DOSE-TRAMADOL-AGE',
    );
    expect(dose(taken('simvastatin 40 MG Oral Tablet', 1), adult, [med('amlodipine 5 MG')])?.ruleId).toBe(
      'DUR-DOSE-SIMVASTATIN-20',
    );
    expect(dose(taken('simvastatin 20 MG Oral Tablet', 1), adult, [med('diltiazem 120 MG')])?.ruleId).toBe(
      'DUR-DOSE-SIMVASTATIN-10',
    );
    expect(dose(taken('citalopram 40 MG Oral Tablet', 1), adult, [med('omeprazole 20 MG')])?.ruleId).toBe(
      'DUR-DOSE-CITALOPRAM-2C19',
    );
  });

  test('CLIN-20 without a strength or directions nothing is claimed', () => {
    expect(dose(med('ibuprofen'), adult)).toBeUndefined();
    expect(dose(med('ibuprofen 800 MG Oral Tablet'), adult)).toBeUndefined();
    expect(
      dose(med('ibuprofen 800 MG', { dose: { quantityMilli: 90_000, daysSupply: 10 } }), adult)?.evidence,
    ).toContain('7.2 g');
  });
});

describe('Cockcroft-Gault', () => {
  test('CLIN-23 worked by hand: man 60 y, 72 kg, 1.0 mg/dL is 80 mL/min; woman 68', () => {
    const man = patient({ ageYears: 60, sex: 'male', weightGrams: 72_000, serumCreatinineMicrogramsPerDl: 1000 });
    expect(creatinineClearance(man)).toBe(80);
    expect(creatinineClearance({ ...man, sex: 'female' })).toBe(68);
  });

  test('CLIN-23 obesity is dosed by adjusted weight', () => {
    expect(idealWeightGrams(1778, 'male')).toBe(73_000);
    const heavy = patient({
      ageYears: 40,
      sex: 'male',
      weightGrams: 140_000,
      heightMillimetres: 1778,
      serumCreatinineMicrogramsPerDl: 1000,
    });
    // 73 + 0.4 x 67 = 99.8 kg; 100 x 99.8 / 72 = 138.
    expect(creatinineClearance(heavy)).toBe(138);
  });

  test('CLIN-23 unknown age, weight, creatinine or sex gives no clearance', () => {
    expect(creatinineClearance(patient({ ageYears: 60, sex: 'male', weightGrams: 72_000 }))).toBeNull();
    expect(
      creatinineClearance(patient({ ageYears: 60, weightGrams: 72_000, serumCreatinineMicrogramsPerDl: 1000 })),
    ).toBeNull();
  });
});
