import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  describeReplicaStore,
  type ReplicaSetup,
  type ReplicaUnderTest,
} from '@apotheca/core/replication/testing/replica-store.contract';
import type { Archive } from '../src/archive/archive.ts';
import { SqliteArchive } from '../src/archive/sqlite/sqlite-archive.ts';
import { RelayStore } from '../src/rooms/relay-store.ts';

const writer = new URL('../src/archive/sqlite/writer.worker.ts', import.meta.url);
const quiet = { advanced: () => {}, smallChanged: () => {} };

async function open(setup: ReplicaSetup, dir = mkdtempSync(join(tmpdir(), 'relay-store-'))): Promise<ReplicaUnderTest> {
  const keys = new Map(setup.members.map(({ terminalId, publicKey }) => [terminalId, publicKey]));
  const archive: Archive = await SqliteArchive.start(dir, writer, () => {});
  const store = new RelayStore({
    archive: await archive.open(setup.storeId, quiet),
    memberKey: (terminalId) => keys.get(terminalId),
    mayTake: () => true,
    monotonicMs: () => performance.now(),
    onRefused: () => {},
    onPassedOn: () => {},
    onTaken: () => {},
  });
  return {
    store,
    restart: async () => {
      await archive.close();
      return open(setup, dir);
    },
    close: async () => {
      await archive.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

describeReplicaStore({ name: 'REL-20 the relay over SQLite', opensPayloads: false }, open);
