import type { AggregateType, EventMeta } from '../../kernel/aggregate.ts';
import { conflictKindFor, fillIdOf, sideOf, sideOfFill, standingSide, withConflict } from './conflicts.ts';
import type { PrescriptionEvent } from './events.ts';
import { openFill, type PrescriptionState, type Stage, type Stamp } from './model.ts';
import { prescriptionRows } from './projection.ts';
import { isNextFill, record } from './record.ts';
import { nextStage } from './stage-rules.ts';
import { transitions } from './transitions.ts';

export const prescriptionAggregate: AggregateType<PrescriptionState, PrescriptionEvent> = {
  kind: 'prescription',
  initial,
  apply,
  rows: prescriptionRows,
};

function initial(id: string): PrescriptionState {
  return {
    id,
    rxNumber: '',
    patientId: null,
    prescriber: null,
    drug: null,
    sig: null,
    quantityMilli: null,
    daysSupply: null,
    refillsAuthorized: null,
    daw: 0,
    writtenOn: null,
    earliestFillOn: null,
    origin: 'written',
    diagnosis: null,
    note: null,
    language: 'en',
    attachmentBlobId: null,
    stage: 'data-entry',
    stageSince: null,
    heldFrom: null,
    hold: null,
    entered: null,
    product: null,
    priority: 'routine',
    promisedAt: null,
    cycle: 0,
    review: null,
    alerts: [],
    adjudication: null,
    fills: [],
    refillsRemaining: 0,
    owedMilli: 0,
    owedReleased: false,
    refillRequest: null,
    cancellation: null,
    transferOut: null,
    transferIn: null,
    renewals: [],
    conflicts: [],
    fieldStamps: {},
    expiresOn: null,
  };
}

/**
 * The fold. The kernel gives events in one order everywhere, so what two terminals did apart meets here as an event
 * at a stage that does not know it: it is recorded, moves the stage only where the table says so, and is flagged.
 */
function apply(state: PrescriptionState, event: PrescriptionEvent, meta: EventMeta): PrescriptionState {
  if (!(event.type in transitions)) return state;
  const by = stampOf(meta);
  const recorded = derived(record(state, event, by));
  const flagged = flag(state, recorded, event, by);
  const stage = fits(state, event) ? nextStage(state, flagged, event) : state.stage;
  return derived(moved(flagged, stage, by));
}

export function stampOf({ at, actor }: EventMeta): Stamp {
  return { at, userId: actor.userId, userName: actor.userName, role: actor.role, terminalId: actor.terminalId };
}

/** True when the table lets the event take effect on the stage here. */
function fits(state: PrescriptionState, event: PrescriptionEvent): boolean {
  const row = transitions[event.type];
  if (state.entered === null) return row.from.includes('new');
  if (event.type === 'prescription.refill-requested') return isNextFill(state, event.payload.fillNumber);
  if (event.type === 'fill.started' && hasTwin(state, event.payload)) return false;
  if (event.type === 'fill.started' && event.payload.fillNumber !== state.cycle) return false;
  if (isLateFillEvent(state, event)) return false;
  if (takesBackAgain(state, event)) return false;
  return row.from.includes(state.stage) || row.flaggedIn.includes(state.stage);
}

/** Verified, rejected or handed over, but not the fill this stage speaks of: a twin, or one taken back meanwhile. */
function isLateFillEvent(state: PrescriptionState, event: PrescriptionEvent): boolean {
  if (event.type !== 'fill.verified' && event.type !== 'fill.rejected' && event.type !== 'fill.handed-over')
    return false;
  const fill = state.fills.find((f) => f.fillId === event.payload.fillId);
  if (!fill || fill.fillNumber !== state.cycle) return true;
  return openFill(state)?.fillId !== fill.fillId;
}

/** Its stock came back before, or the patient has it: what this event gave back was given back once too often. */
function takesBackAgain(state: PrescriptionState, event: PrescriptionEvent): boolean {
  if (event.type !== 'fill.rejected' && event.type !== 'fill.returned' && event.type !== 'fill.voided') return false;
  const fill = state.fills.find((f) => f.fillId === event.payload.fillId);
  if (!fill) return false;
  return fill.closed !== null || (event.type === 'fill.returned' && fill.handOver !== null);
}

type Started = Extract<PrescriptionEvent, { type: 'fill.started' }>['payload'];

