import { afterEach, describe, expect, test } from 'vitest';
import { hasNats, NatsServer } from './nats-server.ts';
import { revoke, until, vouch } from './relay-client.ts';
import { RelayWorld } from './relay-fixture.ts';

const world = new RelayWorld();
let server: NatsServer | null = null;
afterEach(async () => {
  await world.close();
  await server?.stop();
  server = null;
});

const day = 86_400_000;

/** Each case on both archives. */
async function flagsOf(store: 'sqlite' | 'nats'): Promise<string[]> {
  if (store === 'sqlite') return ['--data-dir', world.dir()];
  server = await NatsServer.start();
  return ['--store', server.url, '--shards', '1'];
}

function describeKeeping(store: 'sqlite' | 'nats'): void {
  test('REL-30 rows go when every member has them on its disk and the days are over, not before', async () => {
    let laterMs = 0;
    const relay = await world.relay(await flagsOf(store), { nowMs: () => Date.now() + laterMs });
    const storeId = world.storeId();
    const [a, b] = await world.attached(relay, storeId, 'a', 'b');
    a!.write(300);
    a!.seal();
    await until('b has it', () => b!.has(a!) === 300);
    const room = relay.rooms.find(storeId)!;
    const [track] = [...room.store.origins()];
    await until('the relay heard so', async () => {
      await relay.rooms.trim();
      return room.node.ackedBy(a!.writer.origin, 300).includes('b');
    });
    expect(track!.floor.seq).toBe(0);
    laterMs += 8 * day;
    a!.write(1);
    await until('old rows go', async () => {
      await relay.rooms.trim();
      return track!.floor.seq > 0;
    });
    expect(track!.floor.seq).toBeLessThanOrEqual(300);
    await until('the next one is kept', () => room.store.head(a!.writer.origin)?.seq === 301);
  });

  test('REL-31 below the floor a newcomer is told to ask elsewhere, above it it gets rows, also after a restart', async () => {
    let laterMs = 0;
    const flags = await flagsOf(store);
    const relay = await world.relay(flags, { nowMs: () => Date.now() + laterMs });
    const storeId = world.storeId();
    const [a, b] = await world.attached(relay, storeId, 'a', 'b');
    a!.write(100);
    await until('b has it', () => b!.has(a!) === 100);
    laterMs += 8 * day;
    a!.write(1);
    await until('old rows go', async () => {
      await relay.rooms.trim();
      return [...relay.rooms.find(storeId)!.store.origins()][0]!.floor.seq === 100;
    });
    a!.close();
    b!.close();
    await relay.stop();
    const again = await world.relay(flags);
    const [c] = await world.attached(again, storeId, 'c');
    const waiting = () => c!.node.status().waiting.map(({ origin, verdict }) => [origin, verdict]);
    await until('c knows that it is not here', () => waiting().length > 0);
    expect(waiting()).toEqual([[a!.writer.origin, 'below-floor']]);
    expect(c!.has(a!)).toBe(0);
    c!.store.write(a!.writer.batch(0, 100), Date.now());
    c!.node.storeAdvanced(Date.now());
    await until('what is above comes', () => c!.has(a!) === 101);
  });
}

describe('what is kept in SQLite', () => describeKeeping('sqlite'));
describe.skipIf(!hasNats)('what is kept in JetStream (skipped: nats-server is not installed)', () => {
  describeKeeping('nats');
});

describe('for whom rows are kept', () => {
  test('REL-32 a member that is away holds them, one that was put out does not', async () => {
    let laterMs = 0;
    const relay = await world.relay(['--keep-days', '0'], { nowMs: () => Date.now() + laterMs });
    const storeId = world.storeId();
    const [a, b, c] = await world.attached(relay, storeId, 'a', 'b', 'c');
    a!.tell([vouch(storeId, 'a', 'never-here')]);
    c!.close();
    a!.write(10);
    await until('b has it', () => b!.has(a!) === 10);
    const room = relay.rooms.find(storeId)!;
    await until('the relay heard so', () => room.node.ackedBy(a!.writer.origin, 10).includes('b'));
    const [track] = [...room.store.origins()];
    laterMs += 1_000;
    await relay.rooms.trim();
    expect(track!.floor.seq).toBe(0);
    a!.tell([revoke(storeId, 'a', 'c')]);
    await until('they go', async () => {
      await relay.rooms.trim();
      return track!.floor.seq === 10;
    });
  });

  test('REL-33 what was acknowledged is remembered after a restart', async () => {
    let laterMs = 0;
    const dir = world.dir();
    const relay = await world.relay(['--data-dir', dir], { nowMs: () => Date.now() + laterMs });
    const storeId = world.storeId();
    const [a, b] = await world.attached(relay, storeId, 'a', 'b');
    a!.write(10);
    await until('b has it', () => b!.has(a!) === 10);
    const before = relay.rooms.find(storeId)!;
    await until('the relay heard so', () => before.node.ackedBy(a!.writer.origin, 10).includes('b'));
    b!.close();
    await relay.stop();
    laterMs += 8 * day;
    const again = await world.relay(['--data-dir', dir], { nowMs: () => Date.now() + laterMs });
    expect(await a!.connect(again.url)).toBe('open');
    await until('they go without b', async () => {
      await again.rooms.trim();
      return [...again.rooms.find(storeId)!.store.origins()][0]!.floor.seq === 10;
    });
  });

  test('REL-34 a room nobody uses is freed and comes back with what it had', async () => {
    const relay = await world.relay([], { idleMs: 100 });
    const storeId = world.storeId();
    const [a] = await world.attached(relay, storeId, 'a');
    a!.write(10);
    await until('the relay has it', () => a!.node.ackedBy(a!.writer.origin, 10).includes('relay'));
    expect(relay.rooms.count).toBe(1);
    a!.close();
    await until('it is freed', () => relay.rooms.count === 0);
    const [b] = await world.attached(relay, storeId, 'b');
    await until('b gets it', () => b!.has(a!) === 10);
  });
});
