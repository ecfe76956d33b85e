import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/** A document as it is shown to readers. */
export interface FeedSource {
  encodeStateVector(): Uint8Array;
  encodeUpdate(theirStateVector: Uint8Array): Uint8Array;
}

/** One reader's socket, opened after its owner was let in. */
export interface FeedSocket {
  send(message: Uint8Array): void;
  close(code: number, reason: string): void;
  /** What was handed over and is not on the wire yet. */
  readonly bufferedBytes: number;
}

export interface FeedReader {
  received(message: Uint8Array): void;
  detached(): void;
}

/** Below 4500 a stock client gives up; from there on it tries again later. */
export const feedCloses = {
  malformed: { code: 4400, reason: 'That is no message of the y-websocket protocol.' },
  revoked: { code: 4401, reason: 'The token was revoked. Ask the store for another.' },
  readOnly: { code: 4403, reason: 'The stock can be read here and not written.' },
  notShared: { code: 4404, reason: 'The store does not share its stock any more.' },
  moved: {
    code: 4410,
    reason: 'The stock document was started afresh. Ask for its room, and begin with an empty one.',
  },
  tooOften: { code: 4529, reason: 'The whole document was asked for too often. Try again later.' },
  tooSlow: { code: 4508, reason: 'Changes were not read in time. Try again later.' },
  stopping: { code: 4503, reason: 'This end stops. Try again later.' },
} as const;
export type FeedClose = (typeof feedCloses)[keyof typeof feedCloses];

/** A reader that has this much before it gets no more until it has read; then it gets in one piece what it missed. */
const bufferedBytesMax = 1024 * 1024;
const stuckMsMax = 30_000;
const vectorBytesMax = 64 * 1024;
/** A stock client takes a line without a message in 30 seconds for dead. */
const beatMs = 10_000;
const asksPerMinute = 12;

const types = { sync: 0, awareness: 1, auth: 2, queryAwareness: 3 } as const;
const syncs = { step1: 0, step2: 1, update: 2 } as const;
/** What a client sends that has nothing to say: no structs, no deletions. */
const emptyUpdateBytes = 2;

/**
 * A document over the protocol of y-websocket, to be read: a stock client gets the document and every change after it.
 * Nothing of what a reader sends is decoded beyond its state vector; whoever writes is told and put out.
 */
export class StockFeed {
  readonly #source: FeedSource;
  readonly #readers = new Set<Reader>();
  /** What every reader has that is not behind. */
  #shown: Uint8Array;
  #isDirty = false;

  constructor(source: FeedSource) {
    this.#source = source;
    this.#shown = source.encodeStateVector();
  }

  get readers(): number {
    return this.#readers.size;
  }

  attach(socket: FeedSocket, nowMs: number): FeedReader {
    const reader = new Reader(socket, this.#source, nowMs);
    this.#readers.add(reader);
    return {
      received: (message) => reader.received(message),
      detached: () => void this.#readers.delete(reader),
    };
  }

  /** The document changed: it goes out with the next tick, many changes as one. */
  changed(): void {
    this.#isDirty = true;
  }

  /** Several times a second. */
  tick(nowMs: number): void {
    const before = this.#shown;
    const isDirty = this.#isDirty;
    this.#isDirty = false;
    let message: Uint8Array | null = null;
    if (isDirty && this.#readers.size > 0) message = syncMessage(syncs.update, this.#source.encodeUpdate(before));
    if (isDirty) this.#shown = this.#source.encodeStateVector();
    for (const reader of this.#readers) reader.tick(nowMs, { message, before });
  }

  close({ code, reason }: FeedClose): void {
    for (const reader of this.#readers) reader.close({ code, reason } as FeedClose);
    this.#readers.clear();
  }
}

class Reader {
  readonly #socket: FeedSocket;
  readonly #source: FeedSource;
  /** Null until it asked for the document. */
  #has: 'all' | Uint8Array | null = null;
  #isClosed = false;
  #heardMs: number;
  #sentMs: number;
  #stuckSinceMs: number | null = null;
  #asks = asksPerMinute;

  constructor(socket: FeedSocket, source: FeedSource, nowMs: number) {
    this.#socket = socket;
    this.#source = source;
    this.#heardMs = nowMs;
    this.#sentMs = nowMs;
  }

  received(message: Uint8Array): void {
    if (this.#isClosed) return;
    try {
      this.#read(decoding.createDecoder(message));
    } catch {
      this.close(feedCloses.malformed);
    }
  }

  tick(nowMs: number, change: { message: Uint8Array | null; before: Uint8Array }): void {
    if (this.#isClosed) return;
    this.#asks = Math.min(asksPerMinute, this.#asks + (Math.max(0, nowMs - this.#heardMs) / 60_000) * asksPerMinute);
    this.#heardMs = nowMs;
    const isFull = this.#socket.bufferedBytes > bufferedBytesMax;
    if (isFull) {
      this.#stuckSinceMs ??= nowMs;
      if (this.#has === 'all' && change.message) this.#has = change.before;
      if (nowMs - this.#stuckSinceMs >= stuckMsMax) this.close(feedCloses.tooSlow);
      return;
    }
    this.#stuckSinceMs = null;
    if (this.#has instanceof Uint8Array) {
      this.#send(syncMessage(syncs.update, this.#source.encodeUpdate(this.#has)), nowMs);
      this.#has = 'all';
    } else if (this.#has === 'all' && change.message) this.#send(change.message, nowMs);
    else if (nowMs - this.#sentMs >= beatMs) this.#send(beat, nowMs);
  }

  close({ code, reason }: FeedClose): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#socket.close(code, reason);
  }

  #read(decoder: decoding.Decoder): void {
    const type = decoding.readVarUint(decoder);
    if (type === types.awareness || type === types.auth || type === types.queryAwareness) return;
    if (type !== types.sync) throw new RangeError('unknown type');
    const sync = decoding.readVarUint(decoder);
    const content = decoding.readVarUint8Array(decoder);
    if (sync === syncs.step1) this.#asked(content);
    else if (sync !== syncs.step2 && sync !== syncs.update) throw new RangeError('unknown step');
    else if (content.length > emptyUpdateBytes) {
      this.#send(deniedMessage, this.#sentMs);
      this.close(feedCloses.readOnly);
    }
  }

  /** Answered with what it lacks; changes that were gathered meanwhile come once more, which changes nothing. */
  #asked(vector: Uint8Array): void {
    if (vector.length > vectorBytesMax) throw new RangeError('a state vector of that size');
    this.#asks -= 1;
    if (this.#asks < 0) {
      this.close(feedCloses.tooOften);
      return;
    }
    this.#send(syncMessage(syncs.step2, this.#source.encodeUpdate(vector)), this.#sentMs);
    this.#has = 'all';
  }

  #send(message: Uint8Array, nowMs: number): void {
    this.#sentMs = nowMs;
    this.#socket.send(message);
  }
}

function syncMessage(step: number, content: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, types.sync);
  encoding.writeVarUint(encoder, step);
  encoding.writeVarUint8Array(encoder, content);
  return encoding.toUint8Array(encoder);
}

/** An awareness update about nobody. */
const beat = Uint8Array.of(types.awareness, 1, 0);

const deniedMessage = (() => {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, types.auth);
  encoding.writeVarUint(encoder, 0);
  encoding.writeVarString(encoder, feedCloses.readOnly.reason);
  return encoding.toUint8Array(encoder);
})();
