import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import { constants, deflateRawSync, inflateRawSync, type ZlibOptions } from 'node:zlib';
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

/** What a member's version writes has this shape; anything else would fail in the middle of a projection. */
export function isPayload(value: unknown): value is Payload {
  if (typeof value !== 'object' || value === null) return false;
  const { k, i, b, a, c, t, n } = value as Record<string, unknown>;
  const isEntry = (entry: unknown) => typeof (entry as { id?: unknown } | null)?.id === 'string';
  const hasTarget = Array.isArray(b) ? b.every(isEntry) : b === undefined && (i === undefined || typeof i === 'string');
  return (
    typeof k === 'string' && typeof c === 'string' && typeof t === 'string' && hasTarget && isActor(a) && isNote(n)
  );
}

function isActor(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { userId, userName, role, sessionId, terminalId, address } = value as Record<string, unknown>;
  const texts = [userId, userName, role, terminalId, address];
  return texts.every((text) => typeof text === 'string') && (sessionId === null || typeof sessionId === 'string');
}

function isNote(value: unknown): boolean {
  if (value === undefined) return true;
  if (typeof value !== 'object' || value === null) return false;
  const { outcome, patientIds, requestId, revision, denials, objects, purpose } = value as Record<string, unknown>;
  const texts = [outcome, requestId, purpose];
  const lists = [patientIds, denials, objects];
  return (
    texts.every((text) => typeof text === 'string') &&
    (revision === null || typeof revision === 'string') &&
    lists.every((list) => Array.isArray(list) && list.every((text) => typeof text === 'string'))
  );
}

/** The store key. `id` stands in the clear in each row so that a rotated key can be found again. */
export interface StoreKey {
  readonly id: string;
  /** 32 bytes, AES-256-GCM. */
  readonly bytes: Uint8Array;
}

/** Below this, deflate costs more than it saves. */
const deflateFromBytes = 600;
/** Up to this, a small window holds the whole payload, and setting up zlib costs half. */
const smallWindowBytes = 2048;
/** An inflated payload may not be larger: a hostile row must not fill memory. */
const payloadBytesMax = 64 * 1024 * 1024;

/** Taking up raw key bytes costs more than the encryption of a small payload: done once a key. */
const keyObjects = new WeakMap<StoreKey, KeyObject>();

function keyObjectOf(key: StoreKey): KeyObject {
  let object = keyObjects.get(key);
  if (!object) {
    object = createSecretKey(key.bytes);
    keyObjects.set(key, object);
  }
  return object;
}

/** A file is compressed in itself: only what base64 added is worth taking out, and searching it for more is slow. */
function deflateOptions(bytes: number, kind: string): ZlibOptions {
  if (kind === 'blob') return { level: 1, strategy: constants.Z_HUFFMAN_ONLY };
  if (bytes <= smallWindowBytes) return { level: 1, windowBits: 11, memLevel: 4, chunkSize: smallWindowBytes };
  return { level: bytes > 65_536 ? 6 : 1 };
}

/** What comes out in one chunk is not copied again, and a chunk that is never filled costs its allocation. */
function inflateOptions(bytes: number): ZlibOptions {
  const chunkSize = bytes <= 1024 ? 4096 : bytes <= 4096 ? 16_384 : 65_536;
  return { maxOutputLength: payloadBytesMax, chunkSize };
}

/**
 * flag (0 plain JSON, 1 deflate) + JSON, under AES-256-GCM; nonce 12 || tag 16 || ciphertext.
 * The row's header is authenticated with it, so a payload cannot be moved to another row.
 */
export function sealPayload(payload: Payload, header: RowHeader, key: StoreKey, nonce: Uint8Array): Uint8Array {
  const json = Buffer.from(JSON.stringify(payload));
  const isDeflated = json.length >= deflateFromBytes;
  const body = isDeflated ? deflateRawSync(json, deflateOptions(json.length, payload.k)) : json;
  const cipher = createCipheriv('aes-256-gcm', keyObjectOf(key), nonce);
  cipher.setAAD(Buffer.from(headerText(header)));
  const sealed = Buffer.concat([cipher.update(Buffer.from([isDeflated ? 1 : 0])), cipher.update(body), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

export function openPayload(ciphertext: Uint8Array, header: RowHeader, key: StoreKey): Payload {
  assert(key.id === header.keyId, `the row is under key ${header.keyId}`);
  const decipher = createDecipheriv('aes-256-gcm', keyObjectOf(key), ciphertext.subarray(0, 12));
  decipher.setAAD(Buffer.from(headerText(header)));
  decipher.setAuthTag(ciphertext.subarray(12, 28));
  // In this mode `final` only checks the tag: all of the text has come out before.
  const open = decipher.update(ciphertext.subarray(28));
  decipher.final();
  const body = open.subarray(1);
  const json = open[0] === 1 ? inflateRawSync(body, inflateOptions(body.length)) : body;
  return JSON.parse(json.toString('utf8')) as Payload;
}
