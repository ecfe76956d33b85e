import { ok, type Result, refuse } from '../../kernel/refusal.ts';
import type { EntryRefusal } from './refusals.ts';

/** First bytes of what may be attached. */
const signatures: Readonly<Record<string, (bytes: Uint8Array) => boolean>> = {
  'image/png': (b) => starts(b, [0x89, 0x50, 0x4e, 0x47]),
  'image/jpeg': (b) => starts(b, [0xff, 0xd8, 0xff]),
  'image/webp': (b) => starts(b, [0x52, 0x49, 0x46, 0x46]) && starts(b.subarray(8), [0x57, 0x45, 0x42, 0x50]),
  'image/tiff': (b) => starts(b, [0x49, 0x49, 0x2a, 0x00]) || starts(b, [0x4d, 0x4d, 0x00, 0x2a]),
  'application/pdf': (b) => starts(b, [0x25, 0x50, 0x44, 0x46]),
};

function starts(bytes: Uint8Array, wanted: readonly number[]): boolean {
  return wanted.every((byte, i) => bytes[i] === byte);
}

/** The bytes of an attached image, when they are what their type says. */
export function attachmentBytes(input: {
  readonly mediaType: string;
  readonly base64: string;
}): Result<Uint8Array, EntryRefusal> {
  const text = input.base64.replace(/^data:[^,]*,/, '');
  if (!/^[A-Za-z0-9+/\s]+=*\s*$/.test(text)) return refuse('attachment-unreadable');
  const bytes = Buffer.from(text, 'base64');
  return signatures[input.mediaType]?.(bytes) ? ok(bytes) : refuse('attachment-unreadable');
}
