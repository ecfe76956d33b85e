/** Names as people type them: folded for search, compared for likeness. docs/specs/patients.md PAT-20 and PAT-30. */

/** Letters that no Unicode decomposition takes apart. */
const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ı: 'i',
  ħ: 'h',
  ŋ: 'n',
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ٱ: 'ا',
  ى: 'ي',
  ة: 'ه',
  ؤ: 'و',
  ئ: 'ي',
};
const letterPattern = new RegExp(`[${Object.keys(letters).join('')}]`, 'g');
/**
 * Combining marks of Latin, Greek and Cyrillic, Hebrew points, Arabic vowel signs and the lengthening stroke. The vowel
 * signs of Indian scripts are letters of the name and stay.
 */
const marks = /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]/g;
const directionMarks = /[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const apostrophes = /['\u2019\u2018\u02bc\u02bb`\u00b4]/g;

/** Lower case, without accents, with one space between words; apostrophes are dropped and hyphens part words. */
export function foldText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(letterPattern, (letter) => letters[letter] ?? letter)
    .normalize('NFD')
    .replace(marks, '')
    .normalize('NFC')
    .replace(directionMarks, '')
    .replace(apostrophes, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
}

/** Words a name is found by: each word, what stands after an apostrophe, and compound names written as one. */
export function nameTerms(...names: readonly string[]): string[] {
  const terms = new Set<string>();
  for (const name of names) {
    const words = foldText(name).split(' ').filter(Boolean);
    for (const word of words) terms.add(word);
    if (words.length > 1) terms.add(words.join(''));
    for (const word of foldText(name.replace(apostrophes, ' ')).split(' ')) if (word.length > 1) terms.add(word);
  }
  return [...terms];
}

/** Edits to get from one to the other: letters put in, left out, exchanged, or two neighbours swapped. */
export function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((row[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    if (Math.min(...row) > most) return most + 1;
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? most + 1;
}

export interface FullName {
  readonly given: string;
  readonly family: string;
}
export type NameLikeness = 'same' | 'similar' | 'different';

/**
 * `same`: the same words in any order, second given names may be missing. `similar`: the family name agrees and the
 * given name differs by a slip, an initial or a prefix (Kate, Katherine), or the other way round.
 */
export function likeness(a: FullName, b: FullName): NameLikeness {
  const [givenA, givenB] = [foldText(a.given), foldText(b.given)];
  const [familyA, familyB] = [foldText(a.family), foldText(b.family)];
  const wordsA = `${givenA} ${familyA}`.trim().split(' ').sort();
  const wordsB = `${givenB} ${familyB}`.trim().split(' ').sort();
  if (wordsA.join('') === wordsB.join('') || isSubset(wordsA, wordsB) || isSubset(wordsB, wordsA)) return 'same';
  const familyClose = isSlip(familyA, familyB) || sharesWord(familyA, familyB);
  const givenClose = isSlip(givenA, givenB) || isShortFor(givenA, givenB) || isShortFor(givenB, givenA);
  if (familyClose && givenClose) return 'similar';
  const crossed = isSlip(givenA, familyB) && isSlip(familyA, givenB);
  return crossed ? 'similar' : 'different';
}

function isSubset(few: readonly string[], many: readonly string[]): boolean {
  return few.length >= 2 && few.every((word) => many.includes(word));
}
function isSlip(a: string, b: string): boolean {
  const most = Math.min(a.length, b.length) >= 8 ? 2 : Math.min(a.length, b.length) >= 4 ? 1 : 0;
  return a !== '' && b !== '' && editDistance(a, b, most) <= most;
}
function sharesWord(a: string, b: string): boolean {
  const words = b.split(' ');
  return a.split(' ').some((word) => word.length > 2 && words.includes(word));
}
/** An initial, or a beginning of at least three letters. */
function isShortFor(short: string, long: string): boolean {
  const first = short.split(' ')[0] ?? '';
  return first !== '' && long.startsWith(first) && (first.length === 1 || first.length >= 3);
}
