import type { Call, Handlers, ModuleContext, Unit } from '../../kernel/module.ts';
import { type Refusal, RefusalError, type Result, unwrap } from '../../kernel/refusal.ts';
import { patientAggregate } from './aggregate.ts';
import type { patientsContract } from './contract.ts';
import { decideAddAllergy, decideChange, decideEnd, decideMerge, decideUnmerge } from './decide-change.ts';
import {
  allergyFields,
  caregiverFields,
  conditionFields,
  coverageFields,
  decideRegister,
  endsBeforeStart,
  fieldsOf,
  measurementOf,
} from './decide-register.ts';
import { duplicatesOf, mustFind, mustLoadForChange, personOf } from './directory.ts';
import { refusedFromScore } from './duplicates.ts';
import type { EntryNoun, PatientEvent } from './events.ts';
import { recordsBelow, survivorOf } from './merge.ts';
import { openPatientConflicts, type PatientState } from './model.ts';
import { phoneDigits } from './phones.ts';
import { patientOnWire, type WirePatient } from './to-wire.ts';

type All = Handlers<typeof patientsContract>;
type Country = () => 'us' | 'in';
type Names =
  | 'create'
  | 'update'
  | 'addAllergy'
  | 'endAllergy'
  | 'addCondition'
  | 'endCondition'
  | 'addCoverage'
  | 'endCoverage'
  | 'addNote'
  | 'endNote'
  | 'addCaregiver'
  | 'endCaregiver'
  | 'measure'
  | 'merge'
  | 'unmerge';

/** Commands of the patients module: load, ask the gate, decide, append. */
export function changeHandlers(context: ModuleContext, country: Country): Pick<All, Names> {
  const change = changer(context);
  const ending = (noun: EntryNoun, input: EndInput, call: Call): WirePatient =>
    change(call, 'patients.change', input, (state) => [
      {
        type: `patient.${noun}-ended`,
        payload: unwrap(decideEnd(state, noun, input.entryId, input.reason)),
      } as PatientEvent,
    ]);
  return {
    create: (input, call) => create(context, country(), input, call),
    update: (input, call) =>
      change(call, 'patients.change', input, (state, unit) => update(state, unit, input, country())),
    addAllergy: (input, call) =>
      change(call, 'patients.change', input, (state, unit) => [
        {
          type: 'patient.allergy-added',
          payload: unwrap(decideAddAllergy(state, allergyFields(input), unit.newId('alg'))),
        },
        ...(state.noKnownAllergies
          ? [
              {
                type: 'patient.changed' as const,
                payload: { changes: { noKnownAllergies: false }, was: { noKnownAllergies: true } },
              },
            ]
          : []),
      ]),
    endAllergy: (input, call) => ending('allergy', input, call),
    addCondition: (input, call) =>
      change(call, 'patients.change', input, (_, unit) => [
        {
          type: 'patient.condition-added',
          payload: { id: unit.newId('cnd'), fields: conditionFields(input.condition) },
        },
      ]),
    endCondition: (input, call) => ending('condition', input, call),
    addCoverage: (input, call) =>
      change(call, 'patients.change', input, (_, unit) => {
        const fields = coverageFields(input);
        if (endsBeforeStart(fields)) throw new RefusalError({ kind: 'coverage-dates-invalid', data: undefined });
        return [{ type: 'patient.coverage-added', payload: { id: unit.newId('cov'), fields } }];
      }),
    endCoverage: (input, call) => ending('coverage', input, call),
    addNote: (input, call) =>
      change(call, 'patients.change', input, (_, unit) => [
        {
          type: 'patient.note-added',
          payload: { id: unit.newId('note'), fields: { text: input.text, isImportant: input.isImportant } },
        },
      ]),
    endNote: (input, call) => ending('note', input, call),
    addCaregiver: (input, call) =>
      change(call, 'patients.change', input, (_, unit) => [
        { type: 'patient.caregiver-added', payload: { id: unit.newId('car'), fields: caregiverFields(input) } },
      ]),
    endCaregiver: (input, call) => ending('caregiver', input, call),
    measure: (input, call) =>
      change(call, 'patients.change', input, (_, unit) => {
        const takenOn = input.takenOn ?? unit.today;
        if (takenOn > unit.today) throw new RefusalError({ kind: 'date-in-future', data: { field: 'takenOn' } });
        return [{ type: 'patient.measured', payload: unwrap(measurementOf(input.kind, input.value, takenOn)) }];
      }),
    merge: (input, call) => merging(context, call, input, 'patients.merge'),
    unmerge: (input, call) => merging(context, call, input, 'patients.unmerge'),
  };
}

interface ChangeInput {
  readonly id: string;
  readonly expectedVersion?: number | undefined;
}
interface EndInput extends ChangeInput {
  readonly entryId: string;
  readonly reason: string;
}

