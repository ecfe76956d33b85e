import type {
  CertifiedOrigin,
  EncodedFrames,
  OriginHead,
  ReplicaStore,
  RowBatch,
  TakeResult,
  TakeVerdict,
} from '@apotheca/core/replication';
import { limits } from '@apotheca/core/replication';
import type { ChunkHeader, RoomArchive } from '../archive/archive.ts';
import { decodeFloor, decodeOrigin, partsOfKey, smallKeys } from '../archive/small-state.ts';
import { decodeChunk, OriginTrack } from './origin-track.ts';
import { batchOf } from './row-batch.ts';
import { type Refusal, Taking, type TakingContext } from './taking.ts';

export interface RelayStoreOptions extends Pick<TakingContext, 'memberKey' | 'mayTake' | 'onRefused'> {
  readonly archive: RoomArchive;
  /** Rows are read for another terminal for the first time; `sinceMs` (monotonic) they were taken up, or null. */
  readonly onPassedOn: (sinceMs: number | null) => void;
  readonly onTaken: (rows: number, bytes: number) => void;
  readonly monotonicMs: () => number;
}

interface AskedTake {
  readonly batch: readonly RowBatch[];
  readonly nowMs: number;
  readonly sinceMs: number;
  readonly done: (result: TakeResult) => void;
}

interface AskedRead {
  readonly origin: string;
  readonly afterSeq: number;
  readonly maxBytes: number;
  readonly done: (batch: RowBatch | null, floor: number) => void;
}

/** The store of the relay: ciphertext, chained and sealed. It can check all of it and read none. */
export class RelayStore implements ReplicaStore {
  readonly storeId: string;
  readonly #options: RelayStoreOptions;
  readonly #archive: RoomArchive;
  readonly #origins = new Map<string, OriginTrack>();
  readonly #context: TakingContext;
  /** What another instance appended to origins that are not known here yet. */
  readonly #early = new Map<string, ChunkHeader>();
  readonly #takes: AskedTake[] = [];
  readonly #reads: { readonly afterTake: number; readonly read: AskedRead }[] = [];
  #takesAsked = 0;
  #takesDone = 0;
  #isTaking = false;

  constructor(options: RelayStoreOptions) {
    this.#options = options;
    this.#archive = options.archive;
    this.storeId = options.archive.storeId;
    const { memberKey, mayTake, onRefused } = options;
    const keptHashes = (origin: string, from: number, to: number) => this.#keptHashes(origin, from, to);
    const { storeId } = this;
    this.#context = { storeId, origins: this.#origins, memberKey, mayTake, onRefused, keptHashes };
    const { small, heads } = options.archive.content;
    const headOf = new Map(heads.map((head) => [head.origin, head]));
    for (const [key, value] of small) if (key.startsWith('o:')) this.#remember(decodeOrigin(value), small, headOf);
    for (const key of small.keys()) if (key.startsWith('q:')) this.#quarantine(partsOfKey(key).name);
  }

