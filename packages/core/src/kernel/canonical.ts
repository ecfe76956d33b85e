import { createHash, hash } from 'node:crypto';

/** JSON with sorted keys and without undefined members: equal content gives equal bytes. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const record = value as Record<string, unknown>;
  const parts: string[] = [];
  for (const key of Object.keys(record).sort()) {
    if (record[key] !== undefined) parts.push(`${JSON.stringify(key)}:${canonicalJson(record[key])}`);
  }
  return `{${parts.join(',')}}`;
}

export function sha256(...parts: (string | Uint8Array)[]): Uint8Array {
  if (parts.length === 1) return hash('sha256', parts[0] as string | Uint8Array, 'buffer');
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest();
}

export function sha256Hex(...parts: (string | Uint8Array)[]): string {
  return Buffer.from(sha256(...parts)).toString('hex');
}
