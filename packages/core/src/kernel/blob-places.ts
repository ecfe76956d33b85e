import { sha256Hex } from './canonical.ts';
import type { LedgerRow } from './ledger/chain.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { Payload } from './ledger/payload.ts';
import type { WriteDb } from './ports.ts';

/** A ledger row that carries a file: a scanned prescription, a signature. */
export const blobType = 'blob.kept';
export const blobKind = 'blob';
/** Larger ones would not fit a message between terminals. */
export const blobBytesMax = 16 * 1024 * 1024;

export interface BlobContent {
  readonly mediaType: string;
  readonly base64: string;
}

export function blobId(bytes: Uint8Array): string {
  return `blob_${sha256Hex(bytes)}`;
}

export function blobContent(bytes: Uint8Array, mediaType: string): BlobContent {
  return { mediaType, base64: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64') };
}

/** Which ledger row carries which blob. The bytes stay in the log, where they are sealed and travel as all rows do. */
export class BlobPlaces {
  readonly #db: WriteDb;
  readonly #ledger: Ledger;

  constructor(db: WriteDb, ledger: Ledger) {
    this.#db = db;
    this.#ledger = ledger;
  }

  has(id: string): boolean {
    return this.#db.prepare('SELECT 1 FROM blob_place WHERE id = ?').get(id) !== undefined;
  }

  /** A row whose bytes are not those its id names is kept and shown to nobody. */
  note(row: LedgerRow, payload: Payload): void {
    const blob = contentOf(payload);
    if (!blob || payload.i !== blobId(blob.bytes)) return;
    const place = this.#ledger.placeOf(row.origin, row.seq);
    this.#db
      .write('INSERT OR IGNORE INTO blob_place (id, media_type, place) VALUES (?, ?, ?)')
      .run(payload.i, blob.mediaType, place);
  }

  read(id: string): { bytes: Uint8Array; mediaType: string } | undefined {
    const found = this.#db
      .prepare<{ origin: string; seq: number }>(
        'SELECT log.origin, log.seq FROM blob_place JOIN log USING (place) WHERE id = ?',
      )
      .get(id);
    const row = found && this.#ledger.row(found.origin, found.seq);
    return (row && contentOf(this.#ledger.payloadOf(row))) ?? this.#readBare(id);
  }

  /** From before blobs were ledger rows, and too large to become one. */
  #readBare(id: string): { bytes: Uint8Array; mediaType: string } | undefined {
    const row = this.#db
      .prepare<{ bytes: Uint8Array; media_type: string }>('SELECT bytes, media_type FROM blob WHERE id = ?')
      .get(id);
    return row && { bytes: row.bytes, mediaType: row.media_type };
  }

  /** The next blob that stands beside the ledger and could stand in it. */
  nextBare(afterId: string): { id: string; content: BlobContent } | undefined {
    const row = this.#db
      .prepare<{ id: string; bytes: Uint8Array; media_type: string }>(
        'SELECT id, media_type, bytes FROM blob WHERE id > ? AND length(bytes) <= ? ORDER BY id LIMIT 1',
      )
      .get(afterId, blobBytesMax);
    return row && { id: row.id, content: blobContent(row.bytes, row.media_type) };
  }

  /** Inside the transaction that wrote it into the ledger. */
  dropBare(id: string): void {
    this.#db.write('DELETE FROM blob WHERE id = ?').run(id);
  }
}

function contentOf(payload: Payload): { bytes: Uint8Array; mediaType: string } | null {
  const content = payload.p as Partial<BlobContent> | null | undefined;
  if (typeof content?.base64 !== 'string' || typeof content.mediaType !== 'string') return null;
  return { bytes: Buffer.from(content.base64, 'base64'), mediaType: content.mediaType };
}
