import { fromMilli } from '../../kernel/contract.ts';
import { ok, type RefusalOf, type Result, refuse } from '../../kernel/refusal.ts';
import { type AdjustmentReason, type LotState, type LotStatus, movementReasons } from './model.ts';
import type { lotRefusals } from './refusals.ts';

export type LotRefusal = RefusalOf<typeof lotRefusals>;

/** Whether stock of a lot may be changed by hand in this way. */
export function decideAdjustment(
  lot: LotState,
  command: { deltaMilli: number; reason: AdjustmentReason; note: string | undefined },
): Result<{ deltaMilli: number }, LotRefusal> {
  const rule = movementReasons[command.reason];
  const sign = command.deltaMilli > 0 ? 'plus' : 'minus';
  if (rule.sign !== 'any' && rule.sign !== sign) {
    return refuse('wrong-direction', { reason: command.reason, sign: rule.sign });
  }
  if (rule.note && !command.note) return refuse('note-required', { reason: command.reason });
  if (command.deltaMilli < 0 && lot.onHandMilli + command.deltaMilli < 0) {
    return refuse('more-than-on-hand', { line: null, batchId: lot.id, onHand: fromMilli(lot.onHandMilli) });
  }
  return ok({ deltaMilli: command.deltaMilli });
}

/** Whether a lot may be quarantined, recalled or released. Only who may change controlled stock lifts a recall. */
export function decideStatus(
  lot: LotState,
  command: { status: LotStatus; mayLiftRecall: boolean },
  today: string,
): Result<{ prior: readonly string[] }, LotRefusal> {
  const hasConflict = lot.statusHeads.length > 1;
  if (lot.status === command.status && !hasConflict) return refuse('already-in-this-status', { status: lot.status });
  if (lot.status === 'recalled' && command.status !== 'recalled' && !command.mayLiftRecall) {
    return refuse('recalled-lot', { batchId: lot.id });
  }
  if (command.status === 'available' && lot.expiresOn < today) {
    return refuse('expired-lot', { expiresOn: lot.expiresOn });
  }
  return ok({ prior: lot.statusHeads.map((head) => head.statusId) });
}

export interface OutgoingLine {
  readonly lot: LotState;
  readonly quantityMilli: number;
  readonly isScheduleTwo: boolean;
}

/** Whether these lots may be sent to another store. `freeMilli` is what no waiting prescription needs, by drug. */
export function decideTransferOut(
  lines: readonly OutgoingLine[],
  facts: { today: string; orderForm: string | null; freeMilli: ReadonlyMap<string, number> },
): Result<readonly OutgoingLine[], LotRefusal> {
  const takenOfLot = new Map<string, number>();
  const takenOfDrug = new Map<string, number>();
  for (const [line, { lot, quantityMilli, isScheduleTwo }] of lines.entries()) {
    const blocked = lot.expiresOn < facts.today ? 'expired' : lot.status;
    if (blocked !== 'available') return refuse('lot-not-available', { line, batchId: lot.id, status: blocked });
    if (isScheduleTwo && !facts.orderForm) return refuse('order-form-required', { line, ndc: lot.drugKey });
    const ofLot = add(takenOfLot, lot.id, quantityMilli);
    if (ofLot > lot.onHandMilli) {
      return refuse('more-than-on-hand', { line, batchId: lot.id, onHand: fromMilli(lot.onHandMilli) });
    }
    const free = facts.freeMilli.get(lot.drugKey) ?? 0;
    if (add(takenOfDrug, lot.drugKey, quantityMilli) > free) {
      return refuse('promised-to-patients', { ndc: lot.drugKey, free: fromMilli(Math.max(0, free)) });
    }
  }
  return ok(lines);
}

function add(sums: Map<string, number>, key: string, quantityMilli: number): number {
  const sum = (sums.get(key) ?? 0) + quantityMilli;
  sums.set(key, sum);
  return sum;
}
