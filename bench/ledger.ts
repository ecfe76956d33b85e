import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../apps/desktop/src/service/cli/run-command.ts';
import { exportLedger } from '../apps/desktop/src/service/ledger-file/ledger-file.ts';
import { openTerminal } from '../apps/desktop/src/service/terminal/open-terminal.ts';
import type { Kernel } from '../packages/core/src/index.ts';
import { counterAggregate, counterModule } from '../packages/core/src/testing/counter-module.ts';
import { type Figure, spreadOf } from './measure.ts';

const events = 200_000;
const eventsACommit = 500;

const call = {
  session: { id: 's', userId: 'u', userName: 'Bench', role: 'technician', secondFactorAt: null } as const,
  address: 'local',
  ownWindow: true,
  idempotencyKey: null,
  procedure: 'bench.change',
  requestId: 'bench',
  signal: new AbortController().signal,
};

/** A kind that no module folds: only the ledger is measured. */
const unprojected = { ...counterAggregate, kind: 'bench' };

function write(kernel: Kernel): void {
  for (let at = 0; at < events; at += eventsACommit) {
    kernel.engine.command(call, 'counter.change', (unit) => {
      unit.authorize({});
      for (let index = 0; index < eventsACommit; index += 1) {
        const payload = { by: at + index };
        unit.append(unprojected, `c${(at + index) % 5000}`, { type: 'counter.changed', payload });
      }
      return null;
    });
  }
}

/** How fast a ledger of small events is verified, through the command a stranger would use. */
export async function run(): Promise<readonly Figure[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'apotheca-bench-ledger-'));
  try {
    const terminal = await openTerminal({
      dataDir,
      demo: null,
      roles: ['terminal'],
      passphrase: undefined,
      keychain: null,
      mayCreate: true,
      webOrigins: () => [],
      modules: () => [counterModule()],
    });
    const started = performance.now();
    write(terminal.kernel);
    const writtenMs = performance.now() - started;
    terminal.kernel.engine.seal();
    const file = join(dataDir, 'ledger.export');
    exportLedger(terminal.db, {
      storeId: terminal.identity.storeId,
      exportedAt: new Date().toISOString(),
      target: file,
    });
    terminal.close();
    const world = { env: {}, note: () => {} };
    const durations: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const start = performance.now();
      await runCommand(['verify', file], world);
      durations.push(performance.now() - start);
    }
    const perSecond = Math.round((events / spreadOf(durations).p50Ms) * 1000);
    return [
      {
        name: `events written, ${eventsACommit} a commit`,
        value: `${Math.round((events / writtenMs) * 1000).toLocaleString('en')}/s`,
      },
      {
        name: `verification of ${events.toLocaleString('en')} events, exported file, no key`,
        value: `${perSecond.toLocaleString('en')}/s`,
        aim: 'above 200,000/s',
        isMet: perSecond > 200_000,
      },
    ];
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}