function changer(context: ModuleContext) {
  return (
    call: Call,
    action: string,
    input: ChangeInput,
    decide: (state: PatientState, unit: Unit) => readonly PatientEvent[],
  ): WirePatient =>
    context.command(call, { action }, (unit) => {
      const state = mustLoadForChange(unit.db, unit, input.id);
      unit.expectVersion(patientAggregate, input.id, input.expectedVersion);
      unit.authorize({ patientId: input.id });
      for (const event of decide(state, unit)) unit.append(patientAggregate, input.id, event);
      return answer(unit, input.id);
    });
}

function answer(unit: Unit, id: string): WirePatient {
  return patientOnWire(mustFind(unit.db, unit, id), unit.version(patientAggregate, id), unit.today);
}

type CreateInput = Parameters<All['create']>[0];
function create(context: ModuleContext, country: 'us' | 'in', input: CreateInput, call: Call) {
  let shown: readonly string[] = [];
  try {
    return context.command(call, { action: 'patients.create' }, (unit) => {
      const id = unit.newId('pat');
      unit.authorize({ patientId: id });
      const phones = (input.phones ?? []).map((p) => phoneDigits(p.number, country));
      const duplicates = duplicatesOf(unit.db, unit, { name: input.name, birthDate: input.birthDate, phones });
      for (const duplicate of duplicates) unit.concerns(duplicate.patientId);
      const isRefused = duplicates.some((d) => d.score >= refusedFromScore);
      if (isRefused && !input.confirmNotDuplicate) {
        shown = duplicates.map((d) => d.patientId);
        throw new RefusalError({ kind: 'likely-duplicate', data: { duplicates } });
      }
      const notSameAs = input.confirmNotDuplicate ? duplicates.map((d) => d.patientId) : [];
      const entry = { today: unit.today, country, newId: (prefix: string) => unit.newId(prefix) };
      const payload = unwrap(decideRegister(input, entry, notSameAs));
      const state = unit.append(patientAggregate, id, { type: 'patient.registered', payload });
      return { ...patientOnWire(state, unit.version(patientAggregate, id), unit.today), duplicates };
    });
  } finally {
    // The refusal leaves nothing of the command, but it shows who is here: that is a read.
    if (shown.length > 0) {
      context.note(call, 'patients.check-duplicates', { outcome: 'read', patientIds: shown, objects: [] });
    }
  }
}

type UpdateInput = Parameters<All['update']>[0];
function update(state: PatientState, unit: Unit, input: UpdateInput, country: 'us' | 'in'): PatientEvent[] {
  const { id, expectedVersion, weightKg, seenConflictIds = [], ...fields } = input;
  const events: PatientEvent[] = [];
  const changed = unwrap(decideChange(state, fieldsOf(fields, country), unit.today));
  if (changed) events.push({ type: 'patient.changed', payload: changed });
  if (weightKg !== undefined) {
    events.push({ type: 'patient.measured', payload: unwrap(measurementOf('weight', weightKg, unit.today)) });
  }
  const seen = seenConflictIds.filter((conflictId) =>
    openPatientConflicts(state).some((c) => c.conflictId === conflictId),
  );
  if (seen.length > 0) events.push({ type: 'patient.conflicts-seen', payload: { conflictIds: seen } });
  if (events.length === 0) throw new RefusalError({ kind: 'nothing-changed', data: undefined });
  return events;
}

interface MergeInput {
  readonly id: string;
  readonly otherId: string;
  readonly reason: string;
  readonly confirmDifferentBirthDate?: boolean;
}
function merging(context: ModuleContext, call: Call, input: MergeInput, action: string): WirePatient {
  return context.command(call, { action }, (unit) => {
    const isMerge = action === 'patients.merge';
    const here = mustLoadForChange(unit.db, unit, input.id);
    const otherId = isMerge ? survivorOf(unit.db, input.otherId) : input.otherId;
    const other = unit.load(patientAggregate, otherId);
    if (!other) throw new RefusalError({ kind: 'not-found', data: { what: 'patient', id: input.otherId } });
    unit.authorize({ patientId: here.id });
    unit.concerns(otherId);
    const decided: Result<PatientEvent, Refusal> = isMerge
      ? asEvent(
          'patient.merged',
          decideMerge(here, other, { ...input, confirmDifferentBirthDate: input.confirmDifferentBirthDate === true }),
        )
      : asEvent('patient.unmerged', decideUnmerge(here, other, input.reason));
    unit.append(patientAggregate, otherId, unwrap(decided));
    const moved = recordsBelow(unit.db, otherId);
    const remaining = recordsBelow(unit.db, here.id).filter((id) => !moved.includes(id));
    const person = personOf(unit, isMerge ? [...remaining, ...moved] : remaining);
    return patientOnWire(person, unit.version(patientAggregate, here.id), unit.today);
  });
}

function asEvent<T extends 'patient.merged' | 'patient.unmerged'>(
  type: T,
  result: Result<Extract<PatientEvent, { type: T }>['payload'], Refusal>,
): Result<PatientEvent, Refusal> {
  return result.ok ? { ok: true, value: { type, payload: result.value } as PatientEvent } : result;
}
