import type { ReadDb } from '../../../kernel/ports.ts';
import { candidatesOf10, readNdc, readProductKey } from '../ndc.ts';

export type Resolved =
  | { readonly kind: 'found'; readonly key: string }
  | { readonly kind: 'ambiguous'; readonly candidates: readonly string[] }
  | { readonly kind: 'unknown' };

const unknown: Resolved = { kind: 'unknown' };

/** Which catalogue entry a written key addresses: an NDC in any format, or an application product. */
export function resolveKey(db: ReadDb, text: string): Resolved {
  const product = readProductKey(text);
  if (product) return existing(db, [product]);
  const ndc = readNdc(text);
  if (ndc.kind === 'exact') return existing(db, [ndc.ndc11]);
  if (ndc.kind === 'ambiguous') return resolveTen(db, ndc.candidates, text.replace(/\D/g, ''));
  return unknown;
}

/**
 * Ten digits without hyphens, by look-up. A package whose label is known must show these very digits; one that only its
 * eleven digits are known of may. What is left is the answer only if it is one.
 */
export function resolveTen(db: ReadDb, candidates: readonly string[], ten: string): Resolved {
  const known = candidates.flatMap(
    (key) => db.prepare<{ key: string; ndc: string | null }>('SELECT key, ndc FROM drug WHERE key = ?').get(key) ?? [],
  );
  const certain = known.filter(({ ndc }) => ndc !== null && ndc.replaceAll('-', '') === ten);
  const possible = known.filter(({ ndc }) => ndc === null);
  return oneOf((certain.length > 0 ? certain : possible).map(({ key }) => key));
}

function existing(db: ReadDb, keys: readonly string[]): Resolved {
  return oneOf(keys.filter((key) => db.prepare('SELECT 1 FROM drug WHERE key = ?').get(key) !== undefined));
}

function oneOf(keys: readonly string[]): Resolved {
  const [first] = keys;
  if (first === undefined) return unknown;
  return keys.length === 1 ? { kind: 'found', key: first } : { kind: 'ambiguous', candidates: keys };
}

/** Catalogue keys that begin with what is typed of a code: digits with or without hyphens, or an application number. */
export function keysByPrefix(db: ReadDb, text: string, limit: number): string[] {
  const starts = prefixesOf(text);
  const keys = new Set<string>();
  for (const start of starts) {
    const range = db.prepare<{ key: string }>('SELECT key FROM drug WHERE key >= ? AND key < ? ORDER BY key LIMIT ?');
    for (const { key } of range.all(start, `${start}\u{ffff}`, limit)) keys.add(key);
  }
  return [...keys].slice(0, limit);
}

/** The canonical beginnings that a partly typed code may stand for. */
export function prefixesOf(text: string): string[] {
  const typed = text.trim().replace(/^ndc[\s:#]*/i, '');
  const application = /^(?:NDA|ANDA|BLA|[NAB])\s?(\d{3,6})(-\d{0,3})?$/i.exec(typed);
  if (application) {
    const letter = /^A/i.test(typed) ? 'A' : /^B/i.test(typed) ? 'B' : 'N';
    const [, number = '', product = ''] = application;
    return [
      `${letter}${number.length === 6 ? number : number.padStart(6, '0')}${product}`,
      `${letter}${number}${product}`,
    ];
  }
  if (!/^[\d-]{4,}$/.test(typed)) return [];
  const [labeler = '', product, pack = ''] = typed.split('-');
  if (product === undefined) return digitPrefixes(labeler);
  const segment = labeler.padStart(5, '0');
  return pack === '' && product.length < 4
    ? [segment + product, `${segment}0${product}`]
    : [segment + product.padStart(4, '0') + pack];
}

/** Digits as typed, and with the zero that a label leaves out of the labeler or the product. */
function digitPrefixes(digits: string): string[] {
  const whole = digits.length === 10 ? candidatesOf10(digits) : [];
  const partial = [digits, `0${digits}`, ...(digits.length > 5 ? [`${digits.slice(0, 5)}0${digits.slice(5)}`] : [])];
  return [...new Set([...whole, ...partial.filter((one) => one.length <= 12)])];
}
