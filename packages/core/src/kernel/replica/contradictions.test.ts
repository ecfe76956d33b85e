import { describe, expect, test } from 'vitest';
import { memoryDatabase, SeededRandom } from '../../testing/index.ts';
import { batches, pass, type Terminal, take, terminal, total } from '../../testing/linked-stores.ts';
import type { MemoryDatabase } from '../../testing/memory-database.ts';
import { type LedgerRow, makeSeal, rowHash, signerOf } from '../ledger/chain.ts';
import { readIncarnation } from '../ledger/incarnation.ts';
import { sealPayload } from '../ledger/payload.ts';

const storeKey = (name: string) => ({ id: name, bytes: new SeededRandom(`store key ${name}`).bytes(32) });
const first = { id: 'k1', bytes: new SeededRandom('store key').bytes(32) };
const imageOf = (store: Terminal) => (store.db as MemoryDatabase).image();

describe('rows that cannot be read yet', () => {
  test('LED-17 rows under a key that is not here are kept, passed on, and shown once it comes', async () => {
    const a = terminal('a', { storeKeys: [first, storeKey('k2')] });
    await a.add('x', 1);
    await a.add('x', 2);
    const b = terminal('b');
    const c = terminal('c', { storeKeys: [first, storeKey('k2')] });
    const rows = a.replica.head(a.replica.origin)?.seq;
    expect(pass(a, b)).toEqual({ taken: rows, refused: null });
    expect(b.replica.deferred()).toEqual([{ keyId: 'k2', reason: 'unknown-key', rows }]);
    expect([total(b, 'x'), b.kernel.ledger.digest() === a.kernel.ledger.digest()]).toEqual([undefined, false]);
    pass(b, c);
    expect(total(c, 'x')).toBe(3);
    const restarted = terminal('b', { database: memoryDatabase(imageOf(b)) });
    expect(restarted.replica.deferred()).toEqual([{ keyId: 'k2', reason: 'unknown-key', rows }]);
    restarted.rebuild();
    expect(restarted.replica.deferred()).toEqual([{ keyId: 'k2', reason: 'unknown-key', rows }]);
    const heard: unknown[] = [];
    restarted.kernel.engine.onCommit((changes) => heard.push(...changes));
    restarted.kernel.ledger.addStoreKey(storeKey('k2'), { current: true });
    expect(restarted.kernel.engine.projectDeferred()).toBe(rows);
    expect(restarted.replica.deferred()).toEqual([]);
    expect(total(restarted, 'x')).toBe(3);
    expect(heard).toContainEqual({ kind: 'counter', id: 'x' });
    expect(restarted.digest()).toBe(c.digest());
    const sealedWith = (one: Terminal) =>
      one.db.prepare<{ k: string }>('SELECT key_id AS k FROM log ORDER BY hlc DESC').get()?.k;
    await restarted.add('x', 1);
    expect(sealedWith(restarted)).toBe('k2');
  });

  test('LED-17 a key that came before a crash is used at the next start', async () => {
    const a = terminal('a', { storeKeys: [first, storeKey('k2')] });
    await a.add('x', 1);
    const b = terminal('b');
    pass(a, b);
    const again = terminal('b', { database: memoryDatabase(imageOf(b)), storeKeys: [first, storeKey('k2')] });
    expect([total(again, 'x'), again.replica.deferred()]).toEqual([1, []]);
  });

  test('LED-18 what was not written by a member stays listed and is never shown', async () => {
    const a = terminal('a', { storeKeys: [first, { ...storeKey('k2'), bytes: new Uint8Array(32).fill(1) }] });
    await a.add('x', 1);
    const b = terminal('b');
    const { taken } = pass(a, b);
    b.kernel.ledger.addStoreKey(storeKey('k2'), { current: true });
    expect(b.kernel.engine.projectDeferred()).toBe(0);
    expect(b.replica.deferred()).toEqual([{ keyId: 'k2', reason: 'unreadable', rows: taken }]);
    expect(total(b, 'x')).toBeUndefined();
  });

  test('LED-18 a payload of another shape is refused, and so is one that was moved', async () => {
    const a = terminal('a');
    await a.add('x', 1);
    const b = terminal('b');
    const [batch] = batches(a.replica, b.replica);
    const row = batch!.rows[0]!;
    const signer = signerOf(readIncarnation(a.db)!.privateKey);
    const given = (ciphertext: Uint8Array) => {
      const made: LedgerRow = { ...row, ciphertext, hash: rowHash(row, row.prevHash, ciphertext) };
      const seal = makeSeal(signer, a.kernel.ledger.storeId, made);
      return take(b, [{ ...batch!, rows: [made], seals: [seal] }]).refused?.verdict;
    };
    for (const payload of [null, [], { k: 'counter' }, { ...a.kernel.ledger.payloadOf(row), a: null, n: 'x' }]) {
      expect(given(sealPayload(payload as never, row, first, new Uint8Array(12)))).toBe('unreadable');
    }
    expect(given(batch!.rows[1]!.ciphertext)).toBe('unreadable');
    expect(b.replica.quarantined()).toEqual([]);
  });
});

