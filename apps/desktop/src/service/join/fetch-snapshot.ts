import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { projectionsDigest, verifyDatabase } from '@apotheca/core';
import type { Bundle } from '@apotheca/core/replication/enrolment';
import { joinPath } from '@apotheca/core/replication/enrolment';
import { originRecords } from '../backup/origin-records.ts';
import { SqliteDatabase } from '../database/sqlite-database.ts';
import { version } from '../install-paths.ts';
import { OperatorError } from '../operator-error.ts';
import { refusalOf } from './ask-for-membership.ts';
import { type JoinClient, sleep } from './join-client.ts';
import {
  openSnapshot,
  type Snapshot,
  type SnapshotFile,
  snapshotChunkBytes,
  snapshotManifestBytesMax,
} from './snapshot-manifest.ts';

const pollMs = 300;
/** The other terminal makes the copy: a large store takes minutes. */
const makingMsMax = 30 * 60_000;
/** A chunk that comes changed is asked for again; a line that changes all of them is not worth it. */
const chunkTriesMax = 3;

export function partPath(dir: string, name: SnapshotFile['name']): string {
  return join(dir, `${name}.part`);
}

/** The description of the snapshot, once it is made. */
export async function awaitSnapshot(client: JoinClient, bundle: Bundle): Promise<Snapshot> {
  const startedMs = performance.now();
  for (;;) {
    const options = { ticket: bundle.ticket, bytesMax: snapshotManifestBytesMax };
    const answer = await client.ask('GET', `${joinPath}/snapshot`, options);
    if (answer.status === 200) {
      const snapshot = openSnapshot(answer.body, Buffer.from(bundle.snapshotKey, 'base64'));
      if (snapshot?.storeId !== bundle.storeId)
        throw new OperatorError('The copy of the store was changed on its way.');
      if (isNewer(snapshot.appVersion, version)) {
        throw new OperatorError(
          `The store runs version ${snapshot.appVersion}, this is ${version}. Update Apotheca here, then join.`,
        );
      }
      return snapshot;
    }
    if (answer.status !== 202) throw refusalOf(answer);
    if (performance.now() - startedMs > makingMsMax) {
      throw new OperatorError(
        'The other terminal did not finish its copy of the store. See its log, then start again.',
      );
    }
    await sleep(pollMs);
  }
}

/** Fetches one file into the directory; what is there already and right is kept. */
export async function fetchFile(client: JoinClient, bundle: Bundle, file: SnapshotFile, dir: string): Promise<void> {
  const handle = openSync(partPath(dir, file.name), 'a+', 0o600);
  try {
    let no = soundChunks(handle, file);
    ftruncateSync(handle, no * snapshotChunkBytes);
    for (; no < file.chunks.length; no += 1) {
      const chunk = await fetchChunk(client, bundle, file, no);
      for (let from = 0; from < chunk.length; ) from += writeSync(handle, chunk, from);
    }
    ftruncateSync(handle, file.bytes);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** How many chunks from the start are here as they should be. */
function soundChunks(handle: number, { bytes, chunks }: SnapshotFile): number {
  const buffer = Buffer.alloc(snapshotChunkBytes);
  for (let no = 0; no < chunks.length; no += 1) {
    const length = Math.min(snapshotChunkBytes, bytes - no * snapshotChunkBytes);
    const got = readSync(handle, buffer, 0, length, no * snapshotChunkBytes);
    if (got < length || digestOf(buffer.subarray(0, length)) !== chunks[no]) return no;
  }
  return chunks.length;
}

async function fetchChunk(client: JoinClient, bundle: Bundle, file: SnapshotFile, no: number): Promise<Buffer> {
  for (let tries = 1; ; tries += 1) {
    const options = { ticket: bundle.ticket, bytesMax: snapshotChunkBytes };
    const answer = await client.ask('GET', `${joinPath}/snapshot/${file.name}/${no}`, options);
    if (answer.status !== 200) throw refusalOf(answer);
    if (digestOf(answer.body) === file.chunks[no]) return answer.body;
    if (tries >= chunkTriesMax) {
      throw new OperatorError('The copy of the store arrives damaged. Check the network, then start again.');
    }
  }
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Chain, seals and digests of what arrived are those the other terminal named. */
export function verifyStoreImage(image: string, key: Uint8Array, snapshot: Snapshot): void {
  const db = SqliteDatabase.open({ file: image, key, isReadOnly: true });
  try {
    const origins = originRecords(db);
    const verdict = verifyDatabase(db, { storeId: snapshot.storeId, origins: () => origins });
    const isSame =
      verdict.ok &&
      verdict.digest === snapshot.ledger.digest &&
      verdict.checked === snapshot.ledger.events &&
      projectionsDigest(db) === snapshot.projectionsDigest;
    if (!isSame) {
      throw new OperatorError(
        'The copy of the store does not verify. Run "verify" on the other terminal, then join again.',
      );
    }
  } finally {
    db.close();
  }
}

/** By the numbers of `1.2.3`; anything else is as old as it is. */
function isNewer(theirs: string, ours: string): boolean {
  const [a, b] = [theirs, ours].map((text) => text.split(/[.-]/).slice(0, 3).map(Number)) as [number[], number[]];
  for (let place = 0; place < 3; place += 1) {
    const difference = (a[place] || 0) - (b[place] || 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
