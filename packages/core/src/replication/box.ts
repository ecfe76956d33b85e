import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';

/** PKCS#8 wrapping of a raw X25519 seed (RFC 8410 section 7). */
const pkcs8Prefix = Buffer.from('302e020100300506032b656e04220420', 'hex');
const nonceBytes = 12;
const tagBytes = 16;
export const boxKeyBytes = 32;

function privateKeyOf(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: 'der', type: 'pkcs8' });
}

/** The raw X25519 public key of a 32-byte random seed. */
export function boxKeyOf(seed: Uint8Array): Uint8Array {
  const jwk = createPublicKey(privateKeyOf(seed)).export({ format: 'jwk' });
  return Buffer.from(jwk.x ?? '', 'base64url');
}

/** What two ends share (RFC 7748); null for a key of small order, which would make the secret known to all. */
export function sharedSecret(seed: Uint8Array, publicKey: Uint8Array): Uint8Array | null {
  if (publicKey.length !== boxKeyBytes) return null;
  const x = Buffer.from(publicKey).toString('base64url');
  try {
    const secret = diffieHellman({
      privateKey: privateKeyOf(seed),
      publicKey: createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x }, format: 'jwk' }),
    });
    return secret.every((byte) => byte === 0) ? null : secret;
  } catch {
    return null;
  }
}

export function deriveKey(secret: Uint8Array, salt: Uint8Array, info: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, salt, info, 32));
}

/** AES-256-GCM: nonce 12 || tag 16 || ciphertext. */
export function sealUnder(key: Uint8Array, nonce: Uint8Array, plain: Uint8Array, context: string): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(context));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

export function openUnder(key: Uint8Array, sealed: Uint8Array, context: string): Uint8Array | null {
  if (sealed.length < nonceBytes + tagBytes) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes), { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]);
  } catch {
    return null;
  }
}

/**
 * Seals bytes so that only the holder of a box key opens them: a fresh X25519 key, HKDF over the shared secret with
 * both public keys, AES-256-GCM. `seed` is used once.
 */
export function sealBox(boxKey: Uint8Array, seed: Uint8Array, plain: Uint8Array, purpose: string): Uint8Array {
  const ephemeral = boxKeyOf(seed);
  const secret = sharedSecret(seed, boxKey);
  if (!secret) throw new RangeError('the box key is not a usable X25519 key');
  const key = deriveKey(secret, Buffer.concat([ephemeral, boxKey]), `apotheca-box-1\n${purpose}`);
  // The key is used for these bytes only, so the nonce need not differ.
  return Buffer.concat([ephemeral, sealUnder(key, Buffer.alloc(nonceBytes), plain, purpose)]);
}

export function openBox(seed: Uint8Array, sealed: Uint8Array, purpose: string): Uint8Array | null {
  const ephemeral = sealed.subarray(0, boxKeyBytes);
  const secret = sharedSecret(seed, ephemeral);
  if (!secret) return null;
  const key = deriveKey(secret, Buffer.concat([ephemeral, boxKeyOf(seed)]), `apotheca-box-1\n${purpose}`);
  return openUnder(key, sealed.subarray(boxKeyBytes), purpose);
}
