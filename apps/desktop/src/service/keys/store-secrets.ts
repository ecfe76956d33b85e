import { storeKeyId } from '@apotheca/core';
import { z } from 'zod';

/** The keys of one store on one terminal. Whoever holds them can read every record of the store. */
export interface StoreSecrets {
  /** SQLCipher page key, 32 bytes; of this terminal's file only. */
  readonly databaseKey: Uint8Array;
  /** Keys of ledger payloads, 32 bytes each; the last one is used for new rows, the others still open old ones. */
  readonly storeKeys: readonly { readonly id: string; readonly bytes: Uint8Array }[];
  /** Seeds of the terminal's own Ed25519 and X25519 keys; files from before terminals had any lack them. */
  readonly terminalKey?: Uint8Array | undefined;
  readonly boxKey?: Uint8Array | undefined;
}

export interface WholeSecrets extends StoreSecrets {
  readonly terminalKey: Uint8Array;
  readonly boxKey: Uint8Array;
}

export function createSecrets(random: (length: number) => Uint8Array): WholeSecrets {
  const bytes = random(32);
  return {
    databaseKey: random(32),
    storeKeys: [{ id: storeKeyId(bytes), bytes }],
    terminalKey: random(32),
    boxKey: random(32),
  };
}

/** Keys of its own for a terminal that has none yet; the same object where it has. */
export function withTerminalKeys(secrets: StoreSecrets, random: (length: number) => Uint8Array): WholeSecrets {
  const { terminalKey, boxKey } = secrets;
  if (terminalKey && boxKey) return secrets as WholeSecrets;
  return { ...secrets, terminalKey: random(32), boxKey: random(32) };
}

const key = z.string().transform((text, context) => {
  const bytes = new Uint8Array(Buffer.from(text, 'base64'));
  if (bytes.length !== 32) context.addIssue('a key has 32 bytes');
  return bytes;
});
const secretsSchema = z.object({
  databaseKey: key,
  // None while a terminal is joining.
  storeKeys: z.array(z.object({ id: z.string(), bytes: key })),
  terminalKey: key.optional(),
  boxKey: key.optional(),
});

export function encodeSecrets(secrets: StoreSecrets): Uint8Array {
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  return Buffer.from(
    JSON.stringify({
      databaseKey: text(secrets.databaseKey),
      storeKeys: secrets.storeKeys.map(({ id, bytes }) => ({ id, bytes: text(bytes) })),
      ...(secrets.terminalKey ? { terminalKey: text(secrets.terminalKey) } : {}),
      ...(secrets.boxKey ? { boxKey: text(secrets.boxKey) } : {}),
    }),
  );
}

export function decodeSecrets(bytes: Uint8Array): StoreSecrets {
  return secretsSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
}
