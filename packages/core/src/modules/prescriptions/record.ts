import { canonicalJson } from '../../kernel/canonical.ts';
import { withConflict } from './conflicts.ts';
import type { EventOf, PrescriptionEvent, PrescriptionEventType } from './events.ts';
import type { FillState, PrescribedFields, PrescriptionState, Stamp } from './model.ts';
import { restoring } from './restore.ts';
import { needsReview } from './stage-rules.ts';
import { expiryOf } from './validity.ts';

/**
 * What an event says, kept whatever the stage: fields, alerts, fills, hand-overs. Stages are stage-rules.ts.
 * Nothing is dropped: what does not fit beside what is there already becomes a conflict with both sides.
 */
type Recorder<T extends PrescriptionEventType> = (
  state: PrescriptionState,
  payload: EventOf<T>['payload'],
  by: Stamp,
) => PrescriptionState;

const recorders: { readonly [T in PrescriptionEventType]: Recorder<T> } = {
  'prescription.entered': (state, { rxNumber, priority, promisedAt, ...fields }, by) =>
    state.entered
      ? state
      : withFields({ ...state, rxNumber, priority, promisedAt, entered: by, product: fields.drug }, fields),
  'prescription.opened': opened,
  'prescription.corrected': corrected,
  'prescription.reviewed': reviewed,
  'prescription.alert-overridden': (state, { alertId, alertKey, reasonCode, note }, by) => ({
    ...state,
    alerts: state.alerts.map((a) =>
      (a.id === alertId || a.alertKey === alertKey) && a.override === null
        ? { ...a, override: { reasonCode, note, by } }
        : a,
    ),
  }),
  'prescription.adjudicated': (state, answer, by) => ({ ...state, adjudication: { ...answer, by } }),
  'prescription.refill-requested': refillRequested,
  'prescription.promised': (state, { promisedAt, priority }) => ({ ...state, promisedAt, priority }),
  'prescription.held': (state, hold, by) =>
    state.stage === 'on-hold' || isClosed(state) ? state : { ...state, hold: { ...hold, by }, heldFrom: state.stage },
  'prescription.released': (state) => state,
  'prescription.cancelled': (state, { reason, requestedBy }, by) =>
    isClosed(state) ? state : { ...state, cancellation: { reason, requestedBy, by } },
  'prescription.transferred-out': (state, transfer, by) =>
    state.transferOut ? state : { ...state, transferOut: { ...transfer, by } },
  'prescription.transferred-in': (state, transfer, by) =>
    state.transferIn ? state : { ...state, transferIn: { ...transfer, by } },
  'prescription.product-changed': (state, { product, daw }) => ({ ...state, product, daw }),
  'prescription.renewal-requested': (state, request, by) => ({
    ...state,
    renewals: [...state.renewals, { ...request, by }],
  }),
  'prescription.owed-released': (state) => ({ ...state, owedReleased: true }),
  'prescription.conflict-resolved': conflictResolved,
  'fill.started': fillStarted,
  'fill.verified': (state, { fillId, binLocation }, by) =>
    changeFill(state, fillId, (f) =>
      f.status === 'made' ? { ...f, status: 'verified', verifiedBy: by, binLocation } : f,
    ),
  'fill.rejected': (state, { fillId, reason }, by) => closeFill(state, fillId, 'rejected', reason, by),
  'fill.handed-over': handedOver,
  'fill.returned': (state, { fillId, reason }, by) => closeFill(state, fillId, 'returned', reason, by),
  'fill.voided': (state, { fillId, reason }, by) => closeFill(state, fillId, 'voided', reason, by),
};

export function record(state: PrescriptionState, event: PrescriptionEvent, by: Stamp): PrescriptionState {
  const recorder = recorders[event.type] as Recorder<PrescriptionEventType>;
  return recorder(state, event.payload, by);
}

function isClosed(state: PrescriptionState): boolean {
  return state.stage === 'cancelled' || state.stage === 'transferred';
}

function withFields(state: PrescriptionState, fields: Partial<PrescribedFields>): PrescriptionState {
  const next = { ...state, ...fields };
  return { ...next, expiresOn: expiryOf(next.drug?.schedule ?? null, next.writtenOn)?.expiresOn ?? null };
}

/** Days are all the old system's history gives: noon of the day stands for the moment. */
function opened(state: PrescriptionState, payload: EventOf<'prescription.opened'>['payload'], by: Stamp) {
  if (state.entered) return state;
  const { rxNumber, source, enteredOn, stage: _stage, fills, ...fields } = payload;
  const before = (day: string): Stamp => ({ ...by, at: `${day}T12:00:00.000Z`, userId: '', userName: source });
  const told: FillState[] = fills.map((fill) => ({
    ...fill,
    part: 0,
    status: 'handed-over',
    owedMilli: 0,
    allocations: [],
    scan: null,
    label: null,
    madeBy: before(fill.filledOn),
    verifiedBy: null,
    binLocation: null,
    handOver: null,
    closed: null,
  }));
  const cycle = fills.reduce((last, fill) => Math.max(last, fill.fillNumber), 0);
  return withFields(
    { ...state, rxNumber, entered: before(enteredOn), product: fields.drug, fills: told, cycle },
    fields,
  );
}

