import type { OriginHead, ReplicaStore, RowBatch, TakeResult } from '../../replication/ports.ts';
import type { Engine } from '../engine.ts';
import { type LedgerRow, rowHash, type Seal } from '../ledger/chain.ts';
import { rowsAfter, sealIn } from '../ledger/log-table.ts';
import type { DeferredRows } from '../row-projector.ts';
import { isStorageFault } from '../storage-fault.ts';
import { Intake } from './intake.ts';
import { type ForkEvidence, Quarantine } from './quarantine.ts';
import { projectedRegister, type TerminalRegister } from './terminal-register.ts';

/** Of one kind, more changed aggregates than this in one take are announced as the kind as a whole. */
const idsAnnouncedMax = 2000;

const rowsOfCatchUp = 500;
/** SQLite's own; larger ones would hold up a single command for longer. */
const walPages = 1000;
const walPagesOfCatchUp = 10_000;

/** The kernel's ledger as replication sees it: rows go out as they are stored, and come in with all that follows. */
export class LedgerStore implements ReplicaStore {
  readonly #engine: Engine;
  readonly #register: TerminalRegister;
  readonly #quarantine: Quarantine;
  readonly #onFault: (error: unknown) => void;
  #catchesUp = false;

  constructor(engine: Engine, options: { readonly register?: TerminalRegister; onFault?(error: unknown): void } = {}) {
    this.#engine = engine;
    this.#register = options.register ?? projectedRegister(engine.parts.db, engine.parts.ledger.storeId);
    this.#quarantine = new Quarantine(engine.parts.db);
    this.#onFault = (error) => options.onFault?.(error);
  }

  get storeId(): string {
    return this.#engine.parts.ledger.storeId;
  }

  /** The incarnation this terminal writes under now; another one after its own rows came back as a stranger's. */
  get origin(): string {
    return this.#engine.parts.ledger.origin;
  }

  /** Incarnations without a certificate cannot be admitted elsewhere, so they are not offered. */
  heads(): OriginHead[] {
    const { ledger } = this.#engine.parts;
    return ledger.heads().flatMap(({ origin }) => this.head(origin) ?? []);
  }

  /**
   * Of what is written here only what is sealed: the seal is noted outside the database first, so a disk that loses
   * its tail is noticed at the next start, and no two rows ever leave under one number.
   */
  head(origin: string): OriginHead | undefined {
    const { ledger } = this.#engine.parts;
    if (!ledger.certificateOf(origin)) return undefined;
    const sealedSeq = ledger.sealedSeq(origin);
    const head = ledger.head(origin);
    if (origin !== ledger.origin || head.seq === sealedSeq)
      return head.seq > 0 ? { origin, ...head, sealedSeq } : undefined;
    const sealed = ledger.row(origin, sealedSeq);
    return sealed && { origin, seq: sealedSeq, hash: sealed.hash, sealedSeq };
  }

  isQuarantined(origin: string): boolean {
    return this.#quarantine.has(origin);
  }

  quarantined(): ForkEvidence[] {
    return this.#quarantine.list();
  }

  deferred(): DeferredRows[] {
    return this.#engine.rows.deferred();
  }

  read(
    origin: string,
    afterSeq: number,
    maxBytes: number,
    done: (batch: RowBatch | null, floor: number) => void,
  ): void {
    done(this.#read(origin, afterSeq, maxBytes), 0);
  }

  #read(origin: string, afterSeq: number, maxBytes: number): RowBatch | null {
    const { ledger, db } = this.#engine.parts;
    const certificate = ledger.certificateOf(origin);
    if (!certificate || !Number.isSafeInteger(afterSeq) || afterSeq < 0) return null;
    const last = ledger.placeOf(origin, this.head(origin)?.seq ?? 0);
    const rows = rowsAfter(db, ledger.placeOf(origin, afterSeq), last, maxBytes);
    const seal = sealIn(db, origin, afterSeq, rows.at(-1)?.seq ?? afterSeq);
    if (rows.length === 0 && !seal) return null;
    return { origin: { ...ledger.originRecord(origin), certificate }, rows, seals: seal ? [seal] : [] };
  }

