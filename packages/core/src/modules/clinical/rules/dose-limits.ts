import type { DoseLimitRule } from './types.ts';
import { sources } from './types.ts';

const source = sources.seed('dose limits, label-derived');

/** `max` in milligrams, or micrograms when it ends in mcg; `perKg` in milligrams per kilogram. */
function limit(
  id: string,
  ingredients: string,
  max: string | null,
  rest: Partial<DoseLimitRule> & { perKg?: number } = {},
): DoseLimitRule {
  const { perKg, ...more } = rest;
  const amount = max === null ? undefined : max.endsWith('mcg') ? Number.parseInt(max, 10) : milligrams(max);
  return {
    id: `DUR-DOSE-${id}`,
    version: 1,
    severity: 'moderate',
    title: `Daily dose of ${ingredients.split('+').join(' and ')}`,
    ingredients: ingredients.split('+'),
    route: 'oral',
    evidence: 'The directions allow more in a day than the usual maximum for this patient.',
    management:
      'Check directions and strength; confirm a dose above the maximum with the prescriber and note the reason.',
    source,
    ...(amount === undefined ? {} : { maxMicrogramsPerDay: amount }),
    ...(perKg === undefined ? {} : { maxMicrogramsPerKgPerDay: perKg * 1000 }),
    ...more,
  };
}

/** Decimal milligrams to whole micrograms, without floating point. */
function milligrams(text: string): number {
  const [whole = '0', part = ''] = text.split('.');
  return Number.parseInt(whole, 10) * 1000 + Number.parseInt(part.padEnd(3, '0') || '0', 10);
}

const renal = 'Kidney function lowers the maximum of this drug.';
const old = 'Age lowers the maximum of this drug.';
const together = 'A drug of the profile lowers the maximum of this statin: muscle harm.';

