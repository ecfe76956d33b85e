import type { Actor, AuditNote } from './aggregate.ts';
import { sha256Hex } from './canonical.ts';
import { foldAgain } from './fold-again.ts';
import { StampClock } from './hlc.ts';
import type { HeadStore } from './ledger/head-store.ts';
import type { Ledger } from './ledger/ledger.ts';
import { sealEvery } from './ledger/ledger.ts';
import type { Payload } from './ledger/payload.ts';
import type { Call, CommittedChange, Unit } from './module.ts';
import type { Decision, Facts, PolicyGate } from './policy.ts';
import type { Clock, Database, Random, ReadDb } from './ports.ts';
import type { Projections } from './projections.ts';
import { assert, RefusalError } from './refusal.ts';
import { RowProjector } from './row-projector.ts';
import { dateIn } from './time.ts';
import { denied, UnitOfWork } from './unit-of-work.ts';

export interface EngineParts {
  readonly db: Database;
  readonly ledger: Ledger;
  readonly projections: Projections;
  readonly gate: PolicyGate;
  readonly clock: Clock;
  readonly random: Random;
  readonly terminalId: string;
  readonly headStore: HeadStore;
  /** IANA zone of the store; decides what `today` is. */
  timeZone(): string;
}

/** A list or search that shows the same patients again within this time is one line in the audit log. */
const repeatedReadMs = 60_000;

/** The write path and the read path of architecture section 4. */
export class Engine {
  readonly parts: EngineParts;
  readonly #listeners = new Set<(changes: readonly CommittedChange[]) => void>();
  readonly #recentReads = new Map<string, number>();
  readonly #stamps: StampClock;
  readonly rows: RowProjector;
  /** Tables a rebuild empties and fills again. */
  projectionTables: readonly string[] = [];
  #sealsHeldUntilMs = 0;

  constructor(parts: EngineParts) {
    this.parts = parts;
    this.rows = new RowProjector(parts);
    this.#stamps = new StampClock(parts.clock);
  }

  nowIso(): string {
    return new Date(this.parts.clock.nowMs()).toISOString();
  }

  today(): string {
    return dateIn(this.parts.timeZone(), this.parts.clock.nowMs());
  }

