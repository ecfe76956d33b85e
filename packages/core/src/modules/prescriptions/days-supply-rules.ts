import type { DaysSupply, DispensedProduct } from './days-supply.ts';
import { isInsulin, isPen, unitsPerMl } from './product-facts.ts';
import type { Use } from './use-of-sig.ts';

/** Days a mixed suspension keeps: clinical-checks.md section 9 (K, label-derived). First match wins. */
const mixed: readonly (readonly [RegExp, number])[] = [
  [/amoxicillin.*clavulan|augmentin/i, 10],
  [/amoxicillin/i, 14],
  [/azithromycin/i, 10],
  [/cefdinir/i, 10],
  [/cephalexin/i, 14],
  [/clindamycin/i, 14],
  [/oseltamivir|tamiflu/i, 17],
];

/** Null where the product is not mixed at the counter, or nothing is known about it. */
export function reconstitutedDays({ name, doseForm }: DispensedProduct): number | null {
  if (!/powder|for suspension|for solution|suspension/i.test(doseForm)) return null;
  return mixed.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

/** Days an opened insulin may be used; 28 for most (clinical-checks.md sections 8 and 9). */
const inUse: readonly (readonly [RegExp, number])[] = [
  [/tresiba|degludec|toujeo|glargine.*300/i, 56],
  [/levemir|detemir/i, 42],
];
const inUseMost = 28;
/** Units let out before each injection with a pen. */
const primingUnits = 2;

/**
 * Insulin: all units over those used a day, priming of a pen included, and not longer than the opened containers keep.
 * Other drugs in units have no rule here.
 */
export function containerRule(product: DispensedProduct, quantityMilli: number, use: Use): DaysSupply | null {
  if (product.unit !== 'ML' || !isInsulin(product) || use.days !== 1) return null;
  const perMl = unitsPerMl(product);
  const hasPen = isPen(product);
  const primedMilli = hasPen ? use.usesPerDay * primingUnits * 1000 : 0;
  const dailyMilli = use.unitsMilli + primedMilli;
  const supply = Math.floor((quantityMilli * perMl) / dailyMilli);
  const containerMl = hasPen ? (perMl === 300 ? 1500 : 3000) : 10_000;
  const containers = Math.max(1, Math.round(quantityMilli / containerMl));
  const keeps = inUse.find(([pattern]) => pattern.test(`${product.name} ${product.strength}`))?.[1] ?? inUseMost;
  const priming = primedMilli > 0 ? ` + ${primedMilli / 1000} for priming` : '';
  const sum = `${quantityMilli / 1000} mL × ${perMl} units ÷ (${use.unitsMilli / 1000}${priming}) a day = ${supply} days`;
  const cap = containers * keeps;
  if (supply <= cap) return { days: supply, least: supply, most: supply, calculation: sum, ruleId: 'DS-7' };
  const calculation = `${sum}; opened it keeps ${keeps} days, ${containers} × ${keeps} = ${cap}`;
  return { days: cap, least: cap, most: cap, calculation, ruleId: 'DS-7' };
}
