import { createTestStore, type TestStore } from '@apotheca/core/testing';
import { InventoryDocument } from '@apotheca/crdt-inventory';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { makeCertificate } from './certificate.ts';
import { StockEndpoint, type StockEndpointOptions } from './stock-endpoint.ts';
import { SyncServer } from './sync-server.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** The certificate of the port is made at each start: a tool that wants more than privacy compares it itself. */
class Trusting extends WebSocket {
  constructor(url: string, protocols?: string[]) {
    super(url, protocols, { rejectUnauthorized: false });
    this.on('error', () => {});
  }
}

async function open(limits?: StockEndpointOptions['limits']) {
  const store = createTestStore();
  const inventory = store.kernel.host.service('inventory');
  const endpoint = new StockEndpoint({
    inventory: () => inventory,
    onUnexpected: (error) => {
      throw error;
    },
    ...(limits ? { limits } : {}),
  });
  const server = new SyncServer({
    credentials: makeCertificate(),
    handshakeMs: 300,
    handshake: () => {
      throw new Error('no terminal comes here');
    },
    opened: () => {},
    refused: () => {},
    route: async (request, response) => endpoint.route(request, response),
    upgrade: (...asked) => endpoint.upgrade(...asked),
    onUnexpected: (error) => {
      throw error;
    },
  });
  const port = await server.listen('127.0.0.1', 0);
  stops.push(
    () => store.close(),
    () => server.stop(100),
    () => endpoint.stop(),
  );
  const { token, id } = await store.as('owner').call('inventory.addViewer', { name: 'shelf display' });
  return { store, inventory, endpoint, server, token, id, url: `wss://127.0.0.1:${port}/stock` };
}
type Opened = Awaited<ReturnType<typeof open>>;

/** The client of npm, as anybody would use it. */
function watch({ url, token, inventory }: Opened, doc = new Y.Doc()) {
  const provider = new WebsocketProvider(url, inventory.replica.room(), doc, {
    params: { token },
    WebSocketPolyfill: Trusting as unknown as typeof globalThis.WebSocket,
    disableBc: true,
    maxBackoffTime: 100,
  });
  stops.push(() => provider.destroy());
  const closed = new Promise<{ code: number }>((resolve) => provider.once('closed', resolve));
  return { provider, doc, closed };
}

async function until(isTrue: () => boolean): Promise<void> {
  const started = performance.now();
  while (!isTrue()) {
    if (performance.now() - started > 5_000) throw new Error('it did not come about in five seconds');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const drugOf = (store: TestStore): string =>
  store.kernel.host.service('drugs').search('lisinopril', 1)[0]?.key ?? 'none';

const stockUp = async (store: TestStore, quantity: number): Promise<string> => {
  const drug = drugOf(store);
  const line = { ndc: drug, lotNumber: 'L1', expiresOn: '2028-01-31', quantity };
  const receipt = await store.as('pharmacist').call('inventory.receive', { lines: [line] });
  return receipt.lines[0].batchId;
};

function onHand(doc: Y.Doc, room: string, batchId: string): number {
  const [, storeId = '', epoch] = room.split('/');
  const copy = new InventoryDocument({ storeId, epoch: Number(epoch) });
  copy.load(Y.encodeStateAsUpdate(doc));
  return copy.onHandMilli(batchId);
}

/** An answer to an upgrade that is none. */
function refusal(url: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { rejectUnauthorized: false, headers });
    socket.once('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      socket.terminate();
    });
    socket.once('open', () => reject(new Error('let in')));
    socket.on('error', () => {});
  });
}