function twinOf(state: PrescriptionState, fill: Pick<Started, 'fillId' | 'fillNumber' | 'part'>) {
  return state.fills.find(
    (f) =>
      f.fillId !== fill.fillId &&
      f.fillNumber === fill.fillNumber &&
      f.part === fill.part &&
      (f.status === 'made' || f.status === 'verified' || f.status === 'handed-over'),
  );
}
function hasTwin(state: PrescriptionState, fill: Started): boolean {
  return twinOf(state, fill) !== undefined;
}

function flag(
  before: PrescriptionState,
  recorded: PrescriptionState,
  event: PrescriptionEvent,
  by: Stamp,
): PrescriptionState {
  if (before.entered === null || event.type === 'prescription.conflict-resolved') return recorded;
  const fillId = fillIdOf(event);
  const row = transitions[event.type];
  if (event.type === 'fill.started') {
    const twin = twinOf(before, event.payload);
    if (twin) {
      const sides = { first: sideOfFill(twin), second: sideOf(event, by) };
      return withConflict(recorded, 'filled-twice', sides, [twin.fillId, event.payload.fillId]);
    }
  }
  const left = fits(before, event) ? leftOpen(before, event) : undefined;
  if (left) {
    const sides = { first: sideOfFill(left), second: sideOf(event, by) };
    return withConflict(recorded, conflictKindFor(event, before.stage), sides, [left.fillId]);
  }
  const isOnTwin =
    fillId !== null && before.conflicts.some((c) => c.kind === 'filled-twice' && c.fillIds.includes(fillId));
  if (isOnTwin || (fits(before, event) && !row.flaggedIn.includes(before.stage))) return recorded;
  if (row.harmlessIn.includes(before.stage) || isAnswered(before, event)) return recorded;
  if (recorded.conflicts !== before.conflicts) return recorded;
  const open = row.flaggedIn.includes(before.stage) ? [standingSide(before).fillId] : [];
  const fillIds = [...open, fillId].filter((id) => id !== null);
  const kind = conflictKindFor(event, before.stage);
  return withConflict(recorded, kind, { first: standingSide(before), second: sideOf(event, by) }, fillIds);
}

/** A fill that is out while another terminal, which did not know of it, closes the prescription: on hold as well. */
function leftOpen(before: PrescriptionState, event: PrescriptionEvent) {
  if (event.type !== 'prescription.cancelled' && event.type !== 'prescription.transferred-out') return undefined;
  return before.fills.find((fill) => fill.status === 'made' || fill.status === 'verified');
}

/** Asked for a refill that was given meanwhile: the patient has it, nothing is in conflict. */
function isAnswered(before: PrescriptionState, event: PrescriptionEvent): boolean {
  return (
    event.type === 'prescription.refill-requested' &&
    event.payload.fillNumber <= before.cycle &&
    before.stage === 'sold'
  );
}

function moved(state: PrescriptionState, stage: Stage, by: Stamp): PrescriptionState {
  if (stage === state.stage && state.stageSince !== null) return state;
  const leavesHold = state.stage === 'on-hold' && stage !== 'on-hold';
  const reopened = stage !== 'cancelled' && stage !== 'transferred';
  return {
    ...state,
    stage,
    stageSince: by,
    hold: leavesHold ? null : state.hold,
    heldFrom: leavesHold ? null : state.heldFrom,
    cancellation: reopened ? null : state.cancellation,
    transferOut: reopened ? null : state.transferOut,
  };
}

/** Totals that follow from the rest. */
function derived(state: PrescriptionState): PrescriptionState {
  const used = state.stage === 'returned' && state.cycle > 0 ? state.cycle - 1 : state.cycle;
  const isClosed = state.stage === 'cancelled' || state.stage === 'transferred';
  const refillsRemaining = isClosed ? 0 : Math.max(0, (state.refillsAuthorized ?? 0) - used);
  return { ...state, refillsRemaining, owedMilli: state.owedReleased ? 0 : owedOf(state) };
}

/** What the last part that still stands left over. */
function owedOf(state: PrescriptionState): number {
  const parts = state.fills.filter(
    (f) =>
      f.fillNumber === state.cycle && (f.status === 'made' || f.status === 'verified' || f.status === 'handed-over'),
  );
  const last = parts.reduce<(typeof parts)[number] | undefined>((a, b) => (!a || b.part > a.part ? b : a), undefined);
  return last?.owedMilli ?? 0;
}
