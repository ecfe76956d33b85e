import { encodeMessage } from './codec.ts';
import { limits } from './limits.ts';
import type { PeerSession } from './peer-session.ts';
import type { EncodedFrames, OriginHead, ReplicaStore, RowBatch } from './ports.ts';
import type { SyncAlarm } from './sync-types.ts';
import { WireFault } from './wire.ts';

interface Stream {
  readonly origin: string;
  cursor: number;
  sealedSeq: number;
  hasRecord: boolean;
  /** Head at which the store had nothing to read: not asked again before it moves. */
  emptyAt: number;
}

/** Room for a row's own fields besides its ciphertext. */
const rowOverhead = 128;

/**
 * What one peer has asked for: one FRAMES at a time, the origins in turn, inside the peer's credit, never onto a link
 * that does not drain. At most one message is held.
 */
export class Outgoing {
  readonly #session: PeerSession;
  readonly #store: ReplicaStore;
  readonly #alarm: (alarm: SyncAlarm) => void;
  /** A read was answered: there may be more to send. */
  readonly #again: () => void;
  readonly #streams = new Map<string, Stream>();
  /** Streams that may have something to send. */
  readonly #ready = new Set<Stream>();
  #reading: Stream | null = null;
  #held: { stream: Stream; bytes: Uint8Array } | null = null;

  constructor(
    session: PeerSession,
    context: { store: ReplicaStore; alarm: (alarm: SyncAlarm) => void; again: () => void },
  ) {
    this.#session = session;
    this.#store = context.store;
    this.#alarm = context.alarm;
    this.#again = context.again;
  }

  want(origin: string, afterSeq: number): void {
    this.drop(origin);
    if (this.#streams.size >= limits.headsAPeer) throw new WireFault('the peer asks for more origins than a store has');
    const stream = { origin, cursor: afterSeq, sealedSeq: 0, hasRecord: false, emptyAt: -1 };
    this.#streams.set(origin, stream);
    this.#ready.add(stream);
  }

  drop(origin: string): void {
    const stream = this.#streams.get(origin);
    if (!stream) return;
    this.#streams.delete(origin);
    this.#ready.delete(stream);
    if (this.#held?.stream === stream) this.#held = null;
  }

  /** The store has more of it. True when the peer asked for it. */
  moved(origin: string): boolean {
    const stream = this.#streams.get(origin);
    if (stream) this.#ready.add(stream);
    return stream !== undefined;
  }

  has(origin: string): boolean {
    return this.#streams.has(origin);
  }

  /** The peer was sent everything up to there, which tells it that this end has it. */
  hasSent(origin: string, seq: number): boolean {
    const stream = this.#streams.get(origin);
    return stream !== undefined && stream.cursor >= seq && stream.hasRecord && this.#held?.stream !== stream;
  }

  /** Sends what it can of one FRAMES. True when the next may follow at once. */
  pump(): boolean {
    if (this.#reading || !this.#session.canWrite) return false;
    if (this.#held) return this.#sendHeld();
    if (!this.#session.sending.admits(rowOverhead)) return false;
    const stream = this.#next();
    if (!stream) return false;
    const atHand = this.#store.readFrames?.(stream.origin, stream.cursor, stream.sealedSeq);
    if (atHand) return this.#offer(stream, atHand);
    this.#reading = stream;
    const maxBytes = Math.min(limits.frameBytes, Math.max(this.#session.sending.free - 4_096, 1));
    let isSynchronous = true;
    let isMore = false;
    try {
      this.#store.read(stream.origin, stream.cursor, maxBytes, (batch, floor) => {
        this.#reading = null;
        const mayFollow = this.#read(stream, batch, floor);
        if (isSynchronous) isMore = mayFollow;
        else if (mayFollow) this.#again();
      });
    } catch (error) {
      this.#reading = null;
      stream.emptyAt = this.#store.head(stream.origin)?.seq ?? 0;
      this.#alarm({ kind: 'store-failed', message: String(error) });
    }
    isSynchronous = false;
    return isMore;
  }

  /** The next stream that has something, and to the end of the line with it. */
  #next(): Stream | null {
    for (const stream of this.#ready) {
      this.#ready.delete(stream);
      if (!this.#hasMore(stream, this.#store.head(stream.origin))) continue;
      this.#ready.add(stream);
      return stream;
    }
    return null;
  }

  #hasMore(stream: Stream, head: OriginHead | undefined): boolean {
    return head !== undefined && head.seq > stream.cursor && stream.emptyAt !== head.seq;
  }

  #read(stream: Stream, batch: RowBatch | null, floor: number): boolean {
    const session = this.#session;
    const { origin } = stream;
    if (session.isClosed) return false;
    if (this.#streams.get(origin) !== stream) return true;
    if (floor > stream.cursor) {
      this.drop(origin);
      session.send({ type: 'floor', origin, seq: floor });
      return true;
    }
    const seals = (batch?.seals ?? []).filter(({ seqEnd }) => seqEnd > stream.cursor);
    const lastSeq = Math.max(stream.cursor, ...seals.map(({ seqEnd }) => seqEnd));
    // Nobody takes what no seal covers.
    const rows = (batch?.rows ?? []).filter(({ seq }) => seq <= lastSeq);
    if (!batch || rows.length === 0) {
      stream.emptyAt = this.#store.head(origin)?.seq ?? 0;
      return true;
    }
    const bytes = encodeMessage({ type: 'frames', origin, rows, seals });
    if (bytes.length > limits.oversizedBytes || rows.length > limits.rowsAFrameMax) {
      this.drop(origin);
      this.#alarm({ kind: 'row-too-large', origin, seq: stream.cursor + 1 });
      return true;
    }
    return this.#offer(stream, { origin: batch.origin, bytes, lastSeq, sealedSeq: lastSeq });
  }

  #offer(stream: Stream, { origin, bytes, lastSeq, sealedSeq }: EncodedFrames): boolean {
    if (!stream.hasRecord) this.#session.send({ type: 'origin', record: origin });
    stream.hasRecord = true;
    stream.cursor = Math.max(stream.cursor, lastSeq);
    stream.sealedSeq = Math.max(stream.sealedSeq, sealedSeq);
    if (!this.#hasMore(stream, this.#store.head(stream.origin))) this.#ready.delete(stream);
    this.#held = { stream, bytes };
    return this.#sendHeld();
  }

  #sendHeld(): boolean {
    const { sending } = this.#session;
    if (!this.#held || !sending.admits(this.#held.bytes.length)) return false;
    const { bytes } = this.#held;
    this.#held = null;
    sending.sent(bytes.length);
    this.#session.sendBytes(bytes);
    this.#session.hasSentFrames = true;
    return this.#ready.size > 0;
  }
}
