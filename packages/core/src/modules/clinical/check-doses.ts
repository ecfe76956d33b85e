import { amount, capitalised, type Draft, doseKeyOf, subjectOf } from './finding.ts';
import { isOral, type Medication, microgramsPerDay } from './medication.ts';
import { type PatientFacts, type Severity, severityRank } from './model.ts';
import { creatinineClearance, filtrationRate } from './renal.ts';
import type { RuleIndex } from './rule-index.ts';
import { hasDisease } from './rules/diseases.ts';
import type { DoseCondition, DoseLimitRule } from './rules/types.ts';

/** The worst dose finding of each ingredient of one medication. `others` are what else the patient takes now. */
export function dosesOf(
  med: Medication,
  others: readonly Medication[],
  patient: PatientFacts,
  index: RuleIndex,
): Draft[] {
  const drafts: Draft[] = [];
  for (const { name } of med.drug.ingredients) {
    const rules = (index.dosesOf.get(name) ?? []).map((at) => index.rules.doses[at] as DoseLimitRule);
    const found = rules
      // Rows of several ingredients are counted once, from the first of them that the product has.
      .filter((rule) => med.drug.ingredients.find((i) => rule.ingredients.includes(i.name))?.name === name)
      .map((rule) => exceeded(rule, med, others, patient))
      .filter((draft) => draft !== null)
      .sort((a, b) => severityRank(a.severity) - severityRank(b.severity) || a.limit - b.limit);
    const [worst, ...rest] = found;
    if (worst) drafts.push({ ...worst, foldedRuleIds: rest.map((draft) => draft.rule.id) });
  }
  return drafts;
}

function exceeded(
  rule: DoseLimitRule,
  med: Medication,
  others: readonly Medication[],
  patient: PatientFacts,
): (Draft & { limit: number }) | null {
  if (!isOfForm(rule, med) || !conditionHolds(rule.when, med, others, patient)) return null;
  const limit = limitFor(rule, patient);
  if (limit === null) return null;
  const counted = [med];
  if (rule.sumAllProducts)
    counted.push(...others.filter((other) => other.daysSinceEnd === 0 && isOfForm(rule, other) && has(rule, other)));
  const amounts = counted.map((one) => ({ med: one, daily: microgramsPerDay(one, rule.ingredients) }));
  const known = amounts.filter((entry): entry is { med: Medication; daily: number } => entry.daily !== null);
  const total = known.reduce((sum, entry) => sum + entry.daily, 0);
  if (!known.some((entry) => entry.med === med) || total <= limit) return null;
  const uncounted = amounts.length - known.length;
  const products = known.length > 1 ? ` ${known.length} products count together.` : '';
  const open = uncounted > 0 ? ` ${uncounted} more could not be counted: their directions are not known.` : '';
  const name = capitalised(rule.ingredients.find((i) => med.drug.ingredients.some((d) => d.name === i)) ?? '');
  return {
    rule,
    kind: 'dose-high',
    reasonForService: 'HD',
    severity: severityOf(rule, total, limit),
    message: `${name}: up to ${amount(total)} a day, limit ${amount(limit)}`,
    detail: `Counted: ${amount(total)} a day against ${amount(limit)}.${products}${open}`,
    subjects: known
      .map((entry) => subjectOf(entry.med))
      .sort((a, b) => a.role.localeCompare(b.role) || a.name.localeCompare(b.name)),
    about: [name.toLowerCase()],
    doses: known.map((entry) => doseKeyOf(entry.med)),
    limit,
  };
}

/** Shown above the limit, blocking above twice the limit; rules marked so block at once. Minor rules never grow. */
function severityOf(rule: DoseLimitRule, total: number, limit: number): Severity {
  if (rule.severity === 'minor') return 'minor';
  if (rule.hardAbove || total > limit * 2) return 'major';
  return rule.severity;
}

function has(rule: DoseLimitRule, med: Medication): boolean {
  return med.drug.ingredients.some(({ name }) => rule.ingredients.includes(name));
}

function isOfForm(rule: DoseLimitRule, med: Medication): boolean {
  if (rule.route === 'oral' && !isOral(med.drug)) return false;
  if (rule.release === 'extended') return med.drug.isExtendedRelease;
  return rule.release !== 'immediate' || !med.drug.isExtendedRelease;
}

/** The lower of the fixed limit and the one by weight; a weight rule needs a weight. */
function limitFor(rule: DoseLimitRule, patient: PatientFacts): number | null {
  const fixed = rule.maxMicrogramsPerDay ?? null;
  if (rule.maxMicrogramsPerKgPerDay === undefined) return fixed;
  if (patient.weightGrams === null) return null;
  const byWeight = Math.trunc((rule.maxMicrogramsPerKgPerDay * patient.weightGrams) / 1000);
  return fixed === null ? byWeight : Math.min(fixed, byWeight);
}

function conditionHolds(
  when: DoseCondition | undefined,
  med: Medication,
  others: readonly Medication[],
  patient: PatientFacts,
): boolean {
  if (!when) return true;
  const { ageYears } = patient;
  if (when.minAgeYears !== undefined && (ageYears === null || ageYears < when.minAgeYears)) return false;
  if (when.underAgeYears !== undefined && (ageYears === null || ageYears >= when.underAgeYears)) return false;
  if (when.sex !== undefined && patient.sex !== when.sex) return false;
  if (!within(creatinineClearance, when.crClFrom, when.crClBelow, patient)) return false;
  if (!within(filtrationRate, when.egfrFrom, when.egfrBelow, patient)) return false;
  if (
    when.takenWith &&
    !others.some(
      (other) => other.daysSinceEnd === 0 && other.drug.ingredients.some((i) => when.takenWith?.includes(i.name)),
    )
  )
    return false;
  if (when.conditions && !when.conditions.some((name) => hasDisease(patient.conditions, name))) return false;
  if (when.newOnly && med.fills.length > 0) return false;
  if (when.anyTwoOf) {
    const { minAgeYears, maxWeightGrams, minCreatinineMicrogramsPerDl } = when.anyTwoOf;
    const met = [
      ageYears !== null && ageYears >= minAgeYears,
      patient.weightGrams !== null && patient.weightGrams <= maxWeightGrams,
      patient.serumCreatinineMicrogramsPerDl !== null &&
        patient.serumCreatinineMicrogramsPerDl >= minCreatinineMicrogramsPerDl,
    ].filter(Boolean).length;
    if (met < 2) return false;
  }
  return true;
}

function within(
  measure: (patient: PatientFacts) => number | null,
  from: number | undefined,
  under: number | undefined,
  patient: PatientFacts,
): boolean {
  if (from === undefined && under === undefined) return true;
  const value = measure(patient);
  return value !== null && (from === undefined || value >= from) && (under === undefined || value < under);
}
