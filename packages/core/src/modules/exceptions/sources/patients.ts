import type { ModuleContext } from '../../../kernel/module.ts';
import type { PatientConflict, PatientConflictSide, PatientState } from '../../patients/model.ts';
import type {} from '../../patients/services.ts';
import { type Action, exceptionId, partsOf, type Side, type Source } from '../model.ts';
import { fieldName, plain, terminalName } from '../names.ts';

/** Conflicts of patients (PAT-7, PAT-80 to 84): the record keeps both sides and records the decision. */
export function patientSource(context: ModuleContext): Source {
  const patients = () => context.use('patients');
  const nameOf = (id: unknown) => (typeof id === 'string' ? patients().summary(id)?.name : undefined) ?? 'that record';
  return {
    kind: 'patient',
    recordsHere: false,
    open: () =>
      patients()
        .openConflicts()
        .map(({ recordId, conflictId, since }) => ({
          id: exceptionId('patient', recordId, conflictId),
          kind: 'patient',
          since,
        })),

    describe(id) {
      const [recordId = '', conflictId = ''] = partsOf(id).parts;
      const state = patients().record(recordId);
      const conflict = state?.conflicts.find((one) => one.conflictId === conflictId);
      if (!state || !conflict) return undefined;
      return {
        reason: conflict.kind,
        title: titleOf(state, conflict),
        text: texts[conflict.kind],
        patientId: recordId,
        link: { kind: 'patient', id: patients().survivorOf(recordId) },
        sides: sidesOf(conflict, nameOf),
        actions: conflict.resolved ? [] : actionsOf(context, conflict, nameOf),
      };
    },

    settle(unit, _call, id, { action, note }) {
      const [recordId = '', conflictId = ''] = partsOf(id).parts;
      unit.authorize({ patientId: recordId });
      patients().resolveConflict(unit, recordId, { conflictId, keep: action as 'kept' | 'other' | 'apart', note });
    },
  };
}

const texts: Readonly<Record<PatientConflict['kind'], string>> = {
  'changed-twice': 'Two terminals changed the same field without knowing of each other. The later value stands.',
  'changed-after-merge':
    'This record was merged into another on one terminal and changed on a different one. Where both records say ' +
    'something, the other record shows: look whether the change must be made there too.',
  'merged-twice': 'Two terminals merged this record into two different ones. The first merge stands.',
};

function titleOf(state: PatientState, conflict: PatientConflict): string {
  const name = [state.name.family, state.name.given].filter((part) => part !== '').join(', ');
  return conflict.kind === 'changed-twice' ? `${name} · ${fieldName(conflict.field)}` : `${name} · merge`;
}

function sidesOf({ kind, kept, other }: PatientConflict, nameOf: (id: unknown) => string): Side[] {
  const side = (what: string, of: PatientConflictSide, detail: string | null): Side => ({
    what,
    who: of.by,
    terminalId: of.terminalId,
    at: of.at,
    detail,
  });
  if (kind === 'changed-twice') {
    return [
      side('Wrote the earlier value', other, plain(other.value)),
      side('Wrote the later value', kept, plain(kept.value)),
    ];
  }
  const merge = side('Merged the record', kept, `into ${nameOf(kept.value)}`);
  if (kind === 'merged-twice') return [merge, side('Merged the record', other, `into ${nameOf(other.value)}`)];
  const done = (Array.isArray(other.value) ? other.value : []) as { what: string; detail: unknown }[];
  const changed = side('Changed the record', other, done.map(describeChange).join('; ') || null);
  return kept.at <= other.at ? [merge, changed] : [changed, merge];
}

function describeChange({ what, detail }: { readonly what: string; readonly detail: unknown }): string {
  const noun = what.replace(/^patient\./, '').replaceAll('-', ' ');
  if (what !== 'patient.changed' || typeof detail !== 'object' || detail === null) return `${noun}: ${plain(detail)}`;
  return Object.entries(detail)
    .map(([field, value]) => `${fieldName(field)}: ${plain(value)}`)
    .join('; ');
}

function actionsOf(context: ModuleContext, conflict: PatientConflict, nameOf: (id: unknown) => string): Action[] {
  const { kind, kept, other } = conflict;
  const where = (side: PatientConflictSide) => terminalName(context, side.terminalId);
  const action = (name: string, text: string, needs: Action['needs'], permission: Action['permission']): Action => ({
    action: name,
    text,
    needs,
    permission,
  });
  if (kind === 'changed-twice') {
    return [
      action('other', `Go back to ${plain(other.value)} (${where(other)})`, 'nothing', 'patients.write'),
      action('kept', `Keep ${plain(kept.value)} (${where(kept)})`, 'nothing', 'patients.write'),
    ];
  }
  const apart = action('apart', 'Take the record out of the merge again', 'note', 'patients.merge');
  if (kind === 'changed-after-merge') {
    return [action('kept', 'The merge holds; I looked at the change', 'nothing', 'patients.write'), apart];
  }
  return [
    action('kept', `It belongs to ${nameOf(kept.value)} (${where(kept)})`, 'note', 'patients.merge'),
    action('other', `It belongs to ${nameOf(other.value)} (${where(other)})`, 'note', 'patients.merge'),
    apart,
  ];
}
