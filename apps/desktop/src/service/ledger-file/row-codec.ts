import type { LedgerRow } from '@apotheca/core';

/**
 * One ledger row in an exported file, all numbers little endian:
 * origin number (2 bytes), seq, hlc (8 each), schema version (2), type and key id (1 byte length, then UTF-8),
 * previous hash (32), hash (32), ciphertext (the rest).
 */
const hashBytes = 32;
const fixedBytes = 2 + 8 + 8 + 2 + 1 + 1 + 2 * hashBytes;

export function encodeRow(row: LedgerRow, originNo: number): Buffer {
  const type = Buffer.from(row.type);
  const keyId = Buffer.from(row.keyId);
  const bytes = Buffer.allocUnsafe(fixedBytes + type.length + keyId.length + row.ciphertext.length);
  let at = bytes.writeUInt16LE(originNo, 0);
  at = bytes.writeBigUInt64LE(BigInt(row.seq), at);
  at = bytes.writeBigUInt64LE(BigInt(row.hlc), at);
  at = bytes.writeUInt16LE(row.schemaVersion, at);
  for (const text of [type, keyId]) {
    at = bytes.writeUInt8(text.length, at);
    bytes.set(text, at);
    at += text.length;
  }
  for (const part of [row.prevHash, row.hash, row.ciphertext]) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Undefined when the bytes cannot be a row. Byte arrays are views of `bytes`. */
export function decodeRow(bytes: Buffer, origins: readonly string[]): LedgerRow | undefined {
  if (bytes.length < fixedBytes) return undefined;
  const origin = origins[bytes.readUInt16LE(0)];
  const typeEnd = 21 + bytes.readUInt8(20);
  if (origin === undefined || bytes.length < typeEnd + 1 + 2 * hashBytes) return undefined;
  const keyEnd = typeEnd + 1 + bytes.readUInt8(typeEnd);
  if (bytes.length < keyEnd + 2 * hashBytes) return undefined;
  return {
    origin,
    seq: readUInt53(bytes, 2),
    hlc: readUInt53(bytes, 10),
    schemaVersion: bytes.readUInt16LE(18),
    type: bytes.toString('utf8', 21, typeEnd),
    keyId: bytes.toString('utf8', typeEnd + 1, keyEnd),
    prevHash: bytes.subarray(keyEnd, keyEnd + hashBytes),
    hash: bytes.subarray(keyEnd + hashBytes, keyEnd + 2 * hashBytes),
    ciphertext: bytes.subarray(keyEnd + 2 * hashBytes),
  };
}

/** Without BigInt: this runs once a row of a million. Above 2^53 the hash of the row does not fit anyway. */
function readUInt53(bytes: Buffer, at: number): number {
  return bytes.readUInt32LE(at + 4) * 2 ** 32 + bytes.readUInt32LE(at);
}
