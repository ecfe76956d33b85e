import { type BatchAnswer, judgeBatch } from '../../replication/judge-batch.ts';
import type { CertifiedOrigin, RowBatch, TakeVerdict } from '../../replication/ports.ts';
import type { EngineParts } from '../engine.ts';
import { isTooFarAhead } from '../hlc.ts';
import { isCertified } from '../ledger/certificate.ts';
import { type LedgerRow, originName } from '../ledger/chain.ts';
import type { Payload } from '../ledger/payload.ts';
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
  /** A module failed over a row, which is kept without being shown. */
  onFault(error: unknown): void;
}

/** What was opened to see whether it can be; null where it holds no payload, undefined where its key is not here. */
export type Opened = Map<LedgerRow, Payload | null | undefined>;

/** A batch of an origin that is known, against what is here of it up to its last seal. */
export function judgeHere(
  { parts, rows, nowMs }: Pick<Around, 'parts' | 'rows' | 'nowMs'>,
  batch: RowBatch,
  opened: Opened,
): BatchAnswer {
  const { ledger } = parts;
  const { origin } = batch.origin;
  return judgeBatch({
    storeId: ledger.storeId,
    verifier: ledger.verifier(origin),
    end: ledger.sealedHead(origin),
    floorSeq: 0,
    hashAt: (seq) => ledger.row(origin, seq)?.hash,
    batch,
    faultOf: (row) => {
      if (isTooFarAhead(row.hlc, nowMs)) return 'too-far-ahead';
      const payload = rows.open(row);
      opened.set(row, payload);
      return payload === null ? 'unreadable' : null;
    },
  });
}

/** Rows of other terminals on their way into one transaction. What is good is taken, each origin by itself. */
export class Intake {
  readonly #around: Around;
  readonly refused = new Map<string, Refused>();
  readonly #changes = new Map<string, Map<string, CommittedChange>>();
  readonly #opened: Opened = new Map();
  #staged: LedgerRow[] = [];
  taken = 0;

  constructor(around: Around) {
    this.#around = around;
  }

  /** Inside the transaction. An enrolment may stand in the same batches as what it admits. */
  run(batches: readonly RowBatch[]): void {
    let waiting = batches;
    for (;;) {
      const next = waiting.filter((batch) => this.#takeBatch(batch) === 'unknown-terminal');
      const rows = this.#staged;
      this.#staged = [];
      this.#note(this.#around.rows.projectAll(rows, this.#opened, this.#around.onFault).changes);
      if (next.length === 0 || rows.length === 0 || !this.#changes.has('terminal')) return;
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
    const { rows, seals, refused, contradiction } = judgeHere(this.#around, batch, this.#opened);
    for (const row of rows) this.#stage(row);
    for (const seal of seals) this.#around.parts.ledger.storeSeal(seal);
    const at = new Date(this.#around.nowMs).toISOString();
    if (contradiction) this.#around.quarantine.keep(contradiction, this.#around.parts.ledger.sealedSeq(origin), at);
    return refused && this.#refuse(refused.verdict, origin, refused.seq);
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

  /** Rows that came without their seal once, with an image of another terminal, may be here already. */
  #stage(row: LedgerRow): void {
    const { ledger } = this.#around.parts;
    if (row.seq <= ledger.head(row.origin).seq) return;
    ledger.stage(row);
    this.#staged.push(row);
    this.taken += 1;
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
