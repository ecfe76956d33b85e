import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPlainGate, openKernel, type Session } from '@apotheca/core';
import { FakeClock, memoryDatabase, SeededRandom } from '@apotheca/core/testing';
import { assembleTransports, type Transports } from '../transport/assemble.ts';
import { HttpServer } from '../transport/http-server.ts';
import { type Reach, reachOf } from '../transport/request-guard.ts';
import { probeModule } from './probe-module.ts';

export const launchToken = 'L'.repeat(43);

export interface ProbeServer {
  readonly url: string;
  readonly port: number;
  readonly transports: Transports;
  readonly uploadsDir: string;
  /** What was logged: the fields of each line. */
  readonly logged: unknown[];
  fault: string | null;
  stop(): Promise<void>;
}

/** The real transports over a store in memory. Token `tech` is a technician, `auditor` an auditor, `locked` a locked technician. */
export async function startProbeServer(rendererDir?: string): Promise<ProbeServer> {
  const dir = mkdtempSync(join(tmpdir(), 'apotheca-http-'));
  const kernel = openKernel({
    db: memoryDatabase(),
    storeId: 'store_test',
    terminalId: 't1',
    storeKeys: [{ id: 'k1', bytes: new SeededRandom('key').bytes(32) }],
    clock: new FakeClock('2026-11-21T15:00:00Z'),
    random: new SeededRandom('probe'),
    gate: createPlainGate(),
    headStore: { read: () => null, write: () => {} },
    modules: [probeModule],
  });
  const logged: unknown[] = [];
  const server = { fault: null as string | null };
  const transports = assembleTransports({
    kernel,
    log: { error: (fields: unknown) => void logged.push(fields) },
    sessionOf,
    isLocked: (sessionId) => sessionId === 's_locked',
    fault: () => server.fault,
    databaseFile: join(dir, 'store.db'),
    uploadsDir: join(dir, 'uploads'),
    uploadLimits: { uploadBytesMax: 8_000_000, heldBytesMax: 10_000_000 },
    rendererDir: rendererDir ?? join(dir, 'no-renderer'),
  });
  await transports.uploads.start();
  let reach: Reach = { hosts: new Set(), origins: new Set() };
  const http = new HttpServer({
    tls: null,
    launchToken,
    socketRoom: { total: 12, perAddress: 6 },
    reach: () => reach,
    rpc: transports.rpc,
    api: (request, response, path, origin) => transports.api.handle(request, response, path, origin),
    page: (request, response, path, nonce) => transports.pages.serve(request, response, path, nonce),
    local: async () => {},
    onUnexpected: (error) => logged.push(error),
  });
  const port = await http.listen('127.0.0.1', 0);
  reach = reachOf(['127.0.0.1', 'localhost'], port, false);
  return Object.assign(server, {
    url: `http://127.0.0.1:${port}`,
    port,
    transports,
    uploadsDir: join(dir, 'uploads'),
    logged,
    async stop() {
      await http.stop(200);
      kernel.close();
      rmSync(dir, { recursive: true, force: true });
    },
  });
}

function sessionOf(token: string): Session | null {
  const roles: Record<string, Session['role']> = { tech: 'technician', auditor: 'auditor', locked: 'technician' };
  const role = roles[token];
  return role ? { id: `s_${token}`, userId: `u_${role}`, userName: role, role, secondFactorAt: null } : null;
}
