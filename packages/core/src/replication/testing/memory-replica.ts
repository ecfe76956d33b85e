import { isTooFarAhead } from '../../kernel/hlc.ts';
import { isCertified } from '../../kernel/ledger/certificate.ts';
import {
  genesisHash,
  isSealValid,
  type LedgerRow,
  originName,
  rowHash,
  type Seal,
  verifierOf,
} from '../../kernel/ledger/chain.ts';
import { openPayload, type StoreKey } from '../../kernel/ledger/payload.ts';
import type { CertifiedOrigin, OriginHead, ReplicaStore, RowBatch, TakeResult, TakeVerdict } from '../ports.ts';
import type { TestTerminal } from './chain-writer.ts';

export interface MemoryReplicaOptions {
  readonly storeId: string;
  readonly members?: readonly TestTerminal[];
  /** Given: payloads are opened and a row that does not open is refused, as on a terminal. */
  readonly storeKeys?: readonly StoreKey[];
  /** When and in which order answers come; at once unless told otherwise. */
  readonly answer?: (work: () => void) => void;
}

interface Chain {
  readonly record: CertifiedOrigin;
  readonly rows: LedgerRow[];
  readonly seals: Map<number, Seal>;
  sealedSeq: number;
  floor: number;
}

const equal = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

/** A ReplicaStore in memory that checks what a real one checks. Its maps are its disk. */
export class MemoryReplica implements ReplicaStore {
  readonly storeId: string;
  readonly evidence: { readonly kept: Uint8Array; readonly other: LedgerRow }[] = [];
  /** Rows offered to `take`, to see what crossed the wire more than once. */
  offered = 0;
  takes = 0;
  readonly #members = new Map<string, Uint8Array>();
  readonly #keys: Map<string, StoreKey> | null;
  readonly #answer: (work: () => void) => void;
  readonly #chains = new Map<string, Chain>();
  readonly #quarantined = new Set<string>();

  constructor(options: MemoryReplicaOptions) {
    this.storeId = options.storeId;
    for (const member of options.members ?? []) this.enrol(member);
    this.#keys = options.storeKeys ? new Map(options.storeKeys.map((key) => [key.id, key])) : null;
    this.#answer = options.answer ?? ((work) => work());
  }

  enrol(member: Pick<TestTerminal, 'terminalId' | 'publicKey'>): void {
    this.#members.set(member.terminalId, member.publicKey);
  }

  /** Rows of this end's own incarnation; the caller tells the node with `storeAdvanced`. */
  write(batch: RowBatch, nowMs: number): void {
    const { refused } = this.#takeAll([batch], nowMs);
    if (refused) throw new Error(`own rows were refused: ${refused.verdict} at ${refused.seq}`);
  }

  /** Rows up to `seq` are not kept any more. */
  trim(origin: string, seq: number): void {
    const chain = this.#chains.get(origin);
    if (chain) chain.floor = Math.min(seq, chain.rows.length);
  }

