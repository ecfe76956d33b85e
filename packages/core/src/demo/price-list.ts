import type { DrugRecord } from '../modules/drugs/model.ts';

/** Purchase cost of one dispensing unit in cents, by form and name: plausible, and nobody's price list. */
const dear: readonly (readonly [word: RegExp, cents: number])[] = [
  [/semaglutide|tirzepatide|dulaglutide|liraglutide|adalimumab/, 24_000],
  [/insulin/, 1_800],
  [/apixaban|rivaroxaban|empagliflozin|dapagliflozin|sitagliptin|ticagrelor|sacubitril/, 1_150],
  [/lenalidomide|pomalidomide|ambrisentan|macitentan|riociguat|bosentan/, 9_500],
  [/bictegravir|darunavir|emtricitabine|atazanavir/, 4_200],
  [/lisdexamfetamine|vortioxetine|suvorexant|mirabegron|linagliptin/, 900],
  [/auto-injector|pen injector|prefilled syringe/, 6_500],
  [/dry powder inhaler|inhalation capsule/, 420],
  [/metered dose inhaler/, 350],
  [/transdermal/, 650],
  [/ophthalmic|otic/, 480],
  [/nasal spray/, 95],
  [/injection/, 700],
  [/topical|vaginal|shampoo/, 45],
  [/suspension|oral solution|syrup|mL/, 6],
  [/film/, 380],
];

export function unitCostCents(drug: Pick<DrugRecord, 'name' | 'schedule'>): number {
  const match = dear.find(([word]) => word.test(drug.name));
  if (match) return match[1];
  const base = 3 + (sum(drug.name) % 19);
  return drug.schedule === 'CII' ? base + 22 : base;
}

function sum(text: string): number {
  let total = 0;
  for (let i = 0; i < text.length; i += 1) total += text.charCodeAt(i);
  return total;
}
