import { ageYears } from '../../kernel/time.ts';
import { activeAllergies, activeConditions, latestMeasurement, type PatientState } from '../patients/model.ts';
import { daysBetween } from './medication.ts';
import type { AllergyFacts, AllergyGravity, PatientFacts } from './model.ts';

/** Nothing known: for a list of drugs without a patient. */
export const nobody: PatientFacts = {
  ageDays: null,
  ageYears: null,
  sex: 'unknown',
  pregnant: null,
  breastfeeding: null,
  weightGrams: null,
  weightOn: null,
  heightMillimetres: null,
  serumCreatinineMicrogramsPerDl: null,
  egfr: null,
  allergies: [],
  conditions: [],
};

export function factsOfPatient(patient: PatientState, today: string): PatientFacts {
  const weight = latestMeasurement(patient, 'weight');
  const answers = { yes: true, no: false, unknown: null } as const;
  return {
    ...agesOf(patient.birthDate, today),
    sex: patient.sex,
    pregnant: patient.pregnancy === 'pregnant' ? true : patient.pregnancy === 'not-pregnant' ? false : null,
    breastfeeding: answers[patient.lactation],
    weightGrams: weight?.value ?? null,
    weightOn: weight?.takenOn ?? null,
    heightMillimetres: latestMeasurement(patient, 'height')?.value ?? null,
    serumCreatinineMicrogramsPerDl: latestMeasurement(patient, 'serum-creatinine')?.value ?? null,
    egfr: null,
    allergies: activeAllergies(patient).map(({ substance, rxcui, reaction, severity, kind }) => ({
      substance,
      rxcui,
      reaction,
      gravity: kind === 'intolerance' ? 'intolerance' : severity,
    })),
    conditions: activeConditions(patient).map(({ code, text }) => (code === null ? text : `${code} ${text}`)),
  };
}

export function agesOf(birthDate: string, today: string): { ageDays: number | null; ageYears: number | null } {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(birthDate) || birthDate > today) return { ageDays: null, ageYears: null };
  return { ageDays: daysBetween(birthDate, today), ageYears: ageYears(birthDate, today) };
}

/** An allergy as a caller of the interaction check writes it: a name, or more. */
export function allergyFacts(
  input: string | { substance: string; rxcui?: string | null; reaction?: string | null; severity?: string | null },
): AllergyFacts {
  if (typeof input === 'string') return { substance: input, rxcui: null, reaction: null, gravity: 'unknown' };
  const { substance, rxcui, reaction, severity } = input;
  return { substance, rxcui: rxcui ?? null, reaction: reaction ?? null, gravity: gravityOf(severity ?? '') };
}

function gravityOf(word: string): AllergyGravity {
  const text = word.toLowerCase();
  if (/intoler|side effect/.test(text)) return 'intolerance';
  if (/sever|life|high|anaphyla|fatal/.test(text)) return 'severe';
  if (/moderate/.test(text)) return 'moderate';
  return /mild|low/.test(text) ? 'mild' : 'unknown';
}
