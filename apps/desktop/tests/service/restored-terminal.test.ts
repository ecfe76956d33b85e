import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ledgerRows } from '@apotheca/core';
import { afterAll, expect, test } from 'vitest';
import { openTerminal } from '../../src/service/terminal/open-terminal.ts';
import { eventually } from '../../src/service/testing/sync-terminal.ts';
import { MeshWork } from './mesh/mesh-work.ts';
import { type MeshTerminal, MeshWorld } from './mesh/mesh-world.ts';
import { mulberry32 } from './mesh/store-of-four.ts';
import { killRelays } from './relay-process.ts';
import { killAll, runCli } from './service-process.ts';

const dir = mkdtempSync(join(tmpdir(), 'apotheca-restored-'));
afterAll(() => {
  killAll();
  killRelays();
  rmSync(dir, { recursive: true, force: true });
});

type Vector = Readonly<Record<string, number>>;

async function equal(world: MeshWorld): Promise<Vector> {
  const views = await eventually(
    'equal terminals',
    () => Promise.all(world.terminals.map((terminal) => world.status(terminal))),
    (all) =>
      new Set(all.map((one) => `${one.ledger.digest} ${one.projectionsDigest} ${one.inventoryDigest}`)).size === 1,
    60_000,
  );
  return views[0].ledger.vector;
}

async function cli(...args: string[]): Promise<void> {
  const { code, stderr } = await runCli(args);
  expect(code, stderr).toBe(0);
}

/** What the rows behind `vector` weigh where they are stored: ciphertext and hash, without names and stamps. */
async function bytesBehind(dataDir: string, vector: Vector, but: string): Promise<number> {
  const terminal = await openTerminal({
    dataDir,
    demo: undefined,
    roles: ['terminal'],
    passphrase: undefined,
    keychain: null,
    mayCreate: false,
    webOrigins: () => [],
  });
  let bytes = 0;
  for (const row of ledgerRows(terminal.db)) {
    if (row.origin === but || row.seq <= (vector[row.origin] ?? 0)) continue;
    bytes += row.ciphertext.length + row.hash.length;
  }
  terminal.close();
  return bytes;
}

const patients = async (work: MeshWork, terminal: MeshTerminal, count: number): Promise<void> => {
  for (let done = 0; done < count; done += 1) await work.send(terminal, work.newPatient());
};

test('NET-54 a terminal that is put back to an older backup comes back by itself and fetches what it lacks once', {
  timeout: 180_000,
}, async () => {
  const world = await MeshWorld.start({ dir, terminals: 2 });
  const [a, b] = world.terminals as [MeshTerminal, MeshTerminal];
  const work = new MeshWork(mulberry32(5), { plain: '', controlled: '' });
  await patients(work, b, 5);
  const then = await equal(world);
  const file = join(dir, 'backup.apo');
  await cli('backup', file, '--data-dir', b.dataDir);
  // What follows is in no backup; part of it only this terminal wrote.
  await patients(work, a, 300);
  await patients(work, b, 200);
  const before = await equal(world);
  const terminalId = (await world.status(b)).terminalId as string;
  const oldOrigin = Object.keys(before).find((origin) => origin.startsWith(`${terminalId}:`)) as string;
  expect(before[oldOrigin]).toBeGreaterThan((then[oldOrigin] ?? 0) + 50);
  await b.service?.stop();
  b.service = null;
  await cli('restore', file, '--data-dir', b.dataDir);
  expect(existsSync(join(b.dataDir, 'lease-vote.json'))).toBe(true);
  await patients(work, a, 20);

  await eventually(
    'relay that has all of it',
    () => world.status(a),
    ({ peers }) =>
      peers.some((one: { kind: string; lagEvents: number }) => one.kind === 'relay' && one.lagEvents === 0),
  );
  const passed = () => world.everyLine().reduce((sum, line) => sum + line.passed, 0);
  const offMs = performance.now();
  const idle = passed();
  await world.startTerminal(b, ['--demo']);
  const after = await equal(world);
  const transferred = passed() - idle;
  expect(performance.now() - offMs).toBeLessThan(60_000);
  const status = await world.status(b);
  expect(status.membership.state).toBe('member');
  expect(status.quarantined).toEqual([]);
  // All it wrote after the backup is back, and it writes under another name.
  expect(after[oldOrigin]).toBe(before[oldOrigin]);
  const newOrigin = Object.keys(after).find((origin) => before[origin] === undefined) as string;
  expect(newOrigin.startsWith(`${terminalId}:`)).toBe(true);
  // Nobody did anything at the other terminal, and it goes on with the restored one.
  await patients(work, b, 1);
  await equal(world);
  await world.stop();
  const missing = await bytesBehind(a.dataDir, then, newOrigin);
  process.stderr.write(`restored terminal: ${transferred} bytes for ${missing} that were missing\n`);
  expect(missing).toBeGreaterThan(300_000);
  expect(transferred).toBeLessThanOrEqual(2 * missing);
});
