import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient, type ORPCError } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { probeContract } from '../testing/probe-module.ts';
import { launchToken, type ProbeServer, startProbeServer } from '../testing/probe-server.ts';
import { AddressRoom } from './address-room.ts';

type Client = ContractRouterClient<{ probe: typeof probeContract }, { token?: string; key?: string }>;

let server: ProbeServer;
const closers: (() => void)[] = [];
beforeAll(async () => {
  server = await startProbeServer();
});
afterEach(() => {
  for (const close of closers.splice(0)) close();
});
afterAll(() => server.stop());

/** Authorization and idempotency key go with each call, not with the connection. */
function headers({ context }: { context: { token?: string; key?: string } }): Record<string, string> {
  return {
    ...(context.token ? { authorization: `Bearer ${context.token}` } : {}),
    ...(context.key ? { 'idempotency-key': context.key } : {}),
  };
}

function overSocket(query = ''): Client {
  const websocket = new WebSocket(`ws://127.0.0.1:${server.port}/rpc${query}`);
  closers.push(() => websocket.close());
  return createORPCClient(new SocketLink({ websocket: websocket as never, headers }));
}

function overPort(): Client {
  const { port1, port2 } = new MessageChannel();
  server.transports.rpc.acceptPort(port2);
  port1.start();
  port2.start();
  closers.push(() => port1.close());
  return createORPCClient(new PortLink({ port: port1 as never, headers }));
}

async function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'ok',
    (error: ORPCError<string, unknown>) => error.code,
  );
}

const channels: [string, () => Client][] = [
  ['WebSocket', () => overSocket()],
  ['MessagePort', overPort],
];

describe.each(channels)('RPC over %s', (name, open) => {
  test('SVC-50 each call carries its own session and idempotency key', async () => {
    const client = open();
    const input = { id: `${name}-1`, by: 3 };
    expect(await client.probe.add(input, { context: { token: 'tech', key: name } })).toEqual({ total: 3 });
    expect(await client.probe.add(input, { context: { token: 'tech', key: name } })).toEqual({ total: 3 });
    expect(await client.probe.add(input, { context: { token: 'tech' } })).toEqual({ total: 6 });
    expect(await codeOf(client.probe.add(input, { context: {} }))).toBe('sign-in-required');
    expect(await codeOf(client.probe.add(input, { context: { token: 'auditor' } }))).toBe('forbidden');
  });

  test('SVC-50 refusals and bad input come as typed errors with their data', async () => {
    const client = open();
    const wrong = client.probe.add({ id: 'a', by: 'x' as never }, { context: { token: 'tech' } });
    await expect(wrong).rejects.toMatchObject({
      code: 'invalid-input',
      status: 400,
      data: { fields: [{ path: 'by' }] },
    });
    expect(await codeOf(client.probe.fail({}))).toBe('internal-error');
    const badKey = client.probe.add({ id: 'a', by: 1 }, { context: { token: 'tech', key: 'a b' } });
    expect(await codeOf(badKey)).toBe('invalid-input');
  });
});

describe('the own window', () => {
  test('SVC-51 the launch token makes a socket the own window; without it the same call is refused', async () => {
    const own = overSocket(`?launch=${launchToken}`);
    expect(await own.probe.window({})).toEqual({ address: '127.0.0.1' });
    expect(await codeOf(overSocket().probe.window({}))).toBe('own-window-only');
    expect(await codeOf(overSocket(`?launch=${'M'.repeat(43)}`).probe.window({}))).toBe('own-window-only');
  });

  test('SVC-51 a port is the own window by itself', async () => {
    expect(await overPort().probe.window({})).toEqual({ address: 'local' });
  });

  test('SVC-52 a window that does not read is let go before its answers fill memory', () => {
    const outcome: string[] = [];
    const stalled = Object.assign(new EventEmitter(), {
      OPEN: 1,
      readyState: 1,
      bufferedAmount: 0,
      addEventListener: () => {},
      send: () => outcome.push('sent'),
      terminate: () => outcome.push('terminated'),
    });
    server.transports.rpc.acceptSocket(stalled as never, new PassThrough(), { address: '127.0.0.1', ownWindow: false });
    stalled.send();
    stalled.bufferedAmount = 33 * 1024 * 1024;
    stalled.send();
    stalled.emit('close');
    expect(outcome).toEqual(['sent', 'terminated']);
  });

  test('SVC-52 a message over the limit closes the socket, and the service goes on', async () => {
    expect(await closeCode(`?launch=${launchToken}`, 33 * 1024 * 1024)).toBe(1009);
    expect(await overSocket().probe.list({})).toMatchObject({ limit: 50 });
  });
});

/** What a socket is closed with for one message of so many bytes. */
function closeCode(query: string, bytes: number): Promise<number> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/rpc${query}`);
  return new Promise((resolve) => {
    socket.on('open', () => socket.send(Buffer.alloc(bytes)));
    socket.on('close', resolve);
    socket.on('error', () => {});
  });
}

describe('sockets of strangers', () => {
  test('SVC-53 until someone signs in on a socket its messages are short', async () => {
    const note = 'x'.repeat(400 * 1024);
    expect(await closeCode('', note.length)).not.toBe(1000);
    const stranger = overSocket();
    await expect(stranger.probe.add({ id: 'long', by: 1, note }, { context: { token: 'tech' } })).rejects.toThrow();
    const colleague = overSocket();
    const short = { id: 'long', by: 1, note: 'x'.repeat(100 * 1024) };
    for (let round = 0; round < 4; round += 1) await colleague.probe.list({ q: short.note });
    await colleague.probe.add(short, { context: { token: 'tech' } });
    const long = await colleague.probe.add({ ...short, note }, { context: { token: 'tech' } });
    expect(long).toEqual({ total: 2 });
    const own = overSocket(`?launch=${launchToken}`);
    expect(await own.probe.list({ q: note })).toMatchObject({ q: note });
  });

  test('SVC-54 one address has a share of the sockets, and the own window is not counted', async () => {
    const open = (query = '') =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(`ws://127.0.0.1:${server.port}/rpc${query}`);
        closers.push(() => socket.terminate());
        socket.on('open', () => resolve('open'));
        socket.on('unexpected-response', (_request, response) => resolve(String(response.statusCode)));
        socket.on('error', () => {});
      });
    await vi.waitFor(() => expect(server.transports.rpc.openSockets).toBe(0));
    for (let round = 0; round < 6; round += 1) expect(await open()).toBe('open');
    expect(await open()).toBe('503');
    expect(await open(`?launch=${'M'.repeat(43)}`)).toBe('503');
    for (let round = 0; round < 8; round += 1) expect(await open(`?launch=${launchToken}`)).toBe('open');
    for (const close of closers.splice(0)) close();
    await vi.waitFor(async () => expect(await open()).toBe('open'));
  });

  test('SVC-54 room is by address and in all, and comes back once', () => {
    const room = new AddressRoom({ total: 3, perAddress: 2 });
    const first = room.enter('a');
    room.enter('a');
    expect(room.enter('a')).toBeNull();
    expect(room.enter('b')).not.toBeNull();
    expect(room.enter('c')).toBeNull();
    first?.();
    first?.();
    expect(room.enter('c')).not.toBeNull();
    expect(room.enter('a')).toBeNull();
  });
});
