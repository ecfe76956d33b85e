import { z } from 'zod';
import { wrappedSchema } from '../keys/secret-wrap.ts';

/**
 * What stands at the head of a backup file, readable without any key: whose it is, what it holds, and the SHA-256 of
 * every chunk of the encrypted image that follows. Signed by the terminal that wrote it.
 */
export const manifestSchema = z.object({
  format: z.literal('apotheca-backup-1'),
  storeId: z.string(),
  terminalId: z.string(),
  /** Jurisdiction of a demo store; null for a real one. */
  demo: z.string().nullable(),
  createdAt: z.string(),
  appVersion: z.string(),
  /** Incarnation whose key signed this manifest; one of `origins`. */
  signedBy: z.string(),
  origins: z.array(
    z.object({ origin: z.string(), terminalId: z.string(), publicKey: z.base64(), startedAt: z.string() }),
  ),
  ledger: z.object({
    digest: z.string(),
    events: z.number().int(),
    vector: z.record(z.string(), z.number().int()),
  }),
  /** Wrapped keys of the store and of this image: by the recovery code, by the passphrase of the terminal. */
  keys: z.object({
    storeKeyIds: z.array(z.string()),
    recovery: wrappedSchema.nullable(),
    passphrase: wrappedSchema.nullable(),
  }),
  image: z.object({
    bytes: z.number().int().positive(),
    chunkBytes: z
      .number()
      .int()
      .min(4096)
      .max(64 * 1024 * 1024),
    /** Hex SHA-256, one a chunk. */
    chunks: z.array(z.string().regex(/^[0-9a-f]{64}$/)),
  }),
});
export type Manifest = z.infer<typeof manifestSchema>;

export const backupMagic = Buffer.from('APOTHECA-BACKUP-1\n');
export const chunkBytes = 1024 * 1024;
/** A manifest of a 1 TB image is below this; more is not ours. */
export const manifestBytesMax = 96 * 1024 * 1024;
export const signatureBytes = 64;

/** magic, length of the manifest (4 bytes, little endian), manifest, signature over all of these; then the image. */
export function headOf(manifest: Manifest): Buffer {
  const json = Buffer.from(JSON.stringify(manifest));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  return Buffer.concat([backupMagic, length, json]);
}
