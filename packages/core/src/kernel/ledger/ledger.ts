import type { KeyObject } from 'node:crypto';
import { isTooFarAhead, nextHlc } from '../hlc.ts';
import type { Database, Random, SqlRow } from '../ports.ts';
import { assert } from '../refusal.ts';
import {
  genesisHash,
  isSealValid,
  type LedgerRow,
  makeSeal,
  type OriginRecord,
  originName,
  rowHash,
  type Seal,
  signerOf,
  signingKeyOf,
  verifierOf,
} from './chain.ts';
import type { Head, HeadStore, IngestVerdict } from './head-store.ts';
import { insertRow, isChained, lastOf, rowsUpTo } from './log-table.ts';
import { openPayload, type Payload, type StoreKey, sealPayload } from './payload.ts';
import { rowOf } from './rows.ts';
import { headsDigest } from './verify.ts';

/** A seal at least this often; and after a second of quiet (architecture section 5). */
export const sealEvery = 256;
const schemaVersion = 1;
/** Sequence numbers an origin has room for in `log.place`; times 2^17 origins it stays a safe integer. */
const placesAnOrigin = 2 ** 36;
const seqMax = placesAnOrigin - 1;

/**
 * The append-only log in SQLite. Appending, taking in and sealing happen inside the caller's transaction; `committed`
 * or `rolledBack` must follow, because the heads of the chains live in memory: what the transaction changed of them
 * is staged until then. `Engine.transact` does all of it.
 */
export class Ledger {
  readonly storeId: string;
  readonly #db: Database;
  readonly #random: Random;
  readonly #keys: ReadonlyMap<string, StoreKey>;
  readonly #currentKey: StoreKey;
  readonly #origins = new Map<string, { no: number; record: OriginRecord }>();
  readonly #heads = new Map<string, Head>();
  #me!: { origin: string; signer: KeyObject };
  #sealedSeq = 0;
  #lastHlc = 0;
  readonly #stagedHeads = new Map<string, Head>();
  readonly #stagedOrigins: string[] = [];
  #stagedHlc: number | null = null;
  #stagedSeal: number | null = null;

  constructor(db: Database, storeId: string, keys: readonly StoreKey[], random: Random) {
    assert(keys.length > 0, 'a store has at least one key');
    this.#db = db;
    this.storeId = storeId;
    this.#random = random;
    this.#keys = new Map(keys.map((key) => [key.id, key]));
    this.#currentKey = keys[keys.length - 1] as StoreKey;
  }

  /**
   * Takes up the incarnation of last time, or starts a new one: at the first start, after a restore, when the tail
   * does not check, or when the database is older than what `headStore` remembers.
   */
  open(options: { terminalId: string; startedAt: string; headStore: HeadStore; forceNew: boolean }): {
    isNew: boolean;
  } {
    for (const row of this.#db.prepare('SELECT * FROM origin').iterate()) this.#remember(row);
    for (const origin of this.#origins.keys()) this.#loadHead(origin);
    const known = this.#db
      .prepare<{ value: string }>("SELECT value FROM local_state WHERE key = 'incarnation'")
      .get()?.value;
    const remembered = options.headStore.read();
    if (known && !options.forceNew) {
      const { origin, privateKey } = JSON.parse(known) as { origin: string; privateKey: string };
      const isBehind = remembered?.origin === origin && remembered.seq > this.head(origin).seq;
      const isOurs = this.#origins.get(origin)?.record.terminalId === options.terminalId;
      if (isOurs && !isBehind && this.#isTailSound(origin)) {
        this.#me = { origin, signer: signerOf(Buffer.from(privateKey, 'base64')) };
        this.#sealedSeq = this.#lastSealed(origin);
        return { isNew: false };
      }
    }
    this.#startIncarnation(options.terminalId, options.startedAt);
    return { isNew: true };
  }

  #startIncarnation(terminalId: string, startedAt: string): void {
    const key = signingKeyOf(this.#random.bytes(32));
    const origin = originName(terminalId, key.publicKey);
    this.#db.transaction(() => {
      this.addOrigin({ origin, terminalId, publicKey: key.publicKey, startedAt });
      const value = JSON.stringify({ origin, privateKey: Buffer.from(key.privateKey).toString('base64') });
      this.#db.write('INSERT OR REPLACE INTO local_state (key, value) VALUES (?, ?)').run('incarnation', value);
    });
    this.committed();
    this.#me = { origin, signer: signerOf(key.privateKey) };
    this.#sealedSeq = 0;
  }

