import type { ReadDb } from '../../kernel/ports.ts';
import type { PatientState } from './model.ts';
import { type FullName, foldText, likeness } from './names.ts';
import { nationalDigits } from './phones.ts';
import type { duplicateReasons } from './wire.ts';

export type DuplicateReason = (typeof duplicateReasons)[number];
export interface Likely {
  readonly patientId: string;
  readonly reason: DuplicateReason;
  /** 0-100; from 90 on a new record is refused until someone confirmed. */
  readonly score: number;
}
export interface Person {
  readonly name: FullName;
  readonly birthDate: string;
  /** Digits with country code. */
  readonly phones: readonly string[];
}

export const refusedFromScore = 90;

/** Records that may be the same person, most likely first. Pure; candidates come from `duplicateCandidates`. PAT-30. */
export function likelyDuplicates(person: Person, candidates: readonly PatientState[]): Likely[] {
  return candidates
    .map((candidate) => judge(person, candidate))
    .filter((likely) => likely !== null)
    .sort((a, b) => b.score - a.score || (a.patientId < b.patientId ? -1 : 1));
}

function judge(person: Person, candidate: PatientState): Likely | null {
  const like = likeness(person.name, candidate.name);
  const phones = candidate.phones.map((p) => p.digits);
  const samePhone = person.phones.some((digits) => phones.includes(digits));
  const sameBirth = person.birthDate === candidate.birthDate;
  const found = (reason: DuplicateReason, score: number): Likely => ({ patientId: candidate.id, reason, score });
  if (like === 'same' && sameBirth) return found('name-and-birth-date', samePhone ? 100 : 95);
  if (like === 'similar' && sameBirth) return found('similar-name-and-birth-date', samePhone ? 90 : 75);
  if (like === 'same' && isSlippedDate(person.birthDate, candidate.birthDate)) {
    return found('name-and-near-birth-date', samePhone ? 90 : 70);
  }
  if (like === 'same' && samePhone) return found('name-and-phone', 60);
  // Twins share birth date, phone and family name: the given name decides, so this only asks for a look.
  if (sameBirth && samePhone) return found('phone-and-birth-date', 50);
  return null;
}

/** Day and month exchanged, or one digit wrong. */
export function isSlippedDate(a: string, b: string): boolean {
  if (a.slice(0, 4) === b.slice(0, 4) && a.slice(5, 7) === b.slice(8) && a.slice(8) === b.slice(5, 7)) return true;
  let differing = 0;
  for (let i = 0; i < 10; i += 1) if (a[i] !== b[i]) differing += 1;
  return differing === 1;
}

/** Ids worth comparing: the same birth date, the same phone, or the same words of the name. */
export function duplicateCandidates(db: ReadDb, person: Person): string[] {
  const ids = new Set<string>();
  const add = (rows: readonly { aggregate_id: string }[]): void => {
    for (const row of rows) ids.add(row.aggregate_id);
  };
  const byBirth = 'SELECT aggregate_id FROM patients_patient WHERE birth_date = ? AND merged_into IS NULL LIMIT 200';
  const byTerm = 'SELECT aggregate_id FROM patients_term WHERE term = ? LIMIT 50';
  const bySort = 'SELECT aggregate_id FROM patients_patient WHERE sort_key = ? AND merged_into IS NULL LIMIT 50';
  add(db.prepare<{ aggregate_id: string }>(byBirth).all(person.birthDate));
  for (const digits of person.phones)
    add(db.prepare<{ aggregate_id: string }>(byTerm).all(`p${nationalDigits(digits)}`));
  add(db.prepare<{ aggregate_id: string }>(bySort).all(foldText(`${person.name.family} ${person.name.given}`)));
  return [...ids];
}
