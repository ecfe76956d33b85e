import type { DrugRecord } from '../drugs/model.ts';
import { brandIngredients, ingredientName, ingredientsOfName } from './ingredient-name.ts';
import type { DrugFacts, DrugIngredient } from './model.ts';
import type { DrugClass } from './rules/classes.ts';
import { parseStrength, strengthsOf } from './strength.ts';

/** What the engine needs of a catalogue drug. The only place that knows how the catalogue writes things. */
export function factsOfDrug(drug: DrugRecord): DrugFacts {
  const strengths = strengthsOf(drug.ingredients, drug.strength);
  const ingredients = drug.ingredients.flatMap((ingredient, at): DrugIngredient[] => {
    const parsed = strengths[at] ?? { strength: null, microgramsPerHour: null };
    return [{ name: ingredientName(ingredient.name), rxcui: ingredient.rxcui, ...parsed }];
  });
  const text = `${drug.name} ${drug.doseForm}`;
  return {
    key: drug.key,
    name: drug.name,
    ingredients: mergeSalts(ingredients),
    classes: [...classesOf(drug.classes), ...concentratedInsulin(`${text} ${drug.strength}`)],
    route: drug.route.toLowerCase(),
    doseForm: drug.doseForm.toLowerCase(),
    isExtendedRelease: isExtendedRelease(text),
    schedule: drug.schedule,
    unit: drug.unit,
  };
}

/**
 * Facts from nothing but a text: what a patient said, an import wrote (`24 HR Metformin hydrochloride 500 MG Extended
 * Release Oral Tablet`) or an RxCUI stands for. Null when there is no name in it.
 */
export function factsOfText(text: string, key: string = text, rxcui: string | null = null): DrugFacts | null {
  const parts = text.replace(/\[[^\]]*\]/g, ' ').split(/\s+\/\s+|\s*\+\s*/);
  const ingredients: DrugIngredient[] = [];
  for (const part of parts) {
    const clean = part.replace(/^\s*\d+(\.\d+)?\s*(HR|ML|ACTUAT|DAY)\s+/i, '').trim();
    const named = /^(.*?)(?=\s+\.?\d|\s+\(|$)/.exec(clean)?.[1]?.trim() ?? '';
    const name = withoutForm(named);
    if (name === '') continue;
    const parsed = parseStrength(clean.slice(named.length));
    for (const base of ingredientsOfName(name)) ingredients.push({ name: base, rxcui, ...parsed });
  }
  if (ingredients.length === 0) return null;
  const lower = text.toLowerCase();
  const route =
    /topical|ophthalmic|otic|vaginal|nasal|transdermal|inhal|inject|subcutaneous/.exec(lower)?.[0] ?? 'oral';
  return {
    key,
    name: text,
    ingredients: mergeSalts(ingredients),
    classes: concentratedInsulin(text),
    route,
    doseForm: /tablet|capsule|solution|suspension|patch|cream|ointment|powder|spray|film/.exec(lower)?.[0] ?? '',
    isExtendedRelease: isExtendedRelease(text),
    schedule: null,
    unit: 'EA',
  };
}

function withoutForm(text: string): string {
  if (brandIngredients.has(text.toLowerCase())) return text;
  return text
    .replace(
      /\b(oral|topical|ophthalmic|tablets?|capsules?|solution|suspension|cream|ointment|injection|extended|release|delayed|product|pill)\b.*$/i,
      '',
    )
    .trim();
}

/** Mixed amphetamine salts are two salts of each: one ingredient with the amounts added up. */
function mergeSalts(ingredients: readonly DrugIngredient[]): DrugIngredient[] {
  const byName = new Map<string, DrugIngredient>();
  for (const one of ingredients) {
    const known = byName.get(one.name);
    if (!known) byName.set(one.name, one);
    else if (known.strength && one.strength && known.strength.perUnitsMilli === one.strength.perUnitsMilli) {
      const micrograms = known.strength.micrograms + one.strength.micrograms;
      byName.set(one.name, { ...known, strength: { micrograms, perUnitsMilli: known.strength.perUnitsMilli } });
    }
  }
  return [...byName.values()];
}

function concentratedInsulin(text: string): DrugClass[] {
  return /insulin/i.test(text) && /u-?500|\b500 ?(units?|unt|\[?iu\]?)\b/i.test(text) ? ['concentrated-insulin'] : [];
}

function isExtendedRelease(text: string): boolean {
  return /extended|sustained|controlled[- ]release|\b(er|xr|xl|sr|cr|la|24 ?hr|12 ?hr|contin)\b/i.test(text);
}

/** Class names of sources (EPC, ATC-like) that mean one of ours, for ingredients our own lists do not name. */
const classWords: readonly (readonly [RegExp, DrugClass])[] = [
  [/monoamine oxidase inhibitor|^mao inhibitor/, 'maoi'],
  [/angiotensin converting enzyme inhibitor|^ace inhibitor/, 'ace-inhibitor'],
  [/angiotensin (2|ii) (type 1 )?receptor (blocker|antagonist)|^arb$/, 'arb'],
  [/hmg-?coa reductase inhibitor|^statin/, 'statin'],
  [/proton pump inhibitor/, 'ppi'],
  [/histamine-?2|h2 (receptor )?(blocker|antagonist)/, 'h2-blocker'],
  [/phosphodiesterase 5 inhibitor|pde5/, 'pde5-inhibitor'],
  [/nitrate vasodilator|^nitrate/, 'nitrate'],
  [/benzodiazepine(?! antagonist)/, 'benzodiazepine'],
  [/(full )?opioid agonist|^opioid( analgesic)?$/, 'opioid'],
  [/tricyclic antidepressant/, 'tca'],
  [/nonsteroidal anti-?inflammatory|^nsaid/, 'nsaid'],
  [/fluoroquinolone|quinolone antimicrobial/, 'fluoroquinolone'],
  [/tetracycline-class/, 'tetracycline'],
  [/macrolide/, 'macrolide'],
  [/azole antifungal/, 'azole'],
  [/factor xa inhibitor|direct thrombin inhibitor/, 'doac'],
  [/thiazide/, 'thiazide'],
  [/protease inhibitor.*hiv|hiv protease inhibitor/, 'hiv-protease-inhibitor'],
  [/sulfonylurea/, 'sulfonylurea'],
  [/dipeptidyl peptidase 4|dpp-?4/, 'dpp4-inhibitor'],
  [/glp-?1 receptor agonist/, 'glp1-agonist'],
  [/sodium-glucose co-?transporter 2|sglt2/, 'sglt2-inhibitor'],
  [/ergot derivative|ergot alkaloid/, 'ergot-alkaloid'],
];

function classesOf(names: readonly string[]): string[] {
  const found = new Set<string>();
  for (const name of names) {
    const lower = name.toLowerCase().replace(/\s*\[[a-z/]+\]$/, '');
    for (const [pattern, ours] of classWords) if (pattern.test(lower)) found.add(ours);
  }
  return [...found];
}
