import type { CertifiedOrigin, RowBatch, TakeVerdict } from '../../replication/ports.ts';
import type { EngineParts } from '../engine.ts';
import { isCertified } from '../ledger/certificate.ts';
import { type LedgerRow, originName, rowHash, type Seal } from '../ledger/chain.ts';
import type { CommittedChange } from '../module.ts';
import type { RowProjector } from '../row-projector.ts';
import type { Quarantine } from './quarantine.ts';
import type { TerminalRegister } from './terminal-register.ts';

export interface Refused {
  readonly verdict: TakeVerdict;
  readonly origin: string;
  readonly seq: number;
}

interface Around {
  readonly parts: EngineParts;
  readonly rows: RowProjector;
  readonly register: TerminalRegister;
  readonly quarantine: Quarantine;
  readonly nowMs: number;
  /** False keeps the rows without what follows from them: a module failed over them. */
  readonly isShown: boolean;
}

/** Checking a signature costs as much as taking in several rows. */
const sealsABatch = 8;

/** Rows of other terminals on their way into one transaction. What is good is taken, each origin by itself. */
export class Intake {
  readonly #around: Around;
  readonly refused = new Map<string, Refused>();
  readonly #changes = new Map<string, Map<string, CommittedChange>>();
  taken = 0;

  constructor(around: Around) {
    this.#around = around;
  }

  /** Inside the transaction. An enrolment may stand in the same batches as what it admits. */
  run(batches: readonly RowBatch[]): void {
    let waiting = batches;
    for (;;) {
      const before = this.taken;
      const next: RowBatch[] = [];
      for (const batch of waiting) {
        const verdict = this.#takeBatch(batch);
        if (verdict === 'unknown-terminal') next.push(batch);
      }
      if (next.length === 0 || this.taken === before || !this.#changes.has('terminal')) return;
      this.#around.parts.projections.settle();
      for (const { origin } of next) this.refused.delete(origin.origin);
      waiting = next;
    }
  }

  #takeBatch(batch: RowBatch): TakeVerdict | null {
    const { origin } = batch.origin;
    const first = batch.rows[0]?.seq ?? 0;
    if (this.refused.has(origin)) return null;
    if (this.#around.quarantine.has(origin)) return this.#refuse('quarantined', origin, first);
    const admission = this.#admit(batch.origin);
    if (admission) return this.#refuse(admission, origin, first);
    const seals = this.#sealsOf(batch);
    if (!seals.every((seal) => this.#isRight(seal, batch))) {
      return this.#refuse('bad-seal', origin, batch.rows.at(-1)?.seq ?? 0);
    }
    for (const row of batch.rows) {
      const verdict = row.origin === origin ? this.#takeRow(row) : 'broken-chain';
      if (verdict) return this.#refuse(verdict, origin, row.seq);
    }
    for (const seal of seals) this.#around.parts.ledger.storeSeal(seal);
    return null;
  }

  #refuse(verdict: TakeVerdict, origin: string, seq: number): TakeVerdict {
    if (!this.refused.has(origin)) this.refused.set(origin, { verdict, origin, seq });
    return verdict;
  }

  /** A new origin comes in with the signature of an enrolled terminal, or not at all. */
  #admit(record: CertifiedOrigin): TakeVerdict | null {
    const { ledger } = this.#around.parts;
    const { origin, terminalId, publicKey, certificate } = record;
    if (ledger.hasOrigin(origin) && ledger.certificateOf(origin)) return null;
    if (publicKey.length !== 32 || originName(terminalId, publicKey) !== origin) return 'bad-certificate';
    const key = this.#around.register.keyOf(terminalId);
    if (!key) return ledger.hasOrigin(origin) ? null : 'unknown-terminal';
    if (!isCertified(key, ledger.storeId, record, certificate)) return 'bad-certificate';
    ledger.addOrigin({ origin, terminalId, publicKey, startedAt: record.startedAt }, certificate);
    return null;
  }

  /** The last of the seals that these rows reach: each vouches for all rows before it, so older ones need no look. */
  #sealsOf(batch: RowBatch): Seal[] {
    const reach = Math.max(this.#around.parts.ledger.head(batch.origin.origin).seq, batch.rows.at(-1)?.seq ?? 0);
    return batch.seals
      .filter(({ seqEnd }) => seqEnd > 0 && seqEnd <= reach)
      .sort((a, b) => a.seqEnd - b.seqEnd)
      .slice(-sealsABatch);
  }

  #isRight(seal: Seal, batch: RowBatch): boolean {
    const { ledger } = this.#around.parts;
    const { origin } = batch.origin;
    const sealed = batch.rows[seal.seqEnd - (batch.rows[0]?.seq ?? 0)] ?? ledger.row(origin, seal.seqEnd);
    const isOfRow = sealed?.seq === seal.seqEnd && Buffer.compare(sealed.hash, seal.hash) === 0;
    return seal.origin === origin && isOfRow && ledger.isGenuine(seal);
  }

  #takeRow(row: LedgerRow): TakeVerdict | null {
    const { parts, rows, nowMs } = this.#around;
    const { ledger } = parts;
    const verdict = ledger.check(row, nowMs);
    if (verdict === 'known') return null;
    if (verdict === 'unknown-origin') return 'unknown-terminal';
    if (verdict === 'fork' || verdict === 'broken-chain') return this.#contradiction(row, verdict);
    if (verdict !== 'taken') return verdict;
    const payload = rows.open(row);
    if (payload === null) return 'unreadable';
    ledger.stage(row);
    this.taken += 1;
    if (payload && !this.#around.isShown) rows.defer(row, 'failed');
    else if (payload) this.#note(rows.project(row, payload));
    else rows.defer(row, ledger.keys.whyClosed(row) ?? 'unreadable');
    return null;
  }

  /**
   * The origin is stopped for what it wrote itself, never for what was damaged or made up on the way: the row must
   * carry the hash of its content, and open under a key of the store.
   */
  #contradiction(row: LedgerRow, verdict: 'fork' | 'broken-chain'): TakeVerdict {
    if (Buffer.compare(rowHash(row, row.prevHash, row.ciphertext), row.hash) !== 0) return 'broken-chain';
    const { quarantine, rows, nowMs } = this.#around;
    if (!rows.open(row)) return 'unreadable';
    quarantine.keep(row, verdict, new Date(nowMs).toISOString());
    return 'fork';
  }

  #note(changes: readonly CommittedChange[]): void {
    for (const change of changes) {
      const ids = this.#changes.get(change.kind) ?? new Map<string, CommittedChange>();
      this.#changes.set(change.kind, ids.set(change.id, change));
    }
  }

  /** What changed, each once; a kind of which more than `max` changed as a whole. */
  changes(max: number): CommittedChange[] {
    return [...this.#changes].flatMap(([kind, ids]) => (ids.size > max ? [{ kind, id: '*' }] : [...ids.values()]));
  }
}
