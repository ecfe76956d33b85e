import type { Call, ModuleContext, Unit } from '../../kernel/module.ts';
import { RefusalError } from '../../kernel/refusal.ts';
import type { PaymentMethod } from '../pos/sale-model.ts';
import { prescriptionAggregate } from '../prescriptions/aggregate.ts';
import type { FillState, PrescriptionState } from '../prescriptions/model.ts';
import { allowedIn } from '../prescriptions/transitions.ts';
import { fillFacts, loadFill, prescriptionFacts } from './facts.ts';
import { type StockLabel, stockLabels } from './returns.ts';

export interface Returned {
  readonly fillId: string;
  readonly stage: string;
  readonly allocations: FillState['allocations'];
  readonly stockLabels: readonly StockLabel[];
}

/** Nobody collected it: stock back, claim reversed. Only what was never handed over. Rules DSP-70 to DSP-73. */
export function returnToStock(context: ModuleContext, unit: Unit, fillId: string, reason: string): Returned {
  const { id, state, fill } = loadFill(context, unit, fillId);
  unit.authorize({ ...prescriptionFacts(state), ...fillFacts(fill) });
  if (!isUnsold(fill) || !allowedIn('fill.returned', state.stage)) refuseState(fill, state);
  giveBack(context, unit, fill, 'return-to-stock');
  const after = unit.append(prescriptionAggregate, id, { type: 'fill.returned', payload: { fillId, reason } });
  reverseClaim(context, unit, id, after, fill, reason);
  return { fillId, stage: after.stage, allocations: fill.allocations, stockLabels: stockLabels(fill) };
}

export interface VoidInput {
  readonly id: string;
  readonly reason: string;
  readonly leftPharmacy: boolean;
  readonly refundMethod?: PaymentMethod | undefined;
}
export interface Voided {
  readonly fillId: string;
  readonly stage: string;
  readonly refundedCents: number;
  readonly stockReturned: boolean;
  readonly saleId: string | null;
}

/** Undone as a whole, sold or not. What left the pharmacy is never dispensed again. Rules DSP-74 to DSP-78. */
export function voidFill(context: ModuleContext, unit: Unit, input: VoidInput): Voided {
  const { id, state, fill } = loadFill(context, unit, input.id);
  const { fillId, handOver } = fill;
  unit.authorize({ ...prescriptionFacts(state), ...fillFacts(fill), sold: handOver ? 1 : 0 });
  const isSold = fill.status === 'handed-over' && handOver !== null;
  if (!isSold && !isUnsold(fill) && fill.status !== 'superseded') refuseState(fill, state);
  if (!allowedIn('fill.voided', state.stage)) refuseState(fill, state);
  const refunded = isSold ? refund(context, unit, fill, input) : 0;
  const stockReturned = !isSold || !input.leftPharmacy;
  if (stockReturned) giveBack(context, unit, fill, 'fill-voided');
  const after = unit.append(prescriptionAggregate, id, {
    type: 'fill.voided',
    payload: { fillId, reason: input.reason },
  });
  reverseClaim(context, unit, id, after, fill, input.reason);
  return { fillId, stage: after.stage, refundedCents: refunded, stockReturned, saleId: handOver?.saleId ?? null };
}

/** After the commit: what was paid by card is sent back to the card. */
export async function settleRefund(context: ModuleContext, call: Call, voided: Voided): Promise<void> {
  if (voided.saleId !== null && voided.refundedCents > 0) {
    await context.use('pos').settleCardRefunds(call, voided.saleId);
  }
}

function refund(context: ModuleContext, unit: Unit, fill: FillState, input: VoidInput): number {
  const saleId = fill.handOver?.saleId ?? '';
  const { reason, refundMethod: method } = input;
  const request = { saleId, lineIds: [fill.fillId], reason, kind: 'void' as const, method };
  return context.use('pos').refundLines(unit, request).amountCents;
}

function isUnsold(fill: FillState): boolean {
  return fill.status === 'made' || fill.status === 'verified';
}

function giveBack(
  context: ModuleContext,
  unit: Unit,
  fill: FillState,
  reason: 'return-to-stock' | 'fill-voided',
): void {
  const { allocations, fillId } = fill;
  context.use('inventory').giveBack(unit, { allocations, reason, ref: { kind: 'fill', id: fillId } });
}

/** The payer paid for a fill of which nothing is left with the patient, nor on its way to them. */
function reverseClaim(
  context: ModuleContext,
  unit: Unit,
  prescriptionId: string,
  after: PrescriptionState,
  fill: FillState,
  reason: string,
): void {
  if (after.stage !== 'returned') return;
  context.use('claims').reverse(unit, { prescriptionId, fillNumber: fill.fillNumber, reason });
}

function refuseState(fill: FillState, state: PrescriptionState): never {
  throw new RefusalError({ kind: 'fill-not-waiting', data: { status: fill.status, stage: state.stage } });
}
