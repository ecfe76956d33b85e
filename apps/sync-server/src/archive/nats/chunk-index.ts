import type { ChunkHeader } from '../archive.ts';
import type { ChunkPart } from './chunk-headers.ts';

export interface IndexEntry {
  readonly chunk: ChunkHeader;
  readonly size: number;
  /** Messages of the stream that hold it, in order. */
  readonly places: readonly number[];
}

/** Where the chunks of one origin lie in the stream, in order. */
export class ChunkIndex {
  #entries: IndexEntry[] = [];
  #partial: number[] = [];
  /** Last message of the subject, whole chunk or not: what the next publish must follow. */
  lastPlace = 0;

  get entries(): readonly IndexEntry[] {
    return this.#entries;
  }

  /** The chunk that this message makes whole; null for a part on the way, or a message that is known. */
  add(found: ChunkPart, place: number): IndexEntry | null {
    if (place <= this.lastPlace) return null;
    this.lastPlace = place;
    // A writer that died between two parts leaves some behind; the next chunk begins anew.
    if (found.part === 1) this.#partial = [];
    this.#partial.push(place);
    if (found.part !== found.parts || this.#partial.length !== found.parts) return null;
    const entry = { chunk: found.chunk, size: found.size, places: this.#partial };
    this.#partial = [];
    this.#entries.push(entry);
    return entry;
  }

  from(seq: number): IndexEntry[] {
    let at = this.#entries.length;
    while (at > 0 && (this.#entries[at - 1] as IndexEntry).chunk.lastSeq >= seq) at -= 1;
    return this.#entries.slice(at);
  }

  /** The last chunk that may go; the newest of all stays, so that the subject remembers its place. */
  lastBefore(seq: number, beforeMs: number): IndexEntry | null {
    const old = this.#entries.slice(0, -1).filter(({ chunk }) => chunk.lastSeq <= seq && chunk.atMs < beforeMs);
    return old.at(-1) ?? null;
  }

  /** Forgets chunks that end at or before `seq`; answers their bytes. */
  forget(seq: number): number {
    const gone = this.#entries.slice(0, -1).filter(({ chunk }) => chunk.lastSeq <= seq);
    this.#entries = this.#entries.slice(gone.length);
    return gone.reduce((sum, { size }) => sum + size, 0);
  }
}
