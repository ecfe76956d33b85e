import { encodeSharedStock, partsOf, sharedStockChannel } from '@apotheca/core/replication/shared-stock';
import { InventoryDocument } from '@apotheca/crdt-inventory';
import { afterAll, afterEach, expect, test } from 'vitest';
import WebSocket from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { RelayClient } from './relay-client.ts';
import { RelayWorld } from './relay-fixture.ts';

const world = new RelayWorld();
afterAll(() => world.close());
const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

const token = 'chain-token-of-the-test';
const flags = ['--chain-token', token];

function stockOf(storeId: string, epoch = 1, clientId = 1): InventoryDocument {
  const document = new InventoryDocument({ storeId, epoch });
  document.assignClientId(clientId);
  return document;
}

function push(client: RelayClient, document: InventoryDocument, decision = 1, update = document.encodeState()): void {
  for (const part of partsOf('one', update)) {
    const body = encodeSharedStock({ type: 'part', decision, room: document.room, part });
    client.node.signal('relay', sharedStockChannel, body);
  }
}

function watch(url: string, room: string, params: Record<string, string> = { token }) {
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(`${url}/stock`, room, doc, {
    params,
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    disableBc: true,
    maxBackoffTime: 100,
  });
  stops.push(() => provider.destroy());
  const closed = new Promise<{ code: number }>((resolve) => provider.once('closed', resolve));
  const onHand = (): number => {
    const [, storeId = '', epoch] = room.split('/');
    const copy = new InventoryDocument({ storeId, epoch: Number(epoch) });
    copy.load(Y.encodeStateAsUpdate(doc));
    return copy.onHandMilli('lot');
  };
  return { doc, provider, closed, onHand };
}

function refused(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    socket.on('error', () => {});
    socket.once('open', () => reject(new Error('let in')));
    socket.once('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      socket.terminate();
    });
  });
}

async function until(isTrue: () => boolean): Promise<void> {
  const started = performance.now();
  while (!isTrue()) {
    if (performance.now() - started > 5_000) throw new Error('it did not come about in five seconds');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const lot = (milli: number) => [{ batchId: 'lot', addMilli: milli, takeMilli: 0 }];

test('STK-11 a store that shares its stock is watched with a plain client and the token of the chain', async () => {
  const relay = await world.relay(flags);
  const storeId = world.storeId();
  const [a, b] = (await world.attached(relay, storeId, 'a', 'b')) as [RelayClient, RelayClient];
  const [first, second] = [stockOf(storeId), stockOf(storeId, 1, 2)];
  first.append('a:1', 1, lot(5_000));
  const large = Array.from({ length: 9_000 }, (_, i) => ({
    batchId: `lot-${Math.imul(i + 1, 2_654_435_761) >>> 0}-of-a-name-that-is-rather-long`,
    addMilli: 1_000 + i,
    takeMilli: 0,
  }));
  first.append('a:1', 2, large);
  expect(partsOf('one', first.encodeState()).length).toBeGreaterThan(1);
  push(a, first);
  await until(() => relay.rooms.find(storeId)?.stock?.shown?.room === first.room);
  const { onHand } = watch(relay.url, first.room);
  await until(() => onHand() === 5_000);
  second.append('b:1', 1, lot(2_000));
  push(b, second);
  await until(() => onHand() === 7_000);
  const listed = await fetch(`${relay.url.replace('ws', 'http')}/stock`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(await listed.json()).toEqual({ rooms: [first.room] });
});

test('STK-12 without a chain token nothing is taken in the clear, and without the right one nothing is shown', async () => {
  const [closed, open] = [await world.relay(), await world.relay(flags)];
  const storeId = world.storeId();
  const document = stockOf(storeId);
  document.append('a:1', 1, lot(5_000));
  for (const relay of [closed, open]) {
    const [a] = (await world.attached(relay, storeId, 'a')) as [RelayClient];
    push(a, document);
  }
  await until(() => open.rooms.find(storeId)?.stock?.shown !== undefined);
  expect(closed.rooms.find(storeId)?.stock).toBeNull();
  const room = `${document.room}?token=`;
  expect(await refused(`${closed.url}/stock/${room}${token}`)).toBe(404);
  expect(await refused(`${open.url}/stock/${room}wrong`)).toBe(401);
  expect(await refused(`${open.url}/stock/${document.room}`)).toBe(401);
  expect(await refused(`${open.url}/stock/inventory/${world.storeId()}/1?token=${token}`)).toBe(404);
  expect((await fetch(`${open.url.replace('ws', 'http')}/stock`)).status).toBe(401);
});

test('STK-13 the stock of another store, an older decision and an earlier epoch change nothing', async () => {
  const relay = await world.relay(flags);
  const [storeId, other] = [world.storeId(), world.storeId()];
  const [a] = (await world.attached(relay, storeId, 'a')) as [RelayClient];
  const stock = () => relay.rooms.find(storeId)?.stock?.shown;
  const foreign = stockOf(other);
  foreign.append('a:1', 1, lot(1_000));
  push(a, foreign, 3);
  const later = stockOf(storeId, 2);
  later.append('a:1', 1, lot(5_000));
  push(a, later, 3);
  await until(() => stock()?.room === later.room);
  const { onHand } = watch(relay.url, later.room);
  await until(() => onHand() === 5_000);
  const earlier = stockOf(storeId, 1, 9);
  earlier.append('a:1', 7, lot(900_000));
  push(a, earlier, 3);
  later.append('a:1', 2, lot(1_000));
  push(a, later, 2);
  a.node.signal('relay', sharedStockChannel, encodeSharedStock({ type: 'forget', decision: 2 }));
  a.node.signal('relay', sharedStockChannel, Uint8Array.of(1, 9, 9));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(onHand()).toBe(5_000);
  push(a, later, 3);
  await until(() => onHand() === 6_000);
  expect(relay.rooms.find(other)).toBeUndefined();
});

test('STK-14 when the owner takes it back the relay forgets it and who watches is put out', async () => {
  const relay = await world.relay(flags);
  const storeId = world.storeId();
  const [a] = (await world.attached(relay, storeId, 'a')) as [RelayClient];
  const document = stockOf(storeId);
  document.append('a:1', 1, lot(5_000));
  push(a, document);
  await until(() => relay.rooms.find(storeId)?.stock?.shown?.room === document.room);
  const { closed, onHand } = watch(relay.url, document.room);
  await until(() => onHand() === 5_000);
  a.node.signal('relay', sharedStockChannel, encodeSharedStock({ type: 'forget', decision: 2 }));
  expect((await closed).code).toBe(4404);
  expect(relay.rooms.find(storeId)?.stock?.shown).toBeNull();
});

test('STK-14 a piece that got lost is asked for with all the rest', async () => {
  const relay = await world.relay(flags);
  const storeId = world.storeId();
  const [a] = (await world.attached(relay, storeId, 'a')) as [RelayClient];
  const document = stockOf(storeId);
  document.append('a:1', 1, lot(5_000));
  const vector = document.encodeStateVector();
  document.append('a:1', 2, lot(1_000));
  push(a, document, 1, document.encodeUpdate(vector));
  await until(() => a.signals.some((signal) => signal.channel === sharedStockChannel));
  push(a, document);
  const { onHand } = watch(relay.url, document.room);
  await until(() => onHand() === 6_000);
});
