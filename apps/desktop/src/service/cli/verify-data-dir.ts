import { existsSync } from 'node:fs';
import { lockDataDir } from '../database/data-dir-lock.ts';
import { openKeys } from '../keys/open-keys.ts';
import { verifyStore } from '../maintenance/verify-store.ts';
import { OperatorError } from '../operator-error.ts';
import { identityPath, readIdentity } from '../terminal/identity.ts';
import { storePath } from '../terminal/store-path.ts';
import { chooseRunner } from './choose-runner.ts';
import type { CommandWorld } from './command-world.ts';

/** Checks a store that nobody has open, without starting its modules: it may be too damaged for that. */
export async function verifyDataDir(dataDir: string, world: CommandWorld): Promise<string[]> {
  const databaseFile = storePath(dataDir);
  if (!existsSync(databaseFile)) {
    throw new OperatorError(`${dataDir} holds no store. Check --data-dir, or start Apotheca there once.`);
  }
  const lock = lockDataDir(dataDir);
  try {
    const identity = readIdentity(dataDir);
    if (!identity) throw new OperatorError(`${identityPath(dataDir)} is missing. Put it back, or restore a backup.`);
    const passphrase = world.env.APOTHECA_PASSPHRASE;
    const { secrets } = await openKeys({ dataDir, passphrase, keychain: null }, true);
    const file = { databaseFile, databaseKey: secrets.databaseKey, storeId: identity.storeId };
    return await verifyStore(file, { isRunning: false, run: chooseRunner(databaseFile) });
  } finally {
    lock.release();
  }
}