describe('stock for tools outside', () => {
  test('STK-1 a plain y-websocket client sees the stock and every change of it', async () => {
    const opened = await open();
    const batchId = await stockUp(opened.store, 100);
    const { doc } = watch(opened);
    const room = opened.inventory.replica.room();
    await until(() => onHand(doc, room, batchId) === 100_000);
    await opened.store.as('pharmacist').call('inventory.adjust', { batchId, delta: -30, reason: 'damaged' });
    await until(() => onHand(doc, room, batchId) === 70_000);
    // Longer than a stranger may stay.
    await new Promise((resolve) => setTimeout(resolve, 700));
    await stockUp(opened.store, 1);
    await until(() => onHand(doc, room, batchId) === 71_000);
  });

  test('STK-2 without a good token nobody gets a WebSocket, and wrong ones are limited', async () => {
    const opened = await open({ readers: 2, perAddress: 2, wrongPerMinute: 4 });
    const { url, token, inventory } = opened;
    const room = inventory.replica.room();
    expect(await refusal(`${url}/${room}`)).toBe(401);
    expect(await refusal(`${url}/${room}?token=${token.slice(1)}`)).toBe(401);
    expect(await refusal(`${url}/${room}`, { authorization: 'Bearer nothing' })).toBe(401);
    expect(await refusal(`${url}/inventory/other/1?token=${token}`)).toBe(404);
    expect(await refusal(`${url}/${room}?token=${'x'.repeat(5_000)}`)).toBe(401);
    expect(await refusal(`${url}/${room}?token=${token}`)).toBe(429);
  });

  test('STK-3 who writes is told and put out, and nothing changes', async () => {
    const opened = await open();
    const batchId = await stockUp(opened.store, 100);
    const before = opened.inventory.digest();
    const { doc, closed, provider } = watch(opened);
    await until(() => provider.synced);
    const told: string[] = [];
    const warned = vi.spyOn(console, 'warn').mockImplementation((text: string) => void told.push(text));
    stops.push(() => warned.mockRestore());
    doc.getMap('ck').clear();
    doc.getArray('o:vandal').push([[batchId, 1_000_000, 0, 1]]);
    expect((await closed).code).toBe(4403);
    expect(told.join(' ')).toContain('can be read here and not written');
    expect(opened.inventory.digest()).toBe(before);
    expect(opened.inventory.onHandMilli(drugOf(opened.store))).toBe(100_000);
  });

  test('STK-4 a token that is taken back closes what is open under it, and is good for nothing', async () => {
    const opened = await open();
    const { closed, provider } = watch(opened);
    await until(() => provider.synced);
    const { store, url, id, token, inventory } = opened;
    await store.as('owner').call('inventory.revokeViewer', { id, reason: 'display sold' });
    expect((await closed).code).toBe(4401);
    expect(await refusal(`${url}/${inventory.replica.room()}?token=${token}`)).toBe(401);
  });

  test('STK-5 readers are limited in all and by address', async () => {
    const opened = await open({ readers: 3, perAddress: 2, wrongPerMinute: 10 });
    const two = [watch(opened), watch(opened)];
    await until(() => two.every(({ provider }) => provider.synced));
    expect(await refusal(`${opened.url}/${opened.inventory.replica.room()}?token=${opened.token}`)).toBe(503);
  });

  test('STK-6 who asks for the whole again and again, or sends what is no message, is put out', async () => {
    const opened = await open();
    const socket = new Trusting(`${opened.url}/${opened.inventory.replica.room()}?token=${opened.token}`);
    stops.push(() => socket.terminate());
    await new Promise((resolve) => socket.once('open', resolve));
    const codes: number[] = [];
    socket.on('close', (code) => codes.push(code));
    for (let i = 0; i < 20; i += 1) socket.send(Uint8Array.of(0, 0, 1, 0));
    await until(() => codes.length > 0);
    expect(codes).toEqual([4529]);
    const hostile = new Trusting(`${opened.url}/${opened.inventory.replica.room()}?token=${opened.token}`);
    stops.push(() => hostile.terminate());
    await new Promise((resolve) => hostile.once('open', resolve));
    const closing = new Promise((resolve) => hostile.once('close', resolve));
    hostile.send(Uint8Array.of(0, 0, 255, 255, 255, 255, 15));
    expect(await closing).toBe(4400);
  });

  test('STK-7 the present room is named on request, and a new epoch ends what is open', async () => {
    const opened = await open();
    const { closed, provider } = watch(opened);
    await until(() => provider.synced);
    const { engine } = opened.store.kernel;
    const call = { ...callOf(), procedure: 'test.roll' };
    engine.command(call, 'inventory.roll-epoch', (unit) => {
      unit.authorize({});
      unit.append({ kind: 'stock-document', initial: () => ({}), apply: (state) => state }, 'stock-document', {
        type: 'inventory.epoch-rolled',
        payload: { epoch: 2, clientIds: 0, reason: 'client-ids' },
      });
    });
    expect((await closed).code).toBe(4410);
    expect(opened.inventory.replica.room()).toBe('inventory/store_test/2');
    const { doc, provider: again } = watch(opened);
    await until(() => again.synced);
    expect([...doc.getMap('m').keys()]).toContain('inventory/store_test/2');
  });
});

function callOf() {
  const signal = new AbortController().signal;
  return { session: null, address: 'local', ownWindow: true, idempotencyKey: null, requestId: 'test', signal };
}
