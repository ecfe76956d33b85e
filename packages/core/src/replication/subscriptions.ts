import type { Elapsed } from './elapsed.ts';
import { limits } from './limits.ts';
import { newOriginState, type OriginState } from './origin-state.ts';
import type { PeerSession } from './peer-session.ts';
import type { OriginHead, ReplicaStore, TakeVerdict } from './ports.ts';
import type { SyncAlarm } from './sync-types.ts';

const refetchMs: Partial<Record<TakeVerdict, { readonly firstMs: number; readonly mostMs: number }>> = {
  gap: { firstMs: 0, mostMs: 30_000 },
  'unknown-terminal': { firstMs: 500, mostMs: 30_000 },
  'too-far-ahead': { firstMs: 30_000, mostMs: 30_000 },
  quota: { firstMs: 5_000, mostMs: 60_000 },
  unsealed: { firstMs: 0, mostMs: 0 },
};

const unsealedMs = 2_000;

/** True when the same rows may be taken later. */
export function isTransient(verdict: TakeVerdict): boolean {
  return refetchMs[verdict] !== undefined;
}

/**
 * Whom to ask for what: each origin at one peer at a time, so that a row crosses the wire about once. The terminal that
 * writes the origin if it is linked, else another terminal, else the relay; another one when the source is gone, stands
 * still, or somebody has had more for a while.
 */
export class Subscriptions {
  readonly #store: ReplicaStore;
  readonly #elapsed: Elapsed;
  readonly #patienceMs: number;
  readonly #alarm: (alarm: SyncAlarm) => void;
  readonly #states = new Map<string, OriginState>();
  /** Origins in which something is to happen as time passes. */
  readonly #unsettled = new Set<string>();

  constructor(context: {
    store: ReplicaStore;
    elapsed: Elapsed;
    patienceMs: number;
    alarm: (alarm: SyncAlarm) => void;
  }) {
    this.#store = context.store;
    this.#elapsed = context.elapsed;
    this.#patienceMs = context.patienceMs;
    this.#alarm = context.alarm;
  }

