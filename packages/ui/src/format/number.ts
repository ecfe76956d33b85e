/**
 * Decimal text to and from scaled integers, without a float in between: money is cents (scale 2), quantities are
 * thousandths (scale 3).
 */
export type ParsedNumber =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly reason: 'empty' | 'not-a-number' | 'too-many-decimals' | 'too-large' };

const digitsMax = 12;

/** Accepts `1,234.5`, `1234.50`, `.5`, `-3`; refuses anything it would have to guess. */
export function parseScaled(text: string, scale: number): ParsedNumber {
  const clean = text
    .trim()
    .replace(/^\$/, '')
    .replace(/[\s\u00a0\u202f]/g, '');
  if (clean === '') return { ok: false, reason: 'empty' };
  const match = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d*)(?:\.(\d*))?$/.exec(clean);
  const whole = match?.[2]?.replaceAll(',', '') ?? '';
  const fraction = match?.[3] ?? '';
  if (!match || whole + fraction === '') return { ok: false, reason: 'not-a-number' };
  const significant = fraction.replace(/0+$/, '');
  if (significant.length > scale) return { ok: false, reason: 'too-many-decimals' };
  if (whole.length + scale > digitsMax) return { ok: false, reason: 'too-large' };
  const value = Number(whole + significant.padEnd(scale, '0'));
  return { ok: true, value: match[1] === '-' && value !== 0 ? -value : value };
}

/** The shortest exact text: 1500 thousandths is `1.5`. */
export function formatScaled(value: number, scale: number, options: { decimalsMin?: number; group?: boolean } = {}) {
  const sign = value < 0 ? '-' : '';
  const digits = String(Math.abs(Math.trunc(value))).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits
    .slice(digits.length - scale)
    .replace(/0+$/, '')
    .padEnd(options.decimalsMin ?? 0, '0');
  const grouped = options.group === false ? whole : whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return sign + grouped + (fraction ? `.${fraction}` : '');
}

export function formatMoney(cents: number, currency = '$'): string {
  const text = formatScaled(cents, 2, { decimalsMin: 2 });
  return text.startsWith('-') ? `-${currency}${text.slice(1)}` : currency + text;
}

/** A quantity from the wire (at most three decimals) as people write it: `90`, `1,500`, `2.5`. */
export function formatQuantity(quantity: number): string {
  return formatScaled(Math.round(quantity * 1000), 3);
}

export function parseMoney(text: string): ParsedNumber {
  return parseScaled(text, 2);
}

/** The quantity for the wire, or why not. */
export function parseQuantity(text: string): ParsedNumber {
  const milli = parseScaled(text, 3);
  return milli.ok ? { ok: true, value: milli.value / 1000 } : milli;
}
