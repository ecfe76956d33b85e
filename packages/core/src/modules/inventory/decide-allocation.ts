import { fromMilli } from '../../kernel/contract.ts';
import { ok, type Result, refuse } from '../../kernel/refusal.ts';
import { addDays } from '../../kernel/time.ts';
import { normalLotNumber } from './lot.ts';
import type { Allocation, AllocationRefusal, LotStatus, SkippedLot, SkipReason } from './model.ts';

export interface AllocatableLot {
  readonly batchId: string;
  readonly lotNumber: string;
  readonly expiresOn: string;
  readonly onHandMilli: number;
  readonly status: LotStatus;
  /** Set aside for something else in this very lot. */
  readonly reservedMilli: number;
  /** What this terminal has rights to; null where the lot is not controlled. */
  readonly rightsMilli: number | null;
  /** Somebody else is about to take from it for a fill. */
  readonly isHeld?: boolean;
}

export interface AllocationWish {
  readonly quantityMilli: number;
  readonly today: string;
  /** Earliest acceptable expiry. */
  readonly notBefore: string;
  readonly lotNumber?: string | null;
}

export interface AllocationPlan {
  readonly allocations: readonly Allocation[];
  readonly skipped: readonly SkippedLot[];
  readonly availableMilli: number;
  readonly shortMilli: number;
}

/** A lot somebody else is filling from gives way to lots that expire at most so much later. */
export const holdGivesWayDays = 31;

/**
 * First expired, first out: the earliest expiry that may be dispensed and lasts long enough, split over lots where
 * one does not hold enough. A requested lot goes first. Equal expiries in order of lot number, so that two terminals
 * choose alike. Lots that are held for a fill elsewhere give way, see `awayFromHolds`.
 */
export function planAllocation(lots: readonly AllocatableLot[], wish: AllocationWish): AllocationPlan {
  const requested = wish.lotNumber ? normalLotNumber(wish.lotNumber) : null;
  const skipped: SkippedLot[] = [];
  const usable: AllocatableLot[] = [];
  for (const lot of [...lots].sort(byExpiry)) {
    const reason = whyNot(lot, wish);
    if (reason === null) usable.push(lot);
    else skipped.push(skip(lot, reason));
  }
  if (requested !== null) usable.sort((a, b) => Number(b.lotNumber === requested) - Number(a.lotNumber === requested));
  const first = takeFrom(usable, wish.quantityMilli);
  const { allocations, shortMilli } = requested === null ? (awayFromHolds(usable, wish, first) ?? first) : first;
  const availableMilli = usable.reduce((sum, lot) => sum + freeHere(lot), 0);
  return { allocations, skipped, availableMilli, shortMilli };
}

type Taken = Pick<AllocationPlan, 'allocations' | 'shortMilli'>;

function takeFrom(lots: readonly AllocatableLot[], quantityMilli: number): Taken {
  const allocations: Allocation[] = [];
  let shortMilli = quantityMilli;
  for (const lot of lots) {
    if (shortMilli === 0) break;
    const { batchId, lotNumber, expiresOn } = lot;
    const takenMilli = Math.min(shortMilli, freeHere(lot));
    allocations.push({ batchId, lotNumber, expiresOn, quantityMilli: takenMilli });
    shortMilli -= takenMilli;
  }
  return { allocations, shortMilli };
}

/**
 * The same quantity without the lots others are filling from, if it is there in lots that expire little later and the
 * fill is not split over more of them. Null where what comes first goes first all the same: a hold refuses nothing.
 */
function awayFromHolds(usable: readonly AllocatableLot[], wish: AllocationWish, first: Taken): Taken | null {
  const held = usable.filter((lot) => lot.isHeld && first.allocations.some((one) => one.batchId === lot.batchId));
  const [earliest] = held;
  if (earliest === undefined || first.shortMilli > 0) return null;
  const latest = addDays(earliest.expiresOn, holdGivesWayDays);
  const others = takeFrom(
    usable.filter((lot) => !lot.isHeld && lot.expiresOn <= latest),
    wish.quantityMilli,
  );
  return others.shortMilli === 0 && others.allocations.length <= first.allocations.length ? others : null;
}