  #remember(
    record: CertifiedOrigin,
    small: ReadonlyMap<string, Uint8Array>,
    heads: ReadonlyMap<string, OriginHead>,
  ): void {
    const floor = small.get(smallKeys.floor(record.origin));
    const head = heads.get(record.origin) ?? null;
    const known = floor ? decodeFloor(record.origin, floor) : null;
    this.#origins.set(record.origin, new OriginTrack(this.storeId, record, known, head));
  }

  #quarantine(origin: string): void {
    const track = this.#origins.get(origin);
    if (track) track.isQuarantined = true;
  }

  heads(): readonly OriginHead[] {
    return [...this.#origins.values()].map(({ durable }) => durable).filter(({ seq }) => seq > 0);
  }

  head(origin: string): OriginHead | undefined {
    const durable = this.#origins.get(origin)?.durable;
    return durable && durable.seq > 0 ? durable : undefined;
  }

  isQuarantined(origin: string): boolean {
    return this.#origins.get(origin)?.isQuarantined ?? false;
  }

  origins(): Iterable<OriginTrack> {
    return this.#origins.values();
  }

  read(origin: string, afterSeq: number, maxBytes: number, done: AskedRead['done']): void {
    const read = { origin, afterSeq, maxBytes, done };
    // Answers come in the order of the questions: what was handed in before belongs to this one.
    if (this.#takesAsked === this.#takesDone) this.#readNow(read);
    else this.#reads.push({ afterTake: this.#takesAsked, read });
  }

  readFrames(origin: string, afterSeq: number, sealedSeq: number): EncodedFrames | null {
    const track = this.#origins.get(origin);
    const frames = track?.framesAfter(afterSeq, sealedSeq) ?? null;
    if (frames && track) this.#options.onPassedOn(track.takeFreshSince());
    return frames;
  }

  #readNow({ origin, afterSeq, maxBytes, done }: AskedRead): void {
    const track = this.#origins.get(origin);
    if (!track) {
      done(null, 0);
      return;
    }
    this.#options.onPassedOn(track.takeFreshSince());
    const tail = track.tailFrom(afterSeq);
    if (tail) {
      done(batchOf(track, tail, afterSeq, maxBytes), track.floor.seq);
      return;
    }
    const readSome = (bytes: number): void =>
      this.#archive.read(origin, Math.max(afterSeq, track.floor.seq), bytes, (chunks) => {
        const contents = (chunks ?? []).map(decodeChunk);
        const batch = batchOf(track, contents, afterSeq, maxBytes);
        // The next seal may be further on.
        const isMore = batch === null && contents.some(({ rows }) => rows.length > 0) && bytes < limits.oversizedBytes;
        if (isMore && afterSeq < track.durable.sealedSeq) readSome(4 * Math.max(bytes, limits.frameBytes));
        else done(batch, track.floor.seq);
      });
    readSome(maxBytes);
  }

  take(batch: readonly RowBatch[], nowMs: number, done: (result: TakeResult) => void): void {
    this.#takesAsked += 1;
    this.#takes.push({ batch, nowMs, sinceMs: this.#options.monotonicMs(), done });
    if (!this.#isTaking) void this.#takeAsked();
  }

  /** In the order asked. Waits only where kept rows must be read to compare with. */
  async #takeAsked(): Promise<void> {
    this.#isTaking = true;
    for (let next = this.#takes.shift(); next; next = this.#takes.shift()) {
      const { batch, nowMs, sinceMs, done } = next;
      const taking = new Taking(this.#context, nowMs, sinceMs);
      for (const one of batch) {
        const reading = taking.judge(one);
        if (reading) await reading;
      }
      this.#write(taking, done);
    }
    this.#isTaking = false;
  }

  #keptHashes(origin: string, from: number, to: number): Promise<ReadonlyMap<number, Uint8Array> | null> {
    const kept = new Map<number, Uint8Array>();
    return new Promise((resolve) => {
      const readFrom = (seq: number): void =>
        this.#archive.read(origin, seq, 1024 * 1024, (chunks) => {
          let last = 0;
          for (const { rows } of (chunks ?? []).map(decodeChunk)) {
            for (const row of rows) kept.set(row.seq, row.hash);
            last = rows.at(-1)?.seq ?? last;
          }
          if (chunks && last >= seq && last < to) readFrom(last + 1);
          else resolve(chunks && kept);
        });
      readFrom(from);
    });
  }

  #write(taking: Taking, done: (result: TakeResult) => void): void {
    const { chunks, small, taken, refused } = taking;
    this.#archive.write({ chunks, small }, (outcome) => {
      if (outcome === 'kept') {
        for (const chunk of chunks) this.#origins.get(chunk.origin)?.advanced(chunk, taking.sinceMs);
        const bytes = chunks.reduce((sum, chunk) => sum + chunk.bytes.length, 0);
        this.#options.onTaken(taken, bytes);
        done({ taken, refused });
      } else {
        done({ taken: 0, refused: this.#fallBack(taking, outcome === 'raced' ? 'gap' : 'quota') });
      }
      this.#takesDone += 1;
      while (this.#reads[0] && this.#reads[0].afterTake <= this.#takesDone) {
        const next = this.#reads.shift();
        if (next) this.#readNow(next.read);
      }
    });
  }

  /** Nothing of it is on the disk; an origin whose record is not either is met anew. */
  #fallBack({ touched, small, refused }: Taking, verdict: TakeVerdict): Refusal | null {
    for (const track of touched) track.fellBack();
    for (const [key] of small) {
      const { kind, name } = partsOfKey(key);
      if (kind === 'o' && this.#origins.get(name)?.durable.seq === 0) this.#origins.delete(name);
    }
    const [first] = touched;
    if (!first) return refused;
    this.#options.onRefused(verdict);
    return { verdict, origin: first.record.origin, seq: first.durable.seq + 1 };
  }

  /** Another instance over the same archive appended. True when that is news. */
  advancedElsewhere(chunk: ChunkHeader): boolean {
    const track = this.#origins.get(chunk.origin);
    // The record comes by another way and may be later.
    if (!track) this.#early.set(chunk.origin, chunk);
    return track?.advancedElsewhere(chunk) ?? false;
  }

  /** Another instance wrote the record of an origin, a floor, or found a fork. */
  smallChanged(key: string, value: Uint8Array | null): void {
    const { kind, name } = partsOfKey(key);
    if (value === null) return;
    if (kind === 'o' && !this.#origins.has(name)) {
      this.#remember(decodeOrigin(value), new Map(), new Map());
      const early = this.#early.get(name);
      if (early) this.#origins.get(name)?.advancedElsewhere(early);
      this.#early.delete(name);
    }
    if (kind === 'f') this.trimmed(decodeFloor(name, value));
    if (kind === 'q') this.#quarantine(name);
  }

  trimmed(floor: OriginHead): void {
    const track = this.#origins.get(floor.origin);
    if (track && track.floor.seq < floor.seq) track.floor = floor;
  }
}
