/** 2^256: SHA-256 digests of rows are added modulo this, so that the digest of a set is kept up row by row. */
const modulus = 1n << 256n;

function bigOf(digest: Uint8Array): bigint {
  return digest.length === 0 ? 0n : BigInt(`0x${Buffer.from(digest).toString('hex')}`);
}

function bytesOf(sum: bigint): Uint8Array {
  return Buffer.from(sum.toString(16).padStart(64, '0'), 'hex');
}

/** The sum after a row's digest changed from `before` (undefined: the row is new) to `after`. */
export function addDigest(sum: Uint8Array, before: Uint8Array | undefined, after: Uint8Array): Uint8Array {
  return bytesOf((bigOf(sum) + bigOf(after) + (before ? modulus - bigOf(before) : 0n)) % modulus);
}
