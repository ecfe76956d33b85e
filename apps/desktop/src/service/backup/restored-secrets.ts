import { openConnection } from '../database/open-connection.ts';
import { SqliteDatabase } from '../database/sqlite-database.ts';
import { joinRings, readKeptSecrets } from '../keys/kept-secrets.ts';
import { demoRecoveryCode, openWithRecoveryCode } from '../keys/recovery-code.ts';
import { unwrapSecret } from '../keys/secret-wrap.ts';
import { decodeSecrets, type StoreSecrets } from '../keys/store-secrets.ts';
import { OperatorError } from '../operator-error.ts';
import type { Manifest } from './manifest.ts';

export const passphrasePurpose = 'apotheca-backup-passphrase-1';

/** What is in the directory that a backup replaces, as far as it can be opened. */
export interface LocalTerminal {
  readonly storeId: string;
  readonly terminalId: string;
  readonly secrets: StoreSecrets | null;
}

export interface SecretSources {
  readonly recoveryCode: string | undefined;
  readonly passphrase: string | undefined;
  readonly local: LocalTerminal | null;
}

/** The recovery code alone where one is given; else this directory's keys, the passphrase, a demo's well-known code. */
export function secretsThatMayOpen(sources: SecretSources, { keys, demo, storeId }: Manifest): StoreSecrets[] {
  if (sources.recoveryCode !== undefined) {
    const opened = keys.recovery && openWithRecoveryCode(keys.recovery, sources.recoveryCode);
    if (opened) return [opened];
    throw new OperatorError(
      keys.recovery
        ? 'This recovery code does not open the backup. Use the code that was current when the backup was made.'
        : 'This backup was made before there was a recovery code. Restore it on the computer that made it.',
    );
  }
  const { local, passphrase } = sources;
  const phrase = passphrase && keys.passphrase && unwrapSecret(keys.passphrase, passphrase, passphrasePurpose);
  const ofDemo = demo !== null && keys.recovery ? openWithRecoveryCode(keys.recovery, demoRecoveryCode) : undefined;
  const all = [local?.storeId === storeId ? local.secrets : null, phrase ? decodeSecrets(phrase) : null, ofDemo];
  const found = all.filter((one) => one !== null && one !== undefined);
  if (found.length === 0) throw noKeys();
  return found;
}

/** Every terminal has a database key of its own, so that only trying tells whose image it is. */
export function secretsThatOpen(image: string, candidates: readonly StoreSecrets[]): StoreSecrets {
  const found = candidates.find((secrets) => {
    try {
      openConnection({ file: image, key: secrets.databaseKey }).close();
      return true;
    } catch (error) {
      if (error instanceof OperatorError) return false;
      throw error;
    }
  });
  if (!found) throw noKeys();
  return found;
}

function noKeys(): OperatorError {
  return new OperatorError(
    'The backup is encrypted and its keys are not in this directory. Give the code: restore FILE --recovery-code CODE.',
  );
}

export interface RestoredTerminal {
  readonly terminalId: string;
  readonly secrets: StoreSecrets;
  /** The backup is another terminal's than this directory's, or there was none: that one must not run any more. */
  readonly isTakenOver: boolean;
}

/**
 * Who the restored directory is. A terminal of the same store stays itself, whichever terminal's backup it takes; an
 * empty directory becomes the terminal that made the backup. Keys that came after the recovery code was made stand in
 * the image.
 */
export function restoredTerminal(
  image: string,
  opened: StoreSecrets,
  manifest: Manifest,
  local: LocalTerminal | null,
  newTerminalId: () => string,
): RestoredTerminal {
  const { databaseKey } = opened;
  const kept = keptIn(image, databaseKey);
  const ring = kept ? joinRings(kept.storeKeys, opened.storeKeys) : opened.storeKeys;
  if (local?.storeId === manifest.storeId && local.secrets?.terminalKey) {
    const { terminalKey, boxKey, storeKeys } = local.secrets;
    const secrets = { databaseKey, storeKeys: joinRings(storeKeys, ring), terminalKey, boxKey };
    return { terminalId: local.terminalId, secrets, isTakenOver: false };
  }
  const { terminalKey, boxKey } = kept?.terminalKey ? kept : opened;
  const secrets = { databaseKey, storeKeys: ring, terminalKey, boxKey };
  if (terminalKey) return { terminalId: manifest.terminalId, secrets, isTakenOver: true };
  // From before terminals had keys: the next start makes them, and enters the terminal as the store's first.
  return { terminalId: local?.terminalId ?? newTerminalId(), secrets, isTakenOver: false };
}

function keptIn(image: string, key: Uint8Array): StoreSecrets | null {
  const db = SqliteDatabase.open({ file: image, key });
  try {
    return readKeptSecrets(db);
  } finally {
    db.close();
  }
}
