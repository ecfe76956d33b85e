import { dateOfDay, dayNumber } from '../../kernel/time.ts';
import type { DrugFacts, MedicationFacts } from './model.ts';
import type { RuleIndex } from './rule-index.ts';

/** A medication with what the checks ask of it again and again worked out once. */
export interface Medication extends MedicationFacts {
  readonly isCandidate: boolean;
  /** Class names, of our vocabulary and the catalogue's, of every ingredient together. */
  readonly classes: ReadonlySet<string>;
  readonly classesByIngredient: ReadonlyMap<string, ReadonlySet<string>>;
  readonly systemic: boolean;
  /** Days since the supply ended; 0 while it lasts or when unknown. */
  readonly daysSinceEnd: number;
  /** Sorted ingredient names: the same for brand and generic. */
  readonly ingredientKey: string;
}

/** Applied here, acting here: these do not meet other drugs in the blood. Some patches and ointments are made to. */
const localRoutes = [
  'ophthalmic',
  'otic',
  'auricular',
  'topical',
  'vaginal',
  'dental',
  'cutaneous',
  'intravitreal',
  'eye',
  'ear',
];
const systemicThroughSkin = new Set([
  'nitroglycerin',
  'fentanyl',
  'buprenorphine',
  'testosterone',
  'estradiol',
  'ethinyl estradiol',
  'clonidine',
  'selegiline',
  'rivastigmine',
  'scopolamine',
  'rotigotine',
  'methylphenidate',
  'oxybutynin',
  'granisetron',
]);

export function isSystemic(drug: DrugFacts): boolean {
  const route = drug.route.toLowerCase();
  if (!localRoutes.some((word) => route.includes(word))) return true;
  if (route.includes('oral') || route.includes('transdermal')) return true;
  return drug.ingredients.some((ingredient) => systemicThroughSkin.has(ingredient.name));
}

export function isOral(drug: DrugFacts): boolean {
  const route = drug.route.toLowerCase();
  return route === '' || route.includes('oral') || route.includes('sublingual') || route.includes('buccal');
}

export function prepare(med: MedicationFacts, index: RuleIndex, today: string, isCandidate: boolean): Medication {
  const classesByIngredient = new Map<string, ReadonlySet<string>>();
  const all = new Set<string>();
  med.drug.ingredients.forEach((ingredient, at) => {
    const own = new Set<string>(index.classesOf.get(ingredient.name) ?? []);
    // The catalogue says the class of the product: with one ingredient it is the class of that ingredient.
    if (at === 0 && med.drug.ingredients.length === 1) for (const name of med.drug.classes) own.add(name);
    classesByIngredient.set(ingredient.name, own);
    for (const name of own) all.add(name);
  });
  return {
    ...med,
    isCandidate,
    classes: all,
    classesByIngredient,
    systemic: isSystemic(med.drug),
    daysSinceEnd: med.endsOn === null ? 0 : Math.max(0, daysBetween(med.endsOn, today)),
    ingredientKey: med.drug.ingredients
      .map((i) => i.name)
      .sort()
      .join('+'),
  };
}

/** Micrograms of these ingredients a day as the directions allow at most; null when it cannot be counted. */
export function microgramsPerDay(med: MedicationFacts, ingredients: readonly string[]): number | null {
  const units = unitsPerDayMilli(med);
  let total: number | null = null;
  for (const { name, strength } of med.drug.ingredients) {
    if (!ingredients.includes(name)) continue;
    if (strength === null || units === null) return null;
    total = (total ?? 0) + Number((BigInt(strength.micrograms) * BigInt(units)) / BigInt(strength.perUnitsMilli));
  }
  return total;
}

/** Directions first; what quantity and days supply come to where the directions do not say. */
export function unitsPerDayMilli(med: Pick<MedicationFacts, 'dose'>): number | null {
  const { maxUnitsPerDayMilli, quantityMilli, daysSupply } = med.dose;
  if (maxUnitsPerDayMilli !== null && maxUnitsPerDayMilli > 0) return Math.trunc(maxUnitsPerDayMilli);
  return suppliedPerDayMilli(quantityMilli, daysSupply);
}

export function suppliedPerDayMilli(quantityMilli: number | null, daysSupply: number | null): number | null {
  if (quantityMilli === null || daysSupply === null || quantityMilli <= 0 || daysSupply <= 0) return null;
  return Math.trunc(quantityMilli / daysSupply);
}

/** Whole days from one date to another; 0 where one cannot be read: screening must not stop over a bad date. */
export function daysBetween(from: string, to: string): number {
  const days = dayNumber(to) - dayNumber(from);
  return Number.isFinite(days) ? days : 0;
}

export function addDays(date: string, days: number): string {
  const day = dayNumber(date);
  return Number.isFinite(day) ? dateOfDay(day + days) : date;
}
