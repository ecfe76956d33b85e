import { existsSync } from 'node:fs';
import { type RestoreOrder, restoreBackup } from '../backup/restore.ts';
import type { LocalTerminal } from '../backup/restored-secrets.ts';
import { isDataDirLocked } from '../database/data-dir-lock.ts';
import { readKeyFile, writeKeyFile } from '../keys/key-file.ts';
import { passphraseProvider, plainFileProvider } from '../keys/key-provider.ts';
import { openKeys } from '../keys/open-keys.ts';
import type { StoreSecrets } from '../keys/store-secrets.ts';
import { OperatorError } from '../operator-error.ts';
import { readIdentity } from '../terminal/identity.ts';
import { systemClock, systemRandom } from '../terminal/machine.ts';
import type { CommandWorld } from './command-world.ts';

export async function restoreStore(what: {
  file: string;
  dataDir: string;
  recoveryCode: string | undefined;
  world: CommandWorld;
}): Promise<string[]> {
  const { file, dataDir, recoveryCode, world } = what;
  if (!existsSync(file)) throw new OperatorError(`${file} is not there. Check the name.`);
  if (existsSync(dataDir) && isDataDirLocked(dataDir)) {
    throw new OperatorError(`${dataDir} is in use by a running Apotheca. Stop it, then restore.`);
  }
  const passphrase = world.env.APOTHECA_PASSPHRASE;
  const { manifest, keptAside, hasCatalog, isTakenOver } = await restoreBackup({
    file,
    dataDir,
    recoveryCode,
    passphrase,
    local: await localTerminal(dataDir, passphrase),
    newTerminalId: () => `term_${Buffer.from(systemRandom.bytes(10)).toString('hex')}`,
    nowIso: () => new Date(systemClock.nowMs()).toISOString(),
    saveKeys: saveKeys(passphrase),
  });
  return [
    `Restored ${manifest.ledger.events} events of ${manifest.createdAt}, ledger ${manifest.ledger.digest}.`,
    ...(keptAside ? [`What was there before is kept in ${keptAside}.`] : []),
    ...(hasCatalog ? [] : ['Drug files imported before are not part of a backup: import them again.']),
    ...(isTakenOver
      ? ['This directory is now the terminal that made the backup. Where that one still is, do not start it again.']
      : []),
    'The next start goes on under a new incarnation.',
  ];
}

async function localTerminal(dataDir: string, passphrase: string | undefined): Promise<LocalTerminal | null> {
  const identity = readIdentity(dataDir);
  if (!identity) return null;
  const { storeId, terminalId } = identity;
  return { storeId, terminalId, secrets: await localSecrets(dataDir, passphrase) };
}

/** The keys of the directory that is replaced; null when it has none, or none that open here. */
async function localSecrets(dataDir: string, passphrase: string | undefined): Promise<StoreSecrets | null> {
  try {
    if (!readKeyFile(dataDir)) return null;
    return (await openKeys({ dataDir, passphrase, keychain: null }, true)).secrets;
  } catch (error) {
    if (error instanceof OperatorError) return null;
    throw error;
  }
}

function saveKeys(passphrase: string | undefined): RestoreOrder['saveKeys'] {
  return async (dataDir, secrets, manifest) => {
    const provider = passphrase ? passphraseProvider(dataDir, passphrase) : plainFileProvider(dataDir);
    await provider.create(secrets);
    const file = readKeyFile(dataDir);
    if (file) writeKeyFile(dataDir, { ...file, recovery: manifest.keys.recovery });
  };
}
