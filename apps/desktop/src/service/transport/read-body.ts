import type { IncomingMessage } from 'node:http';

/** The largest JSON body: a scanned prescription in base64. Without a session far less is enough. */
export const jsonBytesMax = 32 * 1024 * 1024;
export const jsonBytesMaxSignedOut = 256 * 1024;

export type BodyProblem =
  | { readonly kind: 'too-large' }
  | { readonly kind: 'not-json'; readonly message: string }
  | { readonly kind: 'aborted' }
  /** No room for it now. */
  | { readonly kind: 'busy' }
  /** A multipart body where no file belongs. */
  | { readonly kind: 'no-files' };

export type BodyResult =
  | { readonly ok: true; readonly value: unknown; release?(): Promise<void> }
  | { readonly ok: false; readonly problem: BodyProblem };

/** Reads a JSON body up to `limit` bytes. An empty body is an empty object: validation then names what is missing. */
export async function readJsonBody(request: IncomingMessage, limit: number): Promise<BodyResult> {
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > limit) return failed({ kind: 'too-large' });
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // The stream is kept when the limit is passed: destroying it would cut the connection before the answer is out.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit) return failed({ kind: 'too-large' });
      chunks.push(chunk);
    }
  } catch {
    return failed({ kind: 'aborted' });
  }
  if (size === 0) return { ok: true, value: {} };
  const type = (request.headers['content-type'] ?? 'application/json').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    return failed({ kind: 'not-json', message: 'Send JSON, with the header Content-Type: application/json.' });
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return failed({
      kind: 'not-json',
      message: 'The body is not JSON in UTF-8. Check its quotes, commas and brackets.',
    });
  }
}

function failed(problem: BodyProblem): BodyResult {
  return { ok: false, problem };
}
