import { ok, type Result, refuse } from '../../kernel/refusal.ts';
import type { LotRefusal } from './decide-movement.ts';
import type { CountLine, StockCountState } from './stock-count.ts';

/** Off by more than this share of the book: count again before believing it. Controlled stock has no tolerance. */
export const toleranceBasisPoints = 200;

/** What the handler knows of a lot when the count is handed in. */
export interface CountedLot {
  readonly batchId: string;
  readonly countedMilli: number;
  readonly bookMilli: number;
  readonly isControlled: boolean;
  readonly priorCounts: readonly string[];
  /** What this terminal has rights to of a controlled lot; null where that does not matter. */
  readonly rightsMilli: number | null;
}

/**
 * Compares with the book at this moment. Differences are posted at once, except controlled ones of someone who may
 * not change controlled stock: they wait for a pharmacist.
 * So does a loss that other terminals hold rights to: it is booked when they have passed them on.
 */
export function decideCountSubmission(
  count: Pick<StockCountState, 'status' | 'lines'>,
  counted: readonly CountedLot[],
  mayAdjustControlled: boolean,
): Result<CountLine[], LotRefusal> {
  if (count.status !== 'open') return refuse('count-closed', { status: count.status });
  const onSheet = new Set(count.lines.map((line) => line.batchId));
  const seen = new Set<string>();
  for (const { batchId } of counted) {
    if (seen.has(batchId)) return refuse('counted-twice', { batchId });
    if (!onSheet.has(batchId)) return refuse('not-on-sheet', { batchId });
    seen.add(batchId);
  }
  const batchIds = count.lines.map((line) => line.batchId).filter((batchId) => !seen.has(batchId));
  if (batchIds.length > 0) return refuse('lines-missing', { batchIds });
  return ok(counted.map((lot) => submitted(lot, mayAdjustControlled)));
}

function submitted(lot: CountedLot, mayAdjustControlled: boolean): CountLine {
  const { batchId, countedMilli, bookMilli, isControlled, priorCounts } = lot;
  const agrees = countedMilli === bookMilli;
  const isCovered = lot.rightsMilli === null || bookMilli - countedMilli <= lot.rightsMilli;
  const mustWait = (isControlled && !mayAdjustControlled) || !isCovered;
  const state = agrees ? 'agreed' : mustWait ? 'waiting' : 'posted';
  return { batchId, countedMilli, bookMilli, isControlled, state, priorCounts };
}

export interface Variance {
  readonly milli: number;
  /** Of the book, without sign; null where the book was zero or below. */
  readonly basisPoints: number | null;
  readonly recount: boolean;
}

export function varianceOf(line: CountLine): Variance | null {
  if (line.countedMilli === null || line.bookMilli === null) return null;
  const milli = line.countedMilli - line.bookMilli;
  const basisPoints = line.bookMilli > 0 ? Math.round((Math.abs(milli) * 10_000) / line.bookMilli) : null;
  if (milli === 0) return { milli, basisPoints, recount: false };
  const tolerance = line.isControlled ? 0 : toleranceBasisPoints;
  return { milli, basisPoints, recount: basisPoints === null || basisPoints > tolerance };
}
