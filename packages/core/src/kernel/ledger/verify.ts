import { hash as sha } from 'node:crypto';
import {
  genesisHash,
  isSealValid,
  type LedgerRow,
  type OriginRecord,
  originName,
  rowHash,
  type Seal,
  verifierOf,
} from './chain.ts';

export interface LedgerFault {
  readonly origin: string;
  /** Row the fault is at; 0 for the origin's own record. */
  readonly seq: number;
  readonly why:
    | 'origin-does-not-match-its-key'
    | 'unknown-origin'
    | 'row-missing-or-reordered'
    | 'previous-hash-differs'
    | 'content-changed'
    | 'seal-forged'
    | 'seal-without-row'
    | 'seal-differs-from-row';
}

export interface LedgerVerdict {
  readonly ok: boolean;
  readonly checked: number;
  readonly seals: number;
  /** Rows after the last seal of their origin: chained, not yet signed. */
  readonly unsealed: number;
  readonly firstBad: LedgerFault | null;
  /** SHA-256 over the sorted heads, as in `/system/status`. */
  readonly digest: string;
  readonly vector: Record<string, number>;
}

/**
 * Checks a ledger without any secret: chain, order, completeness and signatures. Rows come grouped by origin in seq
 * order, seals likewise. Payloads stay closed. Stops at the first fault and names it.
 */
export class LedgerVerifier {
  readonly #storeId: string;
  readonly #origins: Map<string, OriginRecord>;
  readonly #heads = new Map<string, { seq: number; hash: Uint8Array }>();
  readonly #sealsAt: Map<string, Map<number, Seal>>;
  readonly #sealedTo = new Map<string, number>();
  #checked = 0;
  #seals = 0;
  #fault: LedgerFault | null = null;

  /**
   * `from` starts in the middle: the rows up to these heads are some other verifier's, which must end exactly there.
   */
  constructor(
    storeId: string,
    origins: Iterable<OriginRecord>,
    seals: Iterable<Seal>,
    from: ReadonlyMap<string, { readonly seq: number; readonly hash: Uint8Array }> = new Map(),
  ) {
    this.#storeId = storeId;
    this.#origins = new Map();
    this.#sealsAt = new Map();
    for (const record of origins) {
      this.#origins.set(record.origin, record);
      if (originName(record.terminalId, record.publicKey) !== record.origin) {
        this.#fail(record.origin, 0, 'origin-does-not-match-its-key');
        continue;
      }
      const genesis = genesisHash(storeId, record.origin, record.publicKey);
      this.#heads.set(record.origin, { ...(from.get(record.origin) ?? { seq: 0, hash: genesis }) });
      this.#sealsAt.set(record.origin, new Map());
    }
    for (const seal of seals) this.#takeSeal(seal);
  }

  #fail(origin: string, seq: number, why: LedgerFault['why']): void {
    this.#fault ??= { origin, seq, why };
  }

  #takeSeal(seal: Seal): void {
    const record = this.#origins.get(seal.origin);
    if (!record) {
      this.#fail(seal.origin, seal.seqEnd, 'unknown-origin');
      return;
    }
    if (!isSealValid(verifierOf(record.publicKey), this.#storeId, seal)) {
      this.#fail(seal.origin, seal.seqEnd, 'seal-forged');
      return;
    }
    this.#sealsAt.get(seal.origin)?.set(seal.seqEnd, seal);
    this.#sealedTo.set(seal.origin, Math.max(this.#sealedTo.get(seal.origin) ?? 0, seal.seqEnd));
    this.#seals += 1;
  }

  /** False once a fault was found: the rest need not be read. */
  take(row: LedgerRow): boolean {
    if (this.#fault) return false;
    const head = this.#heads.get(row.origin);
    if (!head) this.#fail(row.origin, row.seq, 'unknown-origin');
    else if (row.seq !== head.seq + 1) this.#fail(row.origin, head.seq + 1, 'row-missing-or-reordered');
    else if (Buffer.compare(row.prevHash, head.hash) !== 0) this.#fail(row.origin, row.seq, 'previous-hash-differs');
    else if (Buffer.compare(rowHash(row, row.prevHash, row.ciphertext), row.hash) !== 0) {
      this.#fail(row.origin, row.seq, 'content-changed');
    } else {
      const seal = this.#sealsAt.get(row.origin)?.get(row.seq);
      if (seal && Buffer.compare(seal.hash, row.hash) !== 0) this.#fail(row.origin, row.seq, 'seal-differs-from-row');
      head.seq = row.seq;
      head.hash = row.hash;
      this.#checked += 1;
    }
    return this.#fault === null;
  }

  finish(): LedgerVerdict {
    let unsealed = 0;
    for (const [origin, head] of this.#heads) {
      const sealedTo = this.#sealedTo.get(origin) ?? 0;
      if (sealedTo > head.seq) this.#fail(origin, head.seq + 1, 'seal-without-row');
      unsealed += Math.max(0, head.seq - sealedTo);
    }
    const vector: Record<string, number> = {};
    for (const origin of [...this.#heads.keys()].sort()) vector[origin] = this.#heads.get(origin)?.seq ?? 0;
    return {
      ok: this.#fault === null,
      checked: this.#checked,
      seals: this.#seals,
      unsealed,
      firstBad: this.#fault,
      digest: headsDigest([...this.#heads].map(([origin, head]) => ({ origin, ...head }))),
      vector,
    };
  }
}

/** SHA-256 over the sorted heads: two terminals that hold the same events have the same one. Empty origins do not count. */
export function headsDigest(heads: readonly { origin: string; seq: number; hash: Uint8Array }[]): string {
  const lines = heads
    .filter((head) => head.seq > 0)
    .map((head) => `${head.origin} ${head.seq} ${Buffer.from(head.hash).toString('hex')}\n`)
    .sort();
  return sha('sha256', lines.join(''), 'hex');
}
