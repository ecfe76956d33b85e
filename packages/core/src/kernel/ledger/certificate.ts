import type { KeyObject } from 'node:crypto';
import { type OriginRecord, signBytes, verifierOf, verifyBytes } from './chain.ts';

/** What a terminal signs with its long-lived key to say that an incarnation is its own. */
export function originStatement(storeId: string, record: OriginRecord): Uint8Array {
  const { origin, terminalId, startedAt, publicKey } = record;
  const text = `apotheca-origin-1\n${storeId}\n${origin}\n${terminalId}\n${startedAt}\n`;
  return Buffer.concat([Buffer.from(text), publicKey]);
}

export function certify(terminalKey: KeyObject, storeId: string, record: OriginRecord): Uint8Array {
  return signBytes(terminalKey, originStatement(storeId, record));
}

/** True when the terminal whose public key this is signed the record. */
export function isCertified(
  terminalKey: Uint8Array,
  storeId: string,
  record: OriginRecord,
  certificate: Uint8Array,
): boolean {
  if (certificate.length !== 64 || terminalKey.length !== 32) return false;
  return verifyBytes(verifierOf(terminalKey), originStatement(storeId, record), certificate);
}
