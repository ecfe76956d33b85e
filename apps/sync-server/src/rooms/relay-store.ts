import {
  type CertifiedOrigin,
  encodeMessage,
  isCertified,
  type OriginHead,
  originName,
  type ReplicaStore,
  type RowBatch,
  type TakeResult,
  type TakeVerdict,
} from '@apotheca/core/replication';
import type { Chunk, ChunkHeader, RoomArchive } from '../archive/archive.ts';
import { decodeFloor, decodeOrigin, encodeOrigin, partsOfKey, smallKeys } from '../archive/small-state.ts';
import { chunksOf, decodeChunk, OriginTrack } from './origin-track.ts';
import { batchOf } from './row-batch.ts';
import { type BatchAnswer, isEqual, verifyBatch } from './verify-batch.ts';

export interface StoreLimits {
  /** False where the store has no room or no rate left for so many bytes and rows. */
  mayTake(rows: number, bytes: number): boolean;
}

export interface RelayStoreOptions {
  readonly archive: RoomArchive;
  /** Ed25519 key of a member, put out or not: what it wrote before stays good. */
  readonly memberKey: (terminalId: string) => Uint8Array | undefined;
  readonly limits: StoreLimits;
  readonly onRefused: (verdict: TakeVerdict) => void;
  /** Rows are read for another terminal for the first time; `sinceMs` (monotonic) they were taken up, or null. */
  readonly onPassedOn: (sinceMs: number | null) => void;
  readonly onTaken: (rows: number, bytes: number) => void;
  readonly monotonicMs: () => number;
}

type Refusal = NonNullable<TakeResult['refused']>;
type Small = [key: string, value: Uint8Array | null];

interface Asked {
  readonly batch: readonly RowBatch[];
  readonly nowMs: number;
  readonly sinceMs: number;
  readonly done: (result: TakeResult) => void;
}

interface Taking {
  readonly chunks: Chunk[];
  readonly small: Small[];
  readonly touched: Set<OriginTrack>;
  readonly sinceMs: number;
  taken: number;
  refused: Refusal | null;
}

/** The store of the relay: ciphertext, chained and sealed. It can check all of it and read none. */
export class RelayStore implements ReplicaStore {
  readonly storeId: string;
  readonly #options: RelayStoreOptions;
  readonly #archive: RoomArchive;
  readonly #origins = new Map<string, OriginTrack>();
  readonly #asked: Asked[] = [];
  /** What another instance appended to origins that are not known here yet. */
  readonly #early = new Map<string, ChunkHeader>();
  #isTaking = false;

