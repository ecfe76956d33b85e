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
import { openConnection } from '../database/open-connection.ts';
import { demoRecoveryCode, openWithRecoveryCode } from '../keys/recovery-code.ts';
import { unwrapSecret } from '../keys/secret-wrap.ts';
import { decodeSecrets, type StoreSecrets } from '../keys/store-secrets.ts';
import { OperatorError } from '../operator-error.ts';
import { writeIdentity } from '../terminal/identity.ts';
import { storePath } from '../terminal/store-path.ts';
import { syncDirectory } from '../write-file-durably.ts';
import { describeFault } from './describe-fault.ts';
import type { Manifest } from './manifest.ts';
import { readManifest, verifyBackup } from './read-backup.ts';

export const passphrasePurpose = 'apotheca-backup-passphrase-1';

export interface RestoreOrder {
  readonly file: string;
  readonly dataDir: string;
  readonly recoveryCode: string | undefined;
  readonly passphrase: string | undefined;
  /** The keys of the directory that is replaced, when it has any that can be opened. */
  readonly localSecrets: StoreSecrets | null;
  readonly terminalId: string | null;
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
  const secrets = secretsFor(order, head.manifest);
  const staging = join(dirname(dataDir), `.${basename(dataDir)}.restoring`);
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true, mode: 0o700 });
  try {
    const manifest = writeImage(order.file, storePath(staging));
    openConnection({ file: storePath(staging), key: secrets.databaseKey }).close();
    await order.saveKeys(staging, secrets, manifest);
    writeIdentity(staging, {
      version: 1,
      storeId: manifest.storeId,
      terminalId: order.terminalId ?? order.newTerminalId(),
      demo: manifest.demo,
      createdAt: order.nowIso(),
      isRestored: true,
    });
    const hasCatalog = keepCatalog(order, secrets, dataDir, staging);
    syncDirectory(staging);
    return { manifest, hasCatalog, keptAside: swap(dataDir, staging, order.nowIso()) };
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
  const key = order.localSecrets?.databaseKey;
  if (!key || Buffer.compare(key, secrets.databaseKey) !== 0 || !existsSync(here)) return false;
  cpSync(here, join(staging, 'catalog'), { recursive: true, mode: constants.COPYFILE_FICLONE });
  return true;
}

/** The recovery code, this directory's own keys, the passphrase, or the well-known code of a demo store. */
function secretsFor(order: RestoreOrder, { keys, demo }: Manifest): StoreSecrets {
  if (order.recoveryCode !== undefined) {
    const opened = keys.recovery && openWithRecoveryCode(keys.recovery, order.recoveryCode);
    if (opened) return opened;
    throw new OperatorError(
      keys.recovery
        ? 'This recovery code does not open the backup. Use the code that was current when the backup was made.'
        : 'This backup was made before there was a recovery code. Restore it on the computer that made it.',
    );
  }
  const local = order.localSecrets;
  if (local && keys.storeKeyIds.every((id) => local.storeKeys.some((key) => key.id === id))) return local;
  const phrase =
    order.passphrase && keys.passphrase && unwrapSecret(keys.passphrase, order.passphrase, passphrasePurpose);
  if (phrase) return decodeSecrets(phrase);
  const ofDemo = demo !== null && keys.recovery ? openWithRecoveryCode(keys.recovery, demoRecoveryCode) : undefined;
  if (ofDemo) return ofDemo;
  throw new OperatorError(
    'The backup is encrypted and its keys are not in this directory. Give the code: restore FILE --recovery-code CODE.',
  );
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
