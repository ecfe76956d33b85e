import { EventEmitter } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient, type ORPCError } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { probeContract } from '../testing/probe-module.ts';
import { launchToken, type ProbeServer, startProbeServer } from '../testing/probe-server.ts';

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
    server.transports.rpc.acceptSocket(stalled as never, { address: '127.0.0.1', ownWindow: false });
    stalled.send();
    stalled.bufferedAmount = 33 * 1024 * 1024;
    stalled.send();
    stalled.emit('close');
    expect(outcome).toEqual(['sent', 'terminated']);
  });

  test('SVC-52 a message over the limit closes the socket, and the service goes on', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/rpc`);
    const code = await new Promise<number>((resolve) => {
      socket.on('open', () => socket.send(Buffer.alloc(33 * 1024 * 1024)));
      socket.on('close', resolve);
      socket.on('error', () => {});
    });
    expect(code).toBe(1009);
    expect(await overSocket().probe.list({})).toMatchObject({ limit: 50 });
  });
});
