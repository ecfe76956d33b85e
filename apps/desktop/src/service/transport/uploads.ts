import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { openDiskFile } from '../files/disk-file.ts';
import { MultipartError, readMultipart } from './multipart-reader.ts';
import type { BodyResult } from './read-body.ts';

/** A publisher's drug files unzip to some hundred megabytes; more than this is not one of them. */
const uploadBytesMax = 2 * 1024 * 1024 * 1024;
const fieldBytesMax = 64 * 1024;
const partsMax = 1_000;
/** What all uploads together may hold at one time: two of the largest. */
const heldBytesMax = 2 * uploadBytesMax;
/** At one time; more is a program gone wrong. */
const uploadsMax = 8;

export interface UploadLimits {
  readonly uploadBytesMax: number;
  readonly heldBytesMax: number;
}

interface Part {
  readonly name: string;
  readonly value: string | File;
}

/** Thrown where the room for uploads ends; the whole upload is given up. */
class NoRoom extends Error {
  readonly kind: 'too-large' | 'busy';
  constructor(kind: 'too-large' | 'busy') {
    super(kind);
    this.kind = kind;
  }
}

/**
 * Files that arrive over HTTP: written to the data directory as they come, so that memory stays small. They are there
 * while their request is answered: a handler that needs them longer copies them first, as imports do.
 */
export class Uploads {
  readonly #dir: string;
  readonly #limits: UploadLimits;
  #count = 0;
  #open = 0;
  #heldBytes = 0;

  /** `dir` is this service's own; what a crash left in it is removed. */
  constructor(dir: string, limits: UploadLimits = { uploadBytesMax, heldBytesMax }) {
    this.#dir = dir;
    this.#limits = limits;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  async start(): Promise<void> {
    await rm(this.#dir, { recursive: true, force: true });
    await mkdir(this.#dir, { recursive: true, mode: 0o700 });
  }

  async stop(): Promise<void> {
    await rm(this.#dir, { recursive: true, force: true });
  }

  /**
   * Reads a whole multipart request. The answer's value has a member per field name; repeated ones are arrays. Whoever
   * gets a value calls its `release` once the request is answered.
   */
  async read(request: IncomingMessage, boundary: string): Promise<BodyResult> {
    const declared = Number(request.headers['content-length'] ?? 0);
    if (declared > this.#limits.uploadBytesMax) return { ok: false, problem: { kind: 'too-large' } };
    if (this.#open >= uploadsMax || this.#heldBytes + declared > this.#limits.heldBytesMax) {
      return { ok: false, problem: { kind: 'busy' } };
    }
    this.#count += 1;
    this.#open += 1;
    const folder = join(this.#dir, `upload-${this.#count}`);
    const mine = { bytes: 0 };
    const release = async () => {
      await rm(folder, { recursive: true, force: true });
      this.#open -= 1;
      this.#heldBytes -= mine.bytes;
    };
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const source = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
      const parts = await this.#readParts(source, boundary, folder, mine);
      return { ok: true, value: grouped(parts), release };
    } catch (error) {
      await release();
      if (error instanceof NoRoom) return { ok: false, problem: { kind: error.kind } };
      if (error instanceof MultipartError) {
        return { ok: false, problem: { kind: 'not-json', message: `The upload cannot be read: ${error.message}.` } };
      }
      return { ok: false, problem: { kind: 'aborted' } };
    }
  }

  async #readParts(
    source: AsyncIterable<Buffer>,
    boundary: string,
    folder: string,
    mine: { bytes: number },
  ): Promise<Part[]> {
    const parts: Part[] = [];
    let open: PartWriter | null = null;
    try {
      for await (const piece of readMultipart(source, boundary)) {
        if (piece.kind === 'head') {
          if (parts.length >= partsMax) throw new NoRoom('too-large');
          open = await PartWriter.open(piece, join(folder, `${parts.length}`));
        } else if (piece.kind === 'bytes') {
          this.#hold(piece.bytes.length, mine);
          if (!(await open?.write(piece.bytes))) throw new NoRoom('too-large');
        } else if (open) {
          parts.push({ name: open.name, value: await open.finish() });
          open = null;
        }
      }
      return parts;
    } finally {
      await open?.close();
    }
  }

  #hold(bytes: number, mine: { bytes: number }): void {
    if (mine.bytes + bytes > this.#limits.uploadBytesMax) throw new NoRoom('too-large');
    if (this.#heldBytes + bytes > this.#limits.heldBytesMax) throw new NoRoom('busy');
    mine.bytes += bytes;
    this.#heldBytes += bytes;
  }
}

/** One part on its way: a file to disk, a field to memory. */
class PartWriter {
  readonly name: string;
  readonly #path: string | null;
  readonly #head: { fileName: string | null; mediaType: string };
  readonly #handle: FileHandle | null;
  readonly #field: Buffer[] = [];
  #size = 0;

  constructor(head: { name: string; fileName: string | null; mediaType: string }, file: [string, FileHandle] | null) {
    this.name = head.name;
    this.#head = head;
    this.#path = file?.[0] ?? null;
    this.#handle = file?.[1] ?? null;
  }

  static async open(
    head: { name: string; fileName: string | null; mediaType: string },
    path: string,
  ): Promise<PartWriter> {
    if (head.fileName === null) return new PartWriter(head, null);
    return new PartWriter(head, [path, await open(path, 'wx', 0o600)]);
  }

  /** False when a field is larger than any field may be. */
  async write(bytes: Buffer): Promise<boolean> {
    this.#size += bytes.length;
    if (this.#handle) {
      for (let from = 0; from < bytes.length; ) from += (await this.#handle.write(bytes, from)).bytesWritten;
      return true;
    }
    if (this.#size > fieldBytesMax) return false;
    this.#field.push(Buffer.from(bytes));
    return true;
  }

  async finish(): Promise<string | File> {
    if (this.#path === null) return Buffer.concat(this.#field).toString('utf8');
    await this.close();
    return openDiskFile(this.#path, { name: this.#head.fileName ?? 'file', type: this.#head.mediaType });
  }

  async close(): Promise<void> {
    await this.#handle?.close();
  }
}

/** `files`, `files[]` and `files[0]` all name the member `files`; brackets or repetition make it an array. */
function grouped(parts: readonly Part[]): Record<string, unknown> {
  const values = new Map<string, { isArray: boolean; items: (string | File)[] }>();
  for (const { name, value } of parts) {
    const bracket = name.indexOf('[');
    const key = bracket < 0 ? name : name.slice(0, bracket);
    const known = values.get(key) ?? { isArray: false, items: [] };
    known.items.push(value);
    values.set(key, { isArray: known.isArray || bracket >= 0 || known.items.length > 1, items: known.items });
  }
  return Object.fromEntries([...values].map(([key, { isArray, items }]) => [key, isArray ? items : items[0]]));
}
