import { createHash } from 'node:crypto';
import { z } from 'zod';

/** The keys of one store on one terminal. Whoever holds them can read every record of the store. */
export interface StoreSecrets {
  /** SQLCipher page key, 32 bytes; of this terminal's file only. */
  readonly databaseKey: Uint8Array;
  /** Keys of ledger payloads, 32 bytes each; the last one is used for new rows, the others still open old ones. */
  readonly storeKeys: readonly { readonly id: string; readonly bytes: Uint8Array }[];
}

export function createSecrets(random: (length: number) => Uint8Array): StoreSecrets {
  const bytes = random(32);
  return { databaseKey: random(32), storeKeys: [{ id: storeKeyId(bytes), bytes }] };
}

/** Stands in the clear in each row: says which key, tells nothing about it. */
function storeKeyId(bytes: Uint8Array): string {
  return `k-${createHash('sha256').update('apotheca-store-key-1\n').update(bytes).digest('hex').slice(0, 16)}`;
}

const key = z.string().transform((text, context) => {
  const bytes = new Uint8Array(Buffer.from(text, 'base64'));
  if (bytes.length !== 32) context.addIssue('a key has 32 bytes');
  return bytes;
});
const secretsSchema = z.object({
  databaseKey: key,
  storeKeys: z.array(z.object({ id: z.string(), bytes: key })).min(1),
});

export function encodeSecrets(secrets: StoreSecrets): Uint8Array {
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  return Buffer.from(
    JSON.stringify({
      databaseKey: text(secrets.databaseKey),
      storeKeys: secrets.storeKeys.map(({ id, bytes }) => ({ id, bytes: text(bytes) })),
    }),
  );
}

export function decodeSecrets(bytes: Uint8Array): StoreSecrets {
  return secretsSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
}
