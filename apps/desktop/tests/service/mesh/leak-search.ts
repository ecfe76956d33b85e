import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

/** Shorter ones are found in any gigabyte of noise. */
const patternBytesMin = 6;
const longBytes = 12;
/** Shorter texts are looked for as members of JSON, between quotes. */
const bareTextMin = 7;
const outMax = 64 * 1024 * 1024;

export interface Found {
  readonly where: string;
  readonly text: string;
  readonly form: string;
}

interface Pattern {
  readonly bytes: Buffer;
  readonly text: string;
  readonly form: string;
}

/**
 * Looks for many texts at once, in the forms they could lie about in: plain, base64 at each alignment, hex, UTF-16,
 * and all of that inside anything that inflates.
 */
export class LeakSearch {
  /** By their first bytes: as many as tell texts apart that begin alike, like telephone numbers. */
  readonly #short = new Map<string, Pattern[]>();
  readonly #long = new Map<string, Pattern[]>();
  /** One bit for each value of 24 bits: nearly every place of the haystack is decided here. */
  readonly #heads = new Uint8Array(2 ** 21);
  readonly texts: ReadonlySet<string>;
  searchedBytes = 0;
  inflatedBytes = 0;

  constructor(texts: Iterable<string>) {
    this.texts = new Set(texts);
    for (const text of this.texts) for (const pattern of patternsOf(text)) this.#add(pattern);
  }

  #add(pattern: Pattern): void {
    const head = pattern.bytes.readUIntBE(0, 3);
    const isLong = pattern.bytes.length >= longBytes;
    const map = isLong ? this.#long : this.#short;
    const key = keyOf(pattern.bytes, 0, isLong ? longBytes : patternBytesMin);
    const alike = map.get(key);
    if (alike) alike.push(pattern);
    else map.set(key, [pattern]);
    this.#heads[head >> 3] = (this.#heads[head >> 3] ?? 0) | (1 << (head & 7));
  }

  /** Every file below a directory. */
  directory(dir: string): Found[] {
    return readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .flatMap((entry) => {
        const file = join(entry.parentPath, entry.name);
        return this.bytes(file, readFileSync(file));
      });
  }

  /** What stands in these bytes, and in what inflates out of them: from each place that looks like a beginning. */
  bytes(where: string, content: Buffer): Found[] {
    const found = this.#plain(where, content);
    for (const inner of inflated(content)) {
      this.inflatedBytes += inner.length;
      found.push(...this.#plain(`${where} (inflated)`, inner));
    }
    return found;
  }

  #plain(where: string, content: Buffer): Found[] {
    this.searchedBytes += content.length;
    const found = new Set<Pattern>();
    const heads = this.#heads;
    let head = content.length >= 2 ? content.readUInt16BE(0) : 0;
    for (let at = 2; at < content.length; at += 1) {
      head = ((head << 8) | (content[at] as number)) & 0xffffff;
      if (((heads[head >> 3] as number) & (1 << (head & 7))) === 0) continue;
      const start = at - 2;
      const short = this.#short.get(keyOf(content, start, patternBytesMin)) ?? [];
      const long = this.#long.get(keyOf(content, start, longBytes)) ?? [];
      for (const pattern of [...short, ...long]) {
        const { bytes } = pattern;
        if (content.subarray(start, start + bytes.length).equals(bytes)) found.add(pattern);
      }
    }
    return [...found].map(({ text, form }) => ({ where, text, form }));
  }
}

function keyOf(bytes: Buffer, start: number, length: number): string {
  return bytes.toString('latin1', start, start + length);
}

function patternsOf(text: string): Pattern[] {
  const sought = text.length < bareTextMin ? JSON.stringify(text) : text;
  const plain = Buffer.from(sought);
  const forms: [string, Buffer][] = [
    ['plain', plain],
    ['lower case', Buffer.from(sought.toLowerCase())],
    ['upper case', Buffer.from(sought.toUpperCase())],
    ['hex', Buffer.from(plain.toString('hex'))],
    ['upper hex', Buffer.from(plain.toString('hex').toUpperCase())],
    ['UTF-16 LE', Buffer.from(sought, 'utf16le')],
    ['UTF-16 BE', Buffer.from(sought, 'utf16le').swap16()],
    ...[0, 1, 2].flatMap((shift): [string, Buffer][] => [
      [`base64 at ${shift}`, base64Core(plain, shift, 'base64')],
      [`base64url at ${shift}`, base64Core(plain, shift, 'base64url')],
    ]),
  ];
  const seen = new Set<string>();
  return forms.flatMap(([form, bytes]) => {
    const key = bytes.toString('latin1');
    if (bytes.length < patternBytesMin || seen.has(key)) return [];
    seen.add(key);
    return [{ bytes, text, form }];
  });
}

/** The characters that only this text decides, when it begins `shift` bytes into a group of three. */
function base64Core(plain: Buffer, shift: number, encoding: 'base64' | 'base64url'): Buffer {
  const text = Buffer.concat([Buffer.alloc(shift), plain])
    .toString(encoding)
    .replaceAll('=', '');
  const first = Math.ceil((shift * 8) / 6);
  const last = Math.floor(((shift + plain.length) * 8) / 6);
  return Buffer.from(text.slice(first, last));
}

/** Raw deflate has no header: tried where a record begins, and behind a flag, a nonce, a tag and what they add up to. */
const rawOffsets = [0, 1, 2, 4, 8, 12, 13, 16, 17, 28, 29, 32];

function inflated(content: Buffer): Buffer[] {
  const out: Buffer[] = [];
  const keep = (inflate: () => Buffer): void => {
    try {
      const bytes = inflate();
      if (bytes.length > 8) out.push(bytes);
    } catch {
      // Not compressed, or not from here on.
    }
  };
  const options = { maxOutputLength: outMax, finishFlush: 2 } as const;
  for (let at = 0; at + 2 < content.length; at += 1) {
    const [first, second] = [content[at] as number, content[at + 1] as number];
    const isZlib = (first & 0x8f) === 0x08 && ((first << 8) | second) % 31 === 0;
    if (isZlib) keep(() => inflateSync(content.subarray(at), options));
    else if (first === 0x1f && second === 0x8b) keep(() => gunzipSync(content.subarray(at), options));
  }
  for (const at of rawOffsets) if (at < content.length) keep(() => inflateRawSync(content.subarray(at), options));
  keep(() => brotliDecompressSync(content, { maxOutputLength: outMax }));
  return out;
}
