import { assert } from '../refusal.ts';
import type { LedgerRow } from './chain.ts';
import { openPayload, type Payload, type StoreKey } from './payload.ts';

/** What this version writes into a row's header, and the newest it can read. */
export const schemaVersion = 1;

/** The store keys this terminal has. Grows at run time when the store rotates its key; nothing is ever taken off. */
export class KeyRing {
  readonly #keys = new Map<string, StoreKey>();
  readonly #first: StoreKey;
  #current: StoreKey;

  constructor(keys: readonly StoreKey[]) {
    const [first, last] = [keys[0], keys.at(-1)];
    assert(first && last, 'a store has at least one key');
    this.#first = first;
    for (const key of keys) this.#keys.set(key.id, key);
    this.#current = last;
  }

  /** The key new rows are sealed with. */
  get current(): StoreKey {
    return this.#current;
  }

  /**
   * The key a new row of this type is sealed with. Who belongs to the store, and the wraps of its keys, stay under the
   * store's first key, which every member has: a wrap under the key that it brings could be opened by nobody.
   */
  keyFor(type: string): StoreKey {
    return /^(terminal|store-key)\./.test(type) ? this.#first : this.#current;
  }

  has(id: string): boolean {
    return this.#keys.has(id);
  }

  /** Why the row cannot be read yet, if so. */
  whyClosed(row: Pick<LedgerRow, 'keyId' | 'schemaVersion'>): 'unknown-key' | 'newer-version' | null {
    if (!this.has(row.keyId)) return 'unknown-key';
    return row.schemaVersion > schemaVersion ? 'newer-version' : null;
  }

  open(row: LedgerRow): Payload {
    const key = this.#keys.get(row.keyId);
    assert(key, `store key ${row.keyId} is here`);
    return openPayload(row.ciphertext, row, key);
  }

  add(key: StoreKey, options: { readonly current: boolean }): void {
    assert(key.bytes.length === 32, 'a store key has 32 bytes');
    const known = this.#keys.get(key.id);
    assert(!known || Buffer.compare(known.bytes, key.bytes) === 0, `store key ${key.id} is one key`);
    if (!known) this.#keys.set(key.id, key);
    if (options.current) this.#current = this.#keys.get(key.id) as StoreKey;
  }
}
