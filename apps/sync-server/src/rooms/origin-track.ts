import type { KeyObject } from 'node:crypto';
import {
  type CertifiedOrigin,
  decodeMessage,
  type EncodedFrames,
  encodeMessage,
  genesisHash,
  type LedgerRow,
  limits,
  type OriginHead,
  type Seal,
  verifierOf,
} from '@apotheca/core/replication';
import type { Chunk, ChunkHeader } from '../archive/archive.ts';

/** The end of an origin as the next row must continue it; signed. */
export interface ChainEnd {
  readonly seq: number;
  readonly hash: Uint8Array;
  readonly sealedSeq: number;
}

/** Rows of the last moments, kept in memory: every terminal asks for them at once. */
const tailBytesMax = 8 * 1024;
/** The newest chunk stays while it is not larger; a bulk is read from the disk. */
const newestBytesMax = 32 * 1024;

interface TailChunk {
  /** The row before its first. */
  readonly afterSeq: number;
  readonly lastSeq: number;
  /** Its last seal; 0 without one. */
  readonly sealedSeq: number;
  readonly bytes: Uint8Array;
  content: ChunkContent | null;
}

export interface ChunkContent {
  readonly rows: readonly LedgerRow[];
  readonly seals: readonly Seal[];
}

/** One incarnation as the relay knows it: what is on the disk, and what is on its way there. */
export class OriginTrack {
  readonly record: CertifiedOrigin;
  readonly verifier: KeyObject;
  floor: OriginHead;
  isQuarantined = false;
  #durable: OriginHead & ChainEnd;
  #pending: ChainEnd;
  readonly #onTheWay = new Map<number, Uint8Array>();
  /** Rows of the tail come after this one. */
  #tailAfter: number;
  #tail: TailChunk[] = [];
  #tailBytes = 0;
  #freshSinceMs: number | null = null;

  constructor(storeId: string, record: CertifiedOrigin, floor: OriginHead | null, head: OriginHead | null) {
    this.record = record;
    this.verifier = verifierOf(record.publicKey);
    const hash = genesisHash(storeId, record.origin, record.publicKey);
    this.floor = floor ?? { origin: record.origin, seq: 0, hash, sealedSeq: 0 };
    const { seq, hash: lastHash, sealedSeq = 0 } = head && head.seq > this.floor.seq ? head : this.floor;
    this.#durable = { origin: record.origin, seq, hash: lastHash, sealedSeq };
    this.#pending = this.#durable;
    this.#tailAfter = seq;
  }

  /** On the disk. */
  get durable(): OriginHead & ChainEnd {
    return this.#durable;
  }

  /** With what was handed to the disk. */
  get pending(): ChainEnd {
    return this.#pending;
  }

  advancing(end: ChainEnd, rows: readonly LedgerRow[]): void {
    this.#pending = end;
    for (const row of rows) this.#onTheWay.set(row.seq, row.hash);
  }

  /** The disk refused, or another instance was faster: what was on its way is not there. */
  fellBack(): void {
    this.#onTheWay.clear();
    this.#pending = this.#durable;
  }

  advanced(chunk: Chunk, sinceMs: number): void {
    const { seq: afterSeq, sealedSeq: sealedBefore } = this.#durable;
    this.#move(chunk);
    this.#freshSinceMs ??= sinceMs;
    const { lastSeq, bytes } = chunk;
    const sealedSeq = chunk.sealedSeq > sealedBefore ? chunk.sealedSeq : 0;
    this.#tail.push({ afterSeq, lastSeq, sealedSeq, bytes, content: null });
    this.#tailBytes += chunk.bytes.length;
    const bytesMax = Math.max(tailBytesMax, Math.min(chunk.bytes.length, newestBytesMax));
    while (this.#tailBytes > bytesMax) {
      const oldest = this.#tail.shift();
      if (!oldest) break;
      this.#tailBytes -= oldest.bytes.length;
      this.#tailAfter = oldest.lastSeq;
    }
  }

