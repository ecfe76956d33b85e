import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '..', '..');

export interface SourceFile {
  /** Relative to the root, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** Files of the project as git sees them: committed, and new ones that are not ignored. */
function listFiles(): string[] {
  const output = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return [...new Set(output.split('\0'))].filter((path) => path !== '').sort();
}

export const files: readonly string[] = listFiles();

const texts = new Map<string, string>();

/** Undefined for a file that was deleted and not committed yet. */
export function read(path: string): string | undefined {
  const known = texts.get(path);
  if (known !== undefined) return known;
  try {
    const text = readFileSync(join(root, path), 'utf8');
    texts.set(path, text);
    return text;
  } catch {
    return undefined;
  }
}

export function sources(matching: RegExp, except?: RegExp): SourceFile[] {
  return files
    .filter((path) => matching.test(path) && !except?.test(path))
    .flatMap((path) => {
      const text = read(path);
      return text === undefined ? [] : [{ path, text }];
    });
}
