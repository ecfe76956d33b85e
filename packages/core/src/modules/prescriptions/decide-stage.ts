import { ok, type Result, refuse } from '../../kernel/refusal.ts';
import { isPastReview, lockedField } from './decide-correct.ts';
import type { EventOf, PrescriptionEventType } from './events.ts';
import {
  fillStillOut,
  type HoldReason,
  openConflicts,
  type PrescriptionState,
  type Priority,
  type ProductSnapshot,
} from './model.ts';
import type { ChangeRefusal, StageRefusal } from './refusals.ts';
import { restoring } from './restore.ts';
import { allowedIn, stagesFor } from './transitions.ts';

type Decided<T extends PrescriptionEventType> = Result<EventOf<T>, StageRefusal | ChangeRefusal>;

function checkStage(state: PrescriptionState, type: PrescriptionEventType): Result<null, StageRefusal> {
  return allowedIn(type, state.stage)
    ? ok(null)
    : refuse('wrong-stage', { stage: state.stage, allowedAt: stagesFor(type) });
}

export function decideHold(
  state: PrescriptionState,
  input: { readonly reason: HoldReason; readonly until: string | null; readonly note: string | null },
): Decided<'prescription.held'> {
  const stage = checkStage(state, 'prescription.held');
  return stage.ok ? ok({ type: 'prescription.held', payload: input }) : stage;
}

export function decideRelease(state: PrescriptionState, note: string | null): Decided<'prescription.released'> {
  const stage = checkStage(state, 'prescription.released');
  return stage.ok ? ok({ type: 'prescription.released', payload: { note } }) : stage;
}

/** A made-up fill goes back to the shelf first: its stock is out. RX-22. */
export function decideCancel(
  state: PrescriptionState,
  input: { readonly reason: string; readonly requestedBy: string },
): Decided<'prescription.cancelled'> {
  const fill = fillStillOut(state);
  if (fill) return refuse('fill-open', { fillId: fill.fillId });
  const stage = checkStage(state, 'prescription.cancelled');
  return stage.ok ? ok({ type: 'prescription.cancelled', payload: input }) : stage;
}

export function decidePromise(
  state: PrescriptionState,
  input: { readonly promisedAt?: string | null | undefined; readonly priority?: Priority | undefined },
): Decided<'prescription.promised'> {
  const stage = checkStage(state, 'prescription.promised');
  if (!stage.ok) return stage;
  const promisedAt = input.promisedAt === undefined ? state.promisedAt : input.promisedAt;
  const usual: Priority = promisedAt === null ? 'routine' : 'promised';
  const isPlain = state.priority === 'routine' || state.priority === 'promised';
  const priority = input.priority ?? (isPlain ? usual : state.priority);
  return ok({ type: 'prescription.promised', payload: { promisedAt, priority } });
}

/** Another package of the same medicine. What is priced already is priced again. RX-60. */
export function decideProduct(
  state: PrescriptionState,
  input: { readonly product: ProductSnapshot; readonly isSame: boolean; readonly daw: number; readonly reason: string },
): Decided<'prescription.product-changed'> {
  const stage = checkStage(state, 'prescription.product-changed');
  if (!stage.ok) return stage;
  if (!input.isSame)
    return refuse('product-differs', { prescribed: state.drug?.name ?? '', chosen: input.product.name });
  if (state.product?.key === input.product.key && state.daw === input.daw) return refuse('nothing-changed');
  const { product, daw, reason } = input;
  return ok({
    type: 'prescription.product-changed',
    payload: { product, daw, reason, rebill: state.stage === 'fill' },
  });
}

export function decideOwedRelease(state: PrescriptionState, reason: string): Decided<'prescription.owed-released'> {
  const stage = checkStage(state, 'prescription.owed-released');
  if (!stage.ok) return stage;
  return state.owedMilli > 0 ? ok({ type: 'prescription.owed-released', payload: { reason } }) : refuse('nothing-owed');
}

/** One of two fills can only be kept when the other one is no longer made up. RX-34. */
export function decideConflict(
  state: PrescriptionState,
  input: { readonly conflictId: string; readonly keep: 'first' | 'second' | 'both'; readonly note: string },
): Decided<'prescription.conflict-resolved'> {
  const conflict = openConflicts(state).find((c) => c.conflictId === input.conflictId);
  if (!conflict) return refuse('conflict-unknown', { conflictId: input.conflictId });
  const restored = restoring(state, input);
  const locked = restored && lockedField(state, restored.changes, isPastReview(state));
  if (locked) return refuse('field-not-changeable', locked);
  const dropped = input.keep === 'both' ? undefined : conflict.sides[input.keep === 'first' ? 1 : 0]?.fillId;
  const fill = state.fills.find((f) => f.fillId === dropped && (f.status === 'made' || f.status === 'verified'));
  if (fill) return refuse('fill-open', { fillId: fill.fillId });
  return ok({ type: 'prescription.conflict-resolved', payload: input });
}
