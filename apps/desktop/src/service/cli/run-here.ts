import { storeCommands } from '../maintenance/commands.ts';
import { OperatorError } from '../operator-error.ts';
import { openTerminal, type Terminal } from '../terminal/open-terminal.ts';
import { storePath } from '../terminal/store-path.ts';
import { chooseRunner } from './choose-runner.ts';
import type { CommandWorld } from './command-world.ts';
import { rebuildStore } from './rebuild.ts';
import { restoreStore } from './restore.ts';
import { verifyDataDir } from './verify-data-dir.ts';
import { verifyFile } from './verify-file.ts';

export interface CommandOrder {
  readonly name: string;
  /** Absolute. */
  readonly files: readonly string[];
  readonly dataDir: string;
  readonly recoveryCode: string | undefined;
  readonly mayCreate: boolean;
  readonly world: CommandWorld;
}

/** Carries out a command in this process: nobody else has the store open, or the command refuses. */
export async function runHere(order: CommandOrder): Promise<string[]> {
  const { name, files, dataDir, recoveryCode, world } = order;
  const [file] = files;
  if (name === 'verify') return file === undefined ? verifyDataDir(dataDir, world) : verifyFile(file);
  if (name === 'restore' && file !== undefined) return restoreStore({ file, dataDir, recoveryCode, world });
  if (name === 'rebuild') return rebuildStore(() => openLocal(dataDir, false, world), world.note);
  const command = storeCommands[name];
  if (!command) throw new OperatorError(`The command ${name} cannot run here.`);
  const terminal = await openLocal(dataDir, order.mayCreate, world);
  try {
    const run = chooseRunner(storePath(dataDir));
    return await command({ terminal, passphrase: world.env.APOTHECA_PASSPHRASE, isRunning: false, run }, files);
  } finally {
    terminal.close();
  }
}

function openLocal(dataDir: string, mayCreate: boolean, world: CommandWorld): Promise<Terminal> {
  return openTerminal({
    dataDir,
    demo: undefined,
    roles: ['terminal'],
    passphrase: world.env.APOTHECA_PASSPHRASE,
    keychain: null,
    mayCreate,
    webOrigins: () => [],
    ...(world.modules ? { modules: world.modules } : {}),
  });
}
