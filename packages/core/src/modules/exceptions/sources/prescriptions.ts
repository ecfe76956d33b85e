import type { ModuleContext } from '../../../kernel/module.ts';
import type {} from '../../dispensing/services.ts';
import type { Conflict, ConflictKind, ConflictSide, PrescriptionState } from '../../prescriptions/model.ts';
import { wantedIn } from '../../prescriptions/restore.ts';
import { type Action, exceptionId, partsOf, type Side, type Source } from '../model.ts';
import { fieldName, fieldValue, terminalName } from '../names.ts';

const texts: Readonly<Record<ConflictKind, string>> = {
  'filled-twice': 'Two terminals made up the same fill, so two bottles left the shelf. Only one goes to the patient.',
  'handed-over-twice':
    'Two terminals handed over the same fill, so there are two sales. Find out what the patient has.',
  'filled-after-close': 'It was closed on one terminal and filled on another. Decide which of the two holds.',
  'filled-while-held': 'It was put on hold on one terminal and filled on another. Decide which of the two holds.',
  'filled-while-changed': 'It was changed on one terminal and filled on another as it was before the change.',
  'closed-twice': 'It was closed twice, in two ways that do not agree.',
  'changed-twice': 'Two terminals corrected the same field. The later value stands.',
  'worked-after-close': 'It was closed on one terminal while another went on working on it.',
  'out-of-step': 'A step was taken on one terminal that did not fit where another had brought it.',
};

const words: Readonly<Record<string, string>> = {
  'fill.started': 'Made up the fill',
  'fill.verified': 'Verified the fill',
  'fill.rejected': 'Rejected the fill',
  'fill.handed-over': 'Handed it over',
  'fill.returned': 'Put the bag back to stock',
  'fill.voided': 'Took the fill back',
  'prescription.cancelled': 'Cancelled it',
  'prescription.transferred-out': 'Transferred it',
  'prescription.held': 'Put it on hold',
  'prescription.released': 'Took it off hold',
  'prescription.corrected': 'Corrected it',
  'prescription.reviewed': 'Reviewed it',
  'prescription.adjudicated': 'Priced it',
  'prescription.product-changed': 'Changed the product',
  'prescription.refill-requested': 'Asked for a refill',
  'prescription.owed-released': 'Gave up what is owed',
  'prescription.alert-overridden': 'Decided an alert',
};

const closings: ReadonlySet<string> = new Set(['prescription.cancelled', 'prescription.transferred-out']);

/** Conflicts of prescriptions (RX-30): the prescription keeps both sides and records the decision. */
export function prescriptionSource(context: ModuleContext): Source {
  const find = (id: string) => {
    const [prescriptionId = '', conflictId = ''] = partsOf(id).parts;
    const state = context.use('prescriptions').get(prescriptionId);
    const conflict = state?.conflicts.find((one) => one.conflictId === conflictId);
    return state && conflict ? { state, conflict } : undefined;
  };
  return {
    kind: 'prescription',
    recordsHere: false,
    open: () =>
      context
        .use('prescriptions')
        .openConflicts()
        .map(({ prescriptionId, conflictId, since }) => ({
          id: exceptionId('prescription', prescriptionId, conflictId),
          kind: 'prescription',
          since,
        })),

    describe(id) {
      const found = find(id);
      if (!found) return undefined;
      const { state, conflict } = found;
      return {
        reason: conflict.kind,
        title: `Rx ${state.rxNumber.replace(/^(\d{3})(\d{4})$/, '$1 $2')} · ${state.product?.name ?? 'no drug yet'}`,
        text: texts[conflict.kind],
        patientId: state.patientId,
        link: { kind: 'prescription', id: state.id },
        sides: conflict.sides.map(shown),
        actions: conflict.resolved ? [] : actionsOf(context, state, conflict),
      };
    },

    settle(unit, _call, id, { action, note }) {
      const [prescriptionId = '', conflictId = ''] = partsOf(id).parts;
      const prescriptions = context.use('prescriptions');
      const state = prescriptions.get(prescriptionId);
      const conflict = state?.conflicts.find((one) => one.conflictId === conflictId);
      const keep = action as 'first' | 'second' | 'both';
      const why = note ?? 'decided in the exceptions inbox';
      if (state && conflict) {
        for (const fillId of dropped(state, conflict, keep)) {
          context.use('dispensing').takeBack(unit, { fillId, reason: why });
        }
      }
      prescriptions.resolveConflict(unit, { id: prescriptionId, conflictId, keep, note: why });
    },
  };
}

function shown(side: ConflictSide): Side {
  const { by, type } = side;
  const what = words[type] ?? (type.startsWith('stage ') ? `It stood at ${type.slice(6).replaceAll('-', ' ')}` : type);
  return { what, who: by.userName, terminalId: by.terminalId, at: by.at, detail: detailOf(side) };
}

function detailOf({ detail }: ConflictSide): string | null {
  const wanted = wantedIn(detail);
  return wanted ? `${fieldName(wanted.field)}: ${fieldValue(wanted.field, wanted.value)}` : detail;
}

/** Fills that go back to the shelf when the other side is kept: made up, and not with the patient. */
function dropped(state: PrescriptionState, conflict: Conflict, keep: 'first' | 'second' | 'both'): string[] {
  if (keep === 'both' || conflict.kind === 'out-of-step') return [];
  const kept = conflict.sides[keep === 'first' ? 0 : 1];
  const ids = conflict.fillIds.filter((fillId) => fillId !== kept?.fillId);
  return ids.filter((fillId) => {
    const status = state.fills.find((fill) => fill.fillId === fillId)?.status;
    return status === 'made' || status === 'verified' || status === 'superseded';
  });
}

function actionsOf(context: ModuleContext, state: PrescriptionState, conflict: Conflict): Action[] {
  const choice = (keep: 'first' | 'second', side: ConflictSide): Action => {
    const back = dropped(state, conflict, keep).length > 0 ? '; the other bottle goes back to the shelf' : '';
    const where = terminalName(context, side.by.terminalId);
    return { action: keep, text: `${keepText(side, where)}${back}`, needs: 'note', permission: 'clinical.override' };
  };
  const [first, second] = conflict.sides;
  return [
    ...(first ? [choice('first', first)] : []),
    ...(second ? [choice('second', second)] : []),
    { action: 'both', text: 'Leave it as it stands', needs: 'note', permission: 'clinical.override' },
  ];
}

function keepText(side: ConflictSide, where: string): string {
  const detail = detailOf(side);
  if (side.type === 'prescription.corrected' && detail) return `Keep ${detail} (${where})`;
  if (closings.has(side.type)) {
    return side.type === 'prescription.cancelled'
      ? `It stays cancelled (${where})`
      : `It stays transferred to ${side.detail ?? 'the other pharmacy'} (${where})`;
  }
  if (side.type === 'prescription.held') return `It stays on hold (${where})`;
  if (side.type === 'fill.handed-over') return `The hand-over on ${where} holds`;
  if (side.fillId !== null) return `The fill of ${where} holds`;
  return `What ${where} did holds`;
}
