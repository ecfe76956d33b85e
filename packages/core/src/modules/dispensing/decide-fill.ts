import type { Result } from '../../kernel/refusal.ts';
import { ok, refuse } from '../../kernel/refusal.ts';
import type { DrugRecord } from '../drugs/model.ts';
import { shareOf } from '../pos/money.ts';
import {
  type CompletePrescription,
  type FillState,
  isComplete,
  openFill,
  type PartialFill,
  type PrescriptionState,
} from '../prescriptions/model.ts';
import { deadlineOf, isOver, type PartialReason, partialRule, partialRules } from './partial-rules.ts';
import { type FillRefusal, mayDispense, type ProductRelation } from './product-equality.ts';

export interface FillCommand {
  readonly chosen: DrugRecord;
  /** The prescribed product as the catalogue has it; undefined when it is not there any more. */
  readonly prescribed: DrugRecord | undefined;
  readonly quantityMilli: number;
  readonly daw: number | undefined;
  readonly partial:
    | { readonly reason: PartialReason; readonly requestedBy?: 'patient' | 'prescriber' | undefined }
    | undefined;
}

export interface FillPlan {
  readonly fillNumber: number;
  readonly part: number;
  readonly quantityMilli: number;
  readonly owedMilli: number;
  readonly daysSupply: number;
  readonly partial: PartialFill | null;
  readonly relation: ProductRelation;
  readonly daw: number;
  /** Made before drug, quantity or directions were corrected: their stock comes back first. */
  readonly superseded: readonly FillState[];
}

/** What is still to be dispensed of the fill in progress. */
export function remainingMilli(state: PrescriptionState): number {
  return standingParts(state).length > 0 ? state.owedMilli : (state.quantityMilli ?? 0);
}

/** Parts of the present fill number that count: made, verified or with the patient. */
export function standingParts(state: Pick<PrescriptionState, 'fills' | 'cycle'>): FillState[] {
  return state.fills
    .filter((fill) => fill.fillNumber === state.cycle && standing.includes(fill.status))
    .sort((a, b) => a.part - b.part);
}
const standing: readonly FillState['status'][] = ['made', 'verified', 'handed-over'];

/** Rules DSP-20 to DSP-39. `now` is the unit's instant and the store's date. */
export function decideFill(
  state: PrescriptionState,
  command: FillCommand,
  now: { at: string; today: string },
): Result<FillPlan, FillRefusal> {
  const waiting = waitingForFill(state);
  if (!waiting.ok) return waiting;
  const prescription = waiting.value;
  const { earliestFillOn } = prescription;
  if (prescription.cycle === 0 && earliestFillOn !== null && now.today < earliestFillOn) {
    return refuse('before-earliest-fill', { earliestFillOn, cite: '21 CFR 1306.12(b); 72 FR 64921' });
  }
  const relation = relationOf(prescription, command);
  if (!relation.ok) return relation;
  const remaining = remainingMilli(prescription);
  if (command.quantityMilli > remaining) {
    return refuse('quantity-above-remaining', { remaining: remaining / 1000, asked: command.quantityMilli / 1000 });
  }
  const parts = standingParts(prescription);
  const owedMilli = remaining - command.quantityMilli;
  const partial = decidePartial(prescription, parts, { ...command, owedMilli }, now);
  if (!partial.ok) return partial;
  return ok({
    fillNumber: prescription.cycle,
    part: (parts.at(-1)?.part ?? -1) + 1,
    quantityMilli: command.quantityMilli,
    owedMilli,
    daysSupply: daysOfPart(prescription, remaining, command.quantityMilli),
    partial: partial.value,
    relation: relation.value,
    daw: prescription.daw === 1 ? 1 : (command.daw ?? prescription.daw),
    superseded: prescription.fills.filter((fill) => fill.status === 'superseded'),
  });
}

export function waitingForFill(state: PrescriptionState): Result<CompletePrescription, FillRefusal> {
  const open = openFill(state);
  if (open && (state.stage === 'verification' || state.stage === 'ready')) {
    return refuse('fill-in-progress', { fillId: open.fillId, madeBy: open.madeBy.userName });
  }
  if (state.stage !== 'fill' || !isComplete(state)) return refuse('wrong-stage', { stage: state.stage });
  return state.adjudication?.status === 'paid' ? ok(state) : refuse('not-priced');
}

/** What was chosen stands against what was prescribed, and not against an earlier change. */
function relationOf(state: CompletePrescription, command: FillCommand): Result<ProductRelation, FillRefusal> {
  const relation = mayDispense({ snapshot: state.drug, record: command.prescribed, daw: state.daw }, command.chosen);
  if (!relation.ok) return relation;
  return ok(command.chosen.key === state.product.key ? 'same-product' : relation.value);
}

/** Days the part lasts: its share of the days supply, so that the parts add up to the whole. At least one. */
function daysOfPart(state: CompletePrescription, remaining: number, quantityMilli: number): number {
  const fromMilli = state.quantityMilli - remaining;
  const part = { fromMilli, toMilli: fromMilli + quantityMilli, ofMilli: state.quantityMilli };
  return Math.max(1, shareOf(state.daysSupply, part));
}

function decidePartial(
  state: CompletePrescription,
  parts: readonly FillState[],
  command: Pick<FillCommand, 'chosen' | 'partial'> & { owedMilli: number },
  now: { at: string; today: string },
): Result<PartialFill | null, FillRefusal> {
  const first = parts[0]?.partial ?? null;
  const asked = command.partial;
  const stated: PartialFill | null = asked
    ? { reason: asked.reason, requestedBy: asked.requestedBy ?? null }
    : parts.length > 0
      ? first
      : null;
  if (!isScheduleTwo(state, command.chosen)) return ok(command.owedMilli > 0 ? (stated ?? unstated) : null);
  const over = remainderIsOver(state, parts, now);
  if (over) return over;
  if (command.owedMilli === 0) return ok(null);
  if (!stated?.reason) {
    const reasons = partialRules.map(({ code, label, cite }) => ({ code, label, cite }));
    return refuse('partial-reason-required', { reasons });
  }
  const rule = partialRule(stated.reason);
  if (first?.reason && first.reason !== stated.reason) {
    return refuse('partial-reason-differs', { first: first.reason, asked: stated.reason, cite: rule.cite });
  }
  if (rule.needsRequester && stated.requestedBy === null) {
    return refuse('partial-requester-required', { reason: stated.reason, cite: rule.cite });
  }
  return ok(stated);
}

const unstated: PartialFill = { reason: null, requestedBy: null };

/** The rest of a schedule II fill is void once the clock of its own reason has run out (21 CFR 1306.13). */
function remainderIsOver(
  state: CompletePrescription,
  parts: readonly FillState[],
  now: { at: string; today: string },
): ReturnType<typeof refuse<'partial-window-closed', { reason: string; deadline: string; cite: string }>> | null {
  const first = parts[0];
  if (!first?.partial?.reason) return null;
  const rule = partialRule(first.partial.reason);
  const deadline = deadlineOf(rule, { firstPartAt: first.madeBy.at, writtenOn: state.writtenOn });
  return isOver(deadline, now)
    ? refuse('partial-window-closed', { reason: rule.code, deadline, cite: rule.cite })
    : null;
}

/** The stricter of what was prescribed and what is dispensed. */
export function isScheduleTwo(state: Pick<PrescriptionState, 'drug'>, chosen: Pick<DrugRecord, 'schedule'>): boolean {
  return state.drug?.schedule === 'CII' || chosen.schedule === 'CII';
}
