import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { request as requestTls } from 'node:https';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { eventually, foundStore, joinStore, type SyncTerminal } from '../../src/service/testing/sync-terminal.ts';
import { CuttingProxy } from './cutting-proxy.ts';
import { alike, change, linked, peer, phoneOf, World } from './sync-world.ts';

const world = new World();
const proxies: CuttingProxy[] = [];
afterEach(async () => {
  await world.end();
  await Promise.all(proxies.splice(0).map((one) => one.close()));
});

const portOf = ({ sync }: SyncTerminal) => Number(new URL(sync.url).port);

function ask(send: typeof request, port: number, path: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = send({ host: '127.0.0.1', port, path, rejectUnauthorized: false } as never, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

function knock(terminal: SyncTerminal): WebSocket {
  const socket = new WebSocket(`wss://127.0.0.1:${portOf(terminal)}/sync`, { rejectUnauthorized: false });
  socket.on('error', () => {});
  return socket;
}

async function closing(socket: WebSocket): Promise<{ code: number; reason: string }> {
  const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
  return { code, reason: reason.toString() };
}

/** A page as it is kept with a prescription: a ledger row of that size. */
async function keepScan({ store, terminalId }: SyncTerminal, bytes: Uint8Array): Promise<void> {
  const call = { session: null, address: 'local', ownWindow: true, idempotencyKey: null, procedure: 'test' };
  const whole = { ...call, requestId: 'test', signal: new AbortController().signal };
  store.kernel.engine.command(whole, 'nodes.enrol', (unit) => {
    unit.authorize({ terminalId });
    return unit.putBlob(bytes, 'image/png');
  });
  await new Promise((resolve) => setImmediate(resolve));
}

describe('strangers at the sync port', { timeout: 60_000 }, () => {
  test('NET-40 plain HTTP, a browser and a wrong path are told what this port is', async () => {
    const a = await world.keep(foundStore());
    const plain = await ask(request, portOf(a), '/');
    expect(plain).toMatchObject({ status: 400, body: expect.stringMatching(/speaks TLS.*https:/) });
    expect(await ask(requestTls as never, portOf(a), '/')).toMatchObject({
      status: 404,
      body: expect.stringContaining('not for browsers'),
    });
    expect((await ask(requestTls as never, portOf(a), '/sync')).status).toBe(426);
    const page = new WebSocket(`wss://127.0.0.1:${portOf(a)}/sync`, {
      rejectUnauthorized: false,
      origin: 'https://evil.example',
    });
    const [error] = (await once(page, 'error')) as [Error];
    expect(error.message).toContain('404');
  });

  test('NET-3 a text too long, bytes and nonsense end the connection with a code, or at once', async () => {
    const a = await world.keep(foundStore());
    for (const message of ['x', '{"t":"greeting"}', Buffer.from([1, 2, 3])]) {
      const socket = knock(a);
      await once(socket, 'open');
      socket.send(message);
      expect(await closing(socket)).toMatchObject({ code: 4400, reason: expect.stringContaining('update both') });
    }
    const huge = knock(a);
    await once(huge, 'open');
    huge.send(`"${'x'.repeat(20_000_000)}"`);
    expect((await closing(huge)).code).toBe(1006);
    expect(await a.metric('apotheca_sync_refusals_total')).toBe(4);
  });

  test('NET-41 a stranger who says nothing is put out in time, at each stage, and leaves nothing behind', async () => {
    const a = await world.keep(foundStore({ handshakeMs: 300 }));
    const silent = connect(portOf(a), '127.0.0.1');
    const secured = connectTls({ port: portOf(a), host: '127.0.0.1', rejectUnauthorized: false });
    const greeting = knock(a);
    secured.on('error', () => {});
    await once(greeting, 'open');
    expect(a.sync.status().peers).toEqual([]);
    expect(await a.metric('apotheca_sync_half_open')).toBe(3);
    const closed = await Promise.all([once(silent, 'close'), once(secured, 'close'), closing(greeting)]);
    expect(closed[2]).toMatchObject({ code: 4405, reason: expect.stringContaining('too long') });
    await eventually(
      'half open',
      () => a.metric('apotheca_sync_half_open'),
      (count) => count === 0,
    );
  });

  test('NET-42 too many strangers are turned away; those who are linked go on', async () => {
    const limits = { halfOpenMax: 6, halfOpenOfAddressMax: 4, burst: 60, perSecond: 100 };
    const a = await world.keep(foundStore({ limits }));
    const b = await world.keep(joinStore(a, 'Back', { peers: [`${a.sync.url}/`] }));
    await linked(a, b);
    const sockets: Socket[] = Array.from({ length: 30 }, () => connect(portOf(a), '127.0.0.1'));
    await eventually(
      'turned away',
      () => sockets.filter((socket) => socket.destroyed).length,
      (count) => count === 26,
    );
    expect(await a.metric('apotheca_sync_half_open')).toBe(4);
    await change(a, '6145550601');
    await eventually(
      'phone',
      () => phoneOf(b),
      (phone) => phone === '6145550601',
    );
    for (const socket of sockets) socket.destroy();
  });

  test('NET-43 a terminal that reads nothing costs a bounded amount of memory and does not hold up the others', async () => {
    const a = await world.keep(foundStore({ discovery: false }));
    const proxy = await CuttingProxy.to(a.sync.url);
    proxies.push(proxy);
    const b = await world.keep(joinStore(a, 'Back', { peers: [proxy.url], discovery: false }));
    const c = await world.keep(joinStore(a, 'Drive', { peers: [`${a.sync.url}/`], discovery: false }));
    await linked(a, b);
    await linked(a, c);
    await alike(a, b, c);
    proxy.set('stalled');
    let buffered = 0;
    for (let index = 0; index < 20; index += 1) {
      await keepScan(a, randomBytes(900_000));
      await change(a, `61455507${String(index).padStart(2, '0')}`);
      buffered = Math.max(buffered, await a.metric('apotheca_sync_buffered_bytes'));
    }
    await alike(a, c);
    expect(buffered).toBeLessThan(10 * 1024 * 1024);
    expect(peer(a, b.terminalId)?.lagEvents).toBeGreaterThan(10);
    proxy.set('fair');
    await alike(a, b, c);
  });
});
