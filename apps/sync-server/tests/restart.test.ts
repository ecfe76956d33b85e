import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { until } from './relay-client.ts';
import { RelayWorld } from './relay-fixture.ts';
import { RelayProcess } from './relay-process.ts';

const world = new RelayWorld();
const processes: RelayProcess[] = [];
afterEach(async () => {
  await world.close();
  await Promise.all(processes.splice(0).map((one) => one.kill()));
});

async function relayIn(dir: string, ...flags: string[]): Promise<RelayProcess> {
  const relay = await RelayProcess.start(['--data-dir', dir, ...flags]);
  processes.push(relay);
  return relay;
}

test('REL-21 killed under load three times, it has all that it acknowledged', async () => {
  const dir = world.dir();
  const storeId = world.storeId();
  let relay = await relayIn(dir);
  const [a] = await world.attached(relay, storeId, 'a');
  for (let round = 1; round <= 3; round += 1) {
    const writing = setInterval(() => a!.write(50), 2);
    const target = round * 1_500;
    await until('enough is acknowledged', () => a!.node.ackedBy(a!.writer.origin, target).includes('relay'));
    await relay.kill('SIGKILL');
    clearInterval(writing);
    relay = await relayIn(dir);
    const b = world.client({ url: relay.url, storeId, name: 'b', incarnation: `${round}` });
    expect(await b.connect()).toBe('open');
    await until('b has what was acknowledged', () => b.has(a!) >= target);
    b.close();
    expect(await a!.connect(relay.url)).toBe('open');
  }
  const [c] = await world.attached(relay, storeId, 'c');
  await until('all comes through', () => c!.has(a!) === a!.writer.rows.length);
  expect(c!.store.dump()[a!.writer.origin]).toEqual(a!.store.dump()[a!.writer.origin]);
}, 60_000);

test('REL-22 SIGTERM ends it with exit code 0, and a second relay on the same directory is refused', async () => {
  const dir = world.dir();
  const relay = await relayIn(dir);
  await expect(relayIn(dir)).rejects.toThrow(/in use by a running relay/);
  const [a] = await world.attached(relay, world.storeId(), 'a');
  expect(await relay.kill('SIGTERM')).toBe(0);
  await until('the terminal heard goodbye', () => a!.closed !== null);
  expect([4001, 4503]).toContain(a!.closed?.code);
});

test('REL-60 log lines carry no store, no terminal, no address and nothing of the rows', async () => {
  const dir = world.dir();
  const relay = await relayIn(dir, '--log-level', 'debug');
  const storeId = `${world.storeId()}-secret`;
  const [a] = await world.attached(relay, storeId, 'a');
  a!.write(3, 'Rosa Okafor');
  await until('the relay has it', () => a!.node.ackedBy(a!.writer.origin, 3).includes('relay'));
  expect(await relay.kill('SIGTERM')).toBe(0);
  expect(relay.log).toContain('terminal came');
  expect(relay.log).not.toMatch(/secret|Okafor|127\.0\.0\.1/);
  for (const file of ['relay.db', 'relay.db-wal']) {
    let text = '';
    try {
      text = readFileSync(join(dir, file), 'latin1');
    } catch {
      continue;
    }
    expect(text).not.toContain('Okafor');
  }
});