/** The same as an answer to a fill: all of it, from the lot that was scanned if one was, or a refusal. */
export function decideAllocation(
  lots: readonly AllocatableLot[],
  wish: AllocationWish,
): Result<readonly Allocation[], AllocationRefusal> {
  const plan = planAllocation(lots, wish);
  if (wish.lotNumber) {
    const refusedLot = whyRequestedLotFails(plan, lots, normalLotNumber(wish.lotNumber));
    if (refusedLot !== null && refusedLot !== 'rights-elsewhere') {
      return refuse('lot-not-allowed', { lotNumber: wish.lotNumber, reason: refusedLot, skipped: plan.skipped });
    }
  }
  if (plan.shortMilli > 0) {
    const held = heldElsewhere(lots, wish);
    if (held !== null && held.milli >= plan.shortMilli) {
      return refuse('rights-elsewhere', {
        batchId: held.batchId,
        needed: fromMilli(wish.quantityMilli),
        here: fromMilli(plan.availableMilli),
        elsewhere: fromMilli(held.milli),
      });
    }
    return refuse('insufficient-stock', {
      neededMilli: wish.quantityMilli,
      availableMilli: plan.availableMilli,
      skipped: plan.skipped,
    });
  }
  return ok(plan.allocations);
}

/** What other terminals have rights to in lots that would do, and the first such lot. */
function heldElsewhere(
  lots: readonly AllocatableLot[],
  wish: AllocationWish,
): { batchId: string; milli: number } | null {
  const held = [...lots].sort(byExpiry).filter((lot) => {
    const reason = whyNot(lot, wish);
    return lot.rightsMilli !== null && (reason === null || reason === 'rights-elsewhere');
  });
  const milli = held.reduce((sum, lot) => sum + lot.onHandMilli - lot.reservedMilli - freeHere(lot), 0);
  return held[0] === undefined || milli <= 0 ? null : { batchId: held[0].batchId, milli };
}

function whyRequestedLotFails(
  plan: AllocationPlan,
  lots: readonly AllocatableLot[],
  lotNumber: string,
): SkipReason | 'unknown-lot' | null {
  const asked = lots.filter((lot) => lot.lotNumber === lotNumber);
  if (asked.length === 0) return 'unknown-lot';
  const reasons = asked.map((lot) => plan.skipped.find((one) => one.batchId === lot.batchId)?.reason ?? null);
  return reasons.includes(null) ? null : (reasons[0] ?? null);
}

/** Of a controlled lot only what this terminal's rights cover. */
function freeHere(lot: AllocatableLot): number {
  const free = lot.onHandMilli - lot.reservedMilli;
  return lot.rightsMilli === null ? free : Math.min(free, lot.rightsMilli);
}

function whyNot(lot: AllocatableLot, wish: AllocationWish): SkipReason | null {
  if (lot.status === 'recalled') return 'recalled';
  if (lot.status === 'quarantined') return 'quarantined';
  if (lot.expiresOn < wish.today) return 'expired';
  if (lot.onHandMilli < 0) return 'below-zero';
  if (lot.onHandMilli === 0) return 'nothing-on-hand';
  if (lot.expiresOn < wish.notBefore) return 'too-short-dated';
  if (lot.onHandMilli <= lot.reservedMilli) return 'reserved';
  if (freeHere(lot) <= 0) return 'rights-elsewhere';
  return null;
}

function skip(lot: AllocatableLot, reason: SkipReason): SkippedLot {
  const { batchId, lotNumber, expiresOn, onHandMilli } = lot;
  return { batchId, lotNumber, expiresOn, onHandMilli, reason };
}

function byExpiry(a: AllocatableLot, b: AllocatableLot): number {
  if (a.expiresOn !== b.expiresOn) return a.expiresOn < b.expiresOn ? -1 : 1;
  if (a.lotNumber !== b.lotNumber) return a.lotNumber < b.lotNumber ? -1 : 1;
  if (a.batchId === b.batchId) return 0;
  return a.batchId < b.batchId ? -1 : 1;
}
