import { withoutFootnote } from './strength.ts';

/** Names and strengths for people, from the capitals and commas of the publishers. */

/** `EQ 10MG BASE/5ML` becomes `10 mg/5 mL`, `20,000 UNITS/ML` becomes `20,000 units/mL`. */
export function readableStrength(text: string): string {
  return withoutFootnote(text)
    .replace(/\(.*\)\s*$/, '')
    .replace(/\bEQ\s+([\d.,]+)\s*(\S+?)\s+BASE\b/gi, '$1$2')
    .replace(/([\d.,])\s*(MCG|MG|GM|KG|UGM|UG|NG|MEQ|ML|L|HR|UNT|UNITS?|MMOL|IU|G)\b/gi, '$1 $2')
    .replace(/[A-Za-z]+/g, unitCase)
    .replace(/\/ML\b/gi, '/mL')
    .replace(/\s*;\s*/g, ' / ')
    .replace(/(?<![\d.])\.(\d)/g, '0.$1')
    .replace(/\s+/g, ' ')
    .trim();
}

const unitWords: Readonly<Record<string, string>> = {
  ML: 'mL',
  L: 'L',
  GM: 'g',
  UGM: 'mcg',
  UG: 'mcg',
  MEQ: 'mEq',
  UNT: 'units',
  MCI: 'mCi',
  IU: 'IU',
};
function unitCase(word: string): string {
  return unitWords[word.toUpperCase()] ?? word.toLowerCase();
}

/** `TABLET, EXTENDED RELEASE` becomes `extended release tablet`. */
export function readableForm(form: string): string {
  const [head = '', ...rest] = form
    .toLowerCase()
    .split(',')
    .map((part) => part.trim());
  return [...rest, head].filter((part) => part !== '').join(' ');
}

/** Routes a reader takes for granted, or that the form already says. */
export function readableRoute(route: string, form: string): string {
  const lower = route.toLowerCase().trim();
  const isGranted =
    /^oral(-\d+)?$/.test(lower) || lower === '' || lower === 'n/a' || form.toLowerCase().includes(lower);
  return isGranted || /^injection$/.test(lower) ? '' : lower;
}

/** `lisinopril 20 mg tablet`. */
export function displayName(parts: { what: string; strength: string; form: string; route: string }): string {
  const { what, strength, form, route } = parts;
  const words = [what, strength, readableRoute(route, form), readableForm(form)];
  return words.filter((word) => word !== '' && word.toLowerCase() !== 'n/a').join(' ');
}

/** Brand names come in capitals from FDA's application files. */
export function titleCase(text: string): string {
  return text
    .toLowerCase()
    .replace(/(^|[\s\-(/])([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase());
}
