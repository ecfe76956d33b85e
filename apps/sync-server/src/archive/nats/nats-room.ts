import type { OriginHead } from '@apotheca/core/replication';
import { type ConsumerMessages, DeliverPolicy, type JetStreamClient, type JetStreamManager } from '@nats-io/jetstream';
import type { KV } from '@nats-io/kv';
import type {
  Chunk,
  ChunkHeader,
  RoomArchive,
  RoomChange,
  RoomContent,
  RoomWatcher,
  WriteOutcome,
} from '../archive.ts';
import { decodeFloor, encodeFloor, partsOfKey, smallKeys } from '../small-state.ts';
import { readHeaders, writeHeaders } from './chunk-headers.ts';
import { ChunkIndex, type IndexEntry } from './chunk-index.ts';
import { isRace, RoomKeys } from './room-keys.ts';
import { keyOf, roomSubjects, rowSubject, streamName } from './subjects.ts';

export interface NatsContext {
  readonly js: JetStreamClient;
  readonly jsm: JetStreamManager;
  readonly kv: KV;
  /** Names this instance among those over the same cluster. */
  readonly instance: string;
  readonly partBytes: number;
  readonly onWrite: (ms: number) => void;
  readonly onFault: (error: unknown) => void;
}

/** Messages fetched at once. */
const fetchesAtOnce = 32;
/** A chunk that is not acknowledged by then may be there or not; the terminal sends again and is compared. */
const publishMs = 10_000;
const readAgainMs = 500;

/** One store in JetStream: rows in the stream of its shard, small state in the bucket. */
export class NatsRoom implements RoomArchive {
  readonly isShared = true;
  readonly storeId: string;
  content: RoomContent = { small: new Map(), heads: [], bytes: 0 };
  readonly #context: NatsContext;
  readonly #shard: number;
  readonly #storeKey: string;
  readonly #watcher: RoomWatcher;
  readonly #awaited = new Set<string>();
  readonly #indexes = new Map<string, ChunkIndex>();
  #keys!: RoomKeys;
  #messages: ConsumerMessages | null = null;
  #bytes = 0;
  #writes: Promise<void> = Promise.resolve();
  #isClosed = false;
  readonly #closed: () => void;

  private constructor(storeId: string, shard: number, context: NatsContext, watcher: RoomWatcher, closed: () => void) {
    this.storeId = storeId;
    this.#shard = shard;
    this.#storeKey = keyOf(storeId);
    this.#context = context;
    this.#watcher = watcher;
    this.#closed = closed;
  }

  static async open(
    where: { storeId: string; shard: number },
    context: NatsContext,
    watcher: RoomWatcher,
    closed: () => void,
  ): Promise<NatsRoom> {
    const room = new NatsRoom(where.storeId, where.shard, context, watcher, closed);
    const [keys, small] = await RoomKeys.open(context.kv, room.#storeKey, (key, value) => {
      const { kind, name } = partsOfKey(key);
      if (kind === 'f' && value) room.#bytes -= room.#indexOf(name).forget(decodeFloor(name, value).seq);
      watcher.smallChanged(key, value);
    });
    room.#keys = keys;
    await room.#follow();
    const heads = [...room.#indexes.values()].flatMap((index) => headOf(index.entries.at(-1)));
    room.content = { small, heads, bytes: room.#bytes };
    return room;
  }

  /** Reads the headers of all that is kept, then of all that comes; resolves when it knows what was there before. */
  async #follow(): Promise<void> {
    const subjects = roomSubjects(this.#shard, this.#storeKey);
    const stream = streamName(this.#shard);
    const { state } = await this.#context.jsm.streams.info(stream, { subjects_filter: subjects });
    let left = Object.values(state.subjects ?? {}).reduce((sum, count) => sum + count, 0);
    const consumer = await this.#context.js.consumers.get(stream, {
      filter_subjects: subjects,
      headers_only: true,
      deliver_policy: DeliverPolicy.All,
    });
    let isLoaded = left === 0;
    await new Promise<void>((resolve, reject) => {
      if (isLoaded) resolve();
      consumer
        .consume({
          callback: (message) => {
            if (message.headers) this.#found(readHeaders(message.headers), message.seq, isLoaded);
            left -= 1;
            if (left > 0 || isLoaded) return;
            isLoaded = true;
            resolve();
          },
        })
        .then((messages) => {
          this.#messages = messages;
          if (this.#isClosed) messages.stop();
        }, reject);
    });
  }

  #found(part: ReturnType<typeof readHeaders>, place: number, isNews: boolean): void {
    const entry = this.#indexOf(part.chunk.origin).add(part, place);
    if (!entry) return;
    this.#bytes += entry.size;
    // What this room waits to hear of itself is told by the answer to its write.
    const isAwaited = part.by === this.#context.instance && this.#awaited.has(nameOf(entry.chunk));
    if (isNews && !isAwaited) this.#watcher.advanced(entry.chunk);
  }

