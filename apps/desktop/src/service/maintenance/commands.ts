import { passphrasePurpose } from '../backup/restored-secrets.ts';
import { readKeyFile } from '../keys/key-file.ts';
import { renewRecoveryCode } from '../keys/open-keys.ts';
import { passphraseCost, type Wrapped, wrap } from '../keys/secret-wrap.ts';
import { encodeSecrets } from '../keys/store-secrets.ts';
import { systemClock } from '../terminal/machine.ts';
import type { Terminal } from '../terminal/open-terminal.ts';
import { storePath } from '../terminal/store-path.ts';
import type { TaskRunner } from '../workers/run-task.ts';
import { localCall } from './local-call.ts';
import { runImport } from './run-import.ts';
import { verifyStore } from './verify-store.ts';

export interface CommandContext {
  readonly terminal: Terminal;
  readonly passphrase: string | undefined;
  /** True inside the running service; then other connections have the file open. */
  readonly isRunning: boolean;
  readonly run: TaskRunner;
}

/** What a command prints, a line each. File names are absolute. */
type Command = (context: CommandContext, files: readonly string[]) => Promise<string[]>;

/** Commands that work on an open store: in the command's own process, or inside the running service. */
export const storeCommands: Readonly<Record<string, Command>> = {
  status: async ({ terminal, isRunning }) => {
    const status = await terminal.kernel.host.handler('nodes', 'status')(
      {} as never,
      localCall('nodes.status') as never,
    );
    return [JSON.stringify({ running: isRunning, ...(status as object) }, null, 2)];
  },
  modules: async ({ terminal }) =>
    terminal.kernel.host.report().map(({ name, version, state }) => `${name} ${version} ${state}`),
  backup,
  verify: ({ terminal, isRunning, run }) =>
    verifyStore(
      {
        databaseFile: storePath(terminal.dataDir),
        databaseKey: terminal.keys.secrets.databaseKey,
        storeId: terminal.identity.storeId,
      },
      { isRunning, run },
    ),
  'export-ledger': exportLedger,
  'recovery-code': async ({ terminal }) => {
    const code = renewRecoveryCode(terminal.dataDir, terminal.keys.secrets, {
      isDemo: terminal.identity.demo !== null,
    });
    return [
      code,
      'Write it down and keep it in a safe: it opens backups made from now on, on any computer. It is not shown again.',
    ];
  },
  'drugs import': async ({ terminal }, files) => runImport(terminal, 'drugs', files),
  'patients import': async ({ terminal }, files) => runImport(terminal, 'patients', files),
};

async function backup(
  { terminal, passphrase, run }: CommandContext,
  [target = '']: readonly string[],
): Promise<string[]> {
  const { identity, keys, kernel, dataDir } = terminal;
  kernel.engine.seal();
  const recovery = readKeyFile(dataDir)?.recovery ?? null;
  const byPassphrase = passphrase ? wrapByPassphrase(terminal, passphrase) : null;
  const report = await run('backup', {
    databaseFile: storePath(dataDir),
    databaseKey: keys.secrets.databaseKey,
    target,
    storeId: identity.storeId,
    terminalId: identity.terminalId,
    demo: identity.demo,
    createdAt: nowIso(),
    storeKeyIds: keys.secrets.storeKeys.map((key) => key.id),
    recovery,
    passphrase: byPassphrase,
  });
  const lines = [`Wrote ${target}: ${report.bytes} bytes, ${report.events} events, ledger ${report.digest}.`];
  if (!recovery && !byPassphrase) {
    lines.push(
      'There is no recovery code yet, so this backup opens on this computer only. Make one with "recovery-code", then back up again.',
    );
  }
  return lines;
}

function wrapByPassphrase(terminal: Terminal, passphrase: string): Wrapped {
  return wrap(encodeSecrets(terminal.keys.secrets), passphrase, passphrasePurpose, passphraseCost);
}

async function exportLedger({ terminal, run }: CommandContext, [target = '']: readonly string[]): Promise<string[]> {
  terminal.kernel.engine.seal();
  const { rows, seals } = await run('export-ledger', {
    databaseFile: storePath(terminal.dataDir),
    databaseKey: terminal.keys.secrets.databaseKey,
    storeId: terminal.identity.storeId,
    exportedAt: nowIso(),
    target,
  });
  return [`Wrote ${target}: ${rows} events, ${seals} seals. Check it anywhere with "verify ${target}".`];
}

function nowIso(): string {
  return new Date(systemClock.nowMs()).toISOString();
}
