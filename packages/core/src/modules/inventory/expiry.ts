import { addMonths, daysBetween } from '../../kernel/time.ts';

export type ExpiryTier = 'expired' | 'pull' | 'push' | 'watch' | 'normal';

/** Fact sheet workflow-operations.md section 8: under 3 months pull, 3 to 6 push, 6 to 12 watch. A lot is good through its day. */
export function tierOf(expiresOn: string, today: string): ExpiryTier {
  if (expiresOn < today) return 'expired';
  if (expiresOn < addMonths(today, 3)) return 'pull';
  if (expiresOn < addMonths(today, 6)) return 'push';
  if (expiresOn < addMonths(today, 12)) return 'watch';
  return 'normal';
}

export interface SellingLot {
  readonly batchId: string;
  readonly expiresOn: string;
  readonly onHandMilli: number;
}

/**
 * How much of each lot a steady daily use will take before it expires, earliest expiry first. Basis points of what
 * is on hand; 10,000 where nothing is.
 */
export function willSell(
  lots: readonly SellingLot[],
  use: { perDays: number; quantityMilli: number },
  today: string,
): Map<string, number> {
  const shares = new Map<string, number>();
  let takenMilli = 0;
  for (const lot of [...lots].sort((a, b) => (a.expiresOn < b.expiresOn ? -1 : 1))) {
    if (lot.onHandMilli <= 0) {
      shares.set(lot.batchId, 10_000);
      continue;
    }
    const days = Math.max(0, daysBetween(today, lot.expiresOn) + 1);
    const untilExpiryMilli = Math.floor((use.quantityMilli * days) / use.perDays);
    const soldMilli = Math.min(lot.onHandMilli, Math.max(0, untilExpiryMilli - takenMilli));
    takenMilli += soldMilli;
    shares.set(lot.batchId, Math.floor((soldMilli * 10_000) / lot.onHandMilli));
  }
  return shares;
}

/** Quantity that expires in each of the next twelve calendar months, this one first; expired stock is not in it. */
export function expiryByMonth(lots: readonly SellingLot[], today: string): number[] {
  const months = Array.from({ length: 12 }, () => 0);
  const now = monthNumber(today);
  for (const lot of lots) {
    if (lot.onHandMilli <= 0 || lot.expiresOn < today) continue;
    const index = monthNumber(lot.expiresOn) - now;
    if (index >= 0 && index < 12) months[index] = (months[index] ?? 0) + lot.onHandMilli;
  }
  return months;
}

function monthNumber(date: string): number {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
}
