import { createHash, randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Bundle } from '@apotheca/core/replication/enrolment';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openConnection } from '../database/open-connection.ts';
import { makeCertificate } from '../sync/certificate.ts';
import { openTerminal, type Terminal } from '../terminal/open-terminal.ts';
import { storePath } from '../terminal/store-path.ts';
import { testFolder } from '../testing/probe-store.ts';
import { fetchFile, partPath, verifyStoreImage } from './fetch-snapshot.ts';
import { JoinClient } from './join-client.ts';
import {
  openSnapshot,
  type Snapshot,
  type SnapshotFile,
  sealSnapshot,
  snapshotChunkBytes,
} from './snapshot-manifest.ts';
import { imagePath, writeSnapshot } from './write-snapshot.ts';

const folder = testFolder();
const snapshotKey = randomBytes(32);
const secret = 'only-of-the-giving-terminal';
let terminal: Terminal;
let snapshot: Snapshot;
let image: string;

beforeAll(async () => {
  const dataDir = folder.path('giver');
  terminal = await openTerminal({
    dataDir,
    demo: null,
    roles: ['terminal'],
    passphrase: undefined,
    keychain: null,
    mayCreate: true,
    webOrigins: () => [],
  });
  const { db, kernel, keys, identity } = terminal;
  const insert = 'INSERT INTO idempotency (scope, key, input_digest, answer, at) VALUES (?, ?, ?, ?, ?)';
  for (let no = 0; no < 50; no += 1) db.write(insert).run('s', String(no), '', secret.repeat(100), '2026');
  db.write('DELETE FROM idempotency WHERE key > ?').run('2');
  db.write('INSERT INTO local_state (key, value) VALUES (?, ?)').run('x', secret);
  db.write('INSERT INTO auth_attempt (subject, failures, blocked_until_ms) VALUES (?, 1, 1)').run(secret);
  kernel.engine.seal();
  const targetDir = folder.path('snapshot');
  mkdirSync(targetDir);
  snapshot = writeSnapshot({
    databaseFile: storePath(dataDir),
    databaseKey: keys.secrets.databaseKey,
    catalogDir: join(dataDir, 'catalog'),
    storeId: identity.storeId,
    createdAt: '2026-11-21T15:00:00Z',
    snapshotKey,
    localTables: kernel.localTables,
    targetDir,
  });
  image = imagePath(targetDir, 'store');
}, 60_000);

afterAll(() => {
  terminal.close();
  folder.remove();
});

describe('the copy of a store', () => {
  test('NOD-43 it has the ledger and the tables, and of the local ones not even what was deleted', () => {
    const { ledger, projections } = terminal.kernel;
    expect(snapshot.ledger.digest).toBe(ledger.digest());
    expect(snapshot.projectionsDigest).toBe(projections.digest());
    const plain = folder.path('plain.db');
    copyFileSync(image, plain);
    const connection = openConnection({ file: plain, key: snapshotKey });
    connection.pragma('journal_mode = DELETE');
    const count = (table: string) => connection.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number };
    for (const table of ['idempotency', ...terminal.kernel.localTables]) expect(count(table), table).toEqual({ n: 0 });
    const states = connection.prepare('SELECT key FROM local_state').all();
    expect(states).toEqual([{ key: 'modules.signature' }]);
    connection.pragma("rekey = ''");
    connection.close();
    const bytes = readFileSync(plain);
    expect(bytes.subarray(0, 15).toString()).toBe('SQLite format 3');
    expect(bytes.includes('terminal.enrolled')).toBe(true);
    for (const text of [secret, 'incarnation', 'kept-secrets']) expect(bytes.includes(text), text).toBe(false);
  });

  test('NOD-43 it opens with the key of the snapshot alone', () => {
    const { databaseKey } = terminal.keys.secrets;
    expect(() => openConnection({ file: image, key: databaseKey })).toThrow(/cannot be opened/);
    const sealed = sealSnapshot(snapshot, snapshotKey, randomBytes(12));
    expect(openSnapshot(sealed, snapshotKey)).toEqual(snapshot);
    expect(openSnapshot(sealed, randomBytes(32))).toBeNull();
    sealed[40] = (sealed[40] ?? 0) ^ 1;
    expect(openSnapshot(sealed, snapshotKey)).toBeNull();
  });

  test('NOD-44 a copy that is not what the other terminal described is not taken', () => {
    expect(() => verifyStoreImage(image, snapshotKey, snapshot)).not.toThrow();
    const other = (more: object) => () => verifyStoreImage(image, snapshotKey, { ...snapshot, ...more });
    expect(other({ ledger: { ...snapshot.ledger, digest: 'x' } })).toThrow(/does not verify/);
    expect(other({ ledger: { ...snapshot.ledger, events: 7 } })).toThrow(/does not verify/);
    expect(other({ projectionsDigest: 'x' })).toThrow(/does not verify/);
    expect(other({ storeId: 'store_other' })).toThrow(/does not verify/);
  });
});