  state(origin: string): OriginState {
    let state = this.#states.get(origin);
    if (!state) {
      state = newOriginState(origin, this.#store.head(origin)?.seq ?? 0, this.#elapsed.ms);
      this.#states.set(origin, state);
    }
    return state;
  }

  /** What is here or in line; the store may have got rows by other ways. */
  here(state: OriginState): number {
    const durable = this.#store.head(state.origin)?.seq ?? 0;
    if (state.pending === 0 || durable > state.received) state.received = durable;
    return state.received;
  }

  plan(sessions: readonly PeerSession[], ownOrigin: string, origins: Iterable<string>): void {
    for (const origin of origins) {
      if (origin !== ownOrigin) this.#planOne(this.state(origin), sessions);
    }
  }

  #planOne(state: OriginState, sessions: readonly PeerSession[]): void {
    const { origin } = state;
    const nowMs = this.#elapsed.ms;
    if (state.source?.isClosed) state.source = null;
    const isQuarantined = this.#store.isQuarantined(origin);
    if (isQuarantined) this.unsubscribe(state);
    else if (nowMs >= state.retryAtMs) this.#findSource(state, sessions);
    if (isQuarantined || this.#isSettled(state, sessions)) this.#unsettled.delete(origin);
    else this.#unsettled.add(origin);
  }

  /** Nothing but news can change whom it is asked from: it has come in whole, and nobody is shut out for a while. */
  #isSettled(state: OriginState, sessions: readonly PeerSession[]): boolean {
    const { origin } = state;
    const here = this.here(state);
    if (!state.source || state.pending > 0 || state.retryAtMs > this.#elapsed.ms) return false;
    return sessions.every((session) => headOf(session, origin) <= here && !session.blockedUntil.has(origin));
  }

  /** What a peer told may change whom an origin is asked from. */
  isNews(session: PeerSession, { origin, seq }: OriginHead): boolean {
    const state = this.#states.get(origin);
    if (!state?.source || state.source.isClosed || this.#unsettled.has(origin)) return true;
    if (seq > this.here(state)) return true;
    return state.source !== session && session.rankFor(origin) > state.source.rankFor(origin);
  }

  get unsettled(): Iterable<string> {
    return this.#unsettled;
  }

  #findSource(state: OriginState, sessions: readonly PeerSession[]): void {
    const { origin } = state;
    const nowMs = this.#elapsed.ms;
    const here = this.here(state);
    const candidates = sessions.filter((session) => this.#isCandidate(session, origin, here));
    const ahead = Math.max(here, ...candidates.map((session) => headOf(session, origin)));
    if (ahead === here || state.pending > 0) state.progressMs = nowMs;
    if (!state.source) this.#choose(state, candidates, here, sessions);
    else if (!this.#reconsider(state, candidates, here) && nowMs - state.progressMs > this.#patienceMs) {
      this.#leaveStalled(state, candidates, here);
    }
  }

  #isCandidate(session: PeerSession, origin: string, here: number): boolean {
    const head = session.heads.get(origin);
    return (
      session.isReady &&
      head !== undefined &&
      head.seq >= here &&
      (session.floors.get(origin) ?? 0) <= here &&
      (session.blockedUntil.get(origin) ?? 0) <= this.#elapsed.ms
    );
  }

  #choose(state: OriginState, candidates: readonly PeerSession[], here: number, all: readonly PeerSession[]): void {
    const further = candidates.filter((session) => headOf(session, state.origin) > here);
    const best = bestOf(further.length > 0 ? further : candidates, state.origin);
    if (best) {
      this.#subscribe(state, best, here);
      return;
    }
    const trimmed = all.find(
      (session) => session.isReady && headOf(session, state.origin) > here && session.floors.has(state.origin),
    );
    if (trimmed && state.verdict !== 'below-floor') {
      state.verdict = 'below-floor';
      this.#alarm({ kind: 'below-floor', origin: state.origin, seq: here, from: trimmed.terminalId });
    }
  }

