import type { PatientFacts } from './model.ts';
import { creatinineClearance, filtrationRate } from './renal.ts';
import { hasDisease } from './rules/diseases.ts';
import type { PatientCondition } from './rules/types.ts';

/** Whether a condition holds for this patient; unknown when a fact it needs is missing and none denies it. */
export function holds(condition: PatientCondition, patient: PatientFacts): 'yes' | 'no' | 'unknown' {
  const answers: (boolean | null)[] = [];
  const { ageYears } = patient;
  if (condition.minAgeYears !== undefined) answers.push(ageYears === null ? null : ageYears >= condition.minAgeYears);
  if (condition.underAgeYears !== undefined)
    answers.push(ageYears === null ? null : ageYears < condition.underAgeYears);
  if (condition.crClBelow !== undefined) answers.push(below(creatinineClearance(patient), condition.crClBelow));
  if (condition.egfrBelow !== undefined) answers.push(below(filtrationRate(patient), condition.egfrBelow));
  if (condition.conditions !== undefined) answers.push(hasDisease(patient.conditions, condition.conditions));
  if (answers.includes(false)) return 'no';
  return answers.includes(null) ? 'unknown' : 'yes';
}

function below(value: number | null, limit: number): boolean | null {
  return value === null ? null : value < limit;
}
