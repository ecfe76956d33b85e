import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { eventually, foundStore, joinStore, type SyncTerminal } from '../../src/service/testing/sync-terminal.ts';
import { CuttingProxy } from './cutting-proxy.ts';
import { alike, change, peer, phoneOf, putOut, World } from './sync-world.ts';

const main = fileURLToPath(new URL('../../../sync-server/src/main.ts', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'apotheca-relay-'));
const relays = new Set<ChildProcess>();
const world = new World();
afterEach(() => world.end());
afterAll(() => {
  for (const child of relays) child.kill('SIGKILL');
  rmSync(root, { recursive: true, force: true });
});

interface Relay {
  readonly port: number;
  stop(): Promise<void>;
}

async function startRelay(name: string, args: readonly string[]): Promise<Relay> {
  const child = spawn(process.execPath, [main, '--data-dir', join(root, name), '--log-level', 'error', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  relays.add(child);
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { port } = JSON.parse(line) as { port: number };
  return {
    port,
    async stop() {
      relays.delete(child);
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

const relayOf = (terminal: SyncTerminal) => terminal.sync.status().peers.find(({ kind }) => kind === 'relay');
const atRelay = (terminal: SyncTerminal) =>
  eventually(
    'relay',
    () => relayOf(terminal),
    (relay) => relay?.connected === true,
    20_000,
  );

describe('terminals that reach only a relay', { timeout: 120_000 }, () => {
  test('NET-51 they become equal through it, also when they are never there together, and it restarts', async () => {
    // The relay goes by the names it is given, so both ways to it have one.
    const [way, proxy] = [await CuttingProxy.to(1), await CuttingProxy.to(1)];
    const named = [way, proxy].flatMap(({ port }) => ['--name', `127.0.0.1:${port}`]);
    let relay = await startRelay('one', ['--port', '0', ...named]);
    for (const one of [way, proxy]) one.leadTo(relay.port);
    const through = { relay: `ws://127.0.0.1:${way.port}/`, discovery: false };
    const a = await world.keep(foundStore(through));
    await atRelay(a);
    const b = await world.keep(joinStore(a, 'Back', through));
    const c = await world.keep(joinStore(a, 'Drive', { ...through, relay: `ws://127.0.0.1:${proxy.port}/` }));
    await Promise.all([atRelay(b), atRelay(c)]);
    await alike(a, b, c);
    await change(a, '6145550801');
    await eventually(
      'phone',
      () => phoneOf(b),
      (phone) => phone === '6145550801',
    );
    expect(peer(b, a.terminalId)?.connected).not.toBe(true);

    proxy.set('cut');
    await eventually(
      'cut',
      () => relayOf(c)?.connected,
      (connected) => connected === false,
    );
    await change(b, '6145550802');
    await eventually(
      'kept',
      () => phoneOf(a),
      (phone) => phone === '6145550802',
    );
    await world.stop(b);
    proxy.set('fair');
    await eventually(
      'phone',
      () => phoneOf(c),
      (phone) => phone === '6145550802',
      20_000,
    );

    await relay.stop();
    await eventually(
      'gone',
      () => relayOf(a)?.connected,
      (connected) => connected === false,
    );
    await change(a, '6145550803');
    relay = await startRelay('one', ['--port', String(relay.port), ...named]);
    await eventually(
      'phone',
      () => phoneOf(c),
      (phone) => phone === '6145550803',
      30_000,
    );
    await alike(a, c);

    await putOut(a, c);
    await eventually(
      'put out',
      () => relayOf(c)?.connected,
      (connected) => connected === false,
    );
    await eventually(
      'why',
      () => relayOf(c)?.lastClose?.reason,
      (why) => /put out|removed/.test(why ?? ''),
    );
    expect(relayOf(a)?.connected).toBe(true);
    await relay.stop();
    await Promise.all([way.close(), proxy.close()]);
  });
});