export const doseLimits: readonly DoseLimitRule[] = [
  limit('ACETAMINOPHEN', 'acetaminophen', '4000', {
    hardAbove: true,
    sumAllProducts: true,
    evidence: 'All products with acetaminophen count together; above 4 g a day the liver is at risk.',
    management: 'Stop or change one of the products; tell the patient to read over-the-counter labels.',
  }),
  limit('ACETAMINOPHEN-LIVER', 'acetaminophen', '2000', {
    sumAllProducts: true,
    when: { conditions: ['liver-disease', 'alcohol-use'] },
    evidence: 'With liver disease or alcohol use 2 g a day is the usual maximum of all products together.',
  }),
  limit('ACETAMINOPHEN-CHILD', 'acetaminophen', '4000', {
    perKg: 75,
    sumAllProducts: true,
    hardAbove: true,
    when: { underAgeYears: 12 },
  }),
  limit('IBUPROFEN', 'ibuprofen', '3200'),
  limit('IBUPROFEN-CHILD', 'ibuprofen', '3200', { perKg: 40, when: { underAgeYears: 12 } }),
  limit('NAPROXEN', 'naproxen', '1500'),
  limit('CELECOXIB', 'celecoxib', '400'),
  limit('KETOROLAC', 'ketorolac', '40'),
  limit('ASPIRIN', 'aspirin', '4000'),
  limit('METFORMIN', 'metformin', '2550'),
  limit('METFORMIN-ER', 'metformin', '2000', { release: 'extended' }),
  limit('METFORMIN-RENAL', 'metformin', '1275', {
    when: { egfrFrom: 30, egfrBelow: 45 },
    evidence: `${renal} Between 30 and 45 halve it, and do not start it.`,
  }),
  limit('GLIPIZIDE', 'glipizide', '40'),
  limit('GLYBURIDE', 'glyburide', '20'),
  limit('SITAGLIPTIN', 'sitagliptin', '100'),
  limit('SITAGLIPTIN-45', 'sitagliptin', '50', { when: { egfrFrom: 30, egfrBelow: 45 }, evidence: renal }),
  limit('SITAGLIPTIN-30', 'sitagliptin', '25', { when: { egfrBelow: 30 }, evidence: renal }),
  limit('GABAPENTIN', 'gabapentin', '3600'),
  limit('GABAPENTIN-60', 'gabapentin', '1400', { when: { crClFrom: 30, crClBelow: 60 }, evidence: renal }),
  limit('GABAPENTIN-30', 'gabapentin', '700', { when: { crClFrom: 15, crClBelow: 30 }, evidence: renal }),
  limit('GABAPENTIN-15', 'gabapentin', '300', { when: { crClBelow: 15 }, evidence: renal }),
  limit('PREGABALIN', 'pregabalin', '600'),
  limit('PREGABALIN-60', 'pregabalin', '300', { when: { crClFrom: 30, crClBelow: 60 }, evidence: renal }),
  limit('PREGABALIN-30', 'pregabalin', '150', { when: { crClFrom: 15, crClBelow: 30 }, evidence: renal }),
  limit('PREGABALIN-15', 'pregabalin', '75', { when: { crClBelow: 15 }, evidence: renal }),
  limit('APIXABAN', 'apixaban', '10', { evidence: 'Above 10 mg a day only in the first week after a clot.' }),
  limit('APIXABAN-REDUCED', 'apixaban', '5', {
    when: { anyTwoOf: { minAgeYears: 80, maxWeightGrams: 60_000, minCreatinineMicrogramsPerDl: 1500 } },
    evidence:
      'Two of: 80 years, 60 kg or less, creatinine 1.5 or more. For atrial fibrillation the dose is 2.5 mg twice a day.',
  }),
  limit('RIVAROXABAN', 'rivaroxaban', '20', {
    evidence: 'Above 20 mg a day only in the first three weeks after a clot.',
  }),
  limit('RIVAROXABAN-RENAL', 'rivaroxaban', '15', {
    when: { crClBelow: 51 },
    evidence: `${renal} For atrial fibrillation 15 mg at 50 mL/min or less.`,
  }),
  limit('DABIGATRAN', 'dabigatran', '300'),
  limit('DABIGATRAN-RENAL', 'dabigatran', '150', { when: { crClFrom: 15, crClBelow: 31 }, evidence: renal }),
  limit('ENOXAPARIN', 'enoxaparin', null, { perKg: 2, route: 'any' }),
  limit('ENOXAPARIN-RENAL', 'enoxaparin', null, { perKg: 1, route: 'any', when: { crClBelow: 30 }, evidence: renal }),
  limit('DIGOXIN', 'digoxin', '0.25'),
  limit('DIGOXIN-AGE', 'digoxin', '0.125', { when: { minAgeYears: 65 }, evidence: old }),
  limit('SIMVASTATIN', 'simvastatin', '40', {
    evidence: '80 mg only for patients who have taken it for a year without muscle trouble.',
  }),
  limit('SIMVASTATIN-10', 'simvastatin', '10', {
    when: { takenWith: ['verapamil', 'diltiazem', 'dronedarone'] },
    evidence: together,
  }),
  limit('SIMVASTATIN-20', 'simvastatin', '20', {
    when: { takenWith: ['amlodipine', 'amiodarone', 'ranolazine'] },
    evidence: together,
  }),
  limit('ATORVASTATIN', 'atorvastatin', '80'),
  limit('ROSUVASTATIN', 'rosuvastatin', '40'),
  limit('ROSUVASTATIN-RENAL', 'rosuvastatin', '10', { when: { crClBelow: 30 }, evidence: renal }),
  limit('CITALOPRAM', 'citalopram', '40', {
    evidence: 'Above 40 mg a day the QT interval lengthens without more effect.',
  }),
  limit('CITALOPRAM-AGE', 'citalopram', '20', {
    when: { minAgeYears: 61 },
    evidence: `${old} Above 20 mg the QT interval lengthens.`,
  }),
  limit('CITALOPRAM-2C19', 'citalopram', '20', {
    when: { takenWith: ['omeprazole', 'esomeprazole', 'fluconazole', 'fluvoxamine', 'cimetidine'] },
    evidence: 'A CYP2C19 inhibitor of the profile raises citalopram.',
  }),
  limit('ESCITALOPRAM', 'escitalopram', '20'),
  limit('ESCITALOPRAM-AGE', 'escitalopram', '10', { when: { minAgeYears: 65 }, evidence: old }),
  limit('SERTRALINE', 'sertraline', '200'),
  limit('FLUOXETINE', 'fluoxetine', '80'),
  limit('PAROXETINE', 'paroxetine', '60'),
  limit('VENLAFAXINE-ER', 'venlafaxine', '225', { release: 'extended' }),
  limit('DULOXETINE', 'duloxetine', '120'),
  limit('BUPROPION', 'bupropion', '450', { evidence: 'Above 450 mg a day seizures are more likely.' }),
  limit('MIRTAZAPINE', 'mirtazapine', '45'),
  limit('TRAZODONE', 'trazodone', '600'),
  limit('ZOLPIDEM', 'zolpidem', '10', { release: 'immediate' }),
  limit('ZOLPIDEM-WOMEN', 'zolpidem', '5', {
    severity: 'minor',
    release: 'immediate',
    when: { sex: 'female', newOnly: true },
    evidence: 'Women start with 5 mg: driving is impaired the next morning.',
  }),
  limit('ZOLPIDEM-AGE', 'zolpidem', '5', {
    severity: 'minor',
    release: 'immediate',
    when: { minAgeYears: 65, newOnly: true },
    evidence: old,
  }),
  limit('ALPRAZOLAM', 'alprazolam', '4', {
    evidence: 'Above 4 mg a day is used for panic disorder only, up to 10 mg.',
  }),
  limit('TRAMADOL', 'tramadol', '400', { evidence: 'Above 400 mg a day seizures are more likely.' }),
  limit('TRAMADOL-AGE', 'tramadol', '300', { when: { minAgeYears: 76 }, evidence: old }),
  limit('TRAMADOL-RENAL', 'tramadol', '200', { when: { crClBelow: 30 }, evidence: renal }),
  limit('LEVOTHYROXINE', 'levothyroxine', '300mcg', {
    evidence: 'More than 300 micrograms a day is rare: milligrams and micrograms may have been mixed up.',
  }),
  limit('WARFARIN', 'warfarin', '15', { evidence: 'More than 15 mg a day is rare: check the strength.' }),
  limit('ALLOPURINOL', 'allopurinol', '800'),
  limit('COLCHICINE', 'colchicine', '1.8'),
  limit('AMOXICILLIN', 'amoxicillin', '3000', { when: { minAgeYears: 12 } }),
  limit('AMOXICILLIN-CHILD', 'amoxicillin', '4000', { perKg: 90, when: { underAgeYears: 12 } }),
  limit('AZITHROMYCIN', 'azithromycin', '500', {
    severity: 'minor',
    evidence: 'A single larger dose is used for some infections.',
  }),
  limit('AZITHROMYCIN-CHILD', 'azithromycin', '500', { perKg: 10, when: { underAgeYears: 12 } }),
  limit('CEPHALEXIN', 'cephalexin', '4000'),
  limit('CEFDINIR', 'cefdinir', '600'),
  limit('CEFDINIR-RENAL', 'cefdinir', '300', { when: { crClBelow: 30 }, evidence: renal }),
  limit('CIPROFLOXACIN', 'ciprofloxacin', '1500'),
  limit('LEVOFLOXACIN', 'levofloxacin', '750'),
  limit('NITROFURANTOIN', 'nitrofurantoin', '400'),
  limit('TMPSMX', 'sulfamethoxazole', '1600', {
    evidence: 'More than one double-strength tablet twice a day is for a few infections only.',
  }),
  limit('TMPSMX-RENAL', 'sulfamethoxazole', '800', { when: { crClFrom: 15, crClBelow: 30 }, evidence: renal }),
  limit('DOXYCYCLINE', 'doxycycline', '200'),
  limit('VALACYCLOVIR', 'valacyclovir', '3000', { evidence: 'Above 3 g a day only for cold sores on one day.' }),
  limit('OSELTAMIVIR', 'oseltamivir', '150'),
  limit('OSELTAMIVIR-RENAL', 'oseltamivir', '60', { when: { crClFrom: 30, crClBelow: 61 }, evidence: renal }),
  limit('FLUCONAZOLE', 'fluconazole', '400'),
  limit('FLUCONAZOLE-RENAL', 'fluconazole', '200', { when: { crClBelow: 51 }, evidence: renal }),
  limit('LISINOPRIL', 'lisinopril', '80'),
  limit('LOSARTAN', 'losartan', '100'),
  limit('AMLODIPINE', 'amlodipine', '10'),
  limit('METOPROLOL', 'metoprolol', '400'),
  limit('HYDROCHLOROTHIAZIDE', 'hydrochlorothiazide', '50'),
  limit('FUROSEMIDE', 'furosemide', '600'),
  limit('SPIRONOLACTONE', 'spironolactone', '400'),
  limit('LITHIUM', 'lithium', '1800', {
    evidence: 'Lithium is close to its toxic level: the dose follows the blood level.',
  }),
  limit('QUETIAPINE', 'quetiapine', '800'),
  limit('OLANZAPINE', 'olanzapine', '20'),
  limit('RISPERIDONE', 'risperidone', '16'),
  limit('ARIPIPRAZOLE', 'aripiprazole', '30'),
  limit('CLOZAPINE', 'clozapine', '900'),
  limit('METHYLPHENIDATE-IR', 'methylphenidate', '60', { release: 'immediate' }),
  limit('METHYLPHENIDATE-ER', 'methylphenidate', '72', { release: 'extended' }),
  limit('AMPHETAMINE', 'amphetamine+dextroamphetamine', '60'),
  limit('LISDEXAMFETAMINE', 'lisdexamfetamine', '70'),
  limit('ONDANSETRON', 'ondansetron', '24'),
  limit('DIPHENHYDRAMINE', 'diphenhydramine', '300'),
];
