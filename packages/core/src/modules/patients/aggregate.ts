import type { AggregateType, EventMeta } from '../../kernel/aggregate.ts';
import { fieldConflicts, isCounted, merged, resolvedConflict, unmerged, withCounted } from './conflicts.ts';
import type { EntryNoun, ImportedRecord, PatientEvent, PatientPayloads } from './events.ts';
import type { ExternalMedication, Noted, PatientField, PatientFields, PatientStamp, PatientState } from './model.ts';
import { patientRows } from './projection.ts';

export const patientAggregate: AggregateType<PatientState, PatientEvent> = {
  kind: 'patient',
  initial,
  apply,
  rows: patientRows,
};

export const blankFields: PatientFields = {
  name: { given: '', family: '', preferred: null },
  birthDate: '',
  sex: 'unknown',
  phones: [],
  address: null,
  language: 'en',
  pregnancy: 'unknown',
  pregnancyDueOn: null,
  lactation: 'unknown',
  noKnownAllergies: false,
  easyOpenCaps: false,
  deceasedOn: null,
  identifiers: [],
};

function initial(id: string): PatientState {
  return {
    ...blankFields,
    id,
    registeredAt: '',
    allergies: [],
    conditions: [],
    coverages: [],
    notes: [],
    caregivers: [],
    measurements: [],
    medications: [],
    sources: [],
    changedHere: [],
    mergedInto: null,
    absorbed: [],
    lastChange: { at: '', by: '' },
    fieldStamps: {},
    changes: 0,
    lastCounted: {},
    mergedBy: null,
    conflicts: [],
  };
}

const lists: { readonly [N in EntryNoun]: 'allergies' | 'conditions' | 'coverages' | 'notes' | 'caregivers' } = {
  allergy: 'allergies',
  condition: 'conditions',
  coverage: 'coverages',
  note: 'notes',
  caregiver: 'caregivers',
};

/** The fold. Events come in the kernel's one order; a second registration of an id adds nothing but what is new. */
function apply(state: PatientState, event: PatientEvent, meta: EventMeta): PatientState {
  const by: Written = {
    at: meta.at,
    by: meta.actor.userName,
    terminalId: meta.actor.terminalId,
    source: 'counter',
  };
  const applied = applyPayload(state, event, by);
  if (applied === state) return state;
  const next = isCounted(event) ? withCounted(applied, event, stampOf(by)) : applied;
  return { ...next, registeredAt: state.registeredAt || meta.at, lastChange: { at: by.at, by: by.by } };
}

interface Written extends PatientStamp {
  readonly source: string;
}

function stampOf({ at, by, terminalId }: Written): PatientStamp {
  return { at, by, terminalId };
}

function applyPayload(state: PatientState, event: PatientEvent, by: Written): PatientState {
  switch (event.type) {
    case 'patient.registered':
      return registered(state, event.payload, by);
    case 'patient.imported':
      return imported(state, event.payload, by);
    case 'patient.changed':
      return changed(state, event.payload, by);
    case 'patient.measured':
      return { ...state, measurements: [...state.measurements, event.payload] };
    case 'patient.conflicts-seen':
      return event.payload.conflictIds.reduce(
        (next, conflictId) => resolvedConflict(next, { conflictId, keep: 'kept' }, stampOf(by)),
        state,
      );
    case 'patient.conflict-resolved':
      return resolvedConflict(state, event.payload, stampOf(by));
    case 'patient.merged':
      return merged(state, event.payload, stampOf(by));
    case 'patient.unmerged':
      return state.mergedInto === event.payload.from ? unmerged(state, stampOf(by)) : state;
    default:
      return entryEvent(state, event, by);
  }
}

type EntryEvent = Exclude<
  PatientEvent,
  {
    type:
      | 'patient.registered'
      | 'patient.imported'
      | 'patient.changed'
      | 'patient.measured'
      | 'patient.conflicts-seen'
      | 'patient.conflict-resolved'
      | 'patient.merged'
      | 'patient.unmerged';
  }
>;

