import type { DoseUnit } from '../../prescriptions/sig/sig-model.ts';

const fractions: ReadonlyMap<number, string> = new Map([
  [250, '1/4'],
  [333, '1/3'],
  [500, '1/2'],
  [667, '2/3'],
  [750, '3/4'],
]);
/** What can be broken or cut; a volume is always a decimal, for `7 1/2` is read as 71/2. */
const divisible: ReadonlySet<DoseUnit> = new Set([
  'tablet',
  'capsule',
  'patch',
  'suppository',
  'lozenge',
  'packet',
  'film',
  'vial',
  'piece',
  'applicatorful',
  'scoop',
  'capful',
]);

/** Thousandths: `2`, `1/2` of a tablet, `1 + 1/2` tablets, `7.5` mL. */
export function doseNumber(milli: number, unit: DoseUnit | null): string {
  const fraction = unit !== null && divisible.has(unit) ? fractions.get(milli % 1000) : undefined;
  const whole = Math.floor(milli / 1000);
  if (fraction === undefined) return String(milli / 1000);
  return whole === 0 ? fraction : `${whole} + ${fraction}`;
}
