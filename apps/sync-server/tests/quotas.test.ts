import { afterEach, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { TokenBucket } from '../src/rooms/token-bucket.ts';
import { networkOf } from '../src/socket/address-limits.ts';
import { until } from './relay-client.ts';
import { RelayWorld } from './relay-fixture.ts';

const world = new RelayWorld();
afterEach(() => world.close());

async function quotaOf(relay: { metrics: { text(): Promise<string> } }, name: string): Promise<number> {
  const line = (await relay.metrics.text()).split('\n').find((one) => one.includes(`quota="${name}"`));
  return Number(line?.split(' ').at(-1) ?? 0);
}

describe('quotas of a store', () => {
  test('REL-40 a store that is full takes no more, keeps what it has and stays connected', async () => {
    const relay = await world.relay(['--store-mb', '1']);
    const storeId = world.storeId();
    const [a] = await world.attached(relay, storeId, 'a');
    const words = 'y'.repeat(4_000);
    for (let round = 0; round < 40; round += 1) {
      // Random words, so that compression does not make them small.
      a!.write(20, `${words.replaceAll('y', () => String.fromCharCode(33 + Math.floor(Math.random() * 90)))}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await until('the quota holds rows back', async () => (await quotaOf(relay, 'bytes')) > 0);
    const seq = relay.rooms.find(storeId)!.store.head(a!.writer.origin)!.seq;
    expect(seq).toBeGreaterThan(10);
    expect(seq).toBeLessThan(a!.writer.rows.length);
    expect(a!.closed).toBeNull();
    const [other] = await world.attached(relay, world.storeId(), 'a');
    other!.write(5);
    await until('another store is not touched', () => other!.node.ackedBy(other!.writer.origin, 5).includes('relay'));
  });

  test('REL-41 rows over the rate wait and come through later', async () => {
    const relay = await world.relay(['--store-rows', '100']);
    const [a] = await world.attached(relay, world.storeId(), 'a');
    a!.write(1_050);
    await until('the reserve is used', () => a!.node.ackedBy(a!.writer.origin, 1_050).includes('relay'));
    a!.write(10);
    await until('the quota holds them back', async () => (await quotaOf(relay, 'rows')) > 0);
    await until('they come later', () => a!.node.ackedBy(a!.writer.origin, 1_060).includes('relay'), 20_000);
  }, 30_000);

  test('REL-42 signals over the rate are dropped, rows are not', async () => {
    const relay = await world.relay(['--store-signals', '10']);
    const [a, b] = await world.attached(relay, world.storeId(), 'a', 'b');
    await until('b is there', () => a!.node.signal('b', 'inventory', Buffer.from('x')));
    for (let count = 0; count < 300; count += 1) a!.node.signal('b', 'inventory', Buffer.from('x'));
    a!.write(5);
    await until('rows come', () => b!.has(a!) === 5);
    expect(b!.signals.length).toBeLessThan(100);
    expect(await quotaOf(relay, 'signals')).toBeGreaterThan(150);
  });

  test('REL-43 one store has so many connections and no more', async () => {
    const relay = await world.relay(['--store-connections', '2']);
    const storeId = world.storeId();
    await world.attached(relay, storeId, 'a', 'b');
    const third = world.client({ url: relay.url, storeId, name: 'c' });
    await third.connect();
    await until('it is refused', () => third.closed !== null);
    expect(third.closed?.code).toBe(4429);
  });
});

describe('quotas of an address', () => {
  function refused(url: string, headers: Record<string, string> = {}): Promise<string> {
    const socket = new WebSocket(`${url}/v1/sync`, { headers });
    return new Promise((resolve) => {
      socket.on('error', (error) => resolve(error.message));
      socket.on('open', () => {
        socket.terminate();
        resolve('open');
      });
    });
  }

  test('REL-44 attempts over the rate get 429', async () => {
    const relay = await world.relay(['--address-attempts', '5']);
    const answers = [];
    for (let count = 0; count < 8; count += 1) answers.push(await refused(relay.url));
    expect(answers.slice(0, 5)).toEqual(Array(5).fill('open'));
    expect(answers.at(-1)).toContain('429');
  });

  test('REL-44 connections over the number get 429, and room is given back', async () => {
    const relay = await world.relay(['--address-connections', '2']);
    const storeId = world.storeId();
    const [a] = await world.attached(relay, storeId, 'a', 'b');
    expect(await refused(relay.url)).toContain('429');
    a!.close();
    await until('there is room', async () => (await refused(relay.url)) === 'open');
  });

  test('REL-45 behind a trusted proxy the address is the one the proxy saw, else the header is nothing', async () => {
    const trusting = await world.relay(['--address-attempts', '1', '--trust-proxy']);
    expect(await refused(trusting.url, { 'x-forwarded-for': '9.9.9.9, 1.1.1.1' })).toBe('open');
    expect(await refused(trusting.url, { 'x-forwarded-for': '8.8.8.8, 1.1.1.1' })).toContain('429');
    expect(await refused(trusting.url, { 'x-forwarded-for': '1.1.1.2' })).toBe('open');
    const plain = await world.relay(['--address-attempts', '1']);
    expect(await refused(plain.url, { 'x-forwarded-for': '1.1.1.1' })).toBe('open');
    expect(await refused(plain.url, { 'x-forwarded-for': '1.1.1.2' })).toContain('429');
  });

  test('REL-45 IPv6 counts by its /64', () => {
    expect(networkOf('2001:db8:0:1::5')).toBe(networkOf('2001:db8::1:ffff:0:0:9'));
    expect(networkOf('2001:db8::1')).not.toBe(networkOf('2001:db8:0:1::1'));
    expect(networkOf('::ffff:10.0.0.1')).toBe('10.0.0.1');
  });

  test('REL-41 a bucket fills with time, and a debt is waited for', () => {
    const bucket = new TokenBucket(10, 20, 0);
    expect(bucket.take(50, 0)).toBe(true);
    expect(bucket.take(1, 2_900)).toBe(false);
    expect(bucket.take(1, 3_200)).toBe(true);
    expect(bucket.take(2, 3_200)).toBe(true);
    expect(bucket.take(1, 3_250)).toBe(false);
  });
});
