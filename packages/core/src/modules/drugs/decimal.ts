/** Exact decimals for strengths: `0.50` and `.5` are one number, and no float is involved. */

export interface Decimal {
  /** Without trailing zeros. */
  readonly mantissa: bigint;
  /** Power of ten. */
  readonly exponent: number;
}

/** `12.50`, `.5`, `1,000`. Undefined for anything else. */
export function readDecimal(text: string): Decimal | undefined {
  const match = /^(\d*)(?:\.(\d+))?$/.exec(text.replace(/(\d),(?=\d{3}(?!\d))/g, '$1').trim());
  const [, whole = '', fraction = ''] = match ?? [];
  if (whole === '' && fraction === '') return undefined;
  return trimmed(BigInt(whole + fraction), -fraction.length);
}

export function timesTenTo(value: Decimal, power: number): Decimal {
  return { mantissa: value.mantissa, exponent: value.exponent + power };
}

/** `125e-2`: equal text for equal numbers. */
export function decimalKey(value: Decimal): string {
  const { mantissa, exponent } = trimmed(value.mantissa, value.exponent);
  return mantissa === 0n ? '0' : `${mantissa}e${exponent}`;
}

/** Equal text for equal quotients: `3/2`. Undefined where the divisor is zero. */
export function quotientKey(dividend: Decimal, divisor: Decimal): string | undefined {
  if (divisor.mantissa === 0n) return undefined;
  const shift = dividend.exponent - divisor.exponent;
  const above = dividend.mantissa * (shift > 0 ? 10n ** BigInt(shift) : 1n);
  const below = divisor.mantissa * (shift < 0 ? 10n ** BigInt(-shift) : 1n);
  const common = greatestDivisor(above, below);
  return `${above / common}/${below / common}`;
}

function trimmed(mantissa: bigint, exponent: number): Decimal {
  if (mantissa === 0n) return { mantissa, exponent: 0 };
  let [value, power] = [mantissa, exponent];
  while (value % 10n === 0n) [value, power] = [value / 10n, power + 1];
  return { mantissa: value, exponent: power };
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x === 0n ? 1n : x;
}
