import type { Allergen } from './allergen.ts';
import { capitalised, type Draft, subjectOf } from './finding.ts';
import type { Medication } from './medication.ts';
import { type Severity, severityRank } from './model.ts';
import type { RuleIndex } from './rule-index.ts';
import { allergyGroups } from './rules/allergy-groups.ts';
import { type AllergyRule, sameIngredientRule } from './rules/allergy-rule.ts';
import { allergyNotChecked } from './rules/refill-rules.ts';
import type { RuleHead } from './rules/types.ts';

interface Hit {
  readonly rule: RuleHead;
  readonly severity: Severity;
  readonly ingredient: string;
}

/** One finding an allergy and drug: the worst, the others folded in. */
export function allergyOf(med: Medication, allergen: Allergen, index: RuleIndex): Draft | null {
  if (!allergen.matters) return null;
  const hits = [...sameIngredient(med, allergen), ...crossing(med, allergen, index)].sort(
    (a, b) => severityRank(a.severity) - severityRank(b.severity),
  );
  const [worst, ...others] = hits;
  if (!worst) return allergen.isExcipient && med.isCandidate ? notChecked(med, allergen) : null;
  const { allergy } = allergen;
  const reaction = allergy.reaction ? ` (${allergy.reaction})` : '';
  return {
    rule: worst.rule,
    kind: 'allergy',
    reasonForService: 'DA',
    severity: worst.severity,
    message: `Allergy to ${allergy.substance}${reaction}: ${worst.ingredient}. ${worst.rule.title}`,
    detail: allergen.gravity === 'intolerance' ? 'Recorded as an intolerance: shown, never stopping.' : '',
    subjects: [subjectOf(med), { role: 'allergy', name: allergy.substance, drug: null, prescriptionId: null }],
    about: [med.ingredientKey, `allergy:${allergy.substance.toLowerCase().trim()}`, `gravity:${allergen.gravity}`],
    doses: [],
    foldedRuleIds: [...new Set(others.map((hit) => hit.rule.id))].filter((id) => id !== worst.rule.id),
  };
}

function sameIngredient(med: Medication, allergen: Allergen): Hit[] {
  const match = med.drug.ingredients.find(
    ({ name, rxcui }) => allergen.ingredients.includes(name) || (rxcui !== null && rxcui === allergen.allergy.rxcui),
  );
  if (!match) return [];
  const severity = allergen.gravity === 'severe' ? 'contraindicated' : sameIngredientRule.severity;
  return [{ rule: sameIngredientRule, severity: capped(severity, allergen), ingredient: capitalised(match.name) }];
}

function crossing(med: Medication, allergen: Allergen, index: RuleIndex): Hit[] {
  const hits: Hit[] = [];
  for (const rule of index.rules.allergies) {
    const kind = allergen.groups.get(rule.from);
    if (kind === undefined || (rule.fromKind !== undefined && rule.fromKind !== kind)) continue;
    if (rule.reaction === 'angioedema' && !allergen.angioedema) continue;
    const ingredient = target(rule, med, allergen);
    if (ingredient === null) continue;
    const severity = allergen.gravity === 'severe' ? rule.severeSeverity : rule.severity;
    hits.push({ rule, severity: capped(severity, allergen), ingredient });
  }
  return hits;
}

/** What of the drug the rule points at; null when it does not. */
function target(rule: AllergyRule, med: Medication, allergen: Allergen): string | null {
  const form = `${med.drug.doseForm} ${med.drug.name}`.toLowerCase();
  if (rule.doseForm !== undefined && !form.includes(rule.doseForm)) return null;
  const route = med.drug.route.toLowerCase();
  if (rule.route === 'oral' && !route.includes('oral')) return null;
  if (rule.route === 'inhaled' && !/inhal|respirat/.test(route)) return null;
  const { groups, ingredients } = rule.to;
  if (!groups && !ingredients) return capitalised(med.drug.doseForm || med.drug.name);
  const names = new Set<string>([
    ...(groups ?? []).flatMap((name) => [...allergyGroups[name].ingredients]),
    ...(ingredients ?? []),
  ]);
  const found = med.drug.ingredients.find(
    ({ name }) => names.has(name) && !rule.except?.includes(name) && !allergen.ingredients.includes(name),
  );
  return found ? capitalised(found.name) : null;
}

/** An intolerance is shown and never stops (clinical-checks section 3). */
function capped(severity: Severity, allergen: Allergen): Severity {
  if (allergen.gravity !== 'intolerance') return severity;
  return severityRank(severity) < severityRank('moderate') ? 'moderate' : severity;
}

function notChecked(med: Medication, allergen: Allergen): Draft {
  return {
    rule: allergyNotChecked,
    kind: 'missing-fact',
    reasonForService: 'DA',
    severity: allergyNotChecked.severity,
    message: `${allergyNotChecked.title}: ${allergen.allergy.substance}`,
    subjects: [subjectOf(med), { role: 'allergy', name: allergen.allergy.substance, drug: null, prescriptionId: null }],
    about: [med.ingredientKey, `allergy:${allergen.allergy.substance.toLowerCase().trim()}`],
    doses: [],
  };
}