  constructor(options: RelayStoreOptions) {
    this.#options = options;
    this.#archive = options.archive;
    this.storeId = options.archive.storeId;
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

  read(
    origin: string,
    afterSeq: number,
    maxBytes: number,
    done: (batch: RowBatch | null, floor: number) => void,
  ): void {
    const track = this.#origins.get(origin);
    if (!track) {
      done(null, 0);
      return;
    }
    const tail = track.tailFrom(afterSeq);
    if (tail) {
      this.#options.onPassedOn(track.takeFreshSince());
      done(batchOf(track, tail, afterSeq, maxBytes), track.floor.seq);
      return;
    }
    this.#archive.read(origin, Math.max(afterSeq, track.floor.seq), maxBytes, (chunks) => {
      const contents = (chunks ?? []).map(decodeChunk);
      done(batchOf(track, contents, afterSeq, maxBytes), track.floor.seq);
    });
  }

  take(batch: readonly RowBatch[], nowMs: number, done: (result: TakeResult) => void): void {
    this.#asked.push({ batch, nowMs, sinceMs: this.#options.monotonicMs(), done });
    if (!this.#isTaking) void this.#takeAsked();
  }

  /** In the order asked. Waits only where kept rows must be read to compare with. */
  async #takeAsked(): Promise<void> {
    this.#isTaking = true;
    for (let next = this.#asked.shift(); next; next = this.#asked.shift()) {
      const taking: Taking = {
        chunks: [],
        small: [],
        touched: new Set(),
        sinceMs: next.sinceMs,
        taken: 0,
        refused: null,
      };
      for (const one of next.batch) {
        const waiting = this.#judge(one, next.nowMs, taking);
        if (waiting) await waiting;
      }
      this.#write(taking, next.done);
    }
    this.#isTaking = false;
  }

  #judge(batch: RowBatch, nowMs: number, taking: Taking): Promise<void> | null {
    const track = this.#trackOf(batch.origin, taking);
    if (!track) return null;
    const ask = (kept: ReadonlyMap<number, Uint8Array>) =>
      verifyBatch({
        storeId: this.storeId,
        verifier: track.verifier,
        end: track.pending,
        floorSeq: track.floor.seq,
        hashAt: (seq) => kept.get(seq) ?? track.hashInTail(seq),
        batch,
      });
    const answer = ask(new Map());
    if (answer.needsFrom === null) {
      this.#accept(track, answer, nowMs, taking);
      return null;
    }
    return this.#keptHashes(track, answer.needsFrom, batch).then((kept) => {
      if (kept) this.#accept(track, ask(kept), nowMs, taking);
      else this.#refuse(taking, { verdict: 'gap', origin: batch.origin.origin, seq: answer.needsFrom ?? 0 });
    });
  }

  /** Null where it was refused. */
  #trackOf(record: CertifiedOrigin, taking: Taking): OriginTrack | null {
    const { origin, terminalId, publicKey, certificate } = record;
    const known = this.#origins.get(origin);
    if (known) {
      const verdict = known.isQuarantined
        ? 'quarantined'
        : isEqual(known.record.publicKey, publicKey)
          ? null
          : 'bad-certificate';
      if (verdict) this.#refuse(taking, { verdict, origin, seq: known.pending.seq + 1 });
      return verdict ? null : known;
    }
    const key = this.#options.memberKey(terminalId);
    if (!key) {
      this.#refuse(taking, { verdict: 'unknown-terminal', origin, seq: 1 });
      return null;
    }
    const isOwn = originName(terminalId, publicKey) === origin && isCertified(key, this.storeId, record, certificate);
    if (!isOwn) {
      this.#refuse(taking, { verdict: 'bad-certificate', origin, seq: 1 });
      return null;
    }
    const track = new OriginTrack(this.storeId, copyOf(record), null, null);
    this.#origins.set(origin, track);
    taking.small.push([smallKeys.origin(origin), encodeOrigin(record)]);
    return track;
  }

  #accept(track: OriginTrack, answer: BatchAnswer, nowMs: number, taking: Taking): void {
    const { origin } = track.record;
    if (answer.rows.length > 0 || answer.seals.length > 0) {
      const size = answer.rows.reduce((sum, row) => sum + row.ciphertext.length + 100, 0);
      if (!this.#options.limits.mayTake(answer.rows.length, size)) {
        this.#refuse(taking, { verdict: 'quota', origin, seq: track.pending.seq + 1 });
        return;
      }
      const { chunks, end } = chunksOf(origin, answer, track.pending, nowMs);
      taking.chunks.push(...chunks);
      taking.touched.add(track);
      taking.taken += answer.rows.length;
      track.advancing(end);
    }
    if (!answer.refused) return;
    if (answer.evidence) {
      track.isQuarantined = true;
      const evidence = encodeMessage({ type: 'frames', origin, rows: [answer.evidence], seals: [] });
      taking.small.push([smallKeys.fork(origin), evidence]);
    }
    this.#refuse(taking, { origin, ...answer.refused });
  }

  #refuse(taking: Taking, refusal: Refusal): void {
    this.#options.onRefused(refusal.verdict);
    taking.refused ??= refusal;
  }

  #keptHashes(track: OriginTrack, from: number, batch: RowBatch): Promise<Map<number, Uint8Array> | null> {
    const to = Math.max(batch.rows.at(-1)?.seq ?? 0, ...batch.seals.map(({ seqEnd }) => seqEnd));
    const kept = new Map<number, Uint8Array>();
    return new Promise((resolve) => {
      const readFrom = (seq: number): void =>
        this.#archive.read(track.record.origin, seq, 1024 * 1024, (chunks) => {
          if (!chunks) return resolve(null);
          let last = 0;
          for (const { rows } of chunks.map(decodeChunk)) {
            for (const row of rows) kept.set(row.seq, row.hash);
            last = rows.at(-1)?.seq ?? last;
          }
          if (last === 0 || last >= Math.min(to, track.durable.seq)) resolve(kept);
          else readFrom(last + 1);
        });
      readFrom(from);
    });
  }

  #write(taking: Taking, done: (result: TakeResult) => void): void {
    const { chunks, small, touched, refused } = taking;
    this.#archive.write({ chunks, small }, (outcome) => {
      if (outcome === 'kept') {
        for (const chunk of chunks) this.#origins.get(chunk.origin)?.advanced(chunk, taking.sinceMs);
        this.#options.onTaken(
          taking.taken,
          chunks.reduce((sum, { bytes }) => sum + bytes.length, 0),
        );
        return done({ taken: taking.taken, refused });
      }
      for (const track of touched) track.fellBack();
      this.#forgetUnwritten(small);
      const verdict = outcome === 'raced' ? 'gap' : 'quota';
      const [first] = touched;
      const failed = first ? ({ verdict, origin: first.record.origin, seq: first.durable.seq + 1 } as const) : refused;
      if (failed) this.#options.onRefused(failed.verdict);
      done({ taken: 0, refused: failed });
    });
  }

  /** An origin whose record is not on the disk is met anew. */
  #forgetUnwritten(small: readonly Small[]): void {
    for (const [key] of small) {
      const { kind, name } = partsOfKey(key);
      if (kind === 'o' && this.#origins.get(name)?.durable.seq === 0) this.#origins.delete(name);
    }
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

/** What is kept for long must not hold on to the message it came in. */
function copyOf(record: CertifiedOrigin): CertifiedOrigin {
  const { publicKey, certificate } = record;
  return { ...record, publicKey: new Uint8Array(publicKey), certificate: new Uint8Array(certificate) };
}