  onCommit(listener: (changes: readonly CommittedChange[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  actorOf(call: Call): Actor {
    return {
      userId: call.session?.userId ?? 'system',
      userName: call.session?.userName ?? 'system',
      role: call.session?.role ?? 'system',
      sessionId: call.session?.id ?? null,
      terminalId: this.parts.terminalId,
      address: call.address,
    };
  }

  /**
   * One transaction with everything in memory that goes with it: heads of the ledger and folded aggregates follow the
   * database, whether it commits or not. Every write goes through here.
   */
  transact<R>(work: () => R): R {
    const { db, ledger, projections } = this.parts;
    let result: R;
    try {
      result = db.transaction(() => {
        const value = work();
        projections.settle();
        return value;
      });
    } catch (error) {
      ledger.rolledBack();
      projections.discard();
      throw error;
    }
    ledger.committed();
    return result;
  }

  command<R>(call: Call, action: string, work: (unit: Unit) => R): R {
    let unit: UnitOfWork | undefined;
    let result: { answer: R; changes: CommittedChange[] };
    try {
      result = this.transact(() => {
        const scope = `${call.session?.userId ?? ''} ${call.procedure} ${action}`;
        const earlier = this.#earlierAnswer(call, scope);
        if (earlier) return { answer: earlier.answer as R, changes: [] };
        unit = new UnitOfWork(this, call, action);
        const answer = work(unit);
        assert(!(answer instanceof Promise), `the command ${action} is synchronous`);
        const changes = unit.flush();
        if (call.idempotencyKey) {
          this.parts.db
            .write('INSERT INTO idempotency (scope, key, input_digest, answer, at) VALUES (?, ?, ?, ?, ?)')
            .run(scope, call.idempotencyKey, call.inputDigest ?? '', JSON.stringify(answer ?? null), unit.at);
        }
        return { answer, changes };
      });
    } catch (error) {
      if (error instanceof RefusalError && error.refusal.kind === 'policy-denied')
        this.#auditDenial(call, action, unit, error);
      throw error;
    }
    this.#afterCommit(result.changes);
    return result.answer;
  }

  #earlierAnswer(call: Call, scope: string): { answer: unknown } | null {
    if (!call.idempotencyKey) return null;
    const row = this.parts.db
      .prepare<{ input_digest: string; answer: string }>(
        'SELECT input_digest, answer FROM idempotency WHERE scope = ? AND key = ?',
      )
      .get(scope, call.idempotencyKey);
    if (!row) return null;
    if (row.input_digest !== (call.inputDigest ?? '')) {
      throw new RefusalError({ kind: 'idempotency-key-reused', data: undefined });
    }
    return { answer: JSON.parse(row.answer) };
  }

  #afterCommit(changes: readonly CommittedChange[]): void {
    if (this.parts.ledger.unsealed >= sealEvery) this.#sealIfPossible();
    if (changes.length === 0) return;
    for (const listener of this.#listeners) listener(changes);
  }

  /** What was committed stays so: a full disk here must not answer that nothing was changed. The next seal covers it. */
  #sealIfPossible(): void {
    try {
      this.seal();
    } catch {
      // Nothing was changed by it.
    }
  }

  /** Nothing written here is signed, hence nothing of it leaves, for so long: perhaps it was written before. */
  holdSeals(forMs: number): void {
    this.#sealsHeldUntilMs = forMs === 0 ? 0 : this.parts.clock.monotonicMs() + forMs;
  }

  /** Notes the head outside the database, then signs what is not yet signed: other terminals may have it now. */
  seal(): void {
    const { ledger, headStore } = this.parts;
    if (ledger.unsealed === 0 || this.parts.clock.monotonicMs() < this.#sealsHeldUntilMs) return;
    const { origin } = ledger;
    headStore.write({ origin, seq: ledger.head(origin).seq });
    this.transact(() => ledger.seal());
  }

  read<R>(
    call: Call,
    spec: { action: string; patientIds: readonly string[] | ((result: R) => readonly string[]); facts?: Facts },
    work: (db: ReadDb) => R,
  ): R {
    const actor = this.actorOf(call);
    const decision = this.decide(spec.action, { ...spec.facts, role: actor.role, userId: actor.userId });
    if (!decision.allow) {
      const known = typeof spec.patientIds === 'function' ? [] : spec.patientIds;
      this.note(call, spec.action, { outcome: 'denied', patientIds: known, decision, objects: [] });
      throw denied(decision);
    }
    const result = work(this.parts.db);
    const patientIds = typeof spec.patientIds === 'function' ? spec.patientIds(result) : spec.patientIds;
    if (patientIds.length > 0 && !this.#isRepeated(actor, spec.action, patientIds)) {
      this.note(call, spec.action, { outcome: 'read', patientIds, decision, objects: [] });
    }
    return result;
  }

  #isRepeated(actor: Actor, action: string, patientIds: readonly string[]): boolean {
    if (patientIds.length === 1) return false;
    const key = sha256Hex(`${actor.sessionId} ${action} ${patientIds.join()}`);
    const now = this.parts.clock.monotonicMs();
    const last = this.#recentReads.get(key);
    if (last !== undefined && now - last < repeatedReadMs) return true;
    if (this.#recentReads.size > 500) this.#recentReads.clear();
    this.#recentReads.set(key, now);
    return false;
  }

  #auditDenial(call: Call, action: string, unit: UnitOfWork | undefined, error: RefusalError): void {
    const data = error.refusal.data as { denials: { id: string }[] };
    this.note(call, action, {
      outcome: 'denied',
      patientIds: unit ? [...unit.patientIds] : [],
      decision: unit?.decision ?? null,
      objects: [],
      denials: data.denials.map((denial) => denial.id),
    });
  }

  /** An audit line of its own: a read, a refusal, a failed sign-in. */
  note(
    call: Call,
    action: string,
    what: {
      outcome: AuditNote['outcome'];
      patientIds: readonly string[];
      decision: Decision | null;
      objects: readonly string[];
      denials?: readonly string[];
      purpose?: string;
      actor?: Actor;
    },
  ): void {
    const note: AuditNote = {
      outcome: what.outcome,
      patientIds: what.patientIds,
      requestId: call.requestId,
      revision: what.decision?.revision ?? null,
      denials: what.denials ?? what.decision?.denials.map((denial) => denial.id) ?? [],
      objects: what.objects,
      purpose: what.purpose ?? 'treatment-payment-operations',
    };
    this.transact(() => {
      const payload: Payload = {
        k: 'audit',
        i: '',
        p: null,
        a: what.actor ?? this.actorOf(call),
        c: action,
        t: this.nowIso(),
        n: note,
      };
      this.appendRow('audit.recorded', payload);
    });
    this.#afterCommit([]);
  }

  /** Inside a transaction: one ledger row and everything that follows from it. */
  appendRow(type: string, payload: Payload): { kind: string; id: string }[] {
    const row = this.parts.ledger.append(type, payload, this.#stamps.nowMs());
    return this.rows.project(row, payload);
  }

  decide(action: string, facts: Facts): Decision {
    return this.parts.gate.decide(action, { ...facts, today: this.today() });
  }

  /** Goes on under a new incarnation. What is not signed yet is signed first, unless that may contradict a signature. */
  renewIncarnation(options: { readonly isSealing: boolean } = { isSealing: true }): string {
    if (options.isSealing) this.seal();
    this.parts.ledger.startIncarnation(this.nowIso());
    const { origin } = this.parts.ledger;
    this.parts.headStore.write({ origin, seq: 0 });
    this.#sealsHeldUntilMs = 0;
    this.#afterCommit([{ kind: 'incarnation', id: origin }]);
    return origin;
  }

  /** Rows of other terminals are committed: what shows them looks again. */
  announce(changes: readonly CommittedChange[]): void {
    this.#afterCommit(changes);
  }

  /** Projects what waited for a key or a version that is here now; a part at a time. Answers how many rows it was. */
  projectDeferred(): number {
    let projected = 0;
    for (;;) {
      const part = this.transact(() => this.rows.projectDeferred());
      this.#afterCommit(part.changes);
      projected += part.projected;
      if (part.looked === 0) return projected;
    }
  }

  /** Folds the whole ledger, as `first` leaves it, again into empty tables. Not while commands run. */
  rebuild(projectionTables: readonly string[], progress: (rows: number) => void = () => {}, first = () => {}): void {
    this.transact(() => {
      first();
      foldAgain(this.parts, this.rows, projectionTables, progress);
    });
    this.#afterCommit([{ kind: '*', id: '*' }]);
  }
}
