import type { Elapsed } from './elapsed.ts';
import { limits } from './limits.ts';
import type { Frames } from './messages.ts';
import type { OriginState } from './origin-state.ts';
import type { PeerSession } from './peer-session.ts';
import type { ReplicaStore, RowBatch, TakeResult } from './ports.ts';
import { isTransient, type Subscriptions } from './subscriptions.ts';
import type { SyncAlarm } from './sync-types.ts';

interface Item {
  readonly session: PeerSession;
  readonly batch: RowBatch;
  readonly bytes: number;
}

/** After the store failed (disk full, say) nothing is offered to it for this long. */
const pauseMs = 5_000;

/**
 * Rows on their way to the disk. What comes while a `take` is pending goes into the next one; credit goes back when
 * the rows are durable or thrown away, so what waits here is never more than the windows of the links.
 */
export class Intake {
  readonly #store: ReplicaStore;
  readonly #subscriptions: Subscriptions;
  readonly #elapsed: Elapsed;
  readonly #alarm: (alarm: SyncAlarm) => void;
  /** Origins whose head may have moved. */
  readonly #taken: (origins: ReadonlySet<string>) => void;
  /** Credit may be given back. */
  readonly #settled: (session: PeerSession) => void;
  #queue: Item[] = [];
  #taking = false;
  #pausedUntilMs = 0;

  constructor(context: {
    store: ReplicaStore;
    subscriptions: Subscriptions;
    elapsed: Elapsed;
    alarm: (alarm: SyncAlarm) => void;
    taken: (origins: ReadonlySet<string>) => void;
    settled: (session: PeerSession) => void;
  }) {
    this.#store = context.store;
    this.#subscriptions = context.subscriptions;
    this.#elapsed = context.elapsed;
    this.#alarm = context.alarm;
    this.#taken = context.taken;
    this.#settled = context.settled;
  }

  get hasWork(): boolean {
    return this.#queue.length > 0 && !this.#taking && this.#elapsed.ms >= this.#pausedUntilMs;
  }

  /** Puts rows in line, or throws them away: after DROP, out of order, or without the record that admits them. */
  offer(session: PeerSession, frames: Frames, message: Uint8Array): void {
    const bytes = message.length;
    const record = session.wanted.get(frames.origin);
    const state = record && this.#subscriptions.state(frames.origin);
    if (!record || !state || !this.#isExpected(session, state, frames)) {
      session.receiving.settle(bytes);
      this.#settled(session);
      return;
    }
    this.#queue.push({
      session,
      batch: { origin: record, rows: frames.rows, seals: frames.seals, frames: message },
      bytes,
    });
    state.pending += 1;
    state.received = Math.max(state.received, frames.rows.at(-1)?.seq ?? 0);
    state.progressMs = this.#elapsed.ms;
  }

  #isExpected(session: PeerSession, state: OriginState, frames: Frames): boolean {
    const isInOrder = (frames.rows[0]?.seq ?? 0) <= this.#subscriptions.here(state) + 1;
    return state.source === session && isInOrder && !this.#store.isQuarantined(frames.origin);
  }

  takeNext(): void {
    if (!this.hasWork) return;
    const items = this.#cut();
    this.#taking = true;
    try {
      this.#store.take(
        items.map((item) => item.batch),
        this.#elapsed.wallMs,
        (result) => this.#done(items, result),
      );
    } catch (error) {
      this.#pausedUntilMs = this.#elapsed.ms + pauseMs;
      this.#alarm({ kind: 'store-failed', message: error instanceof Error ? error.message : String(error) });
      if (this.#taking) this.#queue = [...items, ...this.#queue];
      this.#taking = false;
    }
  }

  /** One transaction's worth. */
  #cut(): Item[] {
    let rows = 0;
    let bytes = 0;
    let count = 0;
    for (const item of this.#queue) {
      rows += item.batch.rows.length;
      bytes += item.bytes;
      if (count > 0 && (rows > limits.takeRows || bytes > limits.takeBytes)) break;
      count += 1;
    }
    return this.#queue.splice(0, count);
  }

  #done(items: readonly Item[], result: TakeResult): void {
    this.#taking = false;
    const origins = new Set(items.map((item) => item.batch.origin.origin));
    for (const item of items) {
      item.session.receiving.settle(item.bytes);
      this.#subscriptions.state(item.batch.origin.origin).pending -= 1;
    }
    for (const origin of origins) this.#reconcile(origin, items, result);
    for (const { session } of items) this.#settled(session);
    if (result.taken > 0) this.#subscriptions.hurry();
    this.#taken(origins);
  }

  /** What the store holds is what counts: whatever else was thought of an origin is put right after each `take`. */
  #reconcile(origin: string, items: readonly Item[], result: TakeResult): void {
    const state = this.#subscriptions.state(origin);
    const durable = this.#store.head(origin)?.seq ?? 0;
    const mine = items.filter((item) => item.batch.origin.origin === origin);
    const promised = Math.max(0, ...mine.map((item) => item.batch.rows.at(-1)?.seq ?? 0));
    const refused = result.refused?.origin === origin ? result.refused : null;
    if (!refused && durable >= promised) {
      this.#subscriptions.progressed(state);
      return;
    }
    const verdict = refused?.verdict ?? 'gap';
    const at = refused?.seq ?? durable + 1;
    const culprit = mine.find((item) => item.batch.rows.some((row) => row.seq === at)) ?? mine[0];
    this.#discard(origin);
    state.received = durable;
    this.#subscriptions.refused(state, verdict, culprit?.session ?? null);
    const from = culprit?.session.terminalId ?? '';
    if (verdict === 'fork') this.#alarm({ kind: 'fork', origin, seq: at, from });
    else if (!isTransient(verdict) && verdict !== 'quarantined') {
      this.#alarm({ kind: 'rows-refused', verdict, origin, seq: at, from });
    }
  }

  #discard(origin: string): void {
    const state = this.#subscriptions.state(origin);
    const dropped = this.#queue.filter((item) => item.batch.origin.origin === origin);
    this.#queue = this.#queue.filter((item) => item.batch.origin.origin !== origin);
    state.pending -= dropped.length;
    for (const item of dropped) item.session.receiving.settle(item.bytes);
    for (const { session } of dropped) this.#settled(session);
  }
}
