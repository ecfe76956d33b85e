import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { z } from 'zod';

/** Bytes under a secret a person remembers or has on paper: scrypt (RFC 7914), then AES-256-GCM. */
export const wrappedSchema = z.object({
  kdf: z.literal('scrypt'),
  cost: z
    .number()
    .int()
    .min(2 ** 14)
    .max(2 ** 20),
  salt: z.string(),
  nonce: z.string(),
  tag: z.string(),
  sealed: z.string(),
});
export type Wrapped = z.infer<typeof wrappedSchema>;

/** 128 MB and about 0.4 s a guess: for a passphrase a person chose. */
export const passphraseCost = 2 ** 17;
/** A recovery code has 125 random bits; the cost only slows a reader of half a code. */
export const recoveryCost = 2 ** 15;

export function wrap(plain: Uint8Array, secret: string, purpose: string, cost: number): Wrapped {
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', derive(secret, salt, cost), nonce);
  cipher.setAAD(Buffer.from(purpose));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  const text = (bytes: Buffer) => bytes.toString('base64');
  return {
    kdf: 'scrypt',
    cost,
    salt: text(salt),
    nonce: text(nonce),
    tag: text(cipher.getAuthTag()),
    sealed: text(sealed),
  };
}

/** Undefined when the secret is not the right one, or the bytes were changed. */
export function unwrapSecret(wrapped: Wrapped, secret: string, purpose: string): Uint8Array | undefined {
  const bytes = (text: string) => Buffer.from(text, 'base64');
  const derived = derive(secret, bytes(wrapped.salt), wrapped.cost);
  try {
    const decipher = createDecipheriv('aes-256-gcm', derived, bytes(wrapped.nonce), { authTagLength: 16 });
    decipher.setAAD(Buffer.from(purpose));
    decipher.setAuthTag(bytes(wrapped.tag));
    return Buffer.concat([decipher.update(bytes(wrapped.sealed)), decipher.final()]);
  } catch {
    return undefined;
  }
}

function derive(secret: string, salt: Uint8Array, cost: number): Buffer {
  return scryptSync(secret.normalize('NFKC'), salt, 32, { N: cost, r: 8, p: 1, maxmem: 256 * cost * 8 });
}
