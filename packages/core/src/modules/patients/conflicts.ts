import { canonicalJson } from '../../kernel/canonical.ts';
import type { PatientEvent, PatientPayloads } from './events.ts';
import type { PatientChoice, PatientConflict, PatientField, PatientStamp, PatientState } from './model.ts';

/**
 * How two terminals that did not know of each other meet in one record. Everything here follows from the order of the
 * fold, so every terminal names and sees the same conflicts. docs/specs/patients.md PAT-7, PAT-80 to PAT-84.
 */

/** Two changes of one field: the later stands, both are shown. */
export function fieldConflicts(
  state: PatientState,
  { changes, was }: PatientPayloads['patient.changed'],
  by: PatientStamp,
): PatientConflict[] {
  return (Object.keys(changes) as PatientField[]).flatMap((field): PatientConflict[] => {
    const here = canonicalJson(state[field]);
    if (here === canonicalJson(was[field] ?? null) || here === canonicalJson(changes[field])) return [];
    const before = state.fieldStamps[field] ?? { ...state.lastChange, terminalId: '' };
    return [
      {
        conflictId: newName(state, field, by),
        kind: 'changed-twice',
        field,
        kept: { value: changes[field] ?? null, ...by },
        other: { value: state[field], ...before },
        resolved: null,
      },
    ];
  });
}

/** Changes that a person makes at a counter: a merge that did not know of one is looked at again. */
export function isCounted({ type }: PatientEvent): boolean {
  return type === 'patient.changed' || type === 'patient.measured' || /^patient\.[a-z]+-(added|ended)$/.test(type);
}

/** Counts a change, and flags it when the record had gone into another one already. */
export function withCounted(state: PatientState, event: PatientEvent, by: PatientStamp): PatientState {
  const what = { what: event.type, ...detailOf(event) };
  const next: PatientState = {
    ...state,
    changes: state.changes + 1,
    lastCounted: { ...state.lastCounted, [by.terminalId]: { ...by, ...what } },
  };
  if (state.mergedInto === null) return next;
  const open = next.conflicts.find(
    (one) => one.kind === 'changed-after-merge' && !one.resolved && one.other.terminalId === by.terminalId,
  );
  if (!open) return { ...next, conflicts: [...next.conflicts, afterMerge(state, [what], by)] };
  const more = { ...open, other: { ...open.other, value: [...(open.other.value as unknown[]), what] } };
  return { ...next, conflicts: next.conflicts.map((one) => (one === open ? more : one)) };
}

function afterMerge(state: PatientState, value: unknown[], by: PatientStamp): PatientConflict {
  return {
    conflictId: newName(state, 'changed-after-merge', by),
    kind: 'changed-after-merge',
    field: 'mergedInto',
    kept: { value: state.mergedInto, ...(state.mergedBy ?? unknownStamp) },
    other: { value, ...by },
    resolved: null,
  };
}

/** The record goes into another. A second merge elsewhere, or a change the merging person had not seen, is flagged. */
export function merged(
  state: PatientState,
  { into, knew }: PatientPayloads['patient.merged'],
  by: PatientStamp,
): PatientState {
  if (state.mergedInto !== null) {
    if (state.mergedInto === into) return state;
    const conflict: PatientConflict = {
      conflictId: newName(state, 'merged-twice', by),
      kind: 'merged-twice',
      field: 'mergedInto',
      kept: { value: state.mergedInto, ...(state.mergedBy ?? unknownStamp) },
      other: { value: into, ...by },
      resolved: null,
    };
    return { ...state, conflicts: [...state.conflicts, conflict] };
  }
  const next: PatientState = { ...state, mergedInto: into, mergedBy: by };
  if (knew === undefined || state.changes <= knew) return next;
  const [unseen] = Object.values(state.lastCounted)
    .filter((one) => one.terminalId !== by.terminalId)
    .toSorted((a, b) => (a.at === b.at ? (a.terminalId < b.terminalId ? -1 : 1) : a.at < b.at ? 1 : -1));
  if (!unseen) return next;
  const { at, by: name, terminalId, ...what } = unseen;
  return { ...next, conflicts: [...next.conflicts, afterMerge(next, [what], { at, by: name, terminalId })] };
}

/** Out of the merge again: what was in doubt about it is settled. */
export function unmerged(state: PatientState, by: PatientStamp): PatientState {
  const conflicts = state.conflicts.map((one) =>
    one.kind === 'changed-twice' || one.resolved ? one : settled(one, 'apart', by),
  );
  return { ...state, mergedInto: null, mergedBy: null, conflicts };
}

/** A person decided. The first decision in the order of the fold stands; a later one finds nothing open. */
export function resolvedConflict(
  state: PatientState,
  { conflictId, keep }: { readonly conflictId: string; readonly keep: PatientChoice },
  by: PatientStamp,
): PatientState {
  const conflict = state.conflicts.find((one) => one.conflictId === conflictId && !one.resolved);
  if (!conflict) return state;
  const next: PatientState = {
    ...state,
    conflicts: state.conflicts.map((one) => (one === conflict ? settled(one, keep, by) : one)),
  };
  if (keep === 'kept') return next;
  if (conflict.kind === 'changed-twice') return withOther(next, conflict, by);
  if (keep === 'apart') return unmerged(next, by);
  if (conflict.kind === 'merged-twice' && typeof conflict.other.value === 'string') {
    return { ...next, mergedInto: conflict.other.value, mergedBy: by };
  }
  return next;
}

/** The other value comes back, unless somebody wrote a third one since. */
function withOther(state: PatientState, { field, kept, other }: PatientConflict, by: PatientStamp): PatientState {
  const name = field as PatientField;
  if (canonicalJson(state[name]) !== canonicalJson(kept.value)) return state;
  return { ...state, [name]: other.value, fieldStamps: { ...state.fieldStamps, [name]: by } };
}

function settled(conflict: PatientConflict, keep: PatientChoice, { at, by }: PatientStamp): PatientConflict {
  return { ...conflict, resolved: { keep, at, by } };
}

function detailOf(event: PatientEvent): { readonly detail: unknown } {
  if (event.type === 'patient.changed') return { detail: event.payload.changes };
  if (event.type === 'patient.measured') return { detail: event.payload };
  if ('fields' in event.payload) return { detail: event.payload.fields };
  return { detail: 'reason' in event.payload ? event.payload.reason : null };
}

/** By kind, time and terminal; numbered where one change is in doubt again, after another merge. */
function newName({ conflicts }: PatientState, kind: string, { at, terminalId }: PatientStamp): string {
  const name = `${kind}.${at.replace(/\D/g, '')}.${terminalId}`;
  const isTaken = (one: string) => conflicts.some(({ conflictId }) => conflictId === one);
  let free = name;
  for (let n = 2; isTaken(free); n += 1) free = `${name}.${n}`;
  return free;
}

const unknownStamp: PatientStamp = { at: '', by: '', terminalId: '' };
