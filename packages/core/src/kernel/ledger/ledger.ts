// long: the log, its heads and its seals change together, inside one transaction.
import type { KeyObject } from 'node:crypto';
import { isTooFarAhead, nextHlc } from '../hlc.ts';
import type { Database, Random } from '../ports.ts';
import { certify } from './certificate.ts';
import {
  genesisHash,
  type LedgerRow,
  makeSeal,
  type OriginRecord,
  originName,
  rowHash,
  type Seal,
  signerOf,
  signingKeyOf,
} from './chain.ts';
import { HeadBook } from './head-book.ts';
import type { Head, IngestVerdict, LedgerHead } from './head-store.ts';
import { type OpenOptions, readIncarnation, writeIncarnation } from './incarnation.ts';
import { KeyRing, schemaVersion } from './key-ring.ts';
import { insertRow, insertSeal, isChained, isTailSound, lastOf, lastSealed, sealPoints, takeOff } from './log-table.ts';
import { OriginBook } from './origin-book.ts';
import { type Payload, type StoreKey, sealPayload } from './payload.ts';
import { rowOf } from './rows.ts';
import { headsDigest } from './verify.ts';

/** A seal at least this often; and after a second of quiet (architecture section 5). */
export const sealEvery = 256;
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
  readonly keys: KeyRing;
  readonly #origins: OriginBook;
  readonly #heads = new HeadBook();
  #me!: { origin: string; signer: KeyObject };
  #terminal!: { id: string; signer: KeyObject | null };

  constructor(db: Database, storeId: string, keys: readonly StoreKey[], random: Random) {
    this.#db = db;
    this.storeId = storeId;
    this.#random = random;
    this.keys = new KeyRing(keys);
    this.#origins = new OriginBook(db);
  }

  /**
   * Takes up the incarnation of last time, or starts a new one: at the first start, after a restore, when the tail
   * does not check, or when the database is older than what `headStore` remembers.
   */
  open(options: OpenOptions): { isNew: boolean } {
    const { terminalId, terminalKey } = options;
    this.#terminal = { id: terminalId, signer: terminalKey ? signerOf(terminalKey.privateKey) : null };
    this.#origins.load();
    for (const { origin } of this.#origins.all()) this.#loadHead(origin);
    this.#certifyOwn();
    const known = readIncarnation(this.#db);
    const remembered = options.headStore.read();
    if (known && this.#isSoundlyOurs(known.origin)) {
      this.#me = { origin: known.origin, signer: signerOf(known.privateKey) };
      if (!options.forceNew && (remembered === null || this.#reaches(remembered))) return { isNew: false };
      // Nobody can sign it later, and what is not signed is not passed on.
      this.#alone(() => this.seal());
    }
    this.startIncarnation(options.startedAt);
    options.headStore.write({ origin: this.#me.origin, seq: 0 });
    return { isNew: true };
  }

  #isSoundlyOurs(origin: string): boolean {
    if (!this.#origins.has(origin) || this.#origins.record(origin).terminalId !== this.#terminal.id) return false;
    return isTailSound(this.#db, this.#place(origin, 0), this.#place(origin, seqMax));
  }

  /** False for a database from before what was remembered: its rows, or the incarnation itself, are not there. */
  #reaches({ origin, seq }: LedgerHead): boolean {
    return this.#origins.has(origin) && this.head(origin).seq >= seq;
  }

  /** Incarnations from before this terminal had a key of its own. */
  #certifyOwn(): void {
    const { id, signer } = this.#terminal;
    if (!signer) return;
    const bare = this.origins().filter((one) => one.terminalId === id && !this.certificateOf(one.origin));
    if (bare.length === 0) return;
    this.#alone(() => {
      for (const record of bare) this.addOrigin(record, certify(signer, this.storeId, record));
    });
  }

  /** Goes on under a new name and key, in a transaction of its own. The old incarnation is never written to again. */
  startIncarnation(startedAt: string): void {
    const { id: terminalId, signer } = this.#terminal;
    const key = signingKeyOf(this.#random.bytes(32));
    const origin = originName(terminalId, key.publicKey);
    const record = { origin, terminalId, publicKey: key.publicKey, startedAt };
    this.#alone(() => {
      this.addOrigin(record, signer && certify(signer, this.storeId, record));
      writeIncarnation(this.#db, { origin, privateKey: key.privateKey });
    });
    this.#me = { origin, signer: signerOf(key.privateKey) };
  }

  #alone(work: () => void): void {
    try {
      this.#db.transaction(work);
    } catch (error) {
      this.rolledBack();
      throw error;
    }
    this.committed();
  }

  /** Inside the caller's transaction. One that is known without its certificate gets it. */
  addOrigin(record: OriginRecord, certificate: Uint8Array | null = null): void {
    if (this.#origins.add(record, certificate)) this.#loadHead(record.origin);
  }

  originRecord(origin: string): OriginRecord {
    return this.#origins.record(origin);
  }

  hasOrigin(origin: string): boolean {
    return this.#origins.has(origin);
  }

  /** Null for an incarnation from before terminals had keys: it does not travel. */
  certificateOf(origin: string): Uint8Array | null {
    return this.#origins.certificate(origin);
  }

  #loadHead(origin: string): void {
    const last = lastOf(this.#db, this.#place(origin, 0), this.#place(origin, seqMax));
    const head = last ? { seq: last.seq, hash: last.hash } : { seq: 0, hash: this.#genesis(origin) };
    this.#heads.load(origin, head, last?.hlc ?? 0, lastSealed(this.#db, origin));
  }

  #genesis(origin: string): Uint8Array {
    return genesisHash(this.storeId, origin, this.#origins.record(origin).publicKey);
  }

  get origin(): string {
    return this.#me.origin;
  }

  get lastHlc(): number {
    return this.#heads.lastHlc;
  }

  #place(origin: string, seq: number): number {
    return this.originNo(origin) * placesAnOrigin + seq;
  }

  placeOf(origin: string, seq: number): number {
    return this.#place(origin, Math.min(seq, seqMax));
  }

  originNo(origin: string): number {
    return this.#origins.no(origin);
  }

  originByNo(no: number): string {
    return this.#origins.byNo(no);
  }

  origins(): OriginRecord[] {
    return this.#origins.all();
  }

  head(origin: string): Head {
    return this.#heads.get(origin) ?? { seq: 0, hash: this.#genesis(origin) };
  }

  /** Appends inside the caller's transaction. */
  append(type: string, payload: Payload, nowMs: number): LedgerRow {
    const head = this.head(this.#me.origin);
    const hlc = nextHlc(this.lastHlc, nowMs);
    const key = this.keys.keyFor(type);
    const header = {
      origin: this.#me.origin,
      seq: head.seq + 1,
      hlc,
      type,
      schemaVersion,
      keyId: key.id,
    };
    const ciphertext = sealPayload(payload, header, key, this.#random.bytes(12));
    const hash = rowHash(header, head.hash, ciphertext);
    const row: LedgerRow = { ...header, prevHash: head.hash, ciphertext, hash };
    this.stage(row);
    return row;
  }

  stage(row: LedgerRow): void {
    insertRow(this.#db, this.#place(row.origin, row.seq), row);
    this.#heads.stage(row);
  }

  /** The caller's transaction is committed: what it staged holds from now on. */
  committed(): void {
    this.#heads.committed();
    this.#origins.committed();
  }

  /** The caller's transaction is undone: nothing it staged was ever there. */
  rolledBack(): void {
    this.#heads.rolledBack(this.#origins.rolledBack());
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
    this.stage(row);
    return 'taken';
  }

  get unsealed(): number {
    return this.head(this.#me.origin).seq - this.sealedSeq(this.#me.origin);
  }

  /** Signs what this incarnation wrote since the last time, inside the caller's transaction. */
  seal(): Seal | null {
    if (this.unsealed === 0) return null;
    const { origin, signer } = this.#me;
    const points = sealPoints(this.#db, this.#place(origin, this.sealedSeq(origin)), this.#place(origin, seqMax));
    const seals = points.map((point) => makeSeal(signer, this.storeId, { origin, ...point }));
    for (const seal of seals) this.storeSeal(seal);
    return seals.at(-1) ?? null;
  }

  readonly verifier = (origin: string): KeyObject => this.#origins.verifier(origin);
  storeSeal(seal: Seal): void {
    insertSeal(this.#db, seal);
    this.#heads.stageSeal(seal.origin, seal.seqEnd);
  }

  sealedSeq(origin: string): number {
    return this.#heads.sealedSeq(origin);
  }

  /** The last row that is signed: only up to there is it certain that the origin wrote it. */
  sealedHead(origin: string): Head {
    const seq = this.sealedSeq(origin);
    if (seq === this.head(origin).seq) return this.head(origin);
    return { seq, hash: this.row(origin, seq)?.hash ?? this.#genesis(origin) };
  }

  /** Takes the rows after the last seal off the log, inside the caller's transaction, and answers them. */
  dropUnsealed(origin: string): LedgerRow[] {
    const sealed = this.sealedHead(origin);
    this.#heads.stageHead(origin, sealed);
    return takeOff(this.#db, this.#place(origin, sealed.seq), this.#place(origin, seqMax));
  }

  /** A key that came at run time; `current` seals new rows with it. */
  addStoreKey(key: StoreKey, options: { readonly current: boolean }): void {
    this.keys.add(key, options);
  }

  payloadOf(row: LedgerRow): Payload {
    return this.keys.open(row);
  }

  row(origin: string, seq: number): LedgerRow | undefined {
    const row = this.#db.prepare('SELECT * FROM log WHERE place = ?').get(this.#place(origin, seq));
    return row && rowOf(row);
  }

  /** The last rows of the origins that have rows, in order of their names. */
  heads(): (Head & { origin: string })[] {
    return [...this.#heads.origins()]
      .sort()
      .map((origin) => ({ origin, ...this.head(origin) }))
      .filter(({ seq }) => seq > 0);
  }

  vector(): Record<string, number> {
    return Object.fromEntries(this.heads().map(({ origin, seq }) => [origin, seq]));
  }

  digest(): string {
    return headsDigest(this.heads());
  }
}
