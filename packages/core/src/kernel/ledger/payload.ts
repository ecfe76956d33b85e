import { createCipheriv, createDecipheriv } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Actor, AuditNote } from '../aggregate.ts';
import { assert } from '../refusal.ts';
import { headerText, type RowHeader } from './chain.ts';

/** What is inside the ciphertext of a row. Short member names: every event carries them. */
export interface Payload {
  /** Aggregate kind. */
  readonly k: string;
  /** Aggregate id of a single event. */
  readonly i?: string;
  /** Payload of a single event. */
  readonly p?: unknown;
  /** A batch: many aggregates of one kind, one event each, in one row. */
  readonly b?: readonly { readonly id: string; readonly payload: unknown }[];
  readonly a: Actor;
  readonly c: string;
  readonly t: string;
  readonly n?: AuditNote;
}

/** The store key. `id` stands in the clear in each row so that a rotated key can be found again. */
export interface StoreKey {
  readonly id: string;
  /** 32 bytes, AES-256-GCM. */
  readonly bytes: Uint8Array;
}

/** Below this, deflate costs more than it saves. */
const deflateFromBytes = 600;
/** An inflated payload may not be larger: a hostile row must not fill memory. */
const payloadBytesMax = 64 * 1024 * 1024;

/**
 * flag (0 plain JSON, 1 deflate) + JSON, under AES-256-GCM; nonce 12 || tag 16 || ciphertext.
 * The row's header is authenticated with it, so a payload cannot be moved to another row.
 */
export function sealPayload(payload: Payload, header: RowHeader, key: StoreKey, nonce: Uint8Array): Uint8Array {
  const json = Buffer.from(JSON.stringify(payload));
  const isDeflated = json.length >= deflateFromBytes;
  const body = isDeflated ? deflateRawSync(json, { level: json.length > 65_536 ? 6 : 1 }) : json;
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce);
  cipher.setAAD(Buffer.from(headerText(header)));
  const sealed = Buffer.concat([cipher.update(Buffer.from([isDeflated ? 1 : 0])), cipher.update(body), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

export function openPayload(ciphertext: Uint8Array, header: RowHeader, key: StoreKey): Payload {
  assert(key.id === header.keyId, `the row is under key ${header.keyId}`);
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, ciphertext.subarray(0, 12));
  decipher.setAAD(Buffer.from(headerText(header)));
  decipher.setAuthTag(ciphertext.subarray(12, 28));
  const open = Buffer.concat([decipher.update(ciphertext.subarray(28)), decipher.final()]);
  const body = open.subarray(1);
  const json = open[0] === 1 ? inflateRawSync(body, { maxOutputLength: payloadBytesMax }) : body;
  return JSON.parse(json.toString('utf8')) as Payload;
}
