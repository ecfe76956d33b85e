import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { createGuardrails, generateSync } from 'otplib';
import { makeCertificate } from '../../src/service/sync/certificate.ts';
import { eventually, type SyncTerminal } from '../../src/service/testing/sync-terminal.ts';

/** Terminals of one test, stopped after it. */
export class World {
  readonly #running = new Set<{ stop(): Promise<void> }>();

  async keep<T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> {
    const started = await starting;
    this.#running.add(started);
    return started;
  }

  async stop(one: { stop(): Promise<void> }): Promise<void> {
    this.#running.delete(one);
    await one.stop();
  }

  async end(): Promise<void> {
    const all = [...this.#running];
    this.#running.clear();
    await Promise.all(all.map((one) => one.stop()));
  }
}

export function digests({ store }: SyncTerminal) {
  return {
    ledger: store.kernel.ledger.digest(),
    projections: store.kernel.projections.digest(),
    inventory: store.kernel.host.service('inventory').digest(),
  };
}

export function alike(...terminals: SyncTerminal[]) {
  return eventually(
    'digests',
    () => terminals.map(digests),
    (all) => all.every((one) => JSON.stringify(one) === JSON.stringify(all[0])),
    30_000,
  );
}

export const change = (terminal: SyncTerminal, phone: string) =>
  terminal.store.as('owner').call('store.change', { phone });
export const phoneOf = async (terminal: SyncTerminal): Promise<string> =>
  (await terminal.store.as('owner').call('store.profile')).phone as string;

const guardrails = createGuardrails({ MIN_SECRET_BYTES: 10 });

/** As the owner would, with the code of the authenticator. */
export function putOut(by: SyncTerminal, whom: SyncTerminal): Promise<unknown> {
  const epoch = Math.floor(by.store.clock.nowMs() / 1000);
  const totp = generateSync({ secret: 'JBSWY3DPEHPK3PXP', epoch, guardrails });
  return by.store.as('owner').call('nodes.revokeTerminal', { id: whom.terminalId, reason: 'stolen', totp });
}

export function peer(of: SyncTerminal, terminalId: string) {
  return of.sync.status().peers.find((one) => one.terminalId === terminalId);
}

export function linked(a: SyncTerminal, b: SyncTerminal) {
  return eventually(
    `link of ${a.terminalId} and ${b.terminalId}`,
    () => [peer(a, b.terminalId)?.connected, peer(b, a.terminalId)?.connected],
    (both) => both.every(Boolean),
  );
}

export function apart(a: SyncTerminal, b: SyncTerminal, timeoutMs = 10_000) {
  return eventually(
    `${a.terminalId} without ${b.terminalId}`,
    () => peer(a, b.terminalId)?.connected,
    (connected) => !connected,
    timeoutMs,
  );
}

export interface ManInTheMiddle {
  readonly url: string;
  /** Bytes it could read. */
  read(): number;
  stop(): Promise<void>;
}

/** Someone who speaks TLS to both ends with a certificate of their own and passes on every word. */
export async function manInTheMiddle(target: string): Promise<ManInTheMiddle> {
  let seen = 0;
  const { cert, key } = makeCertificate();
  const open = new Set<TLSSocket>();
  const server = createServer({ cert, key, minVersion: 'TLSv1.3' }, (near) => {
    const far = connect({ port: Number(new URL(target).port), host: '127.0.0.1', rejectUnauthorized: false });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from);
      from.on('data', (chunk) => {
        seen += chunk.length;
        to.write(chunk);
      });
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    read: () => seen,
    async stop() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
