import type { Random } from '../kernel/ports.ts';
import type { RoutedSignal } from './messages.ts';
import type { OriginHead, ReplicaStore, Signal, TakeVerdict } from './ports.ts';

/** Who this end is. */
export interface SelfIdentity {
  readonly terminalId: string;
  /** Incarnation written under now; empty for a relay, which writes none. */
  readonly origin: string;
  readonly kind: 'direct' | 'relay';
  readonly appVersion: string;
  readonly schemaVersion: number;
}

/** Closes signals for everyone but members. The header (from, to, channel, id) is to be authenticated with the body. */
export interface SignalSealer {
  seal(signal: RoutedSignal): Uint8Array;
  /** Null when it does not open: not from a member, altered, or under a key that is not here yet. */
  open(signal: RoutedSignal): Uint8Array | null;
}

export type SyncAlarm =
  /** Rows of this origin were refused for good; `from` passed them on. The origin is stopped at that peer. */
  | {
      readonly kind: 'rows-refused';
      readonly verdict: TakeVerdict;
      readonly origin: string;
      readonly seq: number;
      readonly from: string;
    }
  /** Two truths at one place. The store has quarantined the origin and kept both. */
  | { readonly kind: 'fork'; readonly origin: string; readonly seq: number; readonly from: string }
  /** A peer has more of the incarnation written under here than this disk: the host must start a new incarnation. */
  | { readonly kind: 'own-tail-lost'; readonly origin: string; readonly seq: number; readonly from: string }
  /** Nobody who is linked keeps these rows any more: a snapshot is needed. */
  | { readonly kind: 'below-floor'; readonly origin: string; readonly seq: number; readonly from: string }
  /** Clocks differ by more than two minutes; positive when theirs is ahead. */
  | { readonly kind: 'clock-differs'; readonly terminalId: string; readonly aheadMs: number }
  /** A row here is larger than the protocol carries and holds up its origin for others. */
  | { readonly kind: 'row-too-large'; readonly origin: string; readonly seq: number }
  /** `take` or `read` threw; tried again by itself. */
  | { readonly kind: 'store-failed'; readonly message: string }
  /** A link was closed from here for what the other end did. */
  | { readonly kind: 'peer-closed'; readonly terminalId: string; readonly code: number; readonly detail: string };

export interface SyncNodeOptions {
  readonly store: ReplicaStore;
  readonly self: SelfIdentity;
  readonly sealer: SignalSealer;
  readonly random: Random;
  /** Runs `work` in the next macrotask (setImmediate), once. */
  defer(work: () => void): void;
  /** Opened, delivered once, `from` proven by the link it came by (direct) or by the seal (relay). */
  onSignal(signal: Signal): void;
  onAlarm(alarm: SyncAlarm): void;
  /** A relay passes signals on between the terminals attached to it. */
  readonly forwards: boolean;
  /** Relay only: signals for who is not attached here, for other instances of the relay; they call `deliver`. */
  readonly onElsewhere?: (signal: RoutedSignal) => void;
  /** A peer told durable heads. `full`: those are all it has. */
  readonly onHave?: (terminalId: string, heads: readonly OriginHead[], full: boolean) => void;
  /** A peer has said HELLO, or its link ended: the host exchanges what is not in the ledger. */
  readonly onPeer?: (terminalId: string, isReady: boolean) => void;
  /** Received FRAMES that may wait for the disk, each link. */
  readonly windowBytes?: number;
  readonly patienceMs?: number;
}

export interface PeerStatus {
  readonly terminalId: string;
  readonly kind: 'direct' | 'relay';
  readonly connected: boolean;
  readonly appVersion: string;
  /** Events we hold and they have not confirmed. */
  readonly lagEvents: number;
  /** Events they hold and we do not. */
  readonly behindEvents: number;
  /** Wall clock when something last came from them; null when never since the start. */
  readonly lastHeardMs: number | null;
  readonly roundTripMs: number | null;
  /** Why the last link ended. */
  readonly lastClose: { readonly code: number; readonly reason: string } | null;
  readonly heads: readonly OriginHead[];
}

export interface WaitingOrigin {
  readonly origin: string;
  readonly verdict: TakeVerdict | 'below-floor' | 'no-source';
  readonly missing: number;
}

export interface SyncStatus {
  readonly peers: readonly PeerStatus[];
  /** Origins that somebody has more of than this disk and that are not coming in at the moment. */
  readonly waiting: readonly WaitingOrigin[];
  /** Events known to be elsewhere and not here. */
  readonly missingEvents: number;
  readonly quarantined: readonly string[];
}