  addOrigin(record: OriginRecord): void {
    assert(originName(record.terminalId, record.publicKey) === record.origin, 'an origin is named after its key');
    if (this.#origins.has(record.origin)) return;
    this.#db
      .write('INSERT OR IGNORE INTO origin (origin, terminal_id, public_key, started_at) VALUES (?, ?, ?, ?)')
      .run(record.origin, record.terminalId, record.publicKey, record.startedAt);
    const row = this.#db.prepare('SELECT * FROM origin WHERE origin = ?').get(record.origin);
    assert(row, 'the origin was stored');
    this.#remember(row);
    this.#loadHead(record.origin);
    this.#stagedOrigins.push(record.origin);
  }

  #remember(row: SqlRow): void {
    const record: OriginRecord = {
      origin: String(row.origin),
      terminalId: String(row.terminal_id),
      publicKey: row.public_key as Uint8Array,
      startedAt: String(row.started_at),
    };
    this.#origins.set(record.origin, { no: Number(row.no), record });
  }

  #loadHead(origin: string): void {
    const last = lastOf(this.#db, this.#place(origin, 0), this.#place(origin, seqMax));
    this.#heads.set(origin, last ? { seq: last.seq, hash: last.hash } : { seq: 0, hash: this.#genesis(origin) });
    this.#lastHlc = Math.max(this.#lastHlc, last?.hlc ?? 0);
  }

