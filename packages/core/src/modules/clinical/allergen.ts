import { brandIngredients, ingredientName } from './ingredient-name.ts';
import type { AllergyFacts, AllergyGravity } from './model.ts';
import {
  type AllergyGroupName,
  allergyGroups,
  noAllergyTerms,
  nonDrugAllergens,
  uncheckableExcipients,
} from './rules/allergy-groups.ts';

/** What an allergy entry stands for. */
export interface Allergen {
  readonly allergy: AllergyFacts;
  readonly gravity: AllergyGravity;
  /** Base names it may mean, most literal first. */
  readonly ingredients: readonly string[];
  /** Groups it belongs to, and whether it names the class itself or a member. */
  readonly groups: ReadonlyMap<AllergyGroupName, 'class-term' | 'member'>;
  readonly isExcipient: boolean;
  /** False for what no rule can say anything about: pollen, or none. */
  readonly matters: boolean;
  readonly angioedema: boolean;
}

const groupEntries = Object.entries(allergyGroups) as [
  AllergyGroupName,
  { ingredients: readonly string[]; terms: readonly string[] },
][];

export function resolveAllergen(allergy: AllergyFacts): Allergen {
  const text = plain(allergy.substance);
  const matters = !(text === '' || noAllergyTerms.includes(text) || nonDrugAllergens.includes(singular(text)));
  const groups = new Map<AllergyGroupName, 'class-term' | 'member'>();
  const ingredients = matters ? namesIn(text) : [];
  for (const [name, group] of groupEntries) {
    if (!matters) break;
    if (group.ingredients.some((member) => ingredients.includes(member))) groups.set(name, 'member');
    else if (group.terms.some((term) => term === text || term === singular(text))) groups.set(name, 'class-term');
  }
  const isExcipient = uncheckableExcipients.some((name) => name === text || name === singular(text));
  const gravity = gravityOf(allergy, groups);
  return { allergy, gravity, ingredients, groups, isExcipient, matters, angioedema: isAngioedema(allergy.reaction) };
}

/** Names in a free text: brands, then itself, then its parts (`amoxicillin/clavulanate`). */
function namesIn(text: string): string[] {
  const found = new Set<string>();
  const add = (part: string) => {
    for (const name of brandIngredients.get(part) ?? [ingredientName(part)]) found.add(name);
  };
  add(text);
  for (const part of text.split(/\s*[/,;+&]\s*|\s+and\s+|-(?=[a-z]{5})/)) if (part.length > 2) add(part);
  const [firstWord] = text.split(' ');
  if (firstWord !== undefined && firstWord.length > 4) add(firstWord);
  return [...found];
}

function plain(substance: string): string {
  return substance
    .toLowerCase()
    .replace(/\(.*?\)/g, ' ')
    .replace(
      /\b(allergy|allergies|allergic|to|class|drugs?|medications?|medicines?|antibiotics?|products?|containing)\b/g,
      ' ',
    )
    .replace(/\s+/g, ' ')
    .trim();
}
function singular(text: string): string {
  return text.replace(/s$/, '');
}

const severeWords =
  /anaphyla|angio-?o?edema|throat|airway|swelling of (the )?(face|lips?|tongue)|(facial|lip|tongue) swelling|stevens|\bsjs\b|\bten\b|epidermal|\bdress\b|wheez|bronchospasm|breath|hypotens|\bshock\b|collapse/;
const sideEffectWords =
  /nausea|vomit|stomach|upset|diarrh|constipat|drows|sleep|dizz|headache|heartburn|cough|fatigue|dry mouth|muscle ache|yeast/;

/** How bad it was. A side effect written down as an allergy is an intolerance unless someone called it severe. */
function gravityOf(allergy: AllergyFacts, groups: ReadonlyMap<AllergyGroupName, unknown>): AllergyGravity {
  if (allergy.gravity === 'intolerance' || allergy.gravity === 'severe') return allergy.gravity;
  const reaction = (allergy.reaction ?? '').toLowerCase();
  if (severeWords.test(reaction)) return 'severe';
  const isOpioid = groups.has('opioid-phenanthrene') || groups.has('opioid-phenylpiperidine');
  const sideEffect = sideEffectWords.test(reaction) || (isOpioid && /itch|prurit/.test(reaction));
  const alsoAllergic = /rash|hive|urticaria|swell/.test(reaction);
  if (sideEffect && !alsoAllergic) return 'intolerance';
  return allergy.gravity;
}

function isAngioedema(reaction: string | null): boolean {
  return /angio-?o?edema|swelling|swollen|throat|tongue|lips/i.test(reaction ?? '');
}