function reviewed(
  state: PrescriptionState,
  payload: EventOf<'prescription.reviewed'>['payload'],
  by: Stamp,
): PrescriptionState {
  if (state.stage !== 'review') return state;
  const { alerts, byPharmacist, accepted } = payload;
  const hasPharmacists = state.review?.byPharmacist === true && state.review.accepted;
  const review = hasPharmacists ? state.review : { byPharmacist, accepted, by };
  const overrideOf = (alert: (typeof alerts)[number]) =>
    state.alerts.find((a) => a.alertKey === alert.alertKey && a.doseKey === alert.doseKey)?.override ?? null;
  return { ...state, review, alerts: alerts.map((alert) => ({ ...alert, override: overrideOf(alert) })) };
}

function conflictResolved(
  state: PrescriptionState,
  { conflictId, keep, note }: EventOf<'prescription.conflict-resolved'>['payload'],
  by: Stamp,
): PrescriptionState {
  const restored = restoring(state, { conflictId, keep });
  const conflicts = state.conflicts.map((c) =>
    c.conflictId === conflictId && c.resolved === null ? { ...c, resolved: { keep, note, by } } : c,
  );
  const next = { ...state, conflicts };
  return restored ? corrected(next, { ...restored, reason: note }, by) : next;
}

function corrected(
  state: PrescriptionState,
  { changes, was }: EventOf<'prescription.corrected'>['payload'],
  by: Stamp,
): PrescriptionState {
  let next = state;
  for (const field of Object.keys(changes) as (keyof PrescribedFields)[]) {
    const here = canonicalJson(state[field] ?? null);
    const wanted = canonicalJson(changes[field] ?? null);
    if (here === canonicalJson(was[field] ?? null) || here === wanted) continue;
    const first = {
      type: 'prescription.corrected',
      by: state.fieldStamps[field] ?? state.entered ?? by,
      fillId: null,
      detail: `${field}: ${here}`,
    };
    const second = { type: 'prescription.corrected', by, fillId: null, detail: `${field}: ${wanted}` };
    next = withConflict(next, 'changed-twice', { first, second }, []);
  }
  const stamps = Object.fromEntries(Object.keys(changes).map((field) => [field, by]));
  next = { ...withFields(next, changes), fieldStamps: { ...next.fieldStamps, ...stamps } };
  if (changes.drug) next = { ...next, product: changes.drug };
  if (!needsReview(changes)) return next;
  return {
    ...next,
    review: null,
    alerts: [],
    adjudication: isPriceFixed(state) ? next.adjudication : null,
    heldFrom: state.stage === 'on-hold' && state.heldFrom !== 'data-entry' ? 'review' : state.heldFrom,
    fills: next.fills.map((f) => (f.status === 'made' || f.status === 'verified' ? { ...f, status: 'superseded' } : f)),
  };
}

/** Once a part was paid for, its price stands for the rest. */
function isPriceFixed(state: PrescriptionState): boolean {
  return (
    state.stage === 'sold' ||
    state.stage === 'returned' ||
    state.fills.some((f) => f.fillNumber === state.cycle && f.status === 'handed-over')
  );
}

function refillRequested(
  state: PrescriptionState,
  { fillNumber, requestedBy, earlyReason, priority, promisedAt }: EventOf<'prescription.refill-requested'>['payload'],
  by: Stamp,
): PrescriptionState {
  if (!isNextFill(state, fillNumber)) return state;
  return {
    ...state,
    cycle: fillNumber,
    refillRequest: { requestedBy, earlyReason, by },
    priority,
    promisedAt,
    review: null,
    alerts: [],
    adjudication: null,
    owedReleased: false,
    hold: null,
  };
}

/** After a sale the next number; after a return to stock the same number again. */
export function isNextFill(state: PrescriptionState, fillNumber: number): boolean {
  return (
    (state.stage === 'sold' && fillNumber === state.cycle + 1) ||
    (state.stage === 'returned' && fillNumber === state.cycle)
  );
}

function fillStarted(
  state: PrescriptionState,
  payload: EventOf<'fill.started'>['payload'],
  by: Stamp,
): PrescriptionState {
  if (state.fills.some((f) => f.fillId === payload.fillId)) return state;
  const fill: FillState = {
    ...payload,
    status: 'made',
    madeBy: by,
    verifiedBy: null,
    binLocation: null,
    handOver: null,
    closed: null,
  };
  return { ...state, fills: [...state.fills, fill] };
}

function handedOver(
  state: PrescriptionState,
  payload: EventOf<'fill.handed-over'>['payload'],
  by: Stamp,
): PrescriptionState {
  const { fillId, ...handOver } = payload;
  const fill = state.fills.find((f) => f.fillId === fillId);
  if (!fill) return state;
  if (fill.handOver) {
    const first = { type: 'fill.handed-over', by: fill.handOver.by, fillId, detail: fill.handOver.receiptNumber };
    const second = { type: 'fill.handed-over', by, fillId, detail: payload.receiptNumber };
    return withConflict(state, 'handed-over-twice', { first, second }, [fillId]);
  }
  return changeFill(state, fillId, (f) => ({ ...f, status: 'handed-over', handOver: { ...handOver, by } }));
}

function closeFill(
  state: PrescriptionState,
  fillId: string,
  status: 'rejected' | 'returned' | 'voided',
  reason: string,
  by: Stamp,
): PrescriptionState {
  return changeFill(state, fillId, (f) => {
    const isWithPatient = status === 'returned' && f.status === 'handed-over';
    return f.closed || isWithPatient ? f : { ...f, status, closed: { reason, by } };
  });
}

function changeFill(
  state: PrescriptionState,
  fillId: string,
  change: (fill: FillState) => FillState,
): PrescriptionState {
  return { ...state, fills: state.fills.map((f) => (f.fillId === fillId ? change(f) : f)) };
}
