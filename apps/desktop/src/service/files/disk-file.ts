import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';

const paths = new WeakMap<File, string>();

/** A `File` whose bytes stay on disk until they are read. */
export async function openDiskFile(path: string, options: { name?: string; type?: string } = {}): Promise<File> {
  const type = options.type ?? 'application/octet-stream';
  const blob = await openAsBlob(path, { type });
  const file = new File([blob], options.name ?? basename(path), { type });
  paths.set(file, path);
  return file;
}

/** Where such a file lies, so that a worker thread can read it by itself; undefined for one made in memory. */
export function diskPathOf(file: File): string | undefined {
  return paths.get(file);
}
