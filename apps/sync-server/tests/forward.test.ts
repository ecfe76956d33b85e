import { afterEach, describe, expect, test } from 'vitest';
import { until, vouchersOf } from './relay-client.ts';
import { RelayWorld } from './relay-fixture.ts';

const world = new RelayWorld();
afterEach(() => world.close());

describe('forwarding', () => {
  test('REL-10 rows of one terminal reach the others, and the writer hears that they are durable', async () => {
    const relay = await world.relay();
    const storeId = world.storeId();
    const [a, b, c] = await world.attached(relay, storeId, 'a', 'b', 'c');
    a!.write(700);
    a!.seal();
    b!.write(3);
    await until('all have all', () => b!.has(a!) === 700 && c!.has(a!) === 700 && a!.has(b!) === 3);
    await until('the relay told that it has them', () => a!.node.ackedBy(a!.writer.origin, 700).includes('relay'));
    expect(c!.store.head(a!.writer.origin)?.sealedSeq).toBe(700);
  });

  test('REL-10 a terminal that was away gets what it missed', async () => {
    const relay = await world.relay();
    const storeId = world.storeId();
    const [a] = await world.attached(relay, storeId, 'a');
    a!.write(2_000);
    await until('the relay has it', () => a!.node.ackedBy(a!.writer.origin, 2_000).includes('relay'));
    a!.close();
    const b = world.client({ url: relay.url, storeId, name: 'b', vouchers: vouchersOf(storeId, 'b') });
    expect(await b.connect()).toBe('open');
    await until('b has it', () => b.has(a!) === 2_000);
  });

  test('REL-10 an oversized row goes through', async () => {
    const relay = await world.relay();
    const [a, b] = await world.attached(relay, world.storeId(), 'a', 'b');
    a!.writer.append('x'.repeat(3 * 1024 * 1024));
    a!.store.write(a!.writer.batch(0), Date.now());
    a!.node.storeAdvanced(Date.now());
    await until('b has it', () => b!.has(a!) === 1);
  });

  test('REL-11 a signal reaches whom it is for and is not kept', async () => {
    const relay = await world.relay();
    const storeId = world.storeId();
    const [a, b, c] = await world.attached(relay, storeId, 'a', 'b', 'c');
    await until('b and c are there', () => a!.node.signal('b', 'reservations', Buffer.from('x')));
    a!.node.signal('*', 'inventory', Buffer.from('y'));
    await until('both came', () => b!.signals.length >= 2 && c!.signals.length >= 1);
    expect(c!.signals.map(({ channel }) => channel)).toEqual(['inventory']);
    const [late] = await world.attached(relay, storeId, 'd');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(late!.signals).toEqual([]);
  });

  test('REL-12 stores do not hear of one another', async () => {
    const relay = await world.relay();
    const [a] = await world.attached(relay, world.storeId(), 'a');
    const [other] = await world.attached(relay, world.storeId(), 'b');
    a!.write(5);
    a!.node.signal('*', 'inventory', Buffer.from('y'));
    await until('the relay has it', () => a!.node.ackedBy(a!.writer.origin, 5).includes('relay'));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(other!.store.heads()).toEqual([]);
    expect(other!.signals).toEqual([]);
  });
});
