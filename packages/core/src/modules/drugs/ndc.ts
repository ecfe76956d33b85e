/**
 * National Drug Code in all its layouts (21 CFR 207.33; fact sheet substitution-orange-book.md section 7).
 * Canonical form: 11 digits 5-4-2 without hyphens; 12 digits 6-4-2 where the labeler number needs six
 * (91 FR 10749, from 2033). Ten digits without hyphens fit up to three layouts: they are looked up, never guessed.
 */

export type NdcReading =
  /** `label`: with hyphens as written, null where it came without. */
  | { readonly kind: 'exact'; readonly ndc11: string; readonly label: string | null }
  | { readonly kind: 'ambiguous'; readonly candidates: readonly string[] }
  /** Labeler and product only: `0071-0155`. `prefix` starts every canonical code of that product. */
  | { readonly kind: 'product'; readonly prefix: string }
  | { readonly kind: 'invalid'; readonly reason: string };

/** Layouts a labeler may print, labeler-product-package. 5-4-2 is what claims print, 6-4-2 what comes in 2033. */
const layouts = new Set(['4-4-2', '5-3-2', '5-4-1', '5-4-2', '6-4-2']);
const productLayouts = new Set(['4-4', '5-3', '5-4', '6-4']);

export function readNdc(text: string): NdcReading {
  const code = text
    .trim()
    .replace(/^ndc[\s:#]*/i, '')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/\s+/g, '');
  if (/^\d+$/.test(code)) return readDigits(code);
  if (!/^\d+(-\d+){1,2}$/.test(code)) return { kind: 'invalid', reason: 'an NDC is digits, with or without hyphens' };
  const segments = code.split('-');
  const layout = segments.map((segment) => segment.length).join('-');
  const [labeler = '', product = '', pack = ''] = segments;
  if (segments.length === 2) {
    return productLayouts.has(layout)
      ? { kind: 'product', prefix: canonicalNdc(labeler, product, '').slice(0, -2) }
      : { kind: 'invalid', reason: `${layout} is not a layout of labeler and product` };
  }
  if (!layouts.has(layout)) {
    return { kind: 'invalid', reason: `${layout} is not an NDC layout: 4-4-2, 5-3-2, 5-4-1, 5-4-2 or 6-4-2` };
  }
  return { kind: 'exact', ndc11: canonicalNdc(labeler, product, pack), label: code };
}

function readDigits(code: string): NdcReading {
  if (code.length === 11) return { kind: 'exact', ndc11: code, label: null };
  if (code.length === 10) return { kind: 'ambiguous', candidates: candidatesOf10(code) };
  if (code.length === 12) {
    return { kind: 'exact', ndc11: canonicalNdc(code.slice(0, 6), code.slice(6, 10), code.slice(10)), label: null };
  }
  return { kind: 'invalid', reason: `${code.length} digits: an NDC has 10, 11 or 12` };
}

/** Segments padded to 5-4-2, or to 6-4-2 where the labeler number does not fit five digits. */
export function canonicalNdc(labeler: string, product: string, pack: string): string {
  const six = labeler.padStart(6, '0');
  return (six.startsWith('0') ? six.slice(1) : six) + product.padStart(4, '0') + pack.padStart(2, '0');
}

/** The canonical codes that ten digits without hyphens may mean: 4-4-2, 5-3-2, 5-4-1. */
export function candidatesOf10(ten: string): string[] {
  const all = [
    canonicalNdc(ten.slice(0, 4), ten.slice(4, 8), ten.slice(8)),
    canonicalNdc(ten.slice(0, 5), ten.slice(5, 8), ten.slice(8)),
    canonicalNdc(ten.slice(0, 5), ten.slice(5, 9), ten.slice(9)),
  ];
  return [...new Set(all)];
}

/** Labels that an 11-digit code may carry: one zero is dropped where a segment starts with it. */
export function labelsOf11(ndc11: string): string[] {
  if (ndc11.length !== 11) return [formatNdc(ndc11)];
  const [labeler, product, pack] = [ndc11.slice(0, 5), ndc11.slice(5, 9), ndc11.slice(9)];
  const labels: string[] = [];
  if (labeler.startsWith('0')) labels.push(`${labeler.slice(1)}-${product}-${pack}`);
  if (product.startsWith('0')) labels.push(`${labeler}-${product.slice(1)}-${pack}`);
  if (pack.startsWith('0')) labels.push(`${labeler}-${product}-${pack.slice(1)}`);
  return labels;
}

/** 5-4-2 (or 6-4-2) with hyphens. */
export function formatNdc(ndc11: string): string {
  return `${ndc11.slice(0, -6)}-${ndc11.slice(-6, -2)}-${ndc11.slice(-2)}`;
}

/** Labeler and product: what all packages of one product share. */
export function ndcFamily(ndc11: string): string {
  return ndc11.slice(0, -2);
}

/** `N020702-001`: application letter and number, product number, as in the Orange Book; B for a BLA. */
export function readProductKey(text: string): string | undefined {
  const match = /^(NDA|ANDA|BLA|N|A|B)\s?(\d{1,6})[-/ ](\d{1,3})$/i.exec(text.trim());
  if (!match) return undefined;
  const [, type = '', application = '', product = ''] = match;
  return productKey(type, application, product);
}

/** `type` in any spelling: N, NDA, A, ANDA, B, BLA. */
export function productKey(type: string, application: string, product: string): string {
  const letter = /^A/i.test(type) ? 'A' : /^B/i.test(type) ? 'B' : 'N';
  return `${letter}${application.padStart(6, '0')}-${product.padStart(3, '0')}`;
}
