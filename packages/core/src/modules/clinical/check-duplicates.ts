import { capitalised, type Draft, doseKeyOf, subjectOf } from './finding.ts';
import { daysBetween, type Medication } from './medication.ts';
import type { RuleIndex } from './rule-index.ts';
import {
  duplicateIngredientNarrowRule,
  duplicateIngredientRule,
  narrowIngredients,
  releasePairsAllowed,
} from './rules/duplicate-rules.ts';

/** Days of supply left that are no more than refilling in time. */
const overlapAllowedDays = 7;

/** Two medications with one ingredient, or two ingredients of one class; null when they may stand side by side. */
export function duplicateOf(a: Medication, b: Medication, today: string, index: RuleIndex): Draft | null {
  if (a.prescriptionId !== null && a.prescriptionId === b.prescriptionId) return null;
  if (!lasts(a, today) || !lasts(b, today)) return null;
  if (a.systemic !== b.systemic || (!a.systemic && a.drug.route.toLowerCase() !== b.drug.route.toLowerCase()))
    return null;
  const shared = a.drug.ingredients
    .map((i) => i.name)
    .filter((name) => b.drug.ingredients.some((i) => i.name === name));
  const [first] = shared.sort();
  if (first !== undefined) return isReleasePair(a, b) ? null : sameIngredient(a, b, shared);
  return a.systemic ? sameClass(a, b, index) : null;
}

function lasts(med: Medication, today: string): boolean {
  if (med.isCandidate || med.endsOn === null) return true;
  return daysBetween(today, med.endsOn) > overlapAllowedDays;
}

function isReleasePair(a: Medication, b: Medication): boolean {
  if (a.drug.isExtendedRelease === b.drug.isExtendedRelease) return false;
  return releasePairsAllowed.some((name) => a.classes.has(name) && b.classes.has(name));
}

function sameIngredient(a: Medication, b: Medication, shared: readonly string[]): Draft {
  const narrow = shared.find((name) => narrowIngredients.includes(name));
  const rule = narrow === undefined ? duplicateIngredientRule : duplicateIngredientNarrowRule;
  const name = narrow ?? (shared[0] as string);
  return {
    rule,
    kind: 'duplicate-ingredient',
    reasonForService: 'ID',
    severity: rule.severity,
    message: `${capitalised(name)} twice: ${pairText(a, b)}`,
    subjects: subjects(a, b),
    about: [name, a.ingredientKey, b.ingredientKey],
    doses: [doseKeyOf(a), doseKeyOf(b)],
  };
}

function sameClass(a: Medication, b: Medication, index: RuleIndex): Draft | null {
  const rule = index.rules.duplicates.find(
    (candidate) =>
      a.classes.has(candidate.class) && b.classes.has(candidate.class) && !isExcepted(candidate.except, a, b),
  );
  if (!rule || isReleasePairOfClass(rule.class)) return null;
  return {
    rule,
    kind: 'duplicate-therapy',
    reasonForService: 'TD',
    severity: rule.severity,
    message: `${rule.title}: ${pairText(a, b)}`,
    subjects: subjects(a, b),
    about: [a.ingredientKey, b.ingredientKey],
    doses: [doseKeyOf(a), doseKeyOf(b)],
  };

  /** A long-acting stimulant with a short-acting one of the same family is meant. */
  function isReleasePairOfClass(name: string): boolean {
    return name === 'stimulant' && a.drug.isExtendedRelease !== b.drug.isExtendedRelease;
  }
}

function isExcepted(except: readonly string[] | undefined, a: Medication, b: Medication): boolean {
  return [...a.drug.ingredients, ...b.drug.ingredients].some(({ name }) => except?.includes(name) ?? false);
}

function subjects(a: Medication, b: Medication) {
  return ordered(a, b).map(subjectOf);
}
function pairText(a: Medication, b: Medication): string {
  return ordered(a, b)
    .map((med) => med.drug.name)
    .join(' and ');
}
function ordered(a: Medication, b: Medication): Medication[] {
  return [a, b].sort(
    (x, y) =>
      Number(y.isCandidate) - Number(x.isCandidate) ||
      x.ingredientKey.localeCompare(y.ingredientKey) ||
      x.drug.key.localeCompare(y.drug.key),
  );
}
