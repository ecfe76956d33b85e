import {
  closeSync,
  constants,
  cpSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { lockDataDir } from '../database/data-dir-lock.ts';
import type { StoreSecrets } from '../keys/store-secrets.ts';
import { OperatorError } from '../operator-error.ts';
import { writeIdentity } from '../terminal/identity.ts';
import { storePath } from '../terminal/store-path.ts';
import { carryVote } from '../terminal/vote-file.ts';
import { syncDirectory } from '../write-file-durably.ts';
import { describeFault } from './describe-fault.ts';
import type { Manifest } from './manifest.ts';
import { readManifest, verifyBackup } from './read-backup.ts';
import { type LocalTerminal, restoredTerminal, secretsThatMayOpen, secretsThatOpen } from './restored-secrets.ts';

export interface RestoreOrder {
  readonly file: string;
  readonly dataDir: string;
  readonly recoveryCode: string | undefined;
  readonly passphrase: string | undefined;
  /** The terminal of the directory that is replaced; null when there is none. */
  readonly local: LocalTerminal | null;
  newTerminalId(): string;
  nowIso(): string;
  /** Writes keys.json into the new directory. */
  saveKeys(dataDir: string, secrets: StoreSecrets, manifest: Manifest): Promise<void>;
}

export interface RestoreReport {
  readonly manifest: Manifest;
  /** Where what was there before is kept; null if the directory was empty. */
  readonly keptAside: string | null;
  /** Whether the drug files imported here were kept; a backup does not hold them. */
  readonly hasCatalog: boolean;
  /** It goes on as a terminal that was somewhere else. */
  readonly isTakenOver: boolean;
}

/**
 * Puts a backup in place of a data directory. Everything is verified and built in a new directory beside it; two
 * renames make it current, so that a crash leaves the old or the new one, whole. The next start writes under a new
 * incarnation: what the old one wrote after the backup may still arrive from other terminals.
 */
export async function restoreBackup(order: RestoreOrder): Promise<RestoreReport> {
  const dataDir = resolve(order.dataDir);
  const head = readManifest(order.file);
  if (!head.ok) throw new OperatorError(`${order.file} cannot be restored: ${describeFault(head.fault)}`);
  const candidates = secretsThatMayOpen(order, head.manifest);
  const staging = join(dirname(dataDir), `.${basename(dataDir)}.restoring`);
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true, mode: 0o700 });
  try {
    const manifest = writeImage(order.file, storePath(staging));
    const opened = secretsThatOpen(storePath(staging), candidates);
    const { local, newTerminalId } = order;
    const { terminalId, secrets, isTakenOver } = restoredTerminal(
      storePath(staging),
      opened,
      manifest,
      local,
      newTerminalId,
    );
    await order.saveKeys(staging, secrets, manifest);
    writeIdentity(staging, {
      version: 1,
      storeId: manifest.storeId,
      terminalId,
      demo: manifest.demo,
      createdAt: order.nowIso(),
      isRestored: true,
    });
    carryVote(local?.terminalId === terminalId ? dataDir : null, staging);
    const hasCatalog = keepCatalog(order, secrets, dataDir, staging);
    syncDirectory(staging);
    return { manifest, hasCatalog, isTakenOver, keptAside: swap(dataDir, staging, order.nowIso()) };
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    throw error;
  }
}

function writeImage(file: string, target: string): Manifest {
  const handle = openSync(target, 'wx', 0o600);
  try {
    const verdict = verifyBackup(file, (chunk) => {
      for (let from = 0; from < chunk.length; ) from += writeSync(handle, chunk, from);
    });
    if (!verdict.ok) throw new OperatorError(`${file} cannot be restored: ${describeFault(verdict.fault)}`);
    fsyncSync(handle);
    return verdict.manifest;
  } finally {
    closeSync(handle);
  }
}

/** The catalogue is made of published files and is not backed up; the one that lies here stays, if its key does. */
function keepCatalog(order: RestoreOrder, secrets: StoreSecrets, dataDir: string, staging: string): boolean {
  const here = join(dataDir, 'catalog');
  const key = order.local?.secrets?.databaseKey;
  if (!key || Buffer.compare(key, secrets.databaseKey) !== 0 || !existsSync(here)) return false;
  cpSync(here, join(staging, 'catalog'), { recursive: true, mode: constants.COPYFILE_FICLONE });
  return true;
}

/** What was there before is moved aside whole; its lock is held meanwhile, so nothing runs in it. */
function swap(dataDir: string, staging: string, nowIso: string): string | null {
  const parent = dirname(dataDir);
  const isReplaced = existsSync(dataDir) && readdirSync(dataDir).length > 0;
  if (!isReplaced) {
    rmSync(dataDir, { recursive: true, force: true });
    renameSync(staging, dataDir);
    syncDirectory(parent);
    return null;
  }
  const aside = `${dataDir}.before-restore-${nowIso.replace(/\D/g, '').slice(0, 14)}`;
  lockDataDir(dataDir).release();
  renameSync(dataDir, aside);
  renameSync(staging, dataDir);
  syncDirectory(parent);
  return aside;
}
