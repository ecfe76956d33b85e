import type { PatientFacts } from './model.ts';

/**
 * Creatinine clearance by Cockcroft-Gault, whole mL/min rounded down: ((140 - age) x kg) / (72 x mg/dL), x 0.85 for
 * women. Lean or adjusted weight from 120 % of ideal weight where the height is known. Null without age, weight,
 * creatinine or sex: an unknown clearance changes nothing.
 */
export function creatinineClearance(patient: PatientFacts): number | null {
  const { ageYears, weightGrams, serumCreatinineMicrogramsPerDl: creatinine, sex } = patient;
  if (ageYears === null || weightGrams === null || creatinine === null || creatinine <= 0) return null;
  if (ageYears < 18 || ageYears >= 140 || (sex !== 'female' && sex !== 'male')) return null;
  const grams = dosingWeightGrams(weightGrams, patient.heightMillimetres, sex);
  const factor = sex === 'female' ? 85 : 100;
  return Math.trunc(((140 - ageYears) * grams * factor) / (72 * creatinine * 100));
}

/** Grams to dose by: actual; 40 % of the excess above ideal where actual is 120 % of ideal or more. */
export function dosingWeightGrams(actual: number, heightMillimetres: number | null, sex: 'female' | 'male'): number {
  if (heightMillimetres === null || heightMillimetres < 1524) return actual;
  const ideal = idealWeightGrams(heightMillimetres, sex);
  if (actual * 100 < ideal * 120) return actual;
  return ideal + Math.trunc(((actual - ideal) * 4) / 10);
}

/** Male 50 kg + 2.3 kg for each inch above 60; female 45.5 kg. */
export function idealWeightGrams(heightMillimetres: number, sex: 'female' | 'male'): number {
  const tenthsOfInchAbove = Math.trunc((heightMillimetres * 100) / 254) - 600;
  return (sex === 'female' ? 45_500 : 50_000) + tenthsOfInchAbove * 230;
}

/** eGFR as it was reported, else the clearance as its stand-in. */
export function filtrationRate(patient: PatientFacts): number | null {
  return patient.egfr ?? creatinineClearance(patient);
}
