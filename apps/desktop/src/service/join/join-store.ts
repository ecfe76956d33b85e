import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Bundle, joinPath } from '@apotheca/core/replication/enrolment';
import { normaliseEnrolmentCode } from '@apotheca/core/replication/enrolment-code';
import { lockDataDir } from '../database/data-dir-lock.ts';
import { openConnection } from '../database/open-connection.ts';
import type { Keychain } from '../keys/key-provider.ts';
import { type OpenKeys, openKeys } from '../keys/open-keys.ts';
import { OperatorError } from '../operator-error.ts';
import { readIdentity, writeIdentity } from '../terminal/identity.ts';
import { systemClock } from '../terminal/machine.ts';
import { storePath } from '../terminal/store-path.ts';
import { syncDirectory } from '../write-file-durably.ts';
import { askForMembership } from './ask-for-membership.ts';
import { awaitSnapshot, fetchFile, partPath, verifyStoreImage } from './fetch-snapshot.ts';
import { JoinClient } from './join-client.ts';
import { rekeyFile } from './write-snapshot.ts';

export interface JoinOrder {
  readonly dataDir: string;
  /** syncUrl of a running terminal. */
  readonly url: string;
  readonly code: string;
  /** Jurisdiction asked for with --demo; null without the flag. */
  readonly demo: string | null;
  readonly passphrase: string | undefined;
  readonly keychain: Keychain | null;
}

/**
 * Makes an empty directory a terminal of a running store. Everything is fetched, checked and re-encrypted in a
 * directory beside it; one rename makes it current. Killed at any point, the same command goes on where it was, under
 * the same keys. What happens in the store meanwhile comes by sync.
 */
export async function joinStore(order: JoinOrder): Promise<void> {
  const joinedWith = digestOf(order.code);
  const { dataDir } = order;
  if (existsSync(storePath(dataDir)) && readIdentity(dataDir)?.joinedWith === joinedWith) return;
  checkEmpty(dataDir);
  const staging = join(dirname(dataDir), `.${basename(dataDir)}.joining`);
  mkdirSync(staging, { recursive: true, mode: 0o700 });
  const lock = lockDataDir(staging);
  const client = new JoinClient(new URL(order.url));
  // What an earlier attempt has fetched is worth keeping; keys that nobody let in are not.
  let isMember = existsSync(partPath(staging, 'store')) || existsSync(storePath(staging));
  try {
    const keys = await openKeys({ dataDir: staging, passphrase: order.passphrase, keychain: order.keychain }, false);
    const bundle = await askForMembership(client, order.code, keys.secrets);
    isMember = true;
    checkDemo(order, bundle);
    await keys.keepRing(bundle.storeKeys.map(({ id, bytes }) => ({ id, bytes: Buffer.from(bytes, 'base64') })));
    await takeSnapshot(client, bundle, keys, staging, order.url);
    writeIdentity(staging, {
      version: 1,
      storeId: bundle.storeId,
      terminalId: bundle.terminalId,
      demo: bundle.demo,
      createdAt: new Date(systemClock.nowMs()).toISOString(),
      isRestored: false,
      joinedWith,
    });
    lock.release();
    makeCurrent(staging, dataDir);
    // Only tidies up there; what nobody takes back is swept after a day.
    const done = { ticket: bundle.ticket, bytesMax: 1024, patienceMs: 0 };
    await client.ask('DELETE', `${joinPath}/snapshot`, done).catch(() => {});
  } finally {
    lock.release();
    client.close();
    if (!isMember) rmSync(staging, { recursive: true, force: true });
  }
}

function checkEmpty(dataDir: string): void {
  const names = existsSync(dataDir) ? readdirSync(dataDir) : [];
  if (names.length === 0) return;
  const isStore = existsSync(storePath(dataDir)) || readIdentity(dataDir) !== null;
  throw new OperatorError(
    isStore
      ? `${dataDir} holds a store already, which --join would lose. Start it without --join, or give another --data-dir.`
      : `${dataDir} is not empty. --join needs an empty or a new --data-dir.`,
  );
}

function checkDemo({ demo }: JoinOrder, bundle: Bundle): void {
  if (demo === null || demo === bundle.demo) return;
  throw new OperatorError(
    bundle.demo === null
      ? 'The other terminal holds a real store, not a demo. Join without --demo.'
      : `The other terminal holds the demo of ${bundle.demo}. Join with --demo=${bundle.demo}, or without --demo.`,
  );
}

async function takeSnapshot(
  client: JoinClient,
  bundle: Bundle,
  keys: OpenKeys,
  staging: string,
  url: string,
): Promise<void> {
  const snapshotKey = Buffer.from(bundle.snapshotKey, 'base64');
  const ownKey = keys.secrets.databaseKey;
  const snapshot = await awaitSnapshot(client, bundle);
  for (const { name } of snapshot.files) clearTarget(staging, name);
  for (const file of snapshot.files) await fetchFile(client, bundle, file, staging);
  verifyStoreImage(partPath(staging, 'store'), snapshotKey, snapshot);
  for (const { name } of snapshot.files) {
    rekeyFile(partPath(staging, name), snapshotKey, ownKey);
    renameSync(partPath(staging, name), targetOf(staging, name));
  }
  rememberGiver(storePath(staging), ownKey, { terminalId: bundle.givenBy, url: new URL(url).href });
}

/** What an attempt left that was killed while it encrypted anew. */
function clearTarget(staging: string, name: 'store' | 'catalog'): void {
  for (const file of [partPath(staging, name), targetOf(staging, name)]) {
    for (const suffix of ['-journal', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
  }
  rmSync(targetOf(staging, name), { force: true });
}

function targetOf(staging: string, name: 'store' | 'catalog'): string {
  if (name === 'store') return storePath(staging);
  mkdirSync(join(staging, 'catalog'), { recursive: true, mode: 0o700 });
  return join(staging, 'catalog', 'catalog-000001.db');
}

/** So that the first link needs neither a flag nor multicast. */
function rememberGiver(file: string, key: Uint8Array, address: { terminalId: string; url: string }): void {
  const connection = openConnection({ file, key });
  try {
    connection
      .prepare('INSERT OR REPLACE INTO local_state (key, value) VALUES (?, ?)')
      .run('sync.addresses', JSON.stringify([address]));
    connection.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    connection.close();
  }
}

function makeCurrent(staging: string, dataDir: string): void {
  for (const suffix of ['', '-journal']) rmSync(join(staging, `lock.db${suffix}`), { force: true });
  syncDirectory(staging);
  if (existsSync(dataDir)) rmdirSync(dataDir);
  renameSync(staging, dataDir);
  syncDirectory(dirname(dataDir));
}

function digestOf(code: string): string {
  return createHash('sha256')
    .update(`apotheca-joined-1\n${normaliseEnrolmentCode(code) ?? code}`)
    .digest('hex');
}
