/**
 * SHA-256 digests of rows are added modulo 2^256, so that the digest of a set is kept up row by row. Answers the sum
 * after a row's digest changed from `before` (undefined: the row is new) to `after`. An empty sum is zero.
 */
export function addDigest(sum: Uint8Array, before: Uint8Array | undefined, after: Uint8Array): Uint8Array {
  const result = new Uint8Array(32);
  let carry = 0;
  for (let place = 31; place >= 0; place -= 1) {
    carry += (sum[place] ?? 0) + (after[place] ?? 0) - (before?.[place] ?? 0);
    result[place] = carry & 0xff;
    carry >>= 8;
  }
  return result;
}