  take(batch: readonly RowBatch[], nowMs: number, done: (result: TakeResult) => void): void {
    done(this.#take(batch, nowMs));
  }

  #take(batch: readonly RowBatch[], nowMs: number): TakeResult {
    if (batch.some((one) => this.#isLostTail(one))) this.#engine.renewIncarnation();
    return this.#takeShown(batch, nowMs);
  }

  /**
   * A module that fails over a row must not stop the replication of all others: then the batch is taken in halves, and
   * the one row is kept without being shown until a rebuild.
   */
  #takeShown(batch: readonly RowBatch[], nowMs: number): TakeResult {
    try {
      return this.#takeAtOnce(batch, nowMs, true);
    } catch (error) {
      if (isStorageFault(error)) throw error;
      const halves = inHalves(batch);
      if (!halves) {
        this.#onFault(error);
        return this.#takeAtOnce(batch, nowMs, false);
      }
      const [first, second] = halves.map((half) => this.#takeShown(half, nowMs)) as [TakeResult, TakeResult];
      return { taken: first.taken + second.taken, refused: first.refused ?? second.refused };
    }
  }

  #takeAtOnce(batch: readonly RowBatch[], nowMs: number, isShown: boolean): TakeResult {
    const { parts, rows } = this.#engine;
    const intake = new Intake({ parts, rows, register: this.#register, quarantine: this.#quarantine, nowMs, isShown });
    this.#expectMany(batch);
    try {
      this.#engine.transact(() => intake.run(batch));
    } finally {
      this.#quarantine.forget();
    }
    this.#engine.announce(intake.changes(idsAnnouncedMax));
    const [refused = null] = intake.refused.values();
    return { taken: intake.taken, refused };
  }

  /** While a terminal catches up, pages that many takes change are copied out of the write-ahead log once for all. */
  #expectMany(batch: readonly RowBatch[]): void {
    const isMany = batch.reduce((count, { rows }) => count + rows.length, 0) >= rowsOfCatchUp;
    if (isMany === this.#catchesUp) return;
    this.#catchesUp = isMany;
    this.#engine.parts.db.exec(`PRAGMA wal_autocheckpoint = ${isMany ? walPagesOfCatchUp : walPages}`);
  }

  /**
   * Rows of the incarnation written under here that this disk does not have: it was put back to an earlier state, or
   * another copy of it is alive. Either way nothing more may be written under that name.
   */
  #isLostTail(batch: RowBatch): boolean {
    const { ledger } = this.#engine.parts;
    if (batch.origin.origin !== ledger.origin) return false;
    return batch.rows.some((row) => {
      if (row.origin !== ledger.origin) return false;
      const stored = ledger.row(row.origin, row.seq);
      return (!stored || Buffer.compare(stored.hash, row.hash) !== 0) && isSound(row) && !!this.#engine.rows.open(row);
    });
  }
}

/** Undamaged: the row carries the hash of its content. */
function isSound(row: LedgerRow): boolean {
  return Buffer.compare(rowHash(row, row.prevHash, row.ciphertext), row.hash) === 0;
}

/** Two parts that hold the same rows in the same order; null when there is a single row. */
function inHalves(batch: readonly RowBatch[]): [RowBatch[], RowBatch[]] | null {
  const rows = batch.reduce((count, one) => count + one.rows.length, 0);
  if (rows <= 1) return null;
  let left = Math.ceil(rows / 2);
  const halves: [RowBatch[], RowBatch[]] = [[], []];
  for (const one of batch) {
    const split = Math.min(left, one.rows.length);
    left -= split;
    const at = one.rows[split - 1]?.seq ?? 0;
    const isEarly = (seal: Seal) => seal.seqEnd <= at;
    halves[0].push({ ...one, rows: one.rows.slice(0, split), seals: one.seals.filter(isEarly) });
    halves[1].push({ ...one, rows: one.rows.slice(split), seals: one.seals.filter((seal) => !isEarly(seal)) });
  }
  return halves;
}
