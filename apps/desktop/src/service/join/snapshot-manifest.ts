import { deriveKey, openUnder, sealUnder } from '@apotheca/core/replication/box';
import { z } from 'zod';

/**
 * What a snapshot holds: images of databases under the snapshot's own key, and the SHA-256 of every chunk. It travels
 * sealed under a key that only the new terminal was given, so whoever carries it can neither read nor change it.
 */
const fileSchema = z.object({
  name: z.enum(['store', 'catalog']),
  bytes: z.number().int().positive(),
  /** Hex SHA-256, one a chunk. */
  chunks: z.array(z.string().regex(/^[0-9a-f]{64}$/)).min(1),
});
export type SnapshotFile = z.infer<typeof fileSchema>;

export const snapshotSchema = z.object({
  format: z.literal('apotheca-snapshot-1'),
  storeId: z.string(),
  appVersion: z.string(),
  createdAt: z.string(),
  ledger: z.object({
    digest: z.string(),
    events: z.number().int(),
    vector: z.record(z.string(), z.number().int()),
  }),
  projectionsDigest: z.string(),
  /** The store first. */
  files: z.array(fileSchema).min(1).max(2),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

export const snapshotChunkBytes = 1024 * 1024;
/** A manifest of 1 TB is below this. */
export const snapshotManifestBytesMax = 96 * 1024 * 1024;
const purpose = 'apotheca-snapshot-manifest-1';

export function sealSnapshot(snapshot: Snapshot, snapshotKey: Uint8Array, nonce: Uint8Array): Uint8Array {
  return sealUnder(manifestKey(snapshotKey), nonce, Buffer.from(JSON.stringify(snapshot)), purpose);
}

/** Null when it was not sealed under this key, or is none. */
export function openSnapshot(sealed: Uint8Array, snapshotKey: Uint8Array): Snapshot | null {
  const plain = openUnder(manifestKey(snapshotKey), sealed, purpose);
  if (!plain) return null;
  try {
    const parsed = snapshotSchema.safeParse(JSON.parse(Buffer.from(plain).toString('utf8')));
    return parsed.success && parsed.data.files.every(isWhole) ? parsed.data : null;
  } catch {
    return null;
  }
}

function isWhole({ bytes, chunks }: SnapshotFile): boolean {
  return chunks.length === Math.ceil(bytes / snapshotChunkBytes);
}

function manifestKey(snapshotKey: Uint8Array): Uint8Array {
  return deriveKey(snapshotKey, new Uint8Array(), purpose);
}