describe('two truths', () => {
  test('LED-19 two live copies of one directory end as fork evidence, and the copy that learns of it goes on anew', async () => {
    const a = terminal('a');
    await a.add('x', 1);
    const copy = terminal('a', { database: memoryDatabase(imageOf(a)), seed: 'copy' });
    const origin = a.replica.origin;
    expect(copy.replica.origin).toBe(origin);
    await a.add('left', 1);
    await copy.add('right', 1);
    const [b, c] = [terminal('b'), terminal('c')];
    pass(a, b);
    expect(take(b, batches(copy.replica, c.replica)).refused?.verdict).toBe('fork');
    const seq = copy.replica.head(origin)!.seq;
    const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
    const evidence = {
      origin,
      seq,
      verdict: 'fork',
      keptHash: hex(a.replica.head(origin)!.hash),
      otherHash: hex(copy.replica.head(origin)!.hash),
    };
    expect(b.replica.quarantined()).toMatchObject([evidence]);
    const restarted = terminal('b', { database: memoryDatabase(imageOf(b)) });
    expect(restarted.replica.quarantined()).toMatchObject([evidence]);
    await a.add('left', 1);
    expect(pass(a, restarted).refused?.verdict).toBe('quarantined');
    const whole = batches(restarted.replica, c.replica);
    take(copy, whole);
    expect(copy.replica.origin).not.toBe(origin);
    expect(copy.replica.isQuarantined(origin)).toBe(true);
    await copy.add('right', 5);
    expect(pass(copy, restarted)).toEqual({ taken: 1, refused: null });
    expect(total(restarted, 'right')).toBe(5);
    expect(total(copy, 'right')).toBe(6);
  });

  test('LED-20 rows of its own that a terminal lost come back as those of an earlier incarnation', async () => {
    const a = terminal('a');
    await a.add('x', 1);
    const image = imageOf(a);
    await a.add('x', 2);
    const b = terminal('b');
    pass(a, b);
    const back = terminal('a', { database: memoryDatabase(image), seed: 'back' });
    const origin = back.replica.origin;
    expect(pass(b, back)).toMatchObject({ refused: null });
    expect(back.replica.origin).not.toBe(origin);
    expect([total(back, 'x'), back.replica.quarantined()]).toEqual([3, []]);
    await back.add('x', 4);
    expect(pass(back, b)).toEqual({ taken: 1, refused: null });
    expect([total(b, 'x'), b.digest()]).toEqual([7, back.digest()]);
  });

  test('LED-20 a stranger cannot drive a terminal out of its incarnation with what no member wrote', async () => {
    const a = terminal('a');
    await a.add('x', 1);
    const origin = a.replica.origin;
    const [batch] = batches(a.replica, terminal('b').replica);
    const last = batch!.rows.at(-1)!;
    const spoiled = { ...last, ciphertext: last.ciphertext.map((byte) => byte ^ 1) };
    const hashed = { ...spoiled, hash: rowHash(spoiled, spoiled.prevHash, spoiled.ciphertext) };
    for (const row of [spoiled, hashed]) take(a, [{ ...batch!, rows: [row], seals: [] }]);
    expect([a.replica.origin, a.replica.isQuarantined(origin)]).toEqual([origin, false]);
  });
});
