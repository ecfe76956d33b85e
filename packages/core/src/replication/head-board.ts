import type { Elapsed } from './elapsed.ts';
import { limits } from './limits.ts';
import type { PeerSession } from './peer-session.ts';
import type { OriginHead, ReplicaStore } from './ports.ts';
import type { Subscriptions } from './subscriptions.ts';
import type { SyncAlarm } from './sync-types.ts';

/** Durable heads: what is told to peers, and what they tell compared with it. */
export class HeadBoard {
  readonly #store: ReplicaStore;
  readonly #elapsed: Elapsed;
  readonly #subscriptions: Subscriptions;
  readonly #alarm: (alarm: SyncAlarm) => void;
  readonly #known = new Map<string, number>();

  constructor(context: {
    store: ReplicaStore;
    elapsed: Elapsed;
    subscriptions: Subscriptions;
    alarm: (alarm: SyncAlarm) => void;
  }) {
    this.#store = context.store;
    this.#elapsed = context.elapsed;
    this.#subscriptions = context.subscriptions;
    this.#alarm = context.alarm;
    for (const head of this.#store.heads()) this.#known.set(head.origin, head.seq);
  }

  /** Marks what moved since the last look for everybody. */
  refresh(sessions: readonly PeerSession[]): void {
    for (const head of this.#store.heads()) {
      if (this.#known.get(head.origin) === head.seq) continue;
      this.#known.set(head.origin, head.seq);
      for (const session of sessions) session.untold.add(head.origin);
    }
  }

  /** The whole list, in parts; after HELLO. */
  tellAll(session: PeerSession): void {
    const heads = this.#store.heads();
    session.untold.clear();
    session.toldAtMs = this.#elapsed.ms;
    for (let start = 0; start === 0 || start < heads.length; start += limits.headsAMessage) {
      session.send({ type: 'have', full: start === 0, heads: heads.slice(start, start + limits.headsAMessage) });
    }
  }

  /** What moved, not oftener than every 50 ms: it acknowledges many rows at once. */
  tell(session: PeerSession): void {
    if (session.untold.size === 0 || !session.canWrite) return;
    if (this.#elapsed.ms - session.toldAtMs < limits.haveMs) return;
    const heads: OriginHead[] = [];
    for (const origin of session.untold) {
      if (heads.length === limits.headsAMessage) break;
      session.untold.delete(origin);
      const head = this.#store.head(origin);
      if (head) heads.push(head);
    }
    session.toldAtMs = this.#elapsed.ms;
    session.send({ type: 'have', full: false, heads });
  }

  /** Two hashes at one place, or a peer that has more of what is written here, want a person. */
  compare(session: PeerSession, heads: readonly OriginHead[], ownOrigin: string): void {
    for (const theirs of heads) {
      const ours = this.#store.head(theirs.origin);
      const differs = ours?.seq === theirs.seq && Buffer.compare(ours.hash, theirs.hash) !== 0;
      if (theirs.origin === ownOrigin) {
        if (!differs && theirs.seq <= (ours?.seq ?? 0)) continue;
        this.#alarm({ kind: 'own-tail-lost', origin: theirs.origin, seq: theirs.seq, from: session.terminalId });
      } else if (differs) this.#subscriptions.suspect(session, theirs.origin, theirs.seq);
    }
  }
}
