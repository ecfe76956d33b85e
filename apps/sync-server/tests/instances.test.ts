import { afterEach, describe, expect, test } from 'vitest';
import { hasNats, NatsServer } from './nats-server.ts';
import { type RelayClient, revoke, until } from './relay-client.ts';
import { RelayWorld } from './relay-fixture.ts';
import { RelayProcess } from './relay-process.ts';

const world = new RelayWorld();
const processes: RelayProcess[] = [];
const servers: NatsServer[] = [];
afterEach(async () => {
  await world.close();
  await Promise.all(processes.splice(0).map((one) => one.kill()));
  await Promise.all(servers.splice(0).map((one) => one.stop()));
});

async function nats(): Promise<string[]> {
  const server = await NatsServer.start();
  servers.push(server);
  return ['--store', server.url, '--shards', '2'];
}

async function instance(flags: readonly string[]): Promise<RelayProcess> {
  const started = await RelayProcess.start(flags);
  processes.push(started);
  return started;
}

const known = (client: RelayClient) => client.node.ackedBy(client.writer.origin, client.writer.rows.length);

describe.skipIf(!hasNats)('two instances (skipped: nats-server is not installed)', () => {
  test('REL-50 terminals of one store at two instances get each other’s rows and signals', async () => {
    const flags = await nats();
    const [one, two] = [await world.relay(flags), await world.relay(flags)];
    const storeId = world.storeId();
    const [a] = await world.attached(one, storeId, 'a');
    const [b] = await world.attached(two, storeId, 'b');
    a!.write(300);
    b!.write(20);
    a!.seal();
    await until('both have both', () => a!.has(b!) === 20 && b!.has(a!) === 300);
    a!.write(1);
    await until('the next one too', () => b!.has(a!) === 301);
    await until('a signal arrives', () => {
      a!.node.signal('b', 'reservations', Buffer.from('x'));
      return b!.signals.length > 0;
    });
    a!.tell([revoke(storeId, 'a', 'b')]);
    await until('b is put out at the other instance', () => b!.closed?.code === 4403);
  });

  test('REL-50 a row larger than a message of the server goes through and is there after a restart', async () => {
    const flags = await nats();
    const one = await world.relay(flags);
    const storeId = world.storeId();
    const [a, b] = await world.attached(one, storeId, 'a', 'b');
    a!.writer.append('x'.repeat(3 * 1024 * 1024));
    a!.store.write(a!.writer.batch(0), Date.now());
    a!.node.storeAdvanced(Date.now());
    await until('b has it', () => b!.has(a!) === 1);
    await one.stop();
    const [c] = await world.attached(await world.relay(flags), storeId, 'c');
    await until('a later one gets it from what was kept', () => c!.has(a!) === 1);
  });

  test('REL-51 one instance killed under load: what was acknowledged is there, and work goes on at the other', async () => {
    const flags = await nats();
    const [one, two] = [await instance(flags), await instance(flags)];
    const storeId = world.storeId();
    const [a] = await world.attached(one, storeId, 'a');
    const [b] = await world.attached(two, storeId, 'b');
    const writing = setInterval(() => {
      a!.write(20);
      b!.write(5);
    }, 5);
    await until('some is acknowledged', () => a!.node.ackedBy(a!.writer.origin, 400).includes('relay'));
    await one.kill('SIGKILL');
    const acked = a!.node.status().peers.find(({ terminalId }) => terminalId === 'relay')?.heads;
    const seq = acked?.find(({ origin }) => origin === a!.writer.origin)?.seq ?? 0;
    expect(seq).toBeGreaterThanOrEqual(400);
    await until('b has all that was acknowledged to a', () => b!.has(a!) >= seq);
    expect(await a!.connect(two.url)).toBe('open');
    await until(
      'a goes on at the other',
      () => known(a!).includes('relay') || a!.node.ackedBy(a!.writer.origin, seq + 200).includes('relay'),
    );
    clearInterval(writing);
    await until(
      'all is everywhere',
      () => b!.has(a!) === a!.writer.rows.length && a!.has(b!) === b!.writer.rows.length,
    );
    const [c] = await world.attached(two, storeId, 'c');
    await until('a newcomer gets it from what was kept', () => c!.has(a!) === a!.writer.rows.length);
    expect(c!.store.dump()[a!.writer.origin]).toEqual(a!.store.dump()[a!.writer.origin]);
    expect(two.log).not.toContain('"level":50');
  }, 60_000);

  test('REL-52 two first terminals of one store at two instances at once: one founder is pinned', async () => {
    const flags = await nats();
    const [one, two] = [await world.relay(flags), await world.relay(flags)];
    const storeId = world.storeId();
    const first = world.client({ url: one.url, storeId, name: 'a' });
    const second = world.client({ url: two.url, storeId, name: 'b', vouchers: undefined });
    const [x, y] = await Promise.all([first.connect(), second.connect()]);
    expect(x).toBe('open');
    // The second is of the same founder, so it is let in, or told to try again while the pin is on its way.
    expect(y === 'open' ? 4503 : y.code).toBe(4503);
  });

  test('REL-53 shards must be what JetStream was set up with', async () => {
    const flags = await nats();
    await world.relay(flags);
    await expect(world.relay([...flags.slice(0, 2), '--shards', '3'])).rejects.toThrow(/set up with --shards 2/);
  });
});
