import { holds } from './conditions.ts';
import { capitalised, type Draft, doseKeyOf, subjectOf } from './finding.ts';
import { isOral, type Medication, microgramsPerDay } from './medication.ts';
import { type PatientFacts, type Severity, severityRank } from './model.ts';
import type { RuleIndex } from './rule-index.ts';
import type { InteractionRule } from './rules/types.ts';

/** Which rules a medication stands on, and with which ingredient on each side. Worked out once a medication. */
export type Sides = ReadonlyMap<number, { left: string | null; right: string | null }>;

export function sidesOf(med: Medication, index: RuleIndex): Sides {
  const sides = new Map<number, { left: string | null; right: string | null }>();
  for (const { name } of med.drug.ingredients) {
    const own = index.sidesOf.get(name) ?? [];
    const byClass = [...(med.classesByIngredient.get(name) ?? [])].flatMap((c) => index.sidesOfClass.get(c) ?? []);
    for (const { rule, side } of [...own, ...byClass]) {
      if (index.rules.interactions[rule]?.[side].except?.includes(name)) continue;
      const entry = sides.get(rule) ?? { left: null, right: null };
      entry[side] ??= name;
      sides.set(rule, entry);
    }
  }
  return sides;
}

/** Days an ingredient goes on acting after the last dose, where it is longer than the usual week. */
const lagDays: ReadonlyMap<string, number> = new Map([
  ['fluoxetine', 35],
  ['tranylcypromine', 14],
  ['phenelzine', 14],
  ['isocarboxazid', 14],
  ['selegiline', 14],
  ['procarbazine', 14],
]);
const usualLagDays = 7;

interface Hit {
  readonly at: number;
  readonly rule: InteractionRule;
  readonly severity: Severity;
  readonly because: string | null;
  readonly left: { med: Medication; ingredient: string };
  readonly right: { med: Medication; ingredient: string };
}

/** The worst interaction of two medications, the others folded into it; null when no rule speaks of them. */
export function interactionOf(
  a: { med: Medication; sides: Sides },
  b: { med: Medication; sides: Sides },
  patient: PatientFacts,
  index: RuleIndex,
): Draft | null {
  const hits: Hit[] = [];
  for (const [at, mine] of a.sides) {
    const theirs = b.sides.get(at);
    const rule = index.rules.interactions[at];
    if (!theirs || !rule) continue;
    const forward = mine.left && theirs.right && mine.left !== theirs.right;
    const backward = mine.right && theirs.left && mine.right !== theirs.left;
    const hit = forward
      ? hitOf(
          at,
          rule,
          { med: a.med, ingredient: mine.left as string },
          { med: b.med, ingredient: theirs.right as string },
          patient,
        )
      : backward
        ? hitOf(
            at,
            rule,
            { med: b.med, ingredient: theirs.left as string },
            { med: a.med, ingredient: mine.right as string },
            patient,
          )
        : null;
    if (hit) hits.push(hit);
  }
  hits.sort((x, y) => severityRank(x.severity) - severityRank(y.severity) || x.at - y.at);
  const [worst, ...others] = hits;
  return worst ? draftOf(worst, others) : null;
}

function hitOf(
  at: number,
  rule: InteractionRule,
  left: Hit['left'],
  right: Hit['right'],
  patient: PatientFacts,
): Hit | null {
  if (!left.med.systemic || !right.med.systemic) return null;
  if (!isActing(left, rule) || !isActing(right, rule)) return null;
  if (rule.leftRoute === 'oral' && !isOral(left.med.drug)) return null;
  if (rule.leftAboveMicrogramsPerDay !== undefined) {
    const daily = microgramsPerDay(left.med, [left.ingredient]);
    if (daily === null || daily <= rule.leftAboveMicrogramsPerDay) return null;
  }
  let severity = rule.severity;
  if (rule.when) {
    const answer = holds(rule.when, patient);
    if (answer === 'no') return null;
    if (answer === 'unknown') {
      if (!rule.unknownSeverity) return null;
      severity = rule.unknownSeverity;
    }
  }
  const { worse } = rule;
  const isWorse = worse?.when.some((condition) => holds(condition, patient) === 'yes') ?? false;
  return {
    at,
    rule,
    left,
    right,
    severity: worse && isWorse ? worse.severity : severity,
    because: worse && isWorse ? worse.because : null,
  };
}

function isActing(side: Hit['left'], rule: InteractionRule): boolean {
  const lag = rule.lagDays ?? lagDays.get(side.ingredient) ?? usualLagDays;
  return side.med.daysSinceEnd <= lag;
}

function draftOf(hit: Hit, others: readonly Hit[]): Draft {
  const { rule, left, right } = hit;
  const [first, second] = [left, right].sort((x, y) =>
    x.med.isCandidate === y.med.isCandidate
      ? x.ingredient.localeCompare(y.ingredient)
      : Number(y.med.isCandidate) - Number(x.med.isCandidate),
  ) as [Hit['left'], Hit['right']];
  const ended = [first, second].filter((s) => s.med.daysSinceEnd > 0);
  const detail = [
    hit.because,
    ...ended.map((s) => `${capitalised(s.ingredient)} ended ${s.med.daysSinceEnd} days ago and still acts.`),
  ];
  return {
    rule,
    kind: 'drug-interaction',
    reasonForService: rule.reasonForService ?? 'DD',
    severity: hit.severity,
    message: `${capitalised(first.ingredient)} with ${second.ingredient}: ${rule.title}`,
    detail: detail.filter((text) => text !== null).join(' '),
    subjects: [subjectOf(first.med), subjectOf(second.med)],
    about: [first.med.ingredientKey, second.med.ingredientKey],
    doses: [doseKeyOf(first.med), doseKeyOf(second.med)],
    foldedRuleIds: others.map((other) => other.rule.id),
  };
}
