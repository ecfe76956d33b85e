import type { OriginHead } from '@apotheca/core/replication';
import type { Chunk } from '../archive.ts';

/** What the main thread asks of the writer, each with its number in one order for all rooms. */
export type WriterTask =
  | {
      readonly kind: 'write';
      readonly storeId: string;
      readonly chunks: readonly Chunk[];
      readonly small: readonly (readonly [key: string, value: Uint8Array | null])[];
    }
  | { readonly kind: 'create'; readonly storeId: string; readonly key: string; readonly value: Uint8Array }
  | {
      readonly kind: 'trim';
      readonly storeId: string;
      readonly origin: string;
      readonly seq: number;
      readonly beforeMs: number;
    };

/** One transaction: every task that came while the one before was on its way to the disk. */
export interface WriterGroup {
  readonly tasks: readonly WriterTask[];
}

export interface TaskAnswer {
  readonly isDone: boolean;
  readonly floor: OriginHead | null;
  readonly bytesFreed: number;
}

export type WriterAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'committed'; readonly answers: readonly TaskAnswer[]; readonly commitMs: number }
  | { readonly kind: 'failed'; readonly code: string };
