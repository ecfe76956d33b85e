import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { originName, verifierOf, verifyBytes } from '@apotheca/core';
import { backupMagic, type Manifest, manifestBytesMax, manifestSchema, signatureBytes } from './manifest.ts';

/** Where a backup is not what was written. `chunk` counts from 0; offsets are in the file. */
export type BackupFault =
  | { readonly part: 'head'; readonly why: string }
  | { readonly part: 'chunk'; readonly chunk: number; readonly fromByte: number; readonly toByte: number }
  | { readonly part: 'end'; readonly why: string };

export type BackupVerdict =
  | { readonly ok: true; readonly manifest: Manifest; readonly imageOffset: number }
  | { readonly ok: false; readonly fault: BackupFault };

/** Checks a backup without any key: signature of the manifest, then each chunk of the image against it. */
export function verifyBackup(file: string, onChunk: (chunk: Buffer) => void = () => {}): BackupVerdict {
  const handle = openSync(file, 'r');
  try {
    const head = readHead(handle);
    if (!head.ok) return head;
    const { manifest, imageOffset } = head;
    const { bytes, chunkBytes, chunks } = manifest.image;
    if (chunks.length !== Math.ceil(bytes / chunkBytes)) return headFault('the list of chunks does not fit the size');
    const buffer = Buffer.alloc(chunkBytes);
    for (let no = 0; no < chunks.length; no++) {
      const length = Math.min(chunkBytes, bytes - no * chunkBytes);
      const fromByte = imageOffset + no * chunkBytes;
      const got = readFully(handle, buffer, length, fromByte);
      const chunk = buffer.subarray(0, got);
      if (got < length || createHash('sha256').update(chunk).digest('hex') !== chunks[no]) {
        return { ok: false, fault: { part: 'chunk', chunk: no, fromByte, toByte: fromByte + length - 1 } };
      }
      onChunk(chunk);
    }
    const excess = fstatSync(handle).size - imageOffset - bytes;
    if (excess !== 0) return { ok: false, fault: { part: 'end', why: `${excess} bytes follow that were not written` } };
    return { ok: true, manifest, imageOffset };
  } finally {
    closeSync(handle);
  }
}

export function readManifest(file: string): BackupVerdict {
  const handle = openSync(file, 'r');
  try {
    return readHead(handle);
  } finally {
    closeSync(handle);
  }
}

function readHead(handle: number): BackupVerdict {
  const fixed = Buffer.alloc(backupMagic.length + 4);
  if (readFully(handle, fixed, fixed.length, 0) < fixed.length) return headFault('it ends in the first line');
  if (!fixed.subarray(0, backupMagic.length).equals(backupMagic)) return headFault("the first line is not a backup's");
  const length = fixed.readUInt32LE(backupMagic.length);
  if (length > manifestBytesMax) return headFault('the length of the manifest is impossible');
  const rest = Buffer.alloc(length + signatureBytes);
  if (readFully(handle, rest, rest.length, fixed.length) < rest.length) return headFault('it ends in the manifest');
  const json = rest.subarray(0, length);
  const manifest = parseManifest(json);
  if (!manifest) return headFault('the manifest cannot be read');
  const signer = manifest.origins.find((origin) => origin.origin === manifest.signedBy);
  const publicKey = Buffer.from(signer?.publicKey ?? '', 'base64');
  if (!signer || publicKey.length !== 32 || originName(signer.terminalId, publicKey) !== signer.origin) {
    return headFault('the manifest is not signed by a terminal it names');
  }
  const signed = Buffer.concat([fixed, json]);
  if (!verifyBytes(verifierOf(publicKey), signed, rest.subarray(length))) {
    return headFault('the manifest does not fit its signature');
  }
  return { ok: true, manifest, imageOffset: fixed.length + rest.length };
}

function parseManifest(json: Buffer): Manifest | null {
  try {
    return manifestSchema.parse(JSON.parse(json.toString('utf8')));
  } catch {
    return null;
  }
}

function headFault(why: string): BackupVerdict & { ok: false } {
  return { ok: false, fault: { part: 'head', why } };
}

function readFully(handle: number, buffer: Buffer, length: number, position: number): number {
  let filled = 0;
  for (let got = -1; got !== 0 && filled < length; filled += got) {
    got = readSync(handle, buffer, filled, length - filled, position + filled);
  }
  return filled;
}
