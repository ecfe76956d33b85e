import { scryptSync } from 'node:crypto';

/** Crockford's base 32: no I, L, O or U, so that a code read over the phone is unambiguous. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const symbols = 16;
/** 32 MB and some 60 ms a guess; with 80 random bits that is what a tap on the wire would have to pay 2^79 times. */
const cost = 2 ** 15;

/** 80 random bits, shown as XXXX-XXXX-XXXX-XXXX. */
export function makeEnrolmentCode(random: (length: number) => Uint8Array): string {
  const text = Array.from(random(symbols), (byte) => alphabet[byte % 32]).join('');
  return (text.match(/.{4}/g) ?? []).join('-');
}

/** The canonical form of what a person typed, or undefined when it cannot be a code. */
export function normaliseEnrolmentCode(typed: string): string | undefined {
  const text = typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  const isCode = text.length === symbols && [...text].every((symbol) => alphabet.includes(symbol));
  return isCode ? text : undefined;
}

/** What both ends make of the code; the terminal that gave it keeps this, not the code. */
export function enrolmentSecret(normalised: string): Uint8Array {
  return scryptSync(normalised, 'apotheca-enrolment-1', 32, { N: cost, r: 8, p: 1, maxmem: 256 * cost * 8 });
}