describe('fetching it', () => {
  const content = randomBytes(3 * snapshotChunkBytes + 1000);
  const part = (no: number) => content.subarray(no * snapshotChunkBytes, (no + 1) * snapshotChunkBytes);
  const chunks = [0, 1, 2, 3].map((no) => createHash('sha256').update(part(no)).digest('hex'));
  const file: SnapshotFile = { name: 'store', bytes: content.length, chunks };
  const bundle = { ticket: 'a'.repeat(64) } as Bundle;
  const asked: number[] = [];
  /** Answers of these chunks are changed this often. */
  const spoilt = new Map<number, number>();
  let server: Server;
  let client: JoinClient;

  beforeAll(async () => {
    server = createServer(makeCertificate(), (request, response) => {
      const no = Number((request.url ?? '').split('/').at(-1));
      asked.push(no);
      const left = spoilt.get(no) ?? 0;
      spoilt.set(no, left - 1);
      const bytes = Buffer.from(part(no));
      if (left > 0) bytes[5] = (bytes[5] ?? 0) ^ 1;
      response.end(bytes);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    client = new JoinClient(new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}`), 500);
  });
  afterAll(() => {
    client.close();
    server.close();
  });

  function into(name: string): string {
    const dir = folder.path(name);
    mkdirSync(dir);
    asked.length = 0;
    spoilt.clear();
    return dir;
  }

  test('NOD-44 all chunks arrive; one that was changed on the way is asked for again', async () => {
    const dir = into('all');
    spoilt.set(2, 2);
    await fetchFile(client, bundle, file, dir);
    expect(readFileSync(partPath(dir, 'store')).equals(content)).toBe(true);
    expect(asked).toEqual([0, 1, 2, 2, 2, 3]);
  });

  test('NOD-44 what is there and right is not fetched again, whatever follows it', async () => {
    const dir = into('resumed');
    const torn = Buffer.concat([part(0), part(1).subarray(0, 700), randomBytes(2 * snapshotChunkBytes)]);
    writeFileSync(partPath(dir, 'store'), torn);
    await fetchFile(client, bundle, file, dir);
    expect(asked).toEqual([1, 2, 3]);
    expect(readFileSync(partPath(dir, 'store')).equals(content)).toBe(true);
    asked.length = 0;
    await fetchFile(client, bundle, file, dir);
    expect(asked).toEqual([]);
    expect(statSync(partPath(dir, 'store')).size).toBe(content.length);
  });

  test('NOD-44 a line that changes everything is given up, with what came before kept', async () => {
    const dir = into('damaged');
    spoilt.set(1, 100);
    await expect(fetchFile(client, bundle, file, dir)).rejects.toThrow(/arrives damaged/);
    expect(statSync(partPath(dir, 'store')).size).toBe(snapshotChunkBytes);
  });
});
