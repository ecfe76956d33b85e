import type { DoseUnit, Frequency, Verb } from './sig-model.ts';
import {
  ambiguousPhrases,
  extraPhrases,
  mealNames,
  namedTimes,
  otherFrequencies,
  routePhrases,
  timesPerDay,
  unitPhrases,
  verbPhrases,
  whenPhrases,
  wordPhrases,
} from './sig-phrasebook.ts';
import { reasonWords, skinSites } from './sig-words.ts';

export type Word = keyof typeof wordPhrases;
/** What a word or phrase of a sig means. */
export type Sense =
  | { readonly kind: 'verb'; readonly verb: Verb }
  | { readonly kind: 'unit'; readonly unit: DoseUnit; readonly factor: number }
  | { readonly kind: 'route'; readonly route: string }
  | { readonly kind: 'frequency'; readonly frequency: Frequency; readonly when?: string | undefined }
  | { readonly kind: 'when'; readonly when: string }
  | { readonly kind: 'extra'; readonly extra: string }
  | { readonly kind: 'word'; readonly word: Word }
  | { readonly kind: 'ambiguous'; readonly meanings: string };

const senses = new Map<string, Sense>();
function add(sense: Sense, phrases: string): void {
  for (const phrase of phrases.split('|')) senses.set(phrase, sense);
}

for (const [word, phrases] of Object.entries(wordPhrases)) add({ kind: 'word', word: word as Word }, phrases);
for (const [verb, phrases] of Object.entries(verbPhrases)) add({ kind: 'verb', verb: verb as Verb }, phrases);
for (const [unit, phrases, factor] of unitPhrases) add({ kind: 'unit', unit, factor }, phrases);
for (const [route, phrases] of Object.entries(routePhrases)) add({ kind: 'route', route }, phrases);
for (const site of skinSites) {
  const name = site.replaceAll('-', ' ');
  add({ kind: 'route', route: site }, `to the ${name}|to ${name}|on the ${name}|on ${name}|to the affected ${name}`);
}
for (const [times, phrases] of timesPerDay) {
  add({ kind: 'frequency', frequency: { kind: 'per-day', low: times, high: times } }, phrases);
}
for (const [named, phrases] of Object.entries(namedTimes)) {
  add(
    { kind: 'frequency', frequency: { kind: 'per-day', low: 1, high: 1, named: named as keyof typeof namedTimes } },
    phrases,
  );
}
for (const [frequency, phrases, when] of otherFrequencies) add({ kind: 'frequency', frequency, when }, phrases);
for (const [when, phrases] of Object.entries(whenPhrases)) add({ kind: 'when', when }, phrases);
for (const [meal, names] of Object.entries(mealNames)) {
  for (const name of names.split('|')) {
    add({ kind: 'when', when: `with-${meal}` }, `with ${name}|at ${name}`);
    add({ kind: 'when', when: `before-${meal}` }, `before ${name}|prior to ${name}`);
    add({ kind: 'when', when: `after-${meal}` }, `after ${name}`);
  }
}
for (const [extra, phrases] of Object.entries(extraPhrases)) add({ kind: 'extra', extra }, phrases);
for (const [phrases, meanings] of ambiguousPhrases) add({ kind: 'ambiguous', meanings }, phrases);

/** Longest phrase in words; the reader tries from there down. */
export const phraseMax = 6;
export function senseOf(phrase: string): Sense | undefined {
  return senses.get(phrase);
}

/** The meal a bare word names, for "with breakfast and dinner". */
export function mealOf(word: string): string | undefined {
  return Object.entries(mealNames).find(([, names]) => names.split('|').includes(word))?.[0];
}

const otherReasons: Readonly<Record<string, string>> = {
  headaches: 'headache',
  'head ache': 'headache',
  migraines: 'migraine',
  'migraine headache': 'migraine',
  itch: 'itching',
  insomnia: 'sleep',
  sob: 'shortness-of-breath',
  wheeze: 'wheezing',
  'wheezing/sob': 'wheezing-breath',
  'sob/wheezing': 'wheezing-breath',
  'wheezing or sob': 'wheezing-breath',
  'nausea/vomiting': 'nausea-or-vomiting',
  'nausea or vomiting': 'nausea-or-vomiting',
  'n/v': 'nausea-or-vomiting',
  nv: 'nausea-or-vomiting',
  allergy: 'allergies',
  'allergy symptoms': 'allergies',
  'muscle spasm': 'spasms',
  spasm: 'spasms',
  htn: 'high-blood-pressure',
  hypertension: 'high-blood-pressure',
  bp: 'blood-pressure',
  'high cholesterol': 'cholesterol',
  gerd: 'reflux',
  dm: 'diabetes',
  'pain control': 'pain',
  fevers: 'fever',
  coughing: 'cough',
  'nasal congestion': 'congestion',
  cramping: 'cramps',
  'overactive bladder': 'bladder',
  'panic attack': 'panic',
  ed: 'erectile-dysfunction',
  sleeping: 'sleep',
  rashes: 'rash',
};

/** Reasons by the words people write for them. */
export const reasons: ReadonlyMap<string, string> = new Map([
  ...Object.entries(reasonWords).map(([key, words]) => [words.en.toLowerCase(), key] as const),
  ...Object.entries(otherReasons),
]);
