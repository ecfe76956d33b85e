import type { Elapsed } from './elapsed.ts';
import { limits } from './limits.ts';
import type { Outgoing } from './outgoing.ts';
import type { PeerSession } from './peer-session.ts';
import type { OriginHead, ReplicaStore } from './ports.ts';
import type { Subscriptions } from './subscriptions.ts';
import type { SyncAlarm } from './sync-types.ts';

/** One link with what goes out by it. */
export interface Attached {
  readonly session: PeerSession;
  readonly outgoing: Outgoing;
}

/** Durable heads: what is told to peers, and what they tell compared with it. */
export class HeadBoard {
  readonly #store: ReplicaStore;
  readonly #elapsed: Elapsed;
  readonly #subscriptions: Subscriptions;
  readonly #alarm: (alarm: SyncAlarm) => void;
  readonly #known = new Map<string, { seq: number; sealedSeq: number }>();

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
    for (const head of this.#store.heads()) this.#known.set(head.origin, seqsOf(head));
  }

  /** Marks what moved since the last look for everybody; answers it. */
  refresh(heads: Iterable<OriginHead | undefined>, links: Iterable<Attached>): string[] {
    const moved: string[] = [];
    for (const head of heads) {
      if (!head) continue;
      const known = this.#known.get(head.origin);
      const now = seqsOf(head);
      if (known?.seq === now.seq && known.sealedSeq === now.sealedSeq) continue;
      this.#known.set(head.origin, now);
      moved.push(head.origin);
      const rows = now.seq - (known?.seq ?? 0);
      if (rows !== 0) for (const link of links) this.#mark(link, head, rows);
    }
    return moved;
  }

  #mark({ session, outgoing }: Attached, head: OriginHead, rows: number): void {
    if (session.untold.size === 0) session.untoldSinceMs = this.#elapsed.ms;
    session.untold.add(head.origin);
    session.untoldRows += rows;
    const isKnownThere = (session.heads.get(head.origin)?.seq ?? 0) >= head.seq;
    if (!isKnownThere && !outgoing.has(head.origin)) session.isUntoldUrgent = true;
  }

  /** The whole list, in parts; after HELLO. */
  tellAll(session: PeerSession): void {
    const heads = this.#store.heads();
    this.#nothingUntold(session);
    session.untold.clear();
    for (let start = 0; start === 0 || start < heads.length; start += limits.headsAMessage) {
      session.send({ type: 'have', full: start === 0, heads: heads.slice(start, start + limits.headsAMessage) });
    }
  }

  #nothingUntold(session: PeerSession): void {
    session.toldAtMs = this.#elapsed.ms;
    session.untoldSinceMs = this.#elapsed.ms;
    session.untoldRows = 0;
    session.isUntoldUrgent = false;
  }

  /**
   * What moved, not oftener than every 50 ms: it acknowledges many rows at once. What nobody waits for goes with the
   * next FRAMES; what the peer was sent needs no telling. False when something is left for later.
   */
  tell({ session, outgoing }: Attached): boolean {
    const hasSentFrames = session.hasSentFrames;
    session.hasSentFrames = false;
    for (const origin of session.untold) {
      if (outgoing.hasSent(origin, this.#store.head(origin)?.seq ?? 0)) session.untold.delete(origin);
    }
    if (session.untold.size === 0 && !session.receiving.owes) return true;
    if (!session.canWrite || !this.#isDue(session, hasSentFrames)) return false;
    this.#tellNow(session);
    session.giveCreditBack();
    return session.untold.size === 0;
  }

  #isDue(session: PeerSession, hasSentFrames: boolean): boolean {
    const nowMs = this.#elapsed.ms;
    if (nowMs - session.toldAtMs < limits.haveMs) return false;
    if (hasSentFrames || session.isUntoldUrgent || session.untoldRows >= limits.ackRows) return true;
    return nowMs - session.untoldSinceMs >= session.ackMs;
  }

  #tellNow(session: PeerSession): void {
    this.#nothingUntold(session);
    const heads: OriginHead[] = [];
    for (const origin of session.untold) {
      if (heads.length === limits.headsAMessage) break;
      session.untold.delete(origin);
      const head = this.#store.head(origin);
      if (head) heads.push(head);
    }
    if (heads.length > 0) session.send({ type: 'have', full: false, heads });
  }

  /** Two hashes at one place, or a peer that has more of what is written here, want a person. */
  compare(session: PeerSession, heads: readonly OriginHead[], ownOrigin: string): void {
    for (const theirs of heads) {
      const ours = this.#store.head(theirs.origin);
      const differs = ours?.seq === theirs.seq && Buffer.compare(ours.hash, theirs.hash) !== 0;
      if (theirs.origin === ownOrigin) {
        if (!differs && theirs.seq <= (ours?.seq ?? 0)) continue;
        this.#alarm({ kind: 'own-tail-lost', origin: theirs.origin, seq: theirs.seq, from: session.terminalId });
        this.#subscriptions.suspect(session, theirs.origin, Math.min(theirs.seq, (ours?.seq ?? 0) + 1));
      } else if (differs) this.#subscriptions.suspect(session, theirs.origin, theirs.seq);
    }
  }
}

function seqsOf({ seq, sealedSeq }: OriginHead): { seq: number; sealedSeq: number } {
  return { seq, sealedSeq: sealedSeq ?? 0 };
}
