import { randomBytes } from 'node:crypto';
import { encodeMessage } from '@apotheca/core/replication';
import { ChainWriter, testTerminal } from '@apotheca/core/replication/testing/chain-writer';
import { afterEach, describe, expect, test } from 'vitest';
import { type RelayClient, until } from './relay-client.ts';
import { RelayWorld } from './relay-fixture.ts';

const world = new RelayWorld();
afterEach(() => world.close());

describe('a member that misbehaves', () => {
  test('REL-70 a thousand spoiled messages: each costs its own link at most, nothing is changed', async () => {
    const relay = await world.relay();
    const storeId = world.storeId();
    const [a, bad] = await world.attached(relay, storeId, 'a', 'b');
    a!.write(20);
    await until('the relay has it', () => bad!.has(a!) === 20);
    const heads = relay.rooms.find(storeId)!.store.heads();
    const frames = encodeMessage({ type: 'frames', origin: a!.writer.origin, rows: a!.writer.rows, seals: [] });
    for (let round = 0; round < 1_000; round += 1) {
      const message = round % 2 === 0 ? Buffer.from(frames) : randomBytes(1 + (round % 200));
      const place = Math.floor(Math.random() * message.length);
      message[place] = (message[place] ?? 0) ^ (1 + (round % 255));
      if (bad!.socket?.readyState !== 1) expect(await bad!.connect()).toBe('open');
      bad!.socket?.send(message);
      if (round % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(relay.rooms.find(storeId)!.store.heads()).toEqual(heads);
    a!.write(1);
    await until('others go on', () => a!.node.ackedBy(a!.writer.origin, 21).includes('relay'));
    expect(a!.closed).toBeNull();
  }, 60_000);

  test('REL-71 text that is no list of members closes the link', async () => {
    const relay = await world.relay();
    const [a, b] = await world.attached(relay, world.storeId(), 'a', 'b');
    a!.socket?.send('{"t":"members","statements":[{"kind":"king"}]}');
    b!.socket?.send('x'.repeat(600_000));
    await until('both are closed', () => a!.closed !== null && b!.closed !== null);
    expect([a!.closed?.code, b!.closed?.code]).toEqual([4400, 4400]);
  });

  test('REL-72 two truths at one place stop that terminal’s rows, are kept, and stop nobody else', async () => {
    const dir = world.dir();
    const relay = await world.relay(['--data-dir', dir]);
    const storeId = world.storeId();
    const [a, b] = await world.attached(relay, storeId, 'a', 'b');
    a!.write(5);
    await until('the relay has it', () => b!.has(a!) === 5);
    const other = new ChainWriter({ terminal: testTerminal('a'), storeId, nowMs: Date.now() }).appendMany(5, 'another');
    const room = relay.rooms.find(storeId)!;
    await new Promise((resolve) =>
      room.store.take([{ ...other.batch(), origin: a!.writer.record }], Date.now(), resolve),
    );
    expect(room.store.isQuarantined(a!.writer.origin)).toBe(true);
    b!.write(5);
    await until('b goes on', () => b!.node.ackedBy(b!.writer.origin, 5).includes('relay'));
    await relay.stop();
    const again = await world.relay(['--data-dir', dir]);
    await world.attached(again, storeId, 'c');
    expect(again.rooms.find(storeId)!.store.isQuarantined(a!.writer.origin)).toBe(true);
  });
});

describe('a slow reader', () => {
  const buffered = async (relay: { metrics: { text(): Promise<string> } }): Promise<number> =>
    Number(/^apotheca_relay_buffered_bytes (\d+)$/m.exec(await relay.metrics.text())?.[1]);

  test('REL-73 holds a bounded number of bytes and does not hold up the others', async () => {
    const relay = await world.relay();
    const storeId = world.storeId();
    const [a, slow, c] = await world.attached(relay, storeId, 'a', 'b', 'c');
    slow!.socket?.pause();
    const memoryBefore = process.memoryUsage().arrayBuffers;
    let highest = 0;
    const step = async (client: RelayClient): Promise<void> => {
      client.write(10, randomBytes(20_000).toString('hex'));
      highest = Math.max(highest, await buffered(relay));
    };
    for (let round = 0; round < 60; round += 1) {
      await step(a!);
      await until('c keeps up', () => c!.has(a!) >= a!.writer.rows.length - 100, 20_000);
    }
    await until('c has all', () => c!.has(a!) === 600, 20_000);
    expect(highest).toBeLessThan(9 * 1024 * 1024);
    expect(process.memoryUsage().arrayBuffers - memoryBefore).toBeLessThan(400 * 1024 * 1024);
    slow!.socket?.resume();
    await until('it catches up', () => slow!.has(a!) === 600, 20_000);
  }, 90_000);
});
