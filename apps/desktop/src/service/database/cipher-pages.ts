import { createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { pageBytes } from './open-connection.ts';

/**
 * Checks pages of a SQLCipher 4 file without SQLite, so that a damaged page can be named. Each page ends in
 * 16 bytes of initialisation vector and 64 of HMAC-SHA512 over ciphertext, vector and page number; the HMAC key is
 * two rounds of PBKDF2 from the page key with the salt XOR 0x3a (SQLCipher design, "Security Design").
 * Only for a file no connection of this process has open: closing it drops SQLite's POSIX locks.
 */
export interface PageReport {
  readonly pages: number;
  readonly checked: number;
  /** Page numbers, from 1. */
  readonly bad: readonly number[];
  /** Bytes after the last whole page. */
  readonly tailBytes: number;
}

const hmacBytes = 64;
const saltBytes = 16;
const pagesPerRead = 256;
const badListMax = 100;

export function checkPages(
  file: string,
  key: Uint8Array,
  options: { only?: readonly number[]; from?: number; to?: number } = {},
): PageReport {
  const handle = openSync(file, 'r');
  try {
    const size = fstatSync(handle).size;
    const pages = Math.floor(size / pageBytes);
    const salt = Buffer.alloc(saltBytes);
    readSync(handle, salt, 0, saltBytes, 0);
    const isGood = pageCheck(key, salt);
    const bad: number[] = [];
    let checked = 0;
    for (const [from, count] of pagesToRead(options, pages)) {
      const buffer = Buffer.alloc(count * pageBytes);
      const got = readSync(handle, buffer, 0, buffer.length, (from - 1) * pageBytes);
      for (let index = 0; index < count; index++) {
        const page = buffer.subarray(index * pageBytes, (index + 1) * pageBytes);
        checked += 1;
        if (got < (index + 1) * pageBytes || !isGood(from + index, page)) bad.push(from + index);
      }
      if (bad.length >= badListMax) break;
    }
    return { pages, checked, bad, tailBytes: size - pages * pageBytes };
  } finally {
    closeSync(handle);
  }
}

/** Runs of pages: first page and count. `from` and `to` are page numbers and included. */
function* pagesToRead(
  options: { only?: readonly number[]; from?: number; to?: number },
  pages: number,
): Iterable<readonly [number, number]> {
  if (options.only) {
    for (const page of options.only) yield [page, 1];
    return;
  }
  const last = Math.min(pages, options.to ?? pages);
  for (let from = options.from ?? 1; from <= last; from += pagesPerRead) {
    yield [from, Math.min(pagesPerRead, last - from + 1)];
  }
}

function pageCheck(key: Uint8Array, salt: Uint8Array): (no: number, page: Uint8Array) => boolean {
  const hmacSalt = Uint8Array.from(salt, (byte) => byte ^ 0x3a);
  const hmacKey = pbkdf2Sync(key, hmacSalt, 2, 32, 'sha512');
  const number = Buffer.alloc(4);
  return (no, page) => {
    number.writeUInt32LE(no);
    const digest = createHmac('sha512', hmacKey)
      .update(page.subarray(no === 1 ? saltBytes : 0, pageBytes - hmacBytes))
      .update(number)
      .digest();
    return timingSafeEqual(digest, page.subarray(pageBytes - hmacBytes));
  };
}

/** Pages for the check at start: the first, the last, and an even sample between them. */
export function samplePages(pages: number, count: number): number[] {
  if (pages <= count) return Array.from({ length: pages }, (_, index) => index + 1);
  const step = (pages - 1) / (count - 1);
  return Array.from({ length: count }, (_, index) => 1 + Math.round(index * step));
}
