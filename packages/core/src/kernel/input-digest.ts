import { createHash } from 'node:crypto';
import { canonicalJson, sha256Hex } from './canonical.ts';

/**
 * What an idempotency key stands for. A file counts by name, size and content: as JSON every file is the same empty
 * object, and a retry with another file would be answered as if it had been imported.
 */
export async function inputDigest(input: unknown): Promise<string> {
  const files = new Map<Blob, unknown>();
  collect(input, files);
  if (files.size === 0) return sha256Hex(canonicalJson(input));
  for (const file of files.keys()) {
    const name = file instanceof File ? file.name : null;
    files.set(file, { name, size: file.size, sha256: await contentDigest(file) });
  }
  return sha256Hex(canonicalJson(described(input, files)));
}

function collect(value: unknown, files: Map<Blob, unknown>): void {
  if (value === null || typeof value !== 'object') return;
  if (value instanceof Blob) files.set(value, null);
  else for (const member of Object.values(value)) collect(member, files);
}

function described(value: unknown, files: ReadonlyMap<Blob, unknown>): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Blob) return { file: files.get(value) };
  if (Array.isArray(value)) return value.map((member) => described(member, files));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, described(member, files)]));
}

/** Piece by piece: an upload may be larger than memory. */
async function contentDigest(file: Blob): Promise<string> {
  const digest = createHash('sha256');
  for await (const piece of file.stream()) digest.update(piece);
  return digest.digest('hex');
}
