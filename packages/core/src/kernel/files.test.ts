import { expect, test } from 'vitest';
import { memoryDatabase } from '../testing/index.ts';
import { batches, pass, type Terminal, take, terminal } from '../testing/linked-stores.ts';
import type { MemoryDatabase } from '../testing/memory-database.ts';
import { blobBytesMax, blobId } from './blob-places.ts';
import { RefusalError } from './refusal.ts';

const call = {
  session: null,
  address: 'local',
  ownWindow: true,
  idempotencyKey: null,
  procedure: 'test.keep',
  requestId: 'r0',
  signal: new AbortController().signal,
};
const bytesOf = (length: number) => Uint8Array.from({ length }, (_, index) => (index * 7919) % 251);
const rowsOf = (store: Terminal) => store.db.prepare<{ n: number }>('SELECT count(*) AS n FROM log').get()?.n;

function keep(store: Terminal, bytes: Uint8Array): string {
  return store.kernel.engine.command(call, 'test.keep', (unit) => {
    unit.authorize({});
    return unit.putBlob(bytes, 'image/png');
  });
}

const read = (store: Terminal, id: string) => {
  const blob = store.kernel.engine.rows.blobs.read(id);
  return blob && { mediaType: blob.mediaType, bytes: [...blob.bytes] };
};

test('BLOB-1 a file that one terminal keeps is read on all that have its row, after a rebuild too, and kept once', () => {
  const [a, b] = [terminal('a'), terminal('b')];
  const bytes = bytesOf(5000);
  const id = keep(a, bytes);
  expect(read(b, id)).toBeUndefined();
  pass(a, b);
  const kept = { mediaType: 'image/png', bytes: [...bytes] };
  expect(read(b, id)).toEqual(kept);
  b.rebuild();
  expect(read(b, id)).toEqual(kept);
  const rows = rowsOf(b);
  expect(keep(b, bytes)).toBe(id);
  expect(rowsOf(b)).toBe(rows);
});

test('BLOB-2 a file that is too large is refused and nothing is written; the largest is kept', () => {
  const a = terminal('a');
  const rows = rowsOf(a);
  expect(() => keep(a, new Uint8Array(blobBytesMax + 1))).toThrow(RefusalError);
  expect(rowsOf(a)).toBe(rows);
  const largest = Buffer.alloc(blobBytesMax, bytesOf(4093));
  const id = keep(a, largest);
  expect(a.kernel.engine.rows.blobs.read(id)?.bytes.length).toBe(blobBytesMax);
  const bytes = a.db.prepare<{ n: number }>('SELECT max(length(ciphertext)) AS n FROM log').get()?.n;
  expect(bytes).toBeLessThan(24 * 1024 * 1024 - 4096);
});

test('BLOB-3 files kept beside the ledger stay readable and are moved into it at the next start', () => {
  const a = terminal('a');
  const bytes = bytesOf(300);
  const id = blobId(bytes);
  const insert = a.db.write('INSERT INTO blob (id, media_type, bytes) VALUES (?, ?, ?)');
  insert.run(id, 'image/png', bytes);
  insert.run('of-another-name', 'image/png', bytes);
  expect(read(a, id)?.bytes).toEqual([...bytes]);
  const again = terminal('a', { database: memoryDatabase((a.db as MemoryDatabase).image()), seed: 'again' });
  expect(read(again, id)?.bytes).toEqual([...bytes]);
  expect(read(again, 'of-another-name')?.bytes).toEqual([...bytes]);
  expect(again.db.prepare('SELECT id FROM blob').all()).toEqual([{ id: 'of-another-name' }]);
  const b = terminal('b');
  pass(again, b);
  expect(read(b, id)?.bytes).toEqual([...bytes]);
});

test('BLOB-4 a row whose bytes are not those its id names shows no file', () => {
  const [a, b] = [terminal('a'), terminal('b')];
  const content = { mediaType: 'image/png', base64: Buffer.from('other bytes').toString('base64') };
  const id = blobId(bytesOf(10));
  const payload = { k: 'blob', i: id, p: content, a: a.kernel.engine.actorOf(call), c: 'x', t: '2026-11-21T15:00:00Z' };
  a.kernel.engine.transact(() => a.kernel.engine.appendRow('blob.kept', payload));
  a.kernel.engine.seal();
  expect(take(b, batches(a.replica, b.replica)).refused).toBeNull();
  expect([read(a, id), read(b, id)]).toEqual([undefined, undefined]);
});
