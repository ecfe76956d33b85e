import { canonicalJson } from '../../kernel/canonical.ts';
import { ok, type Result, refuse } from '../../kernel/refusal.ts';
import { checkDates } from './decide-register.ts';
import type { EntryFields, EntryNoun, PatientPayloads } from './events.ts';
import { activeAllergies, isActive, type PatientField, type PatientFields, type PatientState } from './model.ts';
import { foldText } from './names.ts';
import type { MergeRefusal, PatientRefusal } from './refusals.ts';

/** Only what differs from the record is an event; the old value goes with it. PAT-3. */
export function decideChange(
  state: PatientState,
  wanted: Partial<PatientFields>,
  today: string,
): Result<PatientPayloads['patient.changed'] | null, PatientRefusal> {
  const dates = checkDates(wanted, today);
  if (!dates.ok) return dates;
  if (wanted.noKnownAllergies && activeAllergies(state).length > 0) return refuse('allergies-contradict');
  const differing = (Object.keys(wanted) as PatientField[]).filter(
    (field) => canonicalJson(wanted[field]) !== canonicalJson(state[field]),
  );
  if (differing.length === 0) return ok(null);
  const pick = (from: Partial<PatientFields>) =>
    Object.fromEntries(differing.map((field) => [field, from[field] ?? null]));
  return ok({ changes: pick(wanted), was: pick(state) });
}

/** The same substance twice helps nobody; ended entries do not count. PAT-11. */
export function decideAddAllergy(
  state: PatientState,
  fields: EntryFields['allergy'],
  id: string,
): Result<PatientPayloads['patient.allergy-added'], PatientRefusal> {
  const same = activeAllergies(state).find(
    (a) => (fields.rxcui !== null && a.rxcui === fields.rxcui) || foldText(a.substance) === foldText(fields.substance),
  );
  return same ? refuse('allergy-already-listed', { entryId: same.id }) : ok({ id, fields });
}

const listOf = {
  allergy: 'allergies',
  condition: 'conditions',
  coverage: 'coverages',
  note: 'notes',
  caregiver: 'caregivers',
} as const satisfies Record<EntryNoun, keyof PatientState>;

/** Ending keeps the entry and says who, when and why. PAT-12. */
export function decideEnd(
  state: PatientState,
  noun: EntryNoun,
  entryId: string,
  reason: string,
): Result<{ readonly entryId: string; readonly reason: string }, PatientRefusal> {
  const entry = state[listOf[noun]].find((e) => e.id === entryId);
  return entry && isActive(entry) ? ok({ entryId, reason }) : refuse('entry-unknown', { entryId });
}

/** `here` stays, `other` goes into it. Both are survivors of their own merges. PAT-31. */
export function decideMerge(
  here: PatientState,
  other: PatientState,
  input: { readonly reason: string; readonly confirmDifferentBirthDate: boolean },
): Result<PatientPayloads['patient.merged'], MergeRefusal> {
  if (here.id === other.id) return refuse('same-patient');
  if (here.birthDate !== other.birthDate && !input.confirmDifferentBirthDate) {
    return refuse('birth-dates-differ', { here: here.birthDate, other: other.birthDate });
  }
  return ok({ into: here.id, reason: input.reason, knew: other.changes });
}

export function decideUnmerge(
  here: PatientState,
  other: PatientState,
  reason: string,
): Result<PatientPayloads['patient.unmerged'], MergeRefusal> {
  return other.mergedInto === here.id ? ok({ from: here.id, reason }) : refuse('not-merged');
}
