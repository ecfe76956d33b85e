/** Integer money. Ratios go through BigInt: cents times thousandths passes 2^53 on large lines. */

/** `amount x numerator / denominator`, half up (workflow-operations fact sheet section 6, rounding). */
export function ratioHalfUp(amount: number, numerator: number, denominator: number): number {
  const top = BigInt(amount) * BigInt(numerator);
  const bottom = BigInt(denominator);
  const doubled = 2n * (top < 0n ? -top : top) + bottom;
  const rounded = doubled / (2n * bottom);
  return Number(top < 0n ? -rounded : rounded);
}

/** The same, rounded down: for ceilings that may never be passed. */
export function ratioDown(amount: number, numerator: number, denominator: number): number {
  return Number((BigInt(amount) * BigInt(numerator)) / BigInt(denominator));
}

export function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}

/**
 * What the part from `fromMilli` to `toMilli` of a whole costs. Parts that follow one another add up to the whole
 * exactly, whatever their number.
 */
export function shareOf(wholeCents: number, part: { fromMilli: number; toMilli: number; ofMilli: number }): number {
  if (part.ofMilli <= 0) return 0;
  return ratioHalfUp(wholeCents, part.toMilli, part.ofMilli) - ratioHalfUp(wholeCents, part.fromMilli, part.ofMilli);
}
