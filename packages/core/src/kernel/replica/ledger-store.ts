import type { OriginHead, ReplicaStore, RowBatch, TakeResult } from '../../replication/ports.ts';
import type { Engine } from '../engine.ts';
import type { LedgerRow } from '../ledger/chain.ts';
import { sealedRowsAfter } from '../ledger/log-table.ts';
import type { DeferredRows } from '../row-projector.ts';
import { dropUnsealed } from './drop-unsealed.ts';
import { Intake, judgeHere } from './intake.ts';
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
   * Only what is sealed. Of others nothing else is certain to be theirs; of what is written here the seal is noted
   * outside the database first, so a disk that loses its tail is noticed at the next start, and no two rows ever leave
   * under one number.
   */
  head(origin: string): OriginHead | undefined {
    const { ledger } = this.#engine.parts;
    if (!ledger.certificateOf(origin)) return undefined;
    const head = ledger.sealedHead(origin);
    return head.seq > 0 ? { origin, ...head, sealedSeq: head.seq } : undefined;
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
    const range = { origin, after: afterSeq, last: ledger.sealedSeq(origin) };
    const { rows, seal } = sealedRowsAfter(db, range, (seq) => ledger.placeOf(origin, seq), maxBytes);
    return seal && { origin: { ...ledger.originRecord(origin), certificate }, rows, seals: [seal] };
  }

  take(batch: readonly RowBatch[], nowMs: number, done: (result: TakeResult) => void): void {
    done(this.#take(batch, nowMs));
  }

  #take(batch: readonly RowBatch[], nowMs: number): TakeResult {
    for (const one of batch) this.#makeWay(one, nowMs);
    const { parts, rows } = this.#engine;
    const onFault = (error: unknown) => this.#onFault(error);
    const intake = new Intake({ parts, rows, register: this.#register, quarantine: this.#quarantine, nowMs, onFault });
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
   * Signed rows of the incarnation written under here that this disk does not have: it was put back to an earlier state,
   * or another copy of it is alive. Either way nothing more may be written under that name. Rows that stand here in the
   * place of signed ones and never were signed give way; those written here are written again under the new name.
   */
  #makeWay(one: RowBatch, nowMs: number): void {
    const { parts, rows } = this.#engine;
    const { ledger } = parts;
    const { origin } = one.origin;
    if (!ledger.hasOrigin(origin) || this.#quarantine.has(origin)) return;
    const { seq } = ledger.head(origin);
    const hasTail = seq > ledger.sealedSeq(origin);
    const isOwn = origin === ledger.origin;
    if (!isOwn && !hasTail) return;
    const answer = judgeHere({ parts, rows, nowMs }, one, new Map());
    const isContradicted = answer.rows.some((row) => row.seq <= seq && !isSame(ledger.row(origin, row.seq), row));
    const isFork = answer.contradiction !== null;
    const isLost = isContradicted || isFork || (answer.rows.at(-1)?.seq ?? 0) > seq;
    if (isOwn && isLost) this.#engine.renewIncarnation({ isSealing: false });
    if (isContradicted || (isOwn && isFork && hasTail)) dropUnsealed(this.#engine, origin);
  }
}

function isSame(stored: LedgerRow | undefined, row: LedgerRow): boolean {
  return stored !== undefined && Buffer.compare(stored.hash, row.hash) === 0;
}
