import type { DrugClass } from './classes.ts';
import type { DuplicateRule, RuleHead } from './types.ts';
import { sources } from './types.ts';

const source = sources.seed('duplicate ingredient and therapy');
const management = 'Ask which one is meant to go on; stop the other on the profile, or note why both are needed.';

export const duplicateIngredientRule: RuleHead = {
  id: 'DUR-DUP-INGREDIENT',
  version: 1,
  severity: 'moderate',
  title: 'Same ingredient twice',
  evidence: 'The patient still has supply of a product with the same ingredient.',
  management,
  source,
};
/** Twice the anticoagulant, opioid or lithium harms at once: these stop. */
export const duplicateIngredientNarrowRule: RuleHead = {
  id: 'DUR-DUP-INGREDIENT-NARROW',
  version: 1,
  severity: 'major',
  title: 'Same high-alert ingredient twice',
  evidence: 'The patient still has supply of the same high-alert ingredient: taken together it may poison.',
  management,
  source,
};
export const narrowIngredients: readonly string[] = [
  'warfarin',
  'apixaban',
  'rivaroxaban',
  'edoxaban',
  'dabigatran',
  'enoxaparin',
  'digoxin',
  'lithium',
  'methotrexate',
  'theophylline',
  'phenytoin',
  'carbamazepine',
  'tacrolimus',
  'cyclosporine',
];
/** Long-acting for the day and short-acting for what breaks through: same ingredient is meant. */
export const releasePairsAllowed: readonly DrugClass[] = [
  'opioid',
  'stimulant',
  'beta-blocker',
  'second-generation-antipsychotic',
];

const row = (duplicateOf: DrugClass, label: string, rest: Partial<DuplicateRule> = {}): DuplicateRule => ({
  id: `DUR-DUP-${duplicateOf.toUpperCase()}`,
  version: 1,
  severity: 'moderate',
  title: `Two drugs of one class: ${label}`,
  class: duplicateOf,
  evidence: 'Two drugs that do the same are rarely better than one and add their side effects.',
  management,
  source,
  ...rest,
});

/**
 * Classes in which two different ingredients at once are questioned. What is not here is allowed beside each other:
 * SABA with LABA, basal with bolus insulin, aspirin with a P2Y12 inhibitor, loop with thiazide.
 */
export const duplicateRules: readonly DuplicateRule[] = [
  row('ace-inhibitor', 'ACE inhibitors'),
  row('arb', 'angiotensin receptor blockers'),
  row('statin', 'statins'),
  row('ssri', 'SSRIs'),
  row('snri', 'SNRIs'),
  row('tca', 'tricyclic antidepressants'),
  row('ppi', 'proton pump inhibitors'),
  row('h2-blocker', 'H2 blockers'),
  row('benzodiazepine', 'benzodiazepines'),
  row('z-drug', 'sleep aids'),
  row('opioid', 'opioids'),
  row('non-aspirin-nsaid', 'anti-inflammatory drugs'),
  row('beta-blocker', 'beta blockers'),
  row('dihydropyridine', 'calcium channel blockers'),
  row('thiazide', 'thiazides'),
  row('loop-diuretic', 'loop diuretics'),
  row('sulfonylurea', 'sulfonylureas'),
  row('dpp4-inhibitor', 'DPP-4 inhibitors'),
  row('glp1-agonist', 'GLP-1 agonists'),
  row('sglt2-inhibitor', 'SGLT2 inhibitors'),
  row('basal-insulin', 'basal insulins'),
  row('bolus-insulin', 'mealtime insulins'),
  row('anticoagulant', 'anticoagulants', {
    severity: 'major',
    evidence: 'Two anticoagulants at once: bleeding. A planned bridge from one to the other is the exception.',
  }),
  row('p2y12-inhibitor', 'P2Y12 inhibitors'),
  row('second-generation-antipsychotic', 'antipsychotics'),
  row('stimulant', 'stimulants'),
  row('muscle-relaxant', 'muscle relaxants'),
  row('gabapentinoid', 'gabapentin and pregabalin'),
  row('triptan', 'triptans'),
  row('pde5-inhibitor', 'PDE5 inhibitors'),
  row('bisphosphonate', 'bisphosphonates'),
  row('five-alpha-reductase-inhibitor', '5-alpha-reductase inhibitors'),
  row('alpha-blocker', 'alpha blockers'),
  row('first-generation-antihistamine', 'sedating antihistamines'),
  row('second-generation-antihistamine', 'antihistamines', { severity: 'minor' }),
  row('saba', 'short-acting inhalers'),
  row('laba', 'long-acting beta agonists'),
  row('lama', 'long-acting muscarinic antagonists'),
  row('inhaled-steroid', 'inhaled steroids', { severity: 'minor' }),
  row('5ht3-antagonist', 'nausea drugs of one class'),
];
