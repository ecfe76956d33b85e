import type { Contract } from '@apotheca/core/contract';
import { type ClientLink, createORPCClient, ORPCError } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import { openPort, openSocket } from './link/connections.ts';
import { takeLaunch } from './link/launch.ts';
import { type CallContext, ResilientLink } from './link/resilient-link.ts';
import { sessionStore } from './session/session-store.ts';

const launch = takeLaunch();

function socketUrl(): string {
  const url = new URL('/rpc', window.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.hash = '';
  if (launch.token) url.searchParams.set('launch', launch.token);
  return url.href;
}

function headersOf(context: CallContext): Record<string, string> {
  const headers: Record<string, string> = {};
  const token = sessionStore.token;
  if (token) headers.authorization = `Bearer ${token}`;
  if (context.idempotencyKey) headers['idempotency-key'] = context.idempotencyKey;
  return headers;
}

export const link = new ResilientLink(
  () => (launch.kind === 'port' ? openPort(headersOf) : openSocket(socketUrl(), headersOf)),
  {
    nowMs: () => performance.now(),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  },
);

/** An ended or locked session shows itself in any answer: the frame then asks for the password or PIN. */
const watched: ClientLink<CallContext> = {
  async call(path, input, options) {
    const token = sessionStore.token;
    try {
      return await link.call(path, input, options);
    } catch (error) {
      if (error instanceof ORPCError && token !== null && token === sessionStore.token) {
        if (error.code === 'session-locked') sessionStore.lock();
        if (error.code === 'sign-in-required') sessionStore.end();
      }
      throw error;
    }
  },
};

export type Client = ContractRouterClient<Contract, CallContext>;

/** Every endpoint of the contract, typed. */
export const client: Client = createORPCClient(watched);

/** The same for react-query: `useQuery(api.prescriptions.get.queryOptions({ input: { id } }))`. */
export const api = createTanstackQueryUtils(client);
