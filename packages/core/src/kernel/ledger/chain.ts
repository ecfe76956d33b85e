import { createPrivateKey, createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';
import { sha256, sha256Hex } from '../canonical.ts';

/** One ledger row as it is stored, exported and sent: everything but the payload can be read without a key. */
export interface LedgerRow {
  readonly origin: string;
  readonly seq: number;
  readonly hlc: number;
  readonly type: string;
  readonly schemaVersion: number;
  readonly prevHash: Uint8Array;
  readonly keyId: string;
  readonly ciphertext: Uint8Array;
  readonly hash: Uint8Array;
}

export interface Seal {
  readonly origin: string;
  readonly seqEnd: number;
  readonly hash: Uint8Array;
  readonly signature: Uint8Array;
}

/** An incarnation of a terminal: `origin` is bound to its Ed25519 key, so a stranger cannot write under it. */
export interface OriginRecord {
  readonly origin: string;
  readonly terminalId: string;
  /** Raw 32-byte Ed25519 public key. */
  readonly publicKey: Uint8Array;
  readonly startedAt: string;
}

export type RowHeader = Pick<LedgerRow, 'origin' | 'seq' | 'hlc' | 'type' | 'schemaVersion' | 'keyId'>;

/** `terminal:incarnation`, the incarnation being the first 16 hex digits of the key's SHA-256. */
export function originName(terminalId: string, publicKey: Uint8Array): string {
  return `${terminalId}:${sha256Hex(publicKey).slice(0, 16)}`;
}

/** What stands before the first row of an origin: binds the chain to the store and the key. */
export function genesisHash(storeId: string, origin: string, publicKey: Uint8Array): Uint8Array {
  return sha256(`apotheca-ledger-1\n${storeId}\n${origin}\n`, publicKey);
}

export function headerText(row: RowHeader): string {
  return `${row.origin}\n${row.seq}\n${row.hlc}\n${row.type}\n${row.schemaVersion}\n${row.keyId}\n`;
}

/** SHA-256(prev_hash || header || ciphertext), architecture section 5. */
export function rowHash(row: RowHeader, prevHash: Uint8Array, ciphertext: Uint8Array): Uint8Array {
  const header = headerText(row);
  const headerBytes = Buffer.byteLength(header);
  const whole = Buffer.allocUnsafe(32 + headerBytes + ciphertext.length);
  whole.set(prevHash, 0);
  whole.write(header, 32);
  whole.set(ciphertext, 32 + headerBytes);
  return hash('sha256', whole, 'buffer');
}

function sealMessage(storeId: string, origin: string, seqEnd: number, head: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`apotheca-seal-1\n${storeId}\n${origin}\n${seqEnd}\n`), head]);
}

export interface SigningKey {
  readonly publicKey: Uint8Array;
  /** PKCS#8 DER. */
  readonly privateKey: Uint8Array;
}

/** PKCS#8 wrapping of a raw Ed25519 seed (RFC 8410 section 7). */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The Ed25519 pair of a 32-byte random seed. */
export function signingKeyOf(seed: Uint8Array): SigningKey {
  const privateKey = Buffer.concat([pkcs8Prefix, seed]);
  const jwk = createPublicKey(signerOf(privateKey)).export({ format: 'jwk' });
  return { publicKey: Buffer.from(jwk.x ?? '', 'base64url'), privateKey };
}

export function signerOf(privateKey: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.from(privateKey), format: 'der', type: 'pkcs8' });
}

export function verifierOf(publicKey: Uint8Array): KeyObject {
  const x = Buffer.from(publicKey).toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

export function signBytes(key: KeyObject, message: Uint8Array): Uint8Array {
  return sign(null, message, key);
}

export function verifyBytes(key: KeyObject, message: Uint8Array, signature: Uint8Array): boolean {
  return verify(null, message, key, signature);
}

export function makeSeal(
  key: KeyObject,
  storeId: string,
  head: { origin: string; seq: number; hash: Uint8Array },
): Seal {
  return {
    origin: head.origin,
    seqEnd: head.seq,
    hash: head.hash,
    signature: signBytes(key, sealMessage(storeId, head.origin, head.seq, head.hash)),
  };
}

export function isSealValid(key: KeyObject, storeId: string, seal: Seal): boolean {
  return verifyBytes(key, sealMessage(storeId, seal.origin, seal.seqEnd, seal.hash), seal.signature);
}
