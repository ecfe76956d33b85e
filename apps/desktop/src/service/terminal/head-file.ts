import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HeadStore, LedgerHead } from '@apotheca/core';

/**
 * The ledger's head, remembered beside the database: a database put back to an older state (a disk image, a copied
 * folder) is noticed at start and goes on as a new incarnation. Written after the commit it tells of, so it is never
 * ahead of it; losing it in a power cut costs only the notice, hence no fsync.
 */
export function headFile(dataDir: string): HeadStore {
  const file = join(dataDir, 'ledger-head.json');
  return {
    read() {
      try {
        const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
        return isHead(value) ? value : null;
      } catch {
        return null;
      }
    },
    write(head) {
      writeFileSync(`${file}.new`, JSON.stringify(head), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
  };
}

function isHead(value: unknown): value is LedgerHead {
  const head = value as Partial<LedgerHead> | null;
  return typeof head?.origin === 'string' && typeof head.seq === 'number';
}
