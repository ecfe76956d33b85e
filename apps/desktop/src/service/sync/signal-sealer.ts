import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { Random, StoreKey } from '@apotheca/core';
import type { RoutedSignal } from '@apotheca/core/replication/messages';
import type { SignalSealer } from '@apotheca/core/replication/sync-types';

export interface SignalKeys {
  current(): StoreKey;
  monotonicMs(): number;
}

/** How long signals open under the key before: others may not have heard of the new one yet. */
export const formerKeyMs = 5 * 60_000;

const version = 1;
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Closes signals under the store key: version, length and name of the key, nonce, ciphertext, tag. From, to, channel
 * and id are authenticated with it, so that a relay cannot turn one signal into another. The key is derived for this
 * purpose alone.
 */
export function signalSealer(keys: SignalKeys, random: Random): SignalSealer {
  const derived = new Map<string, Uint8Array>();
  /** Keys that were the one for new rows since the start, and until when they open. */
  const former = new Map<string, { readonly key: StoreKey; readonly untilMs: number }>();
  let last: StoreKey | null = null;
  const current = (): StoreKey => {
    const now = keys.current();
    if (last && last.id !== now.id) former.set(last.id, { key: last, untilMs: keys.monotonicMs() + formerKeyMs });
    last = now;
    return now;
  };
  /** What anybody may hold who was put out long ago opens nothing. */
  const find = (id: string): StoreKey | undefined => {
    const now = current();
    if (id === now.id) return now;
    const known = former.get(id);
    return known && keys.monotonicMs() < known.untilMs ? known.key : undefined;
  };
  const keyOf = (key: StoreKey): Uint8Array => {
    const known = derived.get(key.id);
    if (known) return known;
    const made = new Uint8Array(hkdfSync('sha256', key.bytes, new Uint8Array(), 'apotheca-signal-1', 32));
    derived.set(key.id, made);
    return made;
  };
  return {
    seal(signal) {
      const key = current();
      const name = Buffer.from(key.id);
      const nonce = random.bytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', keyOf(key), nonce);
      cipher.setAAD(headOf(signal));
      const head = Buffer.from([version, name.length]);
      return Buffer.concat([head, name, nonce, cipher.update(signal.body), cipher.final(), cipher.getAuthTag()]);
    },
    open(signal) {
      const body = Buffer.from(signal.body);
      const nameEnd = 2 + (body[1] ?? 0);
      if (body[0] !== version || body.length < nameEnd + nonceBytes + tagBytes) return null;
      const key = find(body.toString('utf8', 2, nameEnd));
      if (!key) return null;
      const nonce = body.subarray(nameEnd, nameEnd + nonceBytes);
      const decipher = createDecipheriv('aes-256-gcm', keyOf(key), nonce, { authTagLength: tagBytes });
      decipher.setAAD(headOf(signal));
      decipher.setAuthTag(body.subarray(-tagBytes));
      try {
        return Buffer.concat([decipher.update(body.subarray(nameEnd + nonceBytes, -tagBytes)), decipher.final()]);
      } catch {
        return null;
      }
    },
  };
}

/** Parts with their lengths: no two signals have the same head. */
function headOf({ from, to, channel, id }: RoutedSignal): Buffer {
  return Buffer.from(JSON.stringify(['apotheca-signal-1', from, to, channel, id]));
}