  #indexOf(origin: string): ChunkIndex {
    let index = this.#indexes.get(origin);
    if (!index) {
      index = new ChunkIndex();
      this.#indexes.set(origin, index);
    }
    return index;
  }

  bytes(): number {
    return this.#bytes;
  }

  /** One change after the other; the origins of one change side by side. */
  write(change: RoomChange, done: (outcome: WriteOutcome) => void): void {
    this.#writes = this.#writes.then(async () => {
      const started = performance.now();
      const outcome = await this.#writeNow(change);
      if (outcome === 'kept' && change.chunks.length > 0) this.#context.onWrite(performance.now() - started);
      done(outcome);
    });
  }

  async #writeNow({ chunks, small }: RoomChange): Promise<WriteOutcome> {
    try {
      // Records first: who sees rows must be able to learn whose they are.
      await Promise.all(small.map(([key, value]) => this.#keys.put(key, value)));
      await Promise.all([...Map.groupBy(chunks, ({ origin }) => origin).values()].map((list) => this.#append(list)));
      return 'kept';
    } catch (error) {
      if (isRace(error)) return 'raced';
      this.#context.onFault(error);
      return 'failed';
    }
  }

  async #append(chunks: readonly Chunk[]): Promise<void> {
    for (const chunk of chunks) {
      this.#awaited.add(nameOf(chunk));
      try {
        await this.#appendOne(chunk);
      } catch (error) {
        // It may be there all the same: what was seen of it counts.
        const last = this.#indexOf(chunk.origin).entries.at(-1);
        if (last) this.#watcher.advanced(last.chunk);
        throw error;
      } finally {
        this.#awaited.delete(nameOf(chunk));
      }
    }
  }

  async #appendOne(chunk: Chunk): Promise<void> {
    const { js, instance, partBytes } = this.#context;
    const index = this.#indexOf(chunk.origin);
    const parts = Math.max(1, Math.ceil(chunk.bytes.length / partBytes));
    for (let part = 1; part <= parts; part += 1) {
      const payload = chunk.bytes.subarray((part - 1) * partBytes, part * partBytes);
      const headers = writeHeaders(chunk, { part, parts, by: instance });
      const { seq } = await js.publish(rowSubject(this.#shard, this.#storeKey, chunk.origin), payload, {
        headers,
        timeout: publishMs,
        expect: { lastSubjectSequence: index.lastPlace },
      });
      this.#found(readHeaders(headers), seq, false);
    }
  }

  create(key: string, value: Uint8Array): Promise<boolean> {
    return this.#keys.create(key, value);
  }

  swap(key: string, value: Uint8Array): Promise<boolean> {
    return this.#keys.swap(key, value);
  }

  read(origin: string, fromSeq: number, maxBytes: number, done: (chunks: readonly Uint8Array[] | null) => void): void {
    const wanted: IndexEntry[] = [];
    let size = 0;
    for (const entry of this.#indexes.get(origin)?.from(fromSeq) ?? []) {
      wanted.push(entry);
      size += entry.size;
      if (size >= maxBytes && wanted.length > 1) break;
    }
    this.#fetch(wanted).then(done, (error) => {
      this.#context.onFault(error);
      // Trimmed by another instance this moment, or the server is away: asked again as it is then.
      if (this.#isClosed) done(null);
      else setTimeout(() => this.read(origin, fromSeq, maxBytes, done), readAgainMs);
    });
  }

  async #fetch(wanted: readonly IndexEntry[]): Promise<Uint8Array[]> {
    const found: Uint8Array[] = [];
    for (let at = 0; at < wanted.length; at += fetchesAtOnce) {
      const some = wanted.slice(at, at + fetchesAtOnce);
      found.push(...(await Promise.all(some.map((entry) => this.#fetchOne(entry)))));
    }
    return found;
  }

  async #fetchOne({ places }: IndexEntry): Promise<Uint8Array> {
    const stream = streamName(this.#shard);
    const parts = await Promise.all(places.map((seq) => this.#context.jsm.direct.getMessage(stream, { seq })));
    return Buffer.concat(
      parts.map((part) => {
        if (!part) throw new Error('a chunk is gone from its stream');
        return part.data;
      }),
    );
  }

  async trim(origin: string, seq: number, beforeMs: number): Promise<OriginHead | null> {
    const index = this.#indexes.get(origin);
    const last = index?.lastBefore(seq, beforeMs);
    if (!index || !last) return null;
    const [floor] = headOf(last);
    if (!floor) return null;
    // The floor is known before anything is gone.
    await this.#keys.put(smallKeys.floor(origin), encodeFloor(floor));
    const next = (last.places.at(-1) ?? 0) + 1;
    const filter = rowSubject(this.#shard, this.#storeKey, origin);
    await this.#context.jsm.streams.purge(streamName(this.#shard), { filter, seq: next });
    this.#bytes -= index.forget(floor.seq);
    return floor;
  }

  close(): void {
    this.#isClosed = true;
    this.#messages?.stop();
    this.#keys.close();
    this.#closed();
  }
}

function nameOf({ origin, lastSeq, sealedSeq }: ChunkHeader): string {
  return `${origin} ${lastSeq} ${sealedSeq}`;
}

function headOf(entry: IndexEntry | undefined): OriginHead[] {
  if (!entry) return [];
  const { origin, lastSeq, lastHash, sealedSeq } = entry.chunk;
  return [{ origin, seq: lastSeq, hash: lastHash, sealedSeq }];
}
