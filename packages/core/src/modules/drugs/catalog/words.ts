/**
 * Words of the search index. The same cut is made of what is indexed and of what is typed, so that `20 mg`, `20mg` and
 * `20 MG` are the same two words. Words are `a-z`, `0-9` and the decimal point only: the index is told so.
 */
export function wordsOf(text: string): string[] {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/(\d),(?=\d{3}(?!\d))/g, '$1')
    .replace(/(\d)(?=[a-z])/g, '$1 ')
    .replace(/([a-z])(?=\d)/g, '$1 ');
  return [...plain.matchAll(/\d*\.?\d+|[a-z]+/g)].map(([word]) => (word.startsWith('.') ? `0${word}` : word));
}

/** What people type for what labels print. Only ever added to a search, never shown. */
const shorthands: readonly (readonly [pattern: RegExp, words: readonly string[]])[] = [
  [/hydrochlorothiazide/, ['hctz']],
  [/acetaminophen/, ['apap', 'paracetamol']],
  [/aspirin/, ['asa']],
  [/sulfamethoxazole.*trimethoprim|trimethoprim.*sulfamethoxazole/, ['smz', 'tmp', 'smx', 'bactrim']],
  [/extended[- ]release|24 hr|12 hr/, ['er', 'xr', 'xl', 'sr']],
  [/delayed[- ]release/, ['dr', 'ec']],
  [/orally disintegrating|disintegrating oral/, ['odt']],
  [/inhal/, ['inhaler', 'hfa']],
  [/ophthalmic/, ['eye']],
  [/otic/, ['ear']],
  [/transdermal/, ['patch']],
  [/oral solution|solution;oral/, ['liquid']],
  [/levothyroxine/, ['thyroid']],
];

/** Words an entry is found by, each once. A mass below a milligram is also found in micrograms. */
export function indexWords(text: string): string[] {
  const lower = text.toLowerCase();
  const extra = shorthands.flatMap(([pattern, words]) => (pattern.test(lower) ? words : []));
  return [...new Set([...wordsOf(text), ...microgramsOf(lower), ...extra])];
}

function microgramsOf(text: string): string[] {
  return [...text.matchAll(/(?<![\d.])0?\.(\d{1,4})\s*mg/g)].flatMap(([, digits = '']) => {
    const tenths = `${digits.padEnd(3, '0').slice(0, 3)}.${digits.slice(3)}`;
    return [tenths.replace(/^0+(?=\d)/, '').replace(/\.$/, ''), 'mcg'];
  });
}
