import { expect, test } from 'vitest';
import { memoryDatabase, SeededRandom } from '../../testing/index.ts';
import { batches, pass, type Terminal, take, terminal, total } from '../../testing/linked-stores.ts';
import type { MemoryDatabase } from '../../testing/memory-database.ts';
import { openPayload, type Payload } from '../ledger/payload.ts';

const imageOf = (store: Terminal) => (store.db as MemoryDatabase).image();
const change = (store: Terminal, id: string, by: number) => store.as('pharmacist').call('counter.change', { id, by });

function payload(at: number, words: string): Payload {
  const actor = { userId: 'u', userName: 'u', role: 'system', sessionId: null, terminalId: 'a', address: 'local' };
  return {
    k: 'counter',
    i: `many${at}`,
    p: { by: 1, words },
    a: actor as Payload['a'],
    c: 'c',
    t: '2026-11-21T15:00:00Z',
  };
}

/** What does not get smaller. */
const noise = (length: number) => Buffer.from(new SeededRandom('noise').bytes(length)).toString('base64');

/** The terminal as it was put back to an earlier state, and what it wrote since and did not sign. */
async function putBack(a: Terminal, image: Uint8Array, by: number): Promise<Terminal> {
  const again = terminal('a', { database: memoryDatabase(image), seed: 'again' });
  again.kernel.engine.holdSeals(60_000);
  await change(again, 'since', by);
  again.kernel.engine.seal();
  expect(again.replica.origin).toBe(a.replica.origin);
  expect(again.kernel.ledger.unsealed).toBeGreaterThan(0);
  return again;
}

test('LED-22 what was written and not signed before lost rows come back is written again, not lost or disputed', async () => {
  const a = terminal('a');
  await a.add('x', 1);
  const image = imageOf(a);
  await a.add('x', 2);
  await a.add('x', 4);
  const b = terminal('b');
  pass(a, b);
  const again = await putBack(a, image, 8);
  const old = again.replica.origin;
  expect(take(again, batches(b.replica, again.replica))).toMatchObject({ refused: null });
  expect(again.replica.origin).not.toBe(old);
  expect([total(again, 'x'), total(again, 'since'), again.replica.quarantined()]).toEqual([7, 8, []]);
  expect(again.replica.head(old)).toEqual(b.replica.head(old));
  expect(pass(again, b).refused).toBeNull();
  expect([total(b, 'x'), total(b, 'since'), b.replica.quarantined()]).toEqual([7, 8, []]);
  expect([b.digest(), b.kernel.ledger.digest()]).toEqual([again.digest(), again.kernel.ledger.digest()]);
  again.rebuild();
  expect(again.digest()).toBe(b.digest());
});

test('LED-22 a stop between the new incarnation and the writing again loses nothing', async () => {
  const a = terminal('a');
  await a.add('x', 1);
  const image = imageOf(a);
  await a.add('x', 2);
  const b = terminal('b');
  pass(a, b);
  const again = await putBack(a, image, 8);
  again.kernel.engine.renewIncarnation({ isSealing: false });
  const restarted = terminal('a', { database: memoryDatabase(imageOf(again)), seed: 'restarted' });
  take(restarted, batches(b.replica, restarted.replica));
  expect([total(restarted, 'x'), total(restarted, 'since')]).toEqual([3, 8]);
  pass(restarted, b);
  expect(b.digest()).toBe(restarted.digest());
});

test('LED-23 rows of another that came without their seal, with an image, give way to the signed ones', async () => {
  const a = terminal('a');
  await a.add('x', 1);
  const image = imageOf(a);
  await change(a, 'x', 2);
  const unsigned = terminal('b', { database: memoryDatabase(imageOf(a)), seed: 'joined' });
  const origin = a.replica.origin;
  const { ledger } = unsigned.kernel;
  expect(ledger.origin).not.toBe(origin);
  expect(ledger.head(origin).seq).toBeGreaterThan(unsigned.replica.head(origin)!.seq);
  const other = terminal('a', { database: memoryDatabase(image), seed: 'other' });
  await other.add('x', 16);
  await other.add('x', 32);
  expect(pass(other, unsigned).refused).toBeNull();
  expect([total(unsigned, 'x'), unsigned.replica.quarantined()]).toEqual([49, []]);
  expect(ledger.head(origin).hash).toEqual(other.replica.head(origin)!.hash);
  const rows = ledger.row(origin, ledger.head(origin).seq)!;
  expect(openPayload(rows.ciphertext, rows, ledger.keys.current).k).toBe('counter');
});

test('LED-23 and are signed when theirs are the same', async () => {
  const a = terminal('a');
  await a.add('x', 1);
  await change(a, 'x', 2);
  const joined = terminal('b', { database: memoryDatabase(imageOf(a)), seed: 'joined' });
  const before = joined.replica.head(a.replica.origin)!.seq;
  await a.add('x', 4);
  const { taken, refused } = pass(a, joined);
  expect([refused, total(joined, 'x')]).toEqual([null, 7]);
  expect(joined.replica.head(a.replica.origin)!.seq - before).toBeGreaterThan(taken);
  expect(joined.replica.head(a.replica.origin)).toEqual(a.replica.head(a.replica.origin));
});

test('LED-24 what was not signed when a terminal goes on under a new incarnation is signed by the old one', async () => {
  const a = terminal('a');
  await change(a, 'x', 1);
  expect(a.kernel.ledger.unsealed).toBeGreaterThan(0);
  const origin = a.replica.origin;
  const head = { origin, seq: 1_000_000 };
  const behind = terminal('a', {
    database: memoryDatabase(imageOf(a)),
    seed: 'behind',
    headStore: { read: () => head, write: () => {} },
  });
  expect(behind.replica.origin).not.toBe(origin);
  const b = terminal('b');
  pass(behind, b);
  expect(total(b, 'x')).toBe(1);
});

test('LED-25 many rows at once, and large ones, are signed in parts that fit a message', async () => {
  const a = terminal('a');
  a.kernel.engine.transact(() => {
    for (let at = 0; at < 700; at += 1) a.kernel.engine.appendRow('counter.changed', payload(at, 'x'.repeat(10)));
    for (let at = 0; at < 5; at += 1) a.kernel.engine.appendRow('counter.changed', payload(at, noise(100_000)));
  });
  a.kernel.engine.seal();
  const sizes: number[] = [];
  let after = 0;
  for (let isMore = true; isMore; ) {
    a.replica.read(a.replica.origin, after, 1, (batch) => {
      isMore = batch !== null;
      if (!batch) return;
      expect(batch.seals.at(-1)?.seqEnd).toBe(batch.rows.at(-1)?.seq);
      sizes.push(batch.rows.reduce((sum, row) => sum + row.ciphertext.length, 0));
      expect(batch.rows.length).toBeLessThanOrEqual(256);
      after = batch.rows.at(-1)!.seq;
    });
  }
  expect(Math.max(...sizes)).toBeLessThan(200_000);
  expect(after).toBe(a.kernel.ledger.head(a.replica.origin).seq);
});
