import { isTooFarAhead } from '../../kernel/hlc.ts';
import { isCertified } from '../../kernel/ledger/certificate.ts';
import { genesisHash, type LedgerRow, originName, rowHash, type Seal, verifierOf } from '../../kernel/ledger/chain.ts';
import { openPayload, type StoreKey } from '../../kernel/ledger/payload.ts';
import { type BatchAnswer, judgeBatch } from '../judge-batch.ts';
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
  floor: number;
}

const equal = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

/** A ReplicaStore in memory that checks what a real one checks. Its maps are its disk. */
export class MemoryReplica implements ReplicaStore {
  readonly storeId: string;
  readonly evidence: { readonly kept: Uint8Array | null; readonly other: LedgerRow | null }[] = [];
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
    let from = 0;
    for (const seal of [...batch.seals].sort((one, other) => one.seqEnd - other.seqEnd)) {
      const to = batch.rows.findIndex(({ seq }) => seq === seal.seqEnd) + 1;
      const { refused } = this.#takeAll([{ ...batch, rows: batch.rows.slice(from, to), seals: [seal] }], nowMs);
      if (refused) throw new Error(`own rows were refused: ${refused.verdict} at ${refused.seq}`);
      from = to;
    }
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
    return chain && last && { origin, seq: last.seq, hash: last.hash, sealedSeq: last.seq };
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
      const ends = [...chain.seals.keys()].sort((a, b) => a - b).filter((seqEnd) => seqEnd > from);
      to = ends.findLast((seqEnd) => seqEnd <= to) ?? ends[0] ?? from;
      const seals = [...chain.seals.values()].filter((seal) => seal.seqEnd > from && seal.seqEnd <= to);
      done(to === from ? null : { origin: chain.record, rows: chain.rows.slice(from, to), seals }, chain.floor);
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
    const known = this.#chains.get(origin);
    const unfit = known ? null : this.#faultOf(batch.origin);
    if (unfit) return { verdict: unfit, seq: firstSeq };
    const last = known?.rows.at(-1);
    const answer = judgeBatch({
      storeId: this.storeId,
      verifier: verifierOf(publicKey),
      end: last ?? { seq: 0, hash: genesisHash(this.storeId, origin, publicKey) },
      floorSeq: 0,
      hashAt: (seq) => known?.rows[seq - 1]?.hash,
      batch,
      faultOf: (row) => {
        if (isTooFarAhead(row.hlc, nowMs)) return 'too-far-ahead';
        return this.#opens(row) ? null : 'unreadable';
      },
    });
    if (answer.rows.length > 0) this.#keep(batch.origin, answer);
    if (answer.contradiction) {
      const { row, seal } = answer.contradiction;
      const kept = known?.rows[(row ?? { seq: seal.seqEnd }).seq - 1]?.hash ?? last?.hash ?? null;
      this.evidence.push({ kept, other: row && copyOf(row) });
      this.#quarantined.add(origin);
    }
    return answer.refused;
  }

  #keep(record: CertifiedOrigin, { rows, seals }: BatchAnswer): void {
    const { origin } = record;
    const fresh: Chain = { record: copyOfRecord(record), rows: [], seals: new Map(), floor: 0 };
    const chain = this.#chains.get(origin) ?? fresh;
    this.#chains.set(origin, chain);
    // What came by a link points into the message; a disk would have copied it.
    chain.rows.push(...rows.map(copyOf));
    for (const seal of seals) {
      const { hash, signature } = seal;
      chain.seals.set(seal.seqEnd, { ...seal, hash: Uint8Array.from(hash), signature: Uint8Array.from(signature) });
    }
  }

  #faultOf(record: CertifiedOrigin): TakeVerdict | null {
    if (originName(record.terminalId, record.publicKey) !== record.origin) return 'bad-certificate';
    const member = this.#members.get(record.terminalId);
    if (!member) return 'unknown-terminal';
    return isCertified(member, this.storeId, record, record.certificate) ? null : 'bad-certificate';
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
