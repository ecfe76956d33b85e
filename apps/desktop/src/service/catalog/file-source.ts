import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { SourceFile } from '@apotheca/core';

export interface OpenSource extends SourceFile {
  close(): void;
}

/** A file on disk as the importer reads it. `name` is what the person called it. */
export function openSource(path: string, name: string): OpenSource {
  const handle = openSync(path, 'r');
  return {
    name,
    size: fstatSync(handle).size,
    read(offset, length) {
      const buffer = Buffer.allocUnsafe(length);
      let got = 0;
      while (got < length) {
        const read = readSync(handle, buffer, got, length - got, offset + got);
        if (read === 0) break;
        got += read;
      }
      return buffer.subarray(0, got);
    },
    close: () => closeSync(handle),
  };
}
