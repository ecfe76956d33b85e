import type { WriteDb } from './ports.ts';

/**
 * SHA-256 digests of rows are added modulo 2^256, so that the digest of a set is kept up row by row. Answers the sum
 * after a row's digest changed from `before` (undefined: the row is new) to `after`. An empty sum is zero.
 */
export function addDigest(sum: Uint8Array, before: Uint8Array | undefined, after: Uint8Array): Uint8Array {
  const result = new Uint8Array(32);
  let carry = 0;
  for (let place = 31; place >= 0; place -= 1) {
    carry += (sum[place] ?? 0) + (after[place] ?? 0) - (before?.[place] ?? 0);
    result[place] = carry & 0xff;
    carry >>= 8;
  }
  return result;
}

/** The digests of the kinds of aggregates, each read and written once for all aggregates that are stored together. */
export class DigestSums {
  readonly #db: WriteDb;
  readonly #kinds = new Map<string, { count: number; sum: Uint8Array }>();

  constructor(db: WriteDb) {
    this.#db = db;
  }

  add(kind: string, before: Uint8Array | undefined, after: Uint8Array): void {
    const known = this.#kinds.get(kind) ?? this.#stored(kind);
    const count = known.count + (before ? 0 : 1);
    this.#kinds.set(kind, { count, sum: addDigest(known.sum, before, after) });
  }

  #stored(kind: string): { count: number; sum: Uint8Array } {
    const row = this.#db
      .prepare<{ count: number; sum: Uint8Array }>('SELECT count, sum FROM projection_digest WHERE kind = ?')
      .get(kind);
    return row ?? { count: 0, sum: new Uint8Array(0) };
  }

  write(): void {
    for (const [kind, { count, sum }] of this.#kinds) {
      this.#db
        .write('INSERT OR REPLACE INTO projection_digest (kind, count, sum) VALUES (?, ?, ?)')
        .run(kind, count, sum);
    }
    this.#kinds.clear();
  }

  discard(): void {
    this.#kinds.clear();
  }
}