  /** Another instance appended; the rows are to be read from the archive. False when that was known. */
  advancedElsewhere(chunk: ChunkHeader): boolean {
    if (chunk.lastSeq < this.#durable.seq) return false;
    if (chunk.lastSeq === this.#durable.seq && chunk.sealedSeq <= this.#durable.sealedSeq) return false;
    this.#move(chunk);
    this.#tail = [];
    this.#tailBytes = 0;
    this.#tailAfter = chunk.lastSeq;
    return true;
  }

  #move({ lastSeq, lastHash, sealedSeq }: ChunkHeader): void {
    for (const seq of this.#onTheWay.keys()) if (seq <= lastSeq) this.#onTheWay.delete(seq);
    this.#durable = { origin: this.record.origin, seq: lastSeq, hash: lastHash, sealedSeq };
    if (this.#pending.seq < lastSeq) this.#pending = this.#durable;
  }

  /** Chunks from memory; null where older ones are asked for. */
  tailFrom(afterSeq: number): ChunkContent[] | null {
    if (afterSeq < this.#tailAfter) return null;
    return this.#tail.filter(({ lastSeq }) => lastSeq >= afterSeq).map(contentOf);
  }

  /** The chunk that goes on exactly after a row, or brings a seal for it. */
  framesAfter(afterSeq: number, sealedSeq: number): EncodedFrames | null {
    if (afterSeq < this.#tailAfter || afterSeq < this.floor.seq) return null;
    for (const chunk of this.#tail) {
      const isSealOnly = chunk.afterSeq === chunk.lastSeq;
      const isNext = isSealOnly ? chunk.sealedSeq > sealedSeq : chunk.lastSeq > afterSeq;
      if (chunk.lastSeq < afterSeq || !isNext) continue;
      if (chunk.afterSeq !== afterSeq) return null;
      return { origin: this.record, bytes: chunk.bytes, lastSeq: chunk.lastSeq, sealedSeq: chunk.sealedSeq };
    }
    return null;
  }

  /** Since when rows wait for the first who reads them; once. */
  takeFreshSince(): number | null {
    const sinceMs = this.#freshSinceMs;
    this.#freshSinceMs = null;
    return sinceMs;
  }

  /** Hash of a row that is on its way to the disk or came lately. */
  hashAtHand(seq: number): Uint8Array | undefined {
    return this.#onTheWay.get(seq) ?? this.#hashInTail(seq);
  }

  #hashInTail(seq: number): Uint8Array | undefined {
    if (seq <= this.#tailAfter) return undefined;
    for (const chunk of this.#tail) {
      if (chunk.lastSeq < seq) continue;
      const { rows } = contentOf(chunk);
      const first = rows[0];
      if (first && first.seq <= seq) return rows[seq - first.seq]?.hash;
    }
    return undefined;
  }
}

function contentOf(chunk: TailChunk): ChunkContent {
  chunk.content ??= decodeChunk(chunk.bytes);
  return chunk.content;
}

export function decodeChunk(bytes: Uint8Array): ChunkContent {
  const message = decodeMessage(bytes);
  if (message.type !== 'frames') throw new Error('a chunk of the archive is not what was written');
  return message;
}

/** Rows and seals as chunks of at most a frame, the last one with the new end. `asItCame`: exactly these, encoded. */
export function chunksOf(
  origin: string,
  { rows, seals }: ChunkContent,
  start: ChainEnd,
  atMs: number,
  asItCame: Uint8Array | null = null,
): { chunks: Chunk[]; end: ChainEnd } {
  const chunks: Chunk[] = [];
  let end = start;
  let left = [...seals].sort((a, b) => a.seqEnd - b.seqEnd);
  for (const part of parts(rows, seals)) {
    const last = part.at(-1);
    const lastSeq = last?.seq ?? end.seq;
    const own = left.filter(({ seqEnd }) => seqEnd <= lastSeq);
    left = left.slice(own.length);
    // A copy of the hash: a view would hold on to the whole message it came in.
    const lastHash = last ? new Uint8Array(last.hash) : end.hash;
    end = { seq: lastSeq, hash: lastHash, sealedSeq: Math.max(end.sealedSeq, own.at(-1)?.seqEnd ?? 0) };
    const isWhole = part.length === rows.length && own.length === seals.length;
    // A copy: a view would hold on to everything that was received with it.
    const bytes =
      isWhole && asItCame
        ? new Uint8Array(asItCame)
        : encodeMessage({ type: 'frames', origin, rows: part, seals: own });
    chunks.push({ origin, lastSeq, lastHash, sealedSeq: end.sealedSeq, atMs, bytes });
  }
  return { chunks, end };
}

/** Each part ends at a seal: what is read of it can be taken by whoever reads it. */
function parts(rows: readonly LedgerRow[], seals: readonly Seal[]): LedgerRow[][] {
  const ends = new Set(seals.map(({ seqEnd }) => seqEnd));
  const found: LedgerRow[][] = [[]];
  let group: LedgerRow[] = [];
  let size = 0;
  let groupSize = 0;
  for (const row of rows) {
    group.push(row);
    groupSize += row.ciphertext.length;
    if (!ends.has(row.seq) && row !== rows.at(-1)) continue;
    const current = found.at(-1) as LedgerRow[];
    if (current.length > 0 && (size + groupSize > limits.frameBytes || current.length + group.length > 1_000)) {
      found.push(group);
      size = groupSize;
    } else {
      current.push(...group);
      size += groupSize;
    }
    group = [];
    groupSize = 0;
  }
  return found;
}
