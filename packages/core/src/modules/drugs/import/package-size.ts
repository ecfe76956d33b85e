import { type Decimal, readDecimal } from '../decimal.ts';
import type { DispensingUnit } from '../model.ts';

/**
 * How much a package holds, from the directory's words: `1 VIAL in 1 CARTON (0002-0800-01) > 10 mL in 1 VIAL` is
 * 10 mL. The innermost content is the billing unit: mL, g, otherwise each (NCPDP billing unit standard).
 * Kits and texts that do not follow the pattern have no size: it is not guessed.
 */
export function packageSize(description: string): { milli: number | null; unit: DispensingUnit } {
  const levels = description
    .split(/\s+[>/]\s+/)
    .map((level) =>
      /^(\d[\d,]*\.?\d*|\.\d+)\s+(.+?)\s+in\s+(\d+)\s+\S/.exec(level.replace(/\([^)]*\)\s*$/, '').trim()),
    );
  const inner = levels.at(-1)?.[2] ?? '';
  const { unit, power } = measureOf(inner);
  let total: Decimal = { mantissa: 1n, exponent: power + 3 };
  for (const level of levels) {
    const amount = readDecimal(level?.[1] ?? '');
    if (!amount || level?.[3] !== '1' || /\bkit\b/i.test(level[2] ?? '')) return { milli: null, unit };
    total = { mantissa: total.mantissa * amount.mantissa, exponent: total.exponent + amount.exponent };
  }
  return { milli: wholeOf(total), unit };
}

function measureOf(what: string): { unit: DispensingUnit; power: number } {
  if (/^ml$/i.test(what)) return { unit: 'ML', power: 0 };
  if (/^l$/i.test(what)) return { unit: 'ML', power: 3 };
  if (/^g$/i.test(what)) return { unit: 'GM', power: 0 };
  if (/^kg$/i.test(what)) return { unit: 'GM', power: 3 };
  if (/^mg$/i.test(what)) return { unit: 'GM', power: -3 };
  return { unit: 'EA', power: 0 };
}

/** Thousandths as a number; null where it is finer than a thousandth or absurdly large. */
function wholeOf(value: Decimal): number | null {
  let [mantissa, exponent] = [value.mantissa, value.exponent];
  while (exponent < 0 && mantissa % 10n === 0n) [mantissa, exponent] = [mantissa / 10n, exponent + 1];
  if (exponent < 0 || exponent > 12) return null;
  const whole = mantissa * 10n ** BigInt(exponent);
  return whole > 0n && whole <= 1_000_000_000_000n ? Number(whole) : null;
}
