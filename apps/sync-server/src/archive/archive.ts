import type { OriginHead, RoutedSignal } from '@apotheca/core/replication';

/** Consecutive rows of one origin as one sealed parcel: what is written, read and trimmed as a whole. */
export interface Chunk {
  readonly origin: string;
  /** Head of the origin with this chunk; that of before where the chunk carries seals only. */
  readonly lastSeq: number;
  readonly lastHash: Uint8Array;
  /** Last row a seal covers, with this chunk. */
  readonly sealedSeq: number;
  /** When the relay took it, for the days it is kept after everybody has it. */
  readonly atMs: number;
  /** A FRAMES message. */
  readonly bytes: Uint8Array;
}

export type ChunkHeader = Omit<Chunk, 'bytes'>;

/** `raced`: another instance appended first, what is known of the origin is old. `failed`: not on the disk. */
export type WriteOutcome = 'kept' | 'raced' | 'failed';

export interface RoomChange {
  readonly chunks: readonly Chunk[];
  /** Small state by key; null removes it. */
  readonly small: readonly (readonly [key: string, value: Uint8Array | null])[];
}

export interface RoomContent {
  /** Membership, origins, floors, acknowledgements, votes. */
  readonly small: ReadonlyMap<string, Uint8Array>;
  /** The last chunk of each origin that still has one. */
  readonly heads: readonly OriginHead[];
  readonly bytes: number;
}

/**
 * What a relay keeps of one store, behind SQLite or JetStream. Writes and reads answer in the order they were asked.
 * Keys of small state: `o:ORIGIN` record, `f:ORIGIN` floor, `q:ORIGIN` evidence of a fork, `m:TERMINAL` membership,
 * `a:TERMINAL` acknowledgements, `vote`.
 */
export interface RoomArchive {
  readonly storeId: string;
  readonly content: RoomContent;
  /** All or nothing in SQLite; per origin in JetStream. `done` comes after the disk has it. */
  write(change: RoomChange, done: (outcome: WriteOutcome) => void): void;
  /** Writes a key that must not be there yet; false when it is. The founder of a store is pinned this way. */
  create(key: string, value: Uint8Array): Promise<boolean>;
  /**
   * Writes a key unless another instance wrote it since this one last read or wrote it. Rejects when it is not on the
   * disk.
   */
  swap(key: string, value: Uint8Array): Promise<boolean>;
  /** Other instances may write the same room: what must hold for all of them is to be swapped each time. */
  readonly isShared: boolean;
  /** Chunks that end at or after `fromSeq`, in order, until `maxBytes` is passed; null when they cannot be read now. */
  read(origin: string, fromSeq: number, maxBytes: number, done: (chunks: readonly Uint8Array[] | null) => void): void;
  /** Forgets chunks of before `beforeMs` that end at or before `seq`; answers the new floor, or null. */
  trim(origin: string, seq: number, beforeMs: number): Promise<OriginHead | null>;
  /** Bytes of chunks that are kept. */
  bytes(): number;
  close(): void;
}

/** What other instances over the same archive do to an open room. */
export interface RoomWatcher {
  advanced(chunk: ChunkHeader): void;
  smallChanged(key: string, value: Uint8Array | null): void;
}

export interface ArchiveFigures {
  readonly stores: number;
  readonly bytes: number;
}

export interface Archive {
  readonly kind: 'sqlite' | 'nats';
  has(storeId: string): Promise<boolean>;
  open(storeId: string, watcher: RoomWatcher): Promise<RoomArchive>;
  /** A signal for terminals at other instances; nothing where there are none. */
  sendSignal(storeId: string, signal: RoutedSignal): void;
  followSignals(storeId: string, deliver: (signal: RoutedSignal) => void): () => void;
  figures(): ArchiveFigures;
  /** Null while it works; else what is wrong, for /health. */
  fault(): string | null;
  close(): Promise<void>;
}
