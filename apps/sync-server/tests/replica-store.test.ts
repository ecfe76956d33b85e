import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  describeReplicaStore,
  type ReplicaSetup,
  type ReplicaUnderTest,
} from '@apotheca/core/replication/testing/replica-store.contract';
import { afterEach, describe, expect } from 'vitest';
import type { Archive } from '../src/archive/archive.ts';
import { NatsArchive } from '../src/archive/nats/nats-archive.ts';
import { SqliteArchive } from '../src/archive/sqlite/sqlite-archive.ts';
import { RelayStore } from '../src/rooms/relay-store.ts';
import { hasNats, NatsServer } from './nats-server.ts';

const writer = new URL('../src/archive/sqlite/writer.worker.ts', import.meta.url);
const faults: unknown[] = [];
const quiet = { advanced: () => {}, smallChanged: () => {} };

async function storeIn(archive: Archive, setup: ReplicaSetup): Promise<RelayStore> {
  const keys = new Map(setup.members.map(({ terminalId, publicKey }) => [terminalId, publicKey]));
  return new RelayStore({
    archive: await archive.open(setup.storeId, quiet),
    memberKey: (terminalId) => keys.get(terminalId),
    mayTake: () => true,
    monotonicMs: () => performance.now(),
    onRefused: () => {},
    onPassedOn: () => {},
    onTaken: () => {},
  });
}

/** An archive that is closed and opened again on what it wrote; `end` takes away what is left. */
async function underTest(
  open: () => Promise<Archive>,
  setup: ReplicaSetup,
  end: () => Promise<void>,
): Promise<ReplicaUnderTest> {
  const archive = await open();
  return {
    store: await storeIn(archive, setup),
    restart: async () => {
      await archive.close();
      return underTest(open, setup, end);
    },
    close: async () => {
      await archive.close();
      await end();
    },
  };
}

describeReplicaStore({ name: 'the relay over SQLite', opensPayloads: false }, (setup) => {
  const dir = mkdtempSync(join(tmpdir(), 'relay-store-'));
  const open = () => SqliteArchive.start(dir, writer, () => {});
  return underTest(open, setup, async () => rmSync(dir, { recursive: true, force: true }));
});

describe.skipIf(!hasNats)('JetStream (skipped: nats-server is not installed)', () => {
  describeReplicaStore({ name: 'the relay over JetStream', opensPayloads: false }, async (setup) => {
    const server = await NatsServer.start();
    const options = { servers: [server.url], replicas: 1, shards: 2, onWrite: () => {} };
    const open = () => NatsArchive.start({ ...options, onFault: (error) => void faults.push(error) });
    return underTest(open, setup, () => server.stop());
  });
  afterEach(() => expect(faults.splice(0)).toEqual([]));
});
