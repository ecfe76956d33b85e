import { createHash, hash } from 'node:crypto';

/**
 * JSON with sorted keys and without undefined members: equal content gives equal bytes. What was stored this way comes
 * back sorted, so the engine's own serialiser does most of it, in half the time of putting the text together here.
 */
export function canonicalJson(value: unknown): string {
  const view = sortedView(value);
  return view === unsortable ? assembled(value) : (JSON.stringify(view) ?? 'null');
}

/** Objects cannot show these keys in sorted order, or not at all; or the serialiser would not write their members. */
const unsortable = Symbol('unsortable');

/** The same content with sorted keys; the very same value where nothing had to be moved. */
function sortedView(value: unknown): unknown {
  if (typeof value === 'function' || typeof value === 'symbol') return unsortable;
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return sortedList(value);
  const record = value as Record<string, unknown>;
  if (typeof record.toJSON === 'function') return unsortable;
  const keys = Object.keys(record);
  const isMoved = !isSorted(keys);
  if (isMoved && keys.sort().some((key) => /^\d|^__proto__$/.test(key))) return unsortable;
  let copy: Record<string, unknown> | null = isMoved ? {} : null;
  for (const key of keys) {
    const view = sortedView(record[key]);
    if (view === unsortable) return unsortable;
    if (isMoved || view !== record[key]) {
      copy ??= { ...record };
      copy[key] = view;
    }
  }
  return copy ?? value;
}

function sortedList(list: readonly unknown[]): unknown {
  let copy: unknown[] | null = null;
  for (let index = 0; index < list.length; index += 1) {
    const view = sortedView(list[index]);
    if (view === unsortable) return unsortable;
    if (view === list[index]) continue;
    copy ??= list.slice();
    copy[index] = view;
  }
  return copy ?? list;
}

function assembled(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) {
    let text = '[';
    for (let index = 0; index < value.length; index += 1) text += (index > 0 ? ',' : '') + assembled(value[index]);
    return `${text}]`;
  }
  const record = value as Record<string, unknown>;
  let text = '';
  for (const key of Object.keys(record).sort()) {
    const member = record[key];
    if (member === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${assembled(member)}`;
  }
  return `{${text}}`;
}

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