  #genesis(origin: string): Uint8Array {
    const known = this.#origins.get(origin);
    assert(known, `origin ${origin} is known`);
    return genesisHash(this.storeId, origin, known.record.publicKey);
  }

  /** The last rows still carry the hashes they claim: a torn or altered tail starts a new incarnation. */
  #isTailSound(origin: string): boolean {
    const rows = rowsUpTo(this.#db, this.#place(origin, 0), this.#place(origin, seqMax), 32);
    return rows.every((row, index) => isChained(row, rows[index + 1]?.hash ?? row.prevHash));
  }

  #lastSealed(origin: string): number {
    return (
      this.#db.prepare<{ last: number | null }>('SELECT MAX(seq_end) AS last FROM seal WHERE origin = ?').get(origin)
        ?.last ?? 0
    );
  }

  get origin(): string {
    return this.#me.origin;
  }

  get lastHlc(): number {
    return this.#stagedHlc ?? this.#lastHlc;
  }

  #place(origin: string, seq: number): number {
    return this.originNo(origin) * placesAnOrigin + seq;
  }

  originNo(origin: string): number {
    const known = this.#origins.get(origin);
    assert(known, `origin ${origin} is known`);
    return known.no;
  }

  originByNo(no: number): string {
    for (const [origin, entry] of this.#origins) if (entry.no === no) return origin;
    throw new Error(`assertion failed: origin number ${no} is known`);
  }

  origins(): OriginRecord[] {
    return [...this.#origins.values()].map((entry) => entry.record);
  }

  head(origin: string): Head {
    return this.#stagedHeads.get(origin) ?? this.#heads.get(origin) ?? { seq: 0, hash: this.#genesis(origin) };
  }

  /** Appends inside the caller's transaction. */
  append(type: string, payload: Payload, nowMs: number): LedgerRow {
    const head = this.head(this.#me.origin);
    const hlc = nextHlc(this.lastHlc, nowMs);
    const header = {
      origin: this.#me.origin,
      seq: head.seq + 1,
      hlc,
      type,
      schemaVersion,
      keyId: this.#currentKey.id,
    };
    const ciphertext = sealPayload(payload, header, this.#currentKey, this.#random.bytes(12));
    const hash = rowHash(header, head.hash, ciphertext);
    const row: LedgerRow = { ...header, prevHash: head.hash, ciphertext, hash };
    this.#stage(row);
    return row;
  }

  #stage(row: LedgerRow): void {
    insertRow(this.#db, this.#place(row.origin, row.seq), row);
    this.#stagedHeads.set(row.origin, { seq: row.seq, hash: row.hash });
    this.#stagedHlc = Math.max(this.lastHlc, row.hlc);
  }

  /** The caller's transaction is committed: what it staged holds from now on. */
  committed(): void {
    for (const [origin, head] of this.#stagedHeads) this.#heads.set(origin, head);
    this.#lastHlc = this.lastHlc;
    this.#sealedSeq = this.#stagedSeal ?? this.#sealedSeq;
    this.#clearStage();
  }

  /** The caller's transaction is undone: nothing it staged was ever there. */
  rolledBack(): void {
    for (const origin of this.#stagedOrigins) {
      this.#origins.delete(origin);
      this.#heads.delete(origin);
    }
    this.#clearStage();
  }

  #clearStage(): void {
    this.#stagedHeads.clear();
    this.#stagedOrigins.length = 0;
    this.#stagedHlc = null;
    this.#stagedSeal = null;
  }

  /** A row of another origin, inside the caller's transaction. Only `taken` has changed anything. */
  ingest(row: LedgerRow, nowMs: number): IngestVerdict {
    if (!this.#origins.has(row.origin)) return 'unknown-origin';
    const head = this.head(row.origin);
    if (row.seq <= head.seq) {
      const stored = this.row(row.origin, row.seq);
      return stored && Buffer.compare(stored.hash, row.hash) === 0 ? 'known' : 'fork';
    }
    if (row.seq !== head.seq + 1) return 'gap';
    if (!isChained(row, head.hash)) return 'broken-chain';
    if (isTooFarAhead(row.hlc, nowMs)) return 'too-far-ahead';
    this.#stage(row);
    return 'taken';
  }

  get unsealed(): number {
    return this.head(this.#me.origin).seq - (this.#stagedSeal ?? this.#sealedSeq);
  }

  /** Signs the head of this incarnation, inside the caller's transaction. */
  seal(): Seal | null {
    if (this.unsealed === 0) return null;
    const head = this.head(this.#me.origin);
    const seal = makeSeal(this.#me.signer, this.storeId, { origin: this.#me.origin, ...head });
    this.takeSeal(seal);
    this.#stagedSeal = head.seq;
    return seal;
  }

  takeSeal(seal: Seal): boolean {
    const known = this.#origins.get(seal.origin);
    if (!known || !isSealValid(verifierOf(known.record.publicKey), this.storeId, seal)) return false;
    this.#db
      .write('INSERT OR IGNORE INTO seal (origin, seq_end, hash, signature) VALUES (?, ?, ?, ?)')
      .run(seal.origin, seal.seqEnd, seal.hash, seal.signature);
    return true;
  }

  payloadOf(row: LedgerRow): Payload {
    const key = this.#keys.get(row.keyId);
    assert(key, `store key ${row.keyId} is here`);
    return openPayload(row.ciphertext, row, key);
  }

  row(origin: string, seq: number): LedgerRow | undefined {
    const row = this.#db.prepare('SELECT * FROM log WHERE place = ?').get(this.#place(origin, seq));
    return row && rowOf(row);
  }

  vector(): Record<string, number> {
    const vector: Record<string, number> = {};
    for (const origin of [...this.#heads.keys()].sort()) {
      const { seq } = this.head(origin);
      if (seq > 0) vector[origin] = seq;
    }
    return vector;
  }

  digest(): string {
    return headsDigest([...this.#heads.keys()].map((origin) => ({ origin, ...this.head(origin) })));
  }
}
