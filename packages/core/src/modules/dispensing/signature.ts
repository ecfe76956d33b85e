import type { Result } from '../../kernel/refusal.ts';
import { ok, refuse } from '../../kernel/refusal.ts';
import type { HandOverRefusal } from './decide-hand-over.ts';

export interface SignatureBlob {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

const bytesMax = 200_000;
const dataUrl = /^data:(image\/png|image\/jpeg|image\/svg\+xml)(;charset=utf-8)?(;base64)?,(.*)$/s;
const strokes = /^[Mm][\d\s,.\-+eE MmLlQqCcZz]+$/;
/** Active content has no place in a picture of a signature. */
const activeContent = /<script|<foreignObject|javascript:|\son\w+\s*=|<!ENTITY|href\s*=/i;

/** A drawn signature as it is kept: a picture, pen strokes wrapped into one, or a typed name. Rule DSP-66. */
export function readSignature(text: string): Result<SignatureBlob, HandOverRefusal> {
  if (text.startsWith('data:')) return fromDataUrl(text);
  if (strokes.test(text)) return sized(svgOf(text), 'image/svg+xml');
  return text.trim().length > 0 && text.length <= 200 ? sized(text, 'text/plain') : refuse('signature-unreadable');
}

function fromDataUrl(text: string): Result<SignatureBlob, HandOverRefusal> {
  const [, mediaType, , base64, body] = dataUrl.exec(text) ?? [];
  if (mediaType === undefined || body === undefined) return refuse('signature-unreadable');
  if (base64 !== undefined && !/^[A-Za-z0-9+/]*={0,2}$/.test(body)) return refuse('signature-unreadable');
  const bytes = base64 === undefined ? decoded(body) : new Uint8Array(Buffer.from(body, 'base64'));
  if (bytes === null) return refuse('signature-unreadable');
  if (mediaType === 'image/svg+xml' && activeContent.test(Buffer.from(bytes).toString('utf8'))) {
    return refuse('signature-unreadable');
  }
  return sized(bytes, mediaType);
}

function decoded(body: string): Uint8Array | null {
  try {
    return new TextEncoder().encode(decodeURIComponent(body));
  } catch {
    return null;
  }
}

function svgOf(path: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg"><path d="${path}" fill="none" stroke="#000" stroke-width="2"/></svg>`;
}

function sized(content: string | Uint8Array, mediaType: string): Result<SignatureBlob, HandOverRefusal> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  if (bytes.length === 0 || bytes.length > bytesMax) return refuse('signature-unreadable');
  return ok({ bytes, mediaType });
}
