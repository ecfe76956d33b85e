import type { z } from 'zod';
import type { ruleSetSchema, ruleSummarySchema } from './contract.ts';
import type { AlertKind } from './model.ts';
import type { RuleSet } from './rule-set.ts';
import { sameIngredientRule } from './rules/allergy-rule.ts';
import { duplicateIngredientNarrowRule, duplicateIngredientRule } from './rules/duplicate-rules.ts';
import {
  fentanylTolerance,
  methotrexateDaily,
  methotrexateUnclear,
  mmeCaution,
  mmeHigh,
  trinity,
  weeklyDrugDaily,
} from './rules/opioids.ts';
import {
  allergyNotChecked,
  earlyControlledRefill,
  earlyRefill,
  lateRefill,
  pregnancyUnknown,
  rescueInhaler,
  weightMissing,
} from './rules/refill-rules.ts';
import type { RuleHead } from './rules/types.ts';

type RuleSummary = z.infer<typeof ruleSummarySchema>;

/** Every rule there is, of tables and of single checks, with what kind of alert it gives. */
function allRules(rules: RuleSet): { kind: AlertKind; rule: RuleHead }[] {
  const of = (kind: AlertKind, list: readonly RuleHead[]) => list.map((rule) => ({ kind, rule }));
  return [
    ...of('drug-interaction', rules.interactions),
    ...of('allergy', [sameIngredientRule, ...rules.allergies]),
    ...of('duplicate-ingredient', [duplicateIngredientRule, duplicateIngredientNarrowRule]),
    ...of('duplicate-therapy', rules.duplicates),
    ...of('dose-high', [...rules.doses, methotrexateDaily, methotrexateUnclear, weeklyDrugDaily]),
    ...rules.patient.map((rule) => ({ kind: rule.kind, rule })),
    ...of('duration', rules.durations),
    ...of('opioid-dose', [mmeCaution, mmeHigh, fentanylTolerance]),
    ...of('controlled-overlap', [trinity]),
    ...of('early-refill', [earlyRefill, earlyControlledRefill, rescueInhaler]),
    ...of('late-refill', [lateRefill]),
    ...of('missing-fact', [weightMissing, pregnancyUnknown, allergyNotChecked]),
  ];
}

export function describeRules(rules: RuleSet, q: string | undefined, kind: AlertKind | undefined): RuleSummary[] {
  const words = (q ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return allRules(rules)
    .filter((entry) => kind === undefined || entry.kind === kind)
    .filter(({ rule }) =>
      words.every((word) => `${rule.id} ${rule.title} ${rule.evidence}`.toLowerCase().includes(word)),
    )
    .map(({ kind: of, rule: { id, version, severity, title, evidence, management, source } }) => ({
      id,
      version,
      kind: of,
      severity,
      title,
      evidence,
      management,
      source,
    }));
}

export function ruleSetOnWire(rules: RuleSet): z.infer<typeof ruleSetSchema> {
  return { version: rules.version, rules: allRules(rules).length, notice: rules.notice };
}
