import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { errorCode, OperatorError } from '../operator-error.ts';
import { writeFileDurably } from '../write-file-durably.ts';

/** `terminal.json`: which store this directory belongs to, and which of its terminals this is. Nothing secret. */
const identitySchema = z.object({
  version: z.literal(1),
  storeId: z.string().min(1),
  terminalId: z.string().min(1),
  /** Jurisdiction of a demo store; null for a real one. A directory never changes from one to the other. */
  demo: z.string().nullable(),
  createdAt: z.string(),
  /** Set by a restore: the next start begins a new incarnation of the ledger, then clears it. */
  isRestored: z.boolean(),
  /** SHA-256 of the code this terminal joined with: the same start command again is no second attempt. */
  joinedWith: z.string().optional(),
});
export type Identity = z.infer<typeof identitySchema>;

export function identityPath(dataDir: string): string {
  return join(dataDir, 'terminal.json');
}

export function readIdentity(dataDir: string): Identity | null {
  const file = identityPath(dataDir);
  try {
    return identitySchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw new OperatorError(`${file} is damaged. Put back a copy of it, or restore a backup into a new directory.`, {
      cause: error,
    });
  }
}

export function writeIdentity(dataDir: string, identity: Identity): void {
  writeFileDurably(identityPath(dataDir), `${JSON.stringify(identity, null, 2)}\n`);
}

/** The identity of this directory, made at its first start. Refuses to mix a demo with a real store. */
export function openIdentity(
  dataDir: string,
  demo: string | null,
  fresh: { newId(prefix: string): string; nowIso(): string },
): Identity {
  const known = readIdentity(dataDir);
  if (!known) {
    const identity: Identity = {
      version: 1,
      storeId: fresh.newId('store'),
      terminalId: fresh.newId('term'),
      demo,
      createdAt: fresh.nowIso(),
      isRestored: false,
    };
    writeIdentity(dataDir, identity);
    return identity;
  }
  if (known.demo === demo) return known;
  if (known.demo === null) {
    throw new OperatorError(
      `${dataDir} holds a real store. Start it without --demo, or give the demo another --data-dir.`,
    );
  }
  const flag = `--demo=${known.demo}`;
  throw new OperatorError(`${dataDir} holds a demo store. Start it with ${flag}, or use another --data-dir.`);
}
