import type { PrescriptionState } from '../prescriptions/model.ts';
import { standingParts } from './decide-fill.ts';
import { deadlineOf, isOver, type PartialReason, partialRule } from './partial-rules.ts';

export interface Owed {
  readonly quantity: number;
  readonly reason: PartialReason | null;
  readonly deadline: string | null;
  readonly isOver: boolean;
  readonly cite: string | null;
}

/** What the patient still gets of the fill in progress, and until when; null when nothing is owed. */
export function owedOf(state: PrescriptionState, now: { at: string; today: string }): Owed | null {
  if (state.owedMilli <= 0) return null;
  const quantity = state.owedMilli / 1000;
  const first = standingParts(state)[0];
  const reason = first?.partial?.reason ?? null;
  if (reason === null || state.writtenOn === null || !first) {
    const deadline = state.expiresOn;
    return { quantity, reason: null, deadline, isOver: deadline !== null && now.today > deadline, cite: null };
  }
  const rule = partialRule(reason);
  const deadline = deadlineOf(rule, { firstPartAt: first.madeBy.at, writtenOn: state.writtenOn });
  return { quantity, reason, deadline, isOver: isOver(deadline, now), cite: rule.cite };
}