  heads(): OriginHead[] {
    return [...this.#chains.keys()].flatMap((origin) => this.head(origin) ?? []);
  }

  head(origin: string): OriginHead | undefined {
    const chain = this.#chains.get(origin);
    const last = chain?.rows.at(-1);
    return chain && last && { origin, seq: last.seq, hash: last.hash, sealedSeq: chain.sealedSeq };
  }

  isQuarantined(origin: string): boolean {
    return this.#quarantined.has(origin);
  }

  read(origin: string, afterSeq: number, maxBytes: number, done: (batch: RowBatch | null, floor: number) => void) {
    this.#answer(() => {
      const chain = this.#chains.get(origin);
      if (!chain) return done(null, 0);
      const from = Math.max(afterSeq, chain.floor);
      let bytes = 0;
      let to = from;
      while (to < chain.rows.length && (to === from || bytes < maxBytes)) {
        bytes += (chain.rows[to] as LedgerRow).ciphertext.length + 128;
        to += 1;
      }
      const seals = [...chain.seals.values()].filter((seal) => seal.seqEnd >= from && seal.seqEnd <= to);
      const isEmpty = to === from && seals.length === 0;
      done(isEmpty ? null : { origin: chain.record, rows: chain.rows.slice(from, to), seals }, chain.floor);
    });
  }

  take(batch: readonly RowBatch[], nowMs: number, done: (result: TakeResult) => void): void {
    this.#answer(() => done(this.#takeAll(batch, nowMs)));
  }

  /** All rows in order, for comparisons. */
  dump(): Record<string, string[]> {
    const hex = (chain: Chain) => chain.rows.map((row) => Buffer.from(row.hash).toString('hex'));
    return Object.fromEntries([...this.#chains].sort(([a], [b]) => (a < b ? -1 : 1)).map(([o, c]) => [o, hex(c)]));
  }

  /** Whether every row here follows the one before and is what its hash says. */
  isSound(): boolean {
    return [...this.#chains.values()].every(({ record, rows }) => {
      let before = genesisHash(this.storeId, record.origin, record.publicKey);
      return rows.every((row) => {
        const isNext = equal(row.prevHash, before) && equal(rowHash(row, before, row.ciphertext), row.hash);
        before = row.hash;
        return isNext;
      });
    });
  }

  #takeAll(batches: readonly RowBatch[], nowMs: number): TakeResult {
    this.takes += 1;
    let taken = 0;
    let refused: TakeResult['refused'] = null;
    for (const batch of batches) {
      this.offered += batch.rows.length;
      const { origin } = batch.origin;
      const before = this.#chains.get(origin)?.rows.length ?? 0;
      const fault = this.#takeOne(batch, nowMs);
      taken += (this.#chains.get(origin)?.rows.length ?? 0) - before;
      if (fault) refused ??= { verdict: fault.verdict, origin, seq: fault.seq };
    }
    return { taken, refused };
  }

  #takeOne(batch: RowBatch, nowMs: number): { verdict: TakeVerdict; seq: number } | null {
    const { origin, publicKey } = batch.origin;
    const firstSeq = batch.rows[0]?.seq ?? 0;
    if (this.#quarantined.has(origin)) return { verdict: 'quarantined', seq: firstSeq };
    const unfit = this.#chains.has(origin) ? null : this.#faultOf(batch.origin);
    if (unfit) return { verdict: unfit, seq: firstSeq };
    const key = verifierOf(publicKey);
    const forged = batch.seals.find((seal) => seal.origin !== origin || !isSealValid(key, this.storeId, seal));
    if (forged) return { verdict: 'bad-seal', seq: forged.seqEnd };
    for (const row of batch.rows) {
      const verdict = this.#takeRow(row, batch.origin, nowMs);
      if (verdict) return { verdict, seq: row.seq };
    }
    return this.#takeSeals(origin, batch.seals);
  }

  #faultOf(record: CertifiedOrigin): TakeVerdict | null {
    if (originName(record.terminalId, record.publicKey) !== record.origin) return 'bad-certificate';
    const member = this.#members.get(record.terminalId);
    if (!member) return 'unknown-terminal';
    return isCertified(member, this.storeId, record, record.certificate) ? null : 'bad-certificate';
  }

  #takeRow(row: LedgerRow, record: CertifiedOrigin, nowMs: number): TakeVerdict | null {
    const { origin } = record;
    const chain = this.#chains.get(origin);
    const headSeq = chain?.rows.length ?? 0;
    if (row.origin !== origin || row.seq < 1) return 'broken-chain';
    const here = chain?.rows[row.seq - 1];
    if (here && equal(here.hash, row.hash)) return null;
    if (row.seq > headSeq + 1) return 'gap';
    if (!equal(rowHash(row, row.prevHash, row.ciphertext), row.hash)) return 'broken-chain';
    if (!this.#opens(row)) return 'unreadable';
    const before = chain?.rows.at(-1)?.hash ?? genesisHash(this.storeId, origin, record.publicKey);
    if (here || !equal(row.prevHash, before)) {
      this.evidence.push({ kept: here?.hash ?? before, other: copyOf(row) });
      this.#quarantined.add(origin);
      return 'fork';
    }
    if (isTooFarAhead(row.hlc, nowMs)) return 'too-far-ahead';
    const kept: Chain = chain ?? { record: copyOfRecord(record), rows: [], seals: new Map(), sealedSeq: 0, floor: 0 };
    this.#chains.set(origin, kept);
    // What came by a link points into the message; a disk would have copied it.
    kept.rows.push(copyOf(row));
    return null;
  }

  #opens(row: LedgerRow): boolean {
    const key = this.#keys?.get(row.keyId);
    if (!key) return true;
    try {
      openPayload(row.ciphertext, row, key);
      return true;
    } catch {
      return false;
    }
  }

  #takeSeals(origin: string, seals: readonly Seal[]): { verdict: TakeVerdict; seq: number } | null {
    const chain = this.#chains.get(origin);
    for (const seal of seals) {
      const row = chain?.rows[seal.seqEnd - 1];
      if (!chain || !row) return { verdict: 'gap', seq: seal.seqEnd };
      if (!equal(row.hash, seal.hash)) {
        this.#quarantined.add(origin);
        return { verdict: 'fork', seq: seal.seqEnd };
      }
      chain.seals.set(seal.seqEnd, {
        ...seal,
        hash: Uint8Array.from(seal.hash),
        signature: Uint8Array.from(seal.signature),
      });
      chain.sealedSeq = Math.max(chain.sealedSeq, seal.seqEnd);
    }
    return null;
  }
}

function copyOf(row: LedgerRow): LedgerRow {
  return {
    ...row,
    prevHash: Uint8Array.from(row.prevHash),
    ciphertext: Uint8Array.from(row.ciphertext),
    hash: Uint8Array.from(row.hash),
  };
}

function copyOfRecord(record: CertifiedOrigin): CertifiedOrigin {
  return {
    ...record,
    publicKey: Uint8Array.from(record.publicKey),
    certificate: Uint8Array.from(record.certificate),
  };
}
