/** What a multipart body is made of, in order: the head of a part, then its bytes in pieces, then its end. */
export type MultipartPiece =
  | { readonly kind: 'head'; readonly name: string; readonly fileName: string | null; readonly mediaType: string }
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'end' };

export class MultipartError extends Error {}

const headBytesMax = 8 * 1024;

/** Reads `multipart/form-data` (RFC 7578) from a stream without holding a part in memory. */
export async function* readMultipart(source: AsyncIterable<Buffer>, boundary: string): AsyncGenerator<MultipartPiece> {
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  let buffer: Buffer = Buffer.from('\r\n');
  let state: 'preamble' | 'after-delimiter' | 'head' | 'body' | 'done' = 'preamble';
  for await (const chunk of source) {
    buffer = buffer.length === 0 ? chunk : Buffer.concat([buffer, chunk]);
    for (let isStuck = false; !isStuck && state !== 'done'; ) {
      if (state === 'after-delimiter') {
        if (buffer.length < 2) break;
        const isLast = buffer.subarray(0, 2).equals(Buffer.from('--'));
        if (!isLast && !buffer.subarray(0, 2).equals(Buffer.from('\r\n'))) throw new MultipartError('broken boundary');
        state = isLast ? 'done' : 'head';
        buffer = buffer.subarray(isLast ? 2 : 0);
      } else if (state === 'head') {
        const end = buffer.indexOf('\r\n\r\n');
        if (end < 0 && buffer.length > headBytesMax) throw new MultipartError('a part has too large a header');
        if (end < 0) break;
        yield headOf(buffer.subarray(0, end).toString('utf8'));
        buffer = buffer.subarray(end + 4);
        state = 'body';
      } else {
        const at = buffer.indexOf(delimiter);
        // Without a delimiter in sight, its first bytes may still stand at the end of what is here.
        const whole = at < 0 ? Math.max(0, buffer.length - delimiter.length + 1) : at;
        if (state === 'body' && whole > 0) yield { kind: 'bytes', bytes: buffer.subarray(0, whole) };
        if (at >= 0 && state === 'body') yield { kind: 'end' };
        buffer = buffer.subarray(at < 0 ? whole : at + delimiter.length);
        if (at >= 0) state = 'after-delimiter';
        isStuck = at < 0;
      }
    }
  }
  if (state !== 'done') throw new MultipartError('the upload ended in the middle');
}

function headOf(text: string): MultipartPiece {
  const headers = new Map<string, string>();
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  const disposition = headers.get('content-disposition') ?? '';
  const name = parameter(disposition, 'name');
  if (name === null) throw new MultipartError('a part has no name');
  return {
    kind: 'head',
    name,
    fileName: parameter(disposition, 'filename'),
    mediaType: headers.get('content-type') ?? 'application/octet-stream',
  };
}

/** Browsers escape quotes in a name as %22 (HTML standard, multipart/form-data encoding). */
function parameter(header: string, name: string): string | null {
  const match = new RegExp(`;\\s*${name}="([^"]*)"`, 'i').exec(header);
  return match?.[1]?.replaceAll('%22', '"').replaceAll(/%0[DA]/gi, ' ') ?? null;
}