function entryEvent(state: PatientState, event: EntryEvent, by: Written): PatientState {
  const match = /^patient\.([a-z]+)-(added|ended)$/.exec(event.type);
  const list = lists[match?.[1] as EntryNoun];
  if (!match || list === undefined) return state;
  if ('entryId' in event.payload) {
    const { entryId, reason } = event.payload;
    return { ...state, [list]: endEntry(state[list], entryId, { at: by.at, by: by.by, reason }) };
  }
  return addEntries(state, list, [event.payload], by);
}

function endEntry(list: readonly Noted[], entryId: string, ended: NonNullable<Noted['ended']>): Noted[] {
  return list.map((entry) => (entry.id === entryId && entry.ended === null ? { ...entry, ended } : entry));
}

type AnyAdded = { readonly id: string; readonly fields: object; readonly endedOn?: string | null };

/** Entries that are not there yet, by id. */
function addEntries(
  state: PatientState,
  list: (typeof lists)[EntryNoun],
  added: readonly AnyAdded[],
  by: Written,
): PatientState {
  const known = new Set(state[list].map((entry) => entry.id));
  const fresh = added.filter((entry) => !known.has(entry.id));
  if (fresh.length === 0) return state;
  const entries = fresh.map(({ id, fields, endedOn }) => ({
    ...fields,
    id,
    addedAt: by.at,
    addedBy: by.by,
    source: by.source,
    ended: endedOn ? { at: endedOn, by: by.source, reason: 'ended at its source' } : null,
  }));
  return { ...state, [list]: [...state[list], ...entries] };
}

function registered(state: PatientState, payload: PatientPayloads['patient.registered'], by: Written): PatientState {
  if (state.registeredAt !== '') return state;
  let next: PatientState = { ...state, ...payload.fields, measurements: [...payload.measurements] };
  next = addEntries(next, 'allergies', payload.allergies, by);
  next = addEntries(next, 'conditions', payload.conditions, by);
  next = addEntries(next, 'coverages', payload.coverages, by);
  return addEntries(next, 'caregivers', payload.caregivers, by);
}

/** A field that was changed at the counter is ours; a later import leaves it alone. */
function imported(state: PatientState, record: ImportedRecord, counter: Written): PatientState {
  const by: Written = { ...counter, source: record.source };
  let next = state;
  if (record.patient) {
    const { resourceId, digest, fields } = record.patient;
    const theirs = Object.fromEntries(
      Object.entries(fields).filter(([field]) => !state.changedHere.includes(field as PatientField)),
    );
    const others = state.sources.filter((s) => s.source !== record.source || s.resourceId !== resourceId);
    next = { ...next, ...theirs, sources: [...others, { source: record.source, resourceId, digest }] };
  }
  next = addEntries(next, 'allergies', record.allergies, by);
  next = addEntries(next, 'conditions', record.conditions, by);
  return { ...next, medications: withMedications(next.medications, record.medications) };
}

/** The same id from the same source is the same medication: its newest form stands. */
function withMedications(
  here: readonly ExternalMedication[],
  came: readonly ExternalMedication[],
): ExternalMedication[] {
  const key = (m: ExternalMedication) => `${m.source} ${m.id}`;
  const all = new Map(here.map((m) => [key(m), m]));
  for (const medication of came) all.set(key(medication), medication);
  return [...all.values()].sort((a, b) => ((a.authoredOn ?? '') + key(a) < (b.authoredOn ?? '') + key(b) ? -1 : 1));
}

function changed(state: PatientState, payload: PatientPayloads['patient.changed'], by: Written): PatientState {
  const stamp = stampOf(by);
  const fields = Object.keys(payload.changes) as PatientField[];
  return {
    ...state,
    ...payload.changes,
    changedHere: [...new Set([...state.changedHere, ...fields])].sort(),
    fieldStamps: { ...state.fieldStamps, ...Object.fromEntries(fields.map((field) => [field, stamp])) },
    conflicts: [...state.conflicts, ...fieldConflicts(state, payload, stamp)],
  };
}
