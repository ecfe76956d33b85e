import { recoveryCost, unwrapSecret, type Wrapped, wrap } from './secret-wrap.ts';
import { decodeSecrets, encodeSecrets, type StoreSecrets } from './store-secrets.ts';

const purpose = 'apotheca-recovery-1';
/** Crockford's base 32: no I, L, O or U, so that a code read from paper or over the phone is unambiguous. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const codeLength = 25;

/** 125 random bits as five groups of five. Shown once; it opens every backup of the store, so it belongs in a safe. */
export function createRecoveryCode(random: (length: number) => Uint8Array): string {
  const symbols = Array.from(random(codeLength), (byte) => alphabet[byte % 32]);
  return [0, 5, 10, 15, 20].map((from) => symbols.slice(from, from + 5).join('')).join('-');
}

/** The canonical form of what a person typed, or undefined if it cannot be a code. */
export function normaliseRecoveryCode(typed: string): string | undefined {
  const symbols = typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  const isCode = symbols.length === codeLength && [...symbols].every((symbol) => alphabet.includes(symbol));
  return isCode ? symbols : undefined;
}

export function wrapForRecovery(secrets: StoreSecrets, code: string): Wrapped {
  return wrap(encodeSecrets(secrets), normaliseRecoveryCode(code) ?? code, purpose, recoveryCost);
}

export function openWithRecoveryCode(wrapped: Wrapped, typed: string): StoreSecrets | undefined {
  const code = normaliseRecoveryCode(typed);
  const plain = code === undefined ? undefined : unwrapSecret(wrapped, code, purpose);
  return plain && decodeSecrets(plain);
}

/** Of demo stores, whose data is invented: their backups open anywhere. */
export const demoRecoveryCode = 'DEM0D-EM0DE-M0DEM-0DEM0-DEM0D';
