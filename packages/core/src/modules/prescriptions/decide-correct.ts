import { canonicalJson } from '../../kernel/canonical.ts';
import { ok, type Result, refuse } from '../../kernel/refusal.ts';
import { checkFields, type EnteredFields, fieldsOf } from './decide-entry.ts';
import type { EventOf } from './events.ts';
import type { PrescribedFields, PrescriptionState } from './model.ts';
import type { ChangeRefusal, DrugRefusal, EntryRefusal, StageRefusal } from './refusals.ts';
import { allowedIn, stagesFor } from './transitions.ts';

type Corrected = EventOf<'prescription.corrected'>;

/** Completes or corrects what was entered. After review it needs a reason, and a C-II may not change who or what. RX-20. */
export function decideCorrection(
  state: PrescriptionState,
  input: EnteredFields & { readonly reason?: string | undefined },
  today: string,
): Result<Corrected, EntryRefusal | DrugRefusal | StageRefusal | ChangeRefusal> {
  if (!allowedIn('prescription.corrected', state.stage)) {
    return refuse('wrong-stage', { stage: state.stage, allowedAt: stagesFor('prescription.corrected') });
  }
  const changes = differing(fieldsOf(input, state), state);
  const names = Object.keys(changes) as (keyof PrescribedFields)[];
  if (names.length === 0) return refuse('nothing-changed');
  const isReviewed = isPastReview(state);
  if (isReviewed && !input.reason) return refuse('reason-needed');
  const locked = lockedField(state, changes, isReviewed);
  if (locked) return refuse('field-not-changeable', locked);
  const whole = checkFields({ ...fieldsOnly(state), ...changes }, today);
  if (!whole.ok && !isOldNews(whole.refusal.kind, names)) return whole;
  const was = Object.fromEntries(names.map((name) => [name, state[name]]));
  return ok({ type: 'prescription.corrected', payload: { changes, was, reason: input.reason ?? 'entry' } });
}

export function isPastReview({ stage }: PrescriptionState): boolean {
  return stage !== 'data-entry' && stage !== 'review';
}

/** A field that no correction may touch now, with where it says so. */
export function lockedField(
  state: PrescriptionState,
  changes: Partial<PrescribedFields>,
  isReviewed: boolean,
): { readonly field: string; readonly cite: string } | null {
  const begun = begunFieldOf(state, changes);
  if (begun !== null) {
    return { field: begun, cite: 'a part of this fill is with the patient: give up what is owed first' };
  }
  const fixed = isReviewed ? fixedFieldOf(state, changes) : null;
  return fixed === null ? null : { field: fixed, cite: 'policy after a call to the prescriber; state law' };
}

/** Expiry of a prescription that is here is no reason to refuse the correction of another field. */
function isOldNews(kind: string, names: readonly string[]): boolean {
  return kind === 'prescription-expired' && !names.includes('writtenOn') && !names.includes('drug');
}

function differing(wanted: Partial<PrescribedFields>, state: PrescriptionState): Partial<PrescribedFields> {
  const entries = Object.entries(wanted) as [keyof PrescribedFields, unknown][];
  return Object.fromEntries(entries.filter(([name, value]) => canonicalJson(value) !== canonicalJson(state[name])));
}

function fieldsOnly(state: PrescriptionState): PrescribedFields {
  const { patientId, prescriber, drug, sig, quantityMilli, daysSupply, refillsAuthorized, daw, writtenOn } = state;
  const { earliestFillOn, origin, diagnosis, note, language, attachmentBlobId } = state;
  return {
    patientId,
    prescriber,
    drug,
    sig,
    quantityMilli,
    daysSupply,
    refillsAuthorized,
    daw,
    writtenOn,
    earliestFillOn,
    origin,
    diagnosis,
    note,
    language,
    attachmentBlobId,
  };
}

/** What is owed of a fill in progress was counted from these: changing one would dispense too much or too little. */
function begunFieldOf(state: PrescriptionState, changes: Partial<PrescribedFields>): string | null {
  const isBegun = state.fills.some((f) => f.fillNumber === state.cycle && f.status === 'handed-over');
  if (!isBegun || state.owedMilli === 0) return null;
  return (['patientId', 'drug', 'quantityMilli'] as const).find((field) => field in changes) ?? null;
}

/** C-II: never the drug, the patient or the prescriber; an issue date may be added, not changed (controlled-substances-us.md section 5). */
function fixedFieldOf(state: PrescriptionState, changes: Partial<PrescribedFields>): string | null {
  if (state.drug?.schedule !== 'CII') return null;
  if (changes.patientId !== undefined) return 'patientId';
  if (changes.writtenOn !== undefined && state.writtenOn !== null) return 'writtenOn';
  if (changes.prescriber && changes.prescriber.name !== state.prescriber?.name) return 'prescriber';
  if (changes.drug && drugNameOf(changes.drug.name) !== drugNameOf(state.drug.name)) return 'drug';
  return null;
}

/** The words before the strength. */
function drugNameOf(name: string): string {
  return name.toLowerCase().replace(/\d.*$/, '').trim();
}
