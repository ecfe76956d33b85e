import { ceilDiv, ceilSqrt, ceilTo } from './integer-maths.ts';

/**
 * The simple method of fact sheet workflow-operations.md section 8: reorder point d x L + SS with
 * SS = z x sqrt(L x sigma_d^2 + d^2 x sigma_L^2), from daily use over the last 90 days. Honest about what it is: no
 * season, no trend, weak on drugs that move rarely.
 */
export const useWindowDays = 90;
/** A drug new to the store is judged on the days it was there, but on no fewer than these. */
export const useWindowDaysMin = 14;
/** z of a 95 % service level, in thousandths. */
export const serviceLevel = { basisPoints: 9500, zMilli: 1645 } as const;
/** An order covers the days until the next look at the list. */
export const reviewDays = 7;

/** Daily net use in thousandths: how many days were watched, the sum and the sum of squares over them. */
export interface DailyUse {
  readonly days: number;
  readonly sumMilli: number;
  /** Leaves the safe integers of a number. */
  readonly sumSquares: bigint;
}

export interface LeadTime {
  readonly days: number;
  /** Standard deviation in thousandths of a day. */
  readonly deviationMilli: number;
}

/** Rounded up to a whole thousandth. */
export function safetyStockMilli(use: DailyUse, lead: LeadTime, zMilli: number = serviceLevel.zMilli): number {
  const [days, sum] = [BigInt(use.days), BigInt(use.sumMilli)];
  const million = 1_000_000n;
  // days^2 x (L x sigma_d^2 + d^2 x sigma_L^2), in thousandths squared x 10^6
  const spread = days * use.sumSquares - sum * sum;
  const inside =
    BigInt(lead.days) * spread * million + sum * sum * BigInt(lead.deviationMilli) * BigInt(lead.deviationMilli);
  const root = ceilSqrt(inside * BigInt(zMilli) * BigInt(zMilli));
  return Number(ceilDiv(root, days * 1_000_000n));
}

export interface ReorderInput {
  readonly use: DailyUse;
  readonly lead: LeadTime;
  /** What may be dispensed, and what prescriptions wait for. */
  readonly saleableMilli: number;
  readonly reservedMilli: number;
  readonly minMilli: number | null;
  readonly maxMilli: number | null;
  readonly packageMilli: number;
}

export interface ReorderAdvice {
  readonly dailyUseMilli: number;
  readonly safetyStockMilli: number;
  readonly reorderPointMilli: number;
  readonly targetMilli: number;
  readonly orderMilli: number;
  readonly basis: 'use-90-days' | 'minimum' | 'owed';
}

/** What to order now; `orderMilli` 0 where stock suffices. Whole packages. */
export function adviseReorder(input: ReorderInput): ReorderAdvice {
  const { use, lead } = input;
  const sumMilli = Math.max(0, use.sumMilli);
  const inUse = sumMilli > 0;
  const safety = inUse ? safetyStockMilli(use, lead) : 0;
  const over = (days: number) => Math.ceil((sumMilli * days) / use.days);
  const reorderPointMilli = Math.max(over(lead.days) + safety, input.minMilli ?? 0);
  const targetMilli = Math.max(input.maxMilli ?? over(lead.days + reviewDays) + safety, reorderPointMilli);
  const positionMilli = input.saleableMilli - input.reservedMilli;
  const isOwed = positionMilli < 0;
  const isLow = positionMilli <= reorderPointMilli && reorderPointMilli > 0;
  const wantedMilli = isLow || isOwed ? Math.max(0, targetMilli - positionMilli) : 0;
  return {
    dailyUseMilli: Math.round(sumMilli / use.days),
    safetyStockMilli: safety,
    reorderPointMilli,
    targetMilli,
    orderMilli: ceilTo(wantedMilli, input.packageMilli),
    basis: basisOf({ inUse, isOwed, hasMinimum: input.minMilli !== null && positionMilli <= input.minMilli }),
  };
}

function basisOf(facts: { inUse: boolean; isOwed: boolean; hasMinimum: boolean }): ReorderAdvice['basis'] {
  if (facts.inUse) return 'use-90-days';
  if (facts.hasMinimum) return 'minimum';
  return facts.isOwed ? 'owed' : 'minimum';
}

/** Cumulative value of use: A the first 80 %, B the next 15 %, C the rest. */
export function abcClasses(valueByKey: ReadonlyMap<string, number>): Map<string, 'A' | 'B' | 'C'> {
  const total = [...valueByKey.values()].reduce((sum, value) => sum + value, 0);
  const classes = new Map<string, 'A' | 'B' | 'C'>();
  let before = 0;
  for (const [key, value] of [...valueByKey].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))) {
    if (before * 100 < total * 80) classes.set(key, 'A');
    else classes.set(key, before * 100 < total * 95 ? 'B' : 'C');
    before += value;
  }
  return classes;
}
