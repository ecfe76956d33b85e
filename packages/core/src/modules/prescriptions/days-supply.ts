import { containerRule, reconstitutedDays } from './days-supply-rules.ts';
import type { ProductSnapshot } from './model.ts';
import { actuationsIn, isInhaler, isNasalSpray, mgStrengthOf } from './product-facts.ts';
import type { ExpandedSig } from './sig/sig-model.ts';
import { courseUse, skinUse, type Use, useOf } from './use-of-sig.ts';

/** How long a quantity lasts, with the sum in words so that it can stand beside a claim. */
export interface DaysSupply {
  readonly days: number;
  /** What is still right when a drop or a dab is larger or smaller; equal to `days` where the count is exact. */
  readonly least: number;
  readonly most: number;
  readonly calculation: string;
  readonly ruleId: string;
}
export type DispensedProduct = Pick<
  ProductSnapshot,
  'name' | 'strength' | 'doseForm' | 'route' | 'unit' | 'packageSizeMilli'
>;

/**
 * Days supply by the rules of the dose form (clinical-checks.md section 8). Null where no honest number exists: as
 * directed, as needed without a maximum, a cream without grams. Then the pharmacist enters an estimate.
 */
export function daysSupplyOf(product: DispensedProduct, quantityMilli: number, sig: ExpandedSig): DaysSupply | null {
  const pack = packDuration(product, quantityMilli, sig);
  if (pack) return pack;
  if (!sig.understood || sig.structure === null) return null;
  const skin = skinUse(sig.structure);
  if (product.unit === 'GM' && skin && sig.rate === null)
    return fromRate('DS-9', quantityMilli, skin.gramsMilli, 1, 'g', skin.how);
  const use = useOf(sig);
  if (!use) return null;
  const result = byForm(product, quantityMilli, use);
  return result && limitedToCourse(result, sig, quantityMilli, product);
}

function byForm(product: DispensedProduct, quantityMilli: number, use: Use): DaysSupply | null {
  switch (use.unit) {
    case 'mL':
      return product.unit === 'ML' ? liquid(product, quantityMilli, use.unitsMilli, use.days) : null;
    case 'drop':
      return product.unit === 'ML' ? drops(product, quantityMilli, use) : null;
    case 'puff':
    case 'spray':
      return actuations(product, quantityMilli, use);
    case 'unit':
      return containerRule(product, quantityMilli, use);
    case 'mg':
    case 'mcg':
    case 'g':
      return byMass(product, quantityMilli, use);
    default:
      return product.unit === 'EA' ? fromRate('DS-1', quantityMilli, use.unitsMilli, use.days, use.unit) : null;
  }
}

function fromRate(
  ruleId: string,
  quantityMilli: number,
  unitsMilli: number,
  days: number,
  unit: string,
  how = '',
): DaysSupply | null {
  if (unitsMilli <= 0) return null;
  const result = Math.floor((quantityMilli * days) / unitsMilli);
  const per = days === 1 ? 'a day' : `in ${days} days`;
  const calculation = `${quantityMilli / 1000} ${unit} ÷ ${unitsMilli / 1000} ${unit} ${per}${how} = ${result} days`;
  return { days: result, least: result, most: result, calculation, ruleId };
}

function liquid(product: DispensedProduct, quantityMilli: number, mlMilli: number, days: number): DaysSupply | null {
  const plain = fromRate('DS-2', quantityMilli, mlMilli, days, 'mL');
  const stable = reconstitutedDays(product);
  if (!plain || stable === null || plain.days <= stable) return plain;
  return {
    days: stable,
    least: stable,
    most: stable,
    ruleId: 'DS-3',
    calculation: `${plain.calculation}; once mixed it keeps ${stable} days`,
  };
}

/** About 20 drops in a mL, from 15 to 30. */
function drops(product: DispensedProduct, quantityMilli: number, use: Use): DaysSupply {
  const at = (perMl: number): number => Math.floor((quantityMilli * perMl * use.days) / use.unitsMilli);
  const per = use.days === 1 ? 'a day' : `in ${use.days} days`;
  const sum = `${quantityMilli / 1000} mL × 20 drops ÷ ${use.unitsMilli / 1000} drops ${per} = ${at(20)} days`;
  const bottle = product.packageSizeMilli ?? quantityMilli;
  const inUse = /latanoprost/i.test(product.name) ? 42 * Math.max(1, Math.round(quantityMilli / bottle)) : null;
  const capped = (days: number): number => Math.min(days, inUse ?? days);
  const range = { days: capped(at(20)), least: capped(at(15)), most: capped(at(30)) };
  if (inUse === null || at(20) <= inUse) return { ...range, ruleId: 'DS-4', calculation: sum };
  return { ...range, ruleId: 'DS-5', calculation: `${sum}; an opened bottle keeps 42 days, so ${inUse} days` };
}

