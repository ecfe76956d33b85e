/** A file as the importer sees it: bytes at an offset. Reading is synchronous: imports run in a thread of their own. */
export interface SourceFile {
  readonly name: string;
  readonly size: number;
  /** Up to `length` bytes from `offset`; fewer only at the end. */
  read(offset: number, length: number): Uint8Array;
}

/** Why a file cannot be imported: one sentence for a person, what is wrong and what to do. Nothing was changed. */
export class ImportFault extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'ImportFault';
  }
}

const chunkBytes = 256 * 1024;

export function* chunksOf(file: SourceFile, from = 0, until = file.size): Generator<Uint8Array> {
  for (let at = from; at < until; ) {
    const chunk = file.read(at, Math.min(chunkBytes, until - at));
    if (chunk.length === 0)
      throw new ImportFault(`${file.name} became shorter while it was read. Choose the file again.`);
    at += chunk.length;
    yield chunk;
  }
}

export function sourceFileOf(name: string, bytes: Uint8Array): SourceFile {
  return { name, size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}
