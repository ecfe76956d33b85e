import type { LedgerRow, OriginRecord, Seal } from '../kernel/ledger/chain.ts';

/** An incarnation with what admits it: its terminal's Ed25519 signature over the record. */
export interface CertifiedOrigin extends OriginRecord {
  readonly certificate: Uint8Array;
}

/** The last durable row of an origin. Everything up to and with `seq` is on this disk. */
export interface OriginHead {
  readonly origin: string;
  readonly seq: number;
  readonly hash: Uint8Array;
  /** Last row that a seal here covers, where the store knows it: seals that come after their rows are pushed by it. */
  readonly sealedSeq?: number;
}

/** Rows of one origin in order, with the origin's record for who has never seen it and the seals that cover them. */
export interface RowBatch {
  readonly origin: CertifiedOrigin;
  readonly rows: readonly LedgerRow[];
  readonly seals: readonly Seal[];
  /** The FRAMES message that brought exactly these; a view of what was received. */
  readonly frames?: Uint8Array;
}

/** The next rows of an origin as they go on the wire. */
export interface EncodedFrames {
  readonly origin: CertifiedOrigin;
  /** A FRAMES message, shared by all who read it. */
  readonly bytes: Uint8Array;
  /** Its last row; the one asked after where it holds seals only. */
  readonly lastSeq: number;
  /** Its last seal; 0 without one. */
  readonly sealedSeq: number;
}

/** Why rows were not taken. The transient ones are tried again; the others stop that origin and raise an alarm. */
export type TakeVerdict =
  /** Transient: an earlier row is missing. */
  | 'gap'
  /** Transient: the terminal's enrolment has not arrived yet. */
  | 'unknown-terminal'
  /** Transient: stamped further ahead than clocks may differ. */
  | 'too-far-ahead'
  /** Transient: no room (relay). */
  | 'quota'
  /** Transient: no seal of their origin covers them, so whoever passed them on may have made them. */
  | 'unsealed'
  /** The origin signed two truths for one place: it is quarantined, both are kept. */
  | 'fork'
  /** The row is not what its hash or its seal says: whoever passed it on spoiled it. Nothing is kept, others are asked. */
  | 'broken-chain'
  | 'bad-certificate'
  | 'bad-seal'
  /** The payload does not open under the key it names: not written by a member. */
  | 'unreadable'
  | 'quarantined';

export interface TakeResult {
  /** Rows now durable that were not before. */
  readonly taken: number;
  readonly refused: { readonly verdict: TakeVerdict; readonly origin: string; readonly seq: number } | null;
}

/**
 * What replication needs of a ledger: the kernel's on a terminal, ciphertext only on the relay, a memory one in tests.
 * Reads and writes answer by callback, at once or later, in the order they were asked: a relay may stand on a server.
 */
export interface ReplicaStore {
  readonly storeId: string;
  /** Durable heads of all origins that have rows. */
  heads(): readonly OriginHead[];
  head(origin: string): OriginHead | undefined;
  isQuarantined(origin: string): boolean;
  /**
   * Rows with `afterSeq < seq`, in order, with their seals. The last row given is a sealed one: the last of those inside
   * `maxBytes`, or else the next one there is. `null`: nothing. `floor` is the last sequence number no longer kept; rows
   * up to it cannot be had here.
   */
  read(origin: string, afterSeq: number, maxBytes: number, done: (batch: RowBatch | null, floor: number) => void): void;
  /**
   * What follows `afterSeq`, or a seal beyond `sealedSeq`, where it is at hand as one message: the same bytes then go
   * to everybody. Null: `read` knows.
   */
  readFrames?(origin: string, afterSeq: number, sealedSeq: number): EncodedFrames | null;
  /**
   * Takes what it can of the batch in one durable transaction, of each origin up to the last seal it signed; `done` comes after the disk has it. A refusal stops its
   * origin only; the first one is told. Rows that are here already are passed over in silence when they are equal.
   */
  take(batch: readonly RowBatch[], nowMs: number, done: (result: TakeResult) => void): void;
}

/** Who is at the other end of a link; proven by the transport before the link is attached. */
export interface PeerIdentity {
  readonly terminalId: string;
  /** `relay` forwards and keeps what it cannot read; `direct` is another terminal. */
  readonly kind: 'direct' | 'relay';
}

/** One open connection. Messages arrive whole and in order, or the link closes. */
export interface Link {
  readonly id: string;
  readonly peer: PeerIdentity;
  /** True when this end opened it: of two links between two terminals one is kept by who dialled. */
  readonly dialled: boolean;
  send(message: Uint8Array): void;
  close(code: number, reason: string): void;
  /** Bytes handed over and not yet on the wire. */
  bufferedBytes(): number;
}

/** A small message that is not kept: a reservation, a request for rights, an inventory update, a vote. */
export interface Signal {
  readonly from: string;
  /** A terminal, or `*` for all of the store. */
  readonly to: string;
  readonly channel: string;
  readonly body: Uint8Array;
}
