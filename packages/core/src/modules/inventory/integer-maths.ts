/** `round(a * b / c)`, halves away from zero, without leaving the integers. `c` above zero. */
export function mulDivRound(a: number, b: number, c: number): number {
  const product = BigInt(a) * BigInt(b);
  const divisor = BigInt(c);
  const half = divisor / 2n;
  const rounded = product >= 0n ? (product + half) / divisor : -((-product + half) / divisor);
  return Number(rounded);
}

/** The smallest multiple of `step` that is at least `value`. */
export function ceilTo(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}

/** The smallest integer whose square is at least `value`. */
export function ceilSqrt(value: bigint): bigint {
  if (value <= 0n) return 0n;
  let root = BigInt(Math.floor(Math.sqrt(Number(value))));
  while (root * root > value) root -= 1n;
  while (root * root < value) root += 1n;
  return root;
}

export function ceilDiv(a: bigint, b: bigint): bigint {
  return (a + b - 1n) / b;
}