function actuations(product: DispensedProduct, quantityMilli: number, use: Use): DaysSupply | null {
  const perDevice = actuationsIn(product);
  if (perDevice === null || !(isInhaler(product) || isNasalSpray(product))) return null;
  const size = product.packageSizeMilli;
  if (product.unit !== 'EA' && size === null) return null;
  const devices =
    product.unit === 'EA' ? Math.max(1, Math.round(quantityMilli / (size ?? 1000))) : quantityMilli / (size ?? 1);
  if (!Number.isInteger(devices)) return null;
  const days = Math.floor((devices * perDevice * 1000 * use.days) / use.unitsMilli);
  const per = use.days === 1 ? 'a day' : `in ${use.days} days`;
  const calculation = `${devices} × ${perDevice} ${use.unit}s ÷ ${use.unitsMilli / 1000} ${per} = ${days} days`;
  return { days, least: days, most: days, ruleId: 'DS-6', calculation };
}

/** A dose in mg over the strength of one tablet or one mL; grams of a cream are grams. */
function byMass(product: DispensedProduct, quantityMilli: number, use: Use): DaysSupply | null {
  if (use.unit === 'g' && product.unit === 'GM') return fromRate('DS-8', quantityMilli, use.unitsMilli, use.days, 'g');
  const strength = mgStrengthOf(product);
  if (!strength) return null;
  const scale = { mg: 1000, mcg: 1, g: 1_000_000 }[use.unit as 'mg'];
  const micrograms = (use.unitsMilli * scale) / 1000;
  const unitsMilli = (micrograms * strength.perUnitsMilli) / strength.micrograms;
  if (!Number.isInteger(unitsMilli)) return null;
  if (product.unit === 'ML') return liquid(product, quantityMilli, unitsMilli, use.days);
  return product.unit === 'EA'
    ? fromRate('DS-1', quantityMilli, unitsMilli, use.days, 'units', ` (${product.strength} each)`)
    : null;
}

/** A course that ends before the quantity does is as long as the sig says. */
function limitedToCourse(
  result: DaysSupply,
  sig: ExpandedSig,
  quantityMilli: number,
  product: DispensedProduct,
): DaysSupply {
  const course = sig.courseDays;
  if (course === null || sig.structure === null) return result;
  const needed = courseUse(sig.structure);
  if (needed !== null && product.unit === 'EA' && needed.unitsMilli > quantityMilli)
    return { ...result, ...needed.until(quantityMilli) };
  const isWhole = needed !== null && product.unit === 'EA';
  if (!isWhole && result.days <= course) return result;
  return {
    days: course,
    least: course,
    most: course,
    ruleId: 'DS-10',
    calculation: `the directions end after ${course} days; ${result.calculation}`,
  };
}

/** Packs whose label says how long they last: their directions are on the pack. */
function packDuration(product: DispensedProduct, quantityMilli: number, sig: ExpandedSig): DaysSupply | null {
  const count = quantityMilli / 1000;
  const pack = (days: number, what: string): DaysSupply => ({
    days,
    least: days,
    most: days,
    ruleId: 'DS-11',
    calculation: `${what} = ${days} days`,
  });
  if (sig.rate !== null && sig.courseDays === null && !/kit/i.test(product.doseForm)) return null;
  if (/azithromycin/i.test(product.name) && /250 ?mg/i.test(`${product.name} ${product.strength}`) && count === 6)
    return pack(5, 'azithromycin pack of 6 tablets of 250 mg');
  if (
    /methylprednisolone/i.test(product.name) &&
    /\b4 ?mg/i.test(`${product.name} ${product.strength}`) &&
    count === 21
  )
    return pack(6, 'methylprednisolone pack of 21 tablets of 4 mg');
  if (
    /kit/i.test(product.doseForm) &&
    /ethinyl estradiol|norethindrone|drospirenone|norgestimate|desogestrel/i.test(product.name) &&
    Number.isInteger(count) &&
    count <= 13
  ) {
    return pack(count * 28, `${count} × 28 days of one cycle`);
  }
  return null;
}

/** What to say when the number typed in is not the one that follows from quantity and directions. */
export function daysSupplyDiffers(entered: number, computed: DaysSupply): string | null {
  if (entered >= computed.least && entered <= computed.most) return null;
  return `Entered ${entered} days, but ${computed.calculation}.`;
}