  /** To a nearer source, once the present one has given all it told of: then nothing is sent twice. */
  #reconsider(state: OriginState, candidates: readonly PeerSession[], here: number): boolean {
    const { source, origin } = state;
    if (!source || state.pending > 0 || headOf(source, origin) > here) return false;
    const best = bestOf(candidates, origin);
    if (!best || best.rankFor(origin) <= source.rankFor(origin)) return false;
    this.#subscribe(state, best, here);
    return true;
  }

  #leaveStalled(state: OriginState, candidates: readonly PeerSession[], here: number): void {
    const { source, origin } = state;
    const nowMs = this.#elapsed.ms;
    if (!source) return;
    // Busy with other origins is not standing still, for a while.
    const isBusy = nowMs - source.framesAtMs < this.#patienceMs && nowMs - state.progressMs < 10 * this.#patienceMs;
    const owesRows = headOf(source, origin) > here;
    if (isBusy && owesRows) return;
    const others = candidates.filter((session) => session !== source && headOf(session, origin) > here);
    const best = bestOf(others, origin);
    if (best) {
      if (owesRows) source.blockedUntil.set(origin, nowMs + limits.penaltyMs);
      this.#subscribe(state, best, here);
    } else if (owesRows && nowMs - state.askedMs > limits.rewantMs) {
      this.#subscribe(state, source, here);
    }
  }

  #subscribe(state: OriginState, source: PeerSession, afterSeq: number): void {
    if (state.source && state.source !== source) this.unsubscribe(state);
    state.source = source;
    this.#unsettled.add(state.origin);
    state.verdict = null;
    state.progressMs = this.#elapsed.ms;
    state.askedMs = this.#elapsed.ms;
    if (!source.wanted.has(state.origin)) source.wanted.set(state.origin, null);
    source.send({ type: 'want', origin: state.origin, afterSeq });
  }

  unsubscribe(state: OriginState): void {
    const { source } = state;
    state.source = null;
    this.#unsettled.add(state.origin);
    if (!source) return;
    source.wanted.delete(state.origin);
    source.send({ type: 'drop', origin: state.origin });
  }

  /** The peer says another hash for a row that is here: its row is asked for, and the store judges. */
  suspect(session: PeerSession, origin: string, seq: number): void {
    const state = this.state(origin);
    if ((session.blockedUntil.get(origin) ?? 0) > this.#elapsed.ms || this.#store.isQuarantined(origin)) return;
    // Once a link: if the row it sends is the one that is here after all, the peer only said so.
    session.blockedUntil.set(origin, Number.POSITIVE_INFINITY);
    this.#subscribe(state, session, seq - 1);
  }

  floored(session: PeerSession, origin: string, seq: number): void {
    session.floors.set(origin, seq);
    session.wanted.delete(origin);
    const state = this.state(origin);
    if (state.source === session) state.source = null;
    this.#unsettled.add(origin);
  }

  refused(state: OriginState, verdict: TakeVerdict, from: PeerSession | null): void {
    const nowMs = this.#elapsed.ms;
    this.unsubscribe(state);
    const delay = refetchMs[verdict];
    if (delay) {
      state.verdict = verdict;
      state.retryAtMs = nowMs + Math.min(delay.mostMs, delay.firstMs * 2 ** Math.min(state.refusals, 16));
      // A peer that leaves gaps again and again is asked again, but not without a pause.
      if (verdict === 'gap' && state.refusals > 0) state.retryAtMs = nowMs + 500 * 2 ** Math.min(state.refusals, 6);
      // Whoever passed on what its origin did not sign is asked again after a while; others are asked at once.
      if (verdict === 'unsealed')
        from?.blockedUntil.set(state.origin, nowMs + unsealedMs * 2 ** Math.min(state.refusals, 5));
      state.refusals += 1;
    } else {
      state.verdict = verdict;
      from?.blockedUntil.set(state.origin, Number.POSITIVE_INFINITY);
    }
  }

  progressed(state: OriginState): void {
    state.refusals = 0;
    state.progressMs = this.#elapsed.ms;
  }

  /** Rows of others came in, perhaps the enrolment that was missing: no need to wait the whole delay. */
  hurry(): void {
    for (const state of this.#states.values()) {
      if (state.verdict === 'unknown-terminal') state.retryAtMs = Math.min(state.retryAtMs, this.#elapsed.ms + 200);
    }
  }

  /** Forgets origins that nobody linked tells of and that are not here: names alone must not fill memory. */
  prune(sessions: readonly PeerSession[]): void {
    for (const { origin, source, pending } of this.#states.values()) {
      const isKnown = source || pending > 0 || this.#store.head(origin);
      if (!isKnown && !sessions.some((session) => session.heads.has(origin))) this.#forget(origin);
    }
  }

  #forget(origin: string): void {
    this.#states.delete(origin);
    this.#unsettled.delete(origin);
  }

  get size(): number {
    return this.#states.size;
  }

  all(): IterableIterator<OriginState> {
    return this.#states.values();
  }
}

export function headOf(session: PeerSession, origin: string): number {
  return session.heads.get(origin)?.seq ?? 0;
}

function bestOf(sessions: readonly PeerSession[], origin: string): PeerSession | null {
  let best: PeerSession | null = null;
  for (const session of sessions) if (!best || isBetter(session, best, origin)) best = session;
  return best;
}

function isBetter(a: PeerSession, b: PeerSession, origin: string): boolean {
  const byRank = a.rankFor(origin) - b.rankFor(origin);
  if (byRank !== 0) return byRank > 0;
  const byHead = headOf(a, origin) - headOf(b, origin);
  if (byHead !== 0) return byHead > 0;
  // The load is spread: whoever is asked for less.
  return a.wanted.size !== b.wanted.size ? a.wanted.size < b.wanted.size : a.terminalId < b.terminalId;
}
