import type { DispensedProduct } from './days-supply.ts';

/** What can be read off a product's name, form and strength for days supply. */

export function isInhaler({ doseForm, route, name }: DispensedProduct): boolean {
  return (
    /aerosol|inhal|powder, metered|metered dose/i.test(`${doseForm} ${name}`) && !/nasal/i.test(`${route} ${doseForm}`)
  );
}
export function isNasalSpray({ doseForm, route }: DispensedProduct): boolean {
  return /nasal/i.test(`${route} ${doseForm}`) && /spray/i.test(doseForm);
}

/** Actuations of devices that are always sold with the same number: clinical-checks.md section 8. */
const knownDevices: readonly (readonly [RegExp, number])[] = [
  [/fluticasone.*salmeterol|advair|wixela/i, 60],
  [/fluticasone.*umeclidinium.*vilanterol|trelegy/i, 30],
  [/albuterol/i, 200],
];

/** Puffs or sprays in one device: as the name says (`120 ACTUAT`), or known for the drug; null when neither. */
export function actuationsIn(product: DispensedProduct): number | null {
  const named = /(\d{2,3})\s*(?:actuat|sprays|inhalations|puffs|doses|metered)/i.exec(product.name);
  if (named) return Number(named[1]);
  if (isNasalSpray(product)) return /fluticasone/i.test(product.name) ? 120 : null;
  if (!isInhaler(product)) return null;
  return knownDevices.find(([pattern]) => pattern.test(product.name))?.[1] ?? null;
}

/** Strength of one ingredient as micrograms in so many thousandths of a unit: `250 mg/5 mL`, `500 mg`. */
export function mgStrengthOf({
  strength,
  unit,
}: DispensedProduct): { micrograms: number; perUnitsMilli: number } | null {
  const match = /^\s*([\d.,]+)\s*(mg|mcg|g)(?:\s*(?:base|hcl))?(?:\s*\/\s*([\d.]*)\s*(ml|1)?)?\s*$/i.exec(strength);
  if (!match) return null;
  const [, amount = '', mass = 'mg', per, perUnit] = match;
  const milligrams = { mg: 1000, mcg: 1, g: 1_000_000 }[mass.toLowerCase() as 'mg'];
  const micrograms = Math.round(Number(amount.replace(/,/g, '')) * milligrams);
  if (!(micrograms > 0)) return null;
  if (unit === 'ML') {
    if (perUnit?.toLowerCase() !== 'ml') return null;
    return { micrograms, perUnitsMilli: Math.round(Number(per || '1') * 1000) };
  }
  return perUnit?.toLowerCase() === 'ml' ? null : { micrograms, perUnitsMilli: 1000 };
}

/** Units in one mL of an insulin; U-100 where the strength does not say otherwise. */
export function unitsPerMl({ strength, name }: DispensedProduct): number {
  const stated = /(\d+)\s*(?:\[?i?u\]?|units?|unt)\s*\/\s*(?:1\s*)?ml|\bu-?(\d{3})\b/i.exec(`${strength} ${name}`);
  return Number(stated?.[1] ?? stated?.[2] ?? 100);
}
export function isInsulin({ name }: DispensedProduct): boolean {
  return /insulin|humalog|novolog|lantus|basaglar|tresiba|toujeo|levemir|humulin|novolin|admelog|semglee|apidra|fiasp|lyumjev/i.test(
    name,
  );
}
export function isPen({ name, doseForm }: DispensedProduct): boolean {
  return /pen\b|kwikpen|flexpen|flextouch|solostar|cartridge|penfill|prefilled/i.test(`${name} ${doseForm}`);
}
