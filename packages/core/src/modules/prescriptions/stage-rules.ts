import type { PrescriptionEvent } from './events.ts';
import {
  type FillState,
  missingFields,
  openBlockingAlerts,
  openFill,
  type PrescribedFields,
  type PrescriptionState,
  type Stage,
} from './model.ts';
import { restoring } from './restore.ts';
import { type TargetRule, transitions } from './transitions.ts';

/** Changing one of these needs a new review (workflow-operations.md section 1, invariants). */
export const reviewedFields = [
  'patientId',
  'prescriber',
  'drug',
  'sig',
  'quantityMilli',
  'daysSupply',
  'writtenOn',
] as const satisfies readonly (keyof PrescribedFields)[];

export function needsReview(changes: Partial<PrescribedFields>): boolean {
  return reviewedFields.some((field) => field in changes);
}

/** The stage after `event`, which fits at `before.stage`; `after` has the event's facts but still the old stage. */
export function nextStage(before: PrescriptionState, after: PrescriptionState, event: PrescriptionEvent): Stage {
  const to = transitions[event.type].to;
  return to in rules ? rules[to as TargetRule](before, after, event) : (to as Stage);
}

type Rule = (before: PrescriptionState, after: PrescriptionState, event: PrescriptionEvent) => Stage;

const rules: Readonly<Record<TargetRule, Rule>> = {
  stay: (before) => before.stage,
  opened: (before, _, event) => (event.type === 'prescription.opened' ? event.payload.stage : before.stage),
  entry: (_, after) => (missingFields(after).length === 0 ? 'review' : 'data-entry'),
  reviewed: (_, after, event) => {
    const isTechnicians = event.type === 'prescription.reviewed' && !event.payload.byPharmacist;
    const isAccepted = after.review?.byPharmacist === true && after.review.accepted;
    if (!isAccepted || isTechnicians || openBlockingAlerts(after).length > 0) return 'review';
    return after.adjudication?.status === 'paid' ? 'fill' : 'adjudication';
  },
  changed: (before, after, event) =>
    changed(before, after, event.type === 'prescription.corrected' ? event.payload.changes : {}),
  priced: (_, after) => (after.adjudication?.status === 'paid' ? 'fill' : 'adjudication'),
  rebill: (before, _, event) =>
    before.stage === 'fill' && event.type === 'prescription.product-changed' && event.payload.rebill
      ? 'adjudication'
      : before.stage,
  resume: (before, after) => stageOfFill(openFill(after)) ?? resumed(before.heldFrom, after),
  handed: (_, after) => (after.owedMilli > 0 ? 'fill' : 'sold'),
  undone: (before, after, event) => undone(before, after, event),
  resolved: (before, after, event) => resolved(before, after, event),
};

function changed(before: PrescriptionState, after: PrescriptionState, changes: Partial<PrescribedFields>): Stage {
  if (before.stage === 'data-entry') return missingFields(after).length === 0 ? 'review' : 'data-entry';
  if (before.stage === 'on-hold' || before.stage === 'sold' || before.stage === 'returned') return before.stage;
  return needsReview(changes) ? 'review' : before.stage;
}

export function stageOfFill(fill: FillState | undefined): Stage | null {
  if (!fill) return null;
  return fill.status === 'verified' ? 'ready' : 'verification';
}

/** Back to where the hold began, or to where what happened during it has led. */
function resumed(heldFrom: Stage | null, after: PrescriptionState): Stage {
  if (heldFrom === 'data-entry') return missingFields(after).length === 0 ? 'review' : 'data-entry';
  if (heldFrom !== 'verification' && heldFrom !== 'ready') return heldFrom ?? 'review';
  const last = after.fills.findLast((f) => f.fillNumber === after.cycle && f.closed !== null);
  if (last?.status !== 'returned') return 'fill';
  return handedOver(after) ? 'sold' : 'returned';
}

/** A fill was taken back: another fill of the cycle goes on, or what was handed over already decides. */
function undone(before: PrescriptionState, after: PrescriptionState, event: PrescriptionEvent): Stage {
  const stage = before.stage;
  if (event.type === 'prescription.owed-released') return 'sold';
  const fillId = 'fillId' in event.payload ? event.payload.fillId : '';
  const was = before.fills.find((f) => f.fillId === fillId);
  if (!was || was.fillNumber !== before.cycle) return stage;
  if (stage === 'sold' && was.status === 'handed-over') return handedOver(after) ? 'sold' : 'returned';
  if (stage !== 'verification' && stage !== 'ready') return stage;
  const next = stageOfFill(openFill(after));
  if (next) return next;
  if (was.status !== 'made' && was.status !== 'verified') return stage;
  if (event.type === 'fill.returned') return handedOver(after) ? 'sold' : 'returned';
  return 'fill';
}

function handedOver(state: PrescriptionState): boolean {
  return state.fills.some((f) => f.fillNumber === state.cycle && f.status === 'handed-over');
}

/** A person kept one side: a closing keeps it closed; a fill that something stopped goes on where the fill stands. */
function resolved(before: PrescriptionState, after: PrescriptionState, event: PrescriptionEvent): Stage {
  if (event.type !== 'prescription.conflict-resolved' || event.payload.keep === 'both') return before.stage;
  const restored = restoring(before, event.payload);
  if (restored) return changed(before, after, restored.changes);
  const conflict = before.conflicts.find((c) => c.conflictId === event.payload.conflictId && c.resolved === null);
  const side = conflict?.sides[event.payload.keep === 'first' ? 0 : 1];
  if (!conflict || !side) return before.stage;
  if (side.type === 'prescription.cancelled') return 'cancelled';
  if (side.type === 'prescription.transferred-out') return 'transferred';
  const isStopped: readonly string[] = [
    'filled-after-close',
    'filled-while-held',
    'filled-while-changed',
    'worked-after-close',
  ];
  if (!isStopped.includes(conflict.kind)) return before.stage;
  if (side.fillId === null && conflict.kind !== 'worked-after-close') return before.stage;
  const isClosed = before.stage === 'cancelled' || before.stage === 'transferred';
  return stageOfFill(openFill(after)) ?? (handedOver(after) ? 'sold' : isClosed ? 'review' : before.stage);
}
