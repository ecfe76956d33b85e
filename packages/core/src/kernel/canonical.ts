import { createHash, hash } from 'node:crypto';

const plainKey = /^[\w.:/-]*$/;

/** JSON with sorted keys and without undefined members: equal content gives equal bytes. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) {
    let text = '[';
    for (let index = 0; index < value.length; index += 1) text += (index > 0 ? ',' : '') + canonicalJson(value[index]);
    return `${text}]`;
  }
  const record = value as Record<string, unknown>;
  const keys = Object.keys(record);
  if (!isSorted(keys)) keys.sort();
  let text = '';
  for (const key of keys) {
    const member = record[key];
    if (member === undefined) continue;
    const name = plainKey.test(key) ? `"${key}"` : JSON.stringify(key);
    text += `${text === '' ? '' : ','}${name}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

/** What was stored canonically comes back sorted, so this is the common case. */
function isSorted(keys: readonly string[]): boolean {
  for (let index = 1; index < keys.length; index += 1) {
    if ((keys[index] as string) < (keys[index - 1] as string)) return false;
  }
  return true;
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
