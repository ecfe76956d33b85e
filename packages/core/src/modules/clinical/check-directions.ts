import { capitalised, type Draft, subjectOf } from './finding.ts';
import type { Medication } from './medication.ts';
import { methotrexateDaily, methotrexateUnclear, weeklyDrugDaily } from './rules/opioids.ts';
import type { RuleHead } from './rules/types.ts';

/** Strengths made for once a week, in micrograms from which on; injections of these are weekly in any strength. */
const weeklyOral: ReadonlyMap<string, number> = new Map([
  ['alendronate', 35_000],
  ['risedronate', 35_000],
]);
const weeklyInjected: ReadonlySet<string> = new Set(['semaglutide', 'dulaglutide', 'tirzepatide']);

/** Weekly medicines that the directions would have taken every day. */
export function directionFindings(med: Medication): Draft[] {
  const { frequency } = med.dose;
  if (frequency === null) return [];
  const drafts: Draft[] = [];
  for (const { name, strength } of med.drug.ingredients) {
    if (name === 'methotrexate' && med.systemic && frequency !== 'weekly') {
      drafts.push(draft(frequency === 'daily' ? methotrexateDaily : methotrexateUnclear, med, name, frequency));
    }
    const isInjected = /subcutaneous|inject/.test(`${med.drug.route} ${med.drug.doseForm}`.toLowerCase());
    const from = weeklyOral.get(name);
    const isWeekly =
      (from !== undefined && (strength?.micrograms ?? 0) >= from) || (weeklyInjected.has(name) && isInjected);
    if (isWeekly && frequency === 'daily') drafts.push(draft(weeklyDrugDaily, med, name, frequency));
  }
  return drafts;
}

function draft(rule: RuleHead, med: Medication, ingredient: string, frequency: string): Draft {
  return {
    rule,
    kind: 'dose-high',
    reasonForService: 'HD',
    severity: rule.severity,
    message: `${capitalised(ingredient)}: ${rule.title}`,
    subjects: [subjectOf(med)],
    about: [ingredient],
    doses: [frequency],
  };
}
