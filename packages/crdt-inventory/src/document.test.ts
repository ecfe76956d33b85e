import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { add, address, meet, recorder, terminal } from '../tests/terminals.ts';
import { InventoryDocument } from './index.ts';

describe('counting', () => {
  test('CRDT-01 on hand sums replicas and may be below zero', () => {
    const [a, b] = [terminal(1), terminal(2)];
    add(a, 'a:1', 1, 'lot', 10_000);
    add(b, 'b:1', 1, 'lot', -30_500);
    meet(a, b);
    expect(a.onHandMilli('lot')).toBe(-20_500);
    expect(b.onHandMilli('lot')).toBe(-20_500);
    expect(a.onHandMilli('other')).toBe(0);
  });

  test('CRDT-02 two terminals that open the same batch apart keep both quantities', () => {
    const [a, b] = [terminal(1), terminal(2)];
    for (const [document, replica, milli] of [[a, 'a:1', 100_000] as const, [b, 'b:1', 50_000] as const]) {
      document.describe('lot', { ndc: '00093505698', lotNumber: 'A1', expiresOn: '2027-01-31' });
      add(document, replica, 1, 'lot', milli);
    }
    meet(a, b);
    expect(a.onHandMilli('lot')).toBe(150_000);
    expect(a.digest()).toBe(b.digest());
  });

  test('CRDT-04 packed operations leave the array and the totals stay', () => {
    const document = terminal(1, 3);
    for (let i = 1; i <= 7; i += 1) add(document, 'a:1', i * 2, 'lot', 1000);
    const raw = new Y.Doc();
    Y.applyUpdate(raw, document.encodeState());
    expect(raw.getArray('o:a:1').length).toBe(1);
    expect(raw.getMap('ck').get('a:1')).toBeInstanceOf(Uint8Array);
    const reader = new InventoryDocument(address);
    reader.load(document.encodeState());
    expect(reader.onHandMilli('lot')).toBe(7000);
    expect(reader.watermark('a:1')).toBe(14);
    expect(reader.digest()).toBe(document.digest());
  });

  test('CRDT-06 a repeated append changes nothing', () => {
    const document = terminal(1);
    add(document, 'a:1', 5, 'lot', 1000);
    const before = document.encodeState();
    add(document, 'a:1', 5, 'lot', 1000);
    add(document, 'a:1', 4, 'lot', 1000);
    expect(document.onHandMilli('lot')).toBe(1000);
    expect(document.encodeState()).toEqual(before);
  });

  test('CRDT-07 changes of one event to one batch are one operation', () => {
    const document = terminal(1);
    document.append('a:1', 1, [
      { batchId: 'lot', addMilli: 1000, takeMilli: 0 },
      { batchId: 'lot', addMilli: 2000, takeMilli: 500 },
    ]);
    expect(document.replica('a:1').totals.get('lot')).toEqual({ addedMilli: 3000, takenMilli: 500 });
    const reader = new InventoryDocument(address);
    reader.load(document.encodeState());
    expect(reader.digest()).toBe(document.digest());
  });

  test('CRDT-08 a writer refuses what is not a quantity', () => {
    const document = terminal(1);
    for (const milli of [-1, 0.5, Number.NaN, 2 ** 53]) {
      expect(() => document.append('a:1', 1, [{ batchId: 'lot', addMilli: milli, takeMilli: 0 }])).toThrow('whole');
    }
    expect(() => add(document, 'a:1', 0, 'lot', 1)).toThrow('logSeq');
    expect(document.batchIds()).toEqual([]);
  });

  test('CRDT-40 a batch described by two terminals is one description', () => {
    const [a, b] = [terminal(1), terminal(2)];
    const description = { ndc: '00093505698', lotNumber: 'A1', expiresOn: '2027-01-31' };
    a.describe('lot', description);
    b.describe('lot', description);
    meet(a, b);
    expect(a.description('lot')).toEqual(description);
    expect(a.batchIds()).toEqual(['lot']);
    expect(a.digest()).toBe(b.digest());
  });

  test('CRDT-41 statuses set at once read as the strictest until someone saw both', () => {
    const [a, b] = [terminal(1), terminal(2)];
    a.setStatus('a:1', 'lot', 'recalled', 'a:1:7');
    b.setStatus('b:1', 'lot', 'available', 'b:1:3');
    meet(a, b);
    expect([a.status('lot'), b.status('lot')]).toEqual(['recalled', 'recalled']);
    b.setStatus('b:1', 'lot', 'available', 'b:1:9');
    meet(a, b);
    expect(a.status('lot')).toBe('available');
    b.setStatus('b:1', 'lot', 'quarantined', 'b:1:11');
    meet(a, b);
    expect(a.status('lot')).toBe('quarantined');
    a.setStatus('a:1', 'lot', 'quarantined', 'b:1:11');
    meet(a, b);
    expect([a.status('lot'), b.status('lot')]).toEqual(['quarantined', 'quarantined']);
    a.setStatus('a:1', 'lot', 'available', 'a:1:20');
    meet(a, b);
    expect(b.status('lot')).toBe('available');
    expect(a.status('other')).toBe('available');
    expect(a.digest()).toBe(b.digest());
  });
});

describe('client ids', () => {
  test('CRDT-20 load, then assign, then write', () => {
    const document = new InventoryDocument(address);
    expect(() => add(document, 'a:1', 1, 'lot', 1000)).toThrow('assign a client id');
    document.assignClientId(7);
    expect(() => document.load(terminal(1).encodeState())).toThrow('before the client id');
    expect(() => document.assignClientId(8)).toThrow('once');
    expect(() => new InventoryDocument(address).assignClientId(0)).toThrow('32 bits');
    add(document, 'a:1', 1, 'lot', 1000);
    expect(document.clientId).toBe(7);
    expect([...document.clientIds()]).toEqual([7]);
  });

  test('CRDT-20 a loaded document keeps the assigned id and goes on where it stopped', () => {
    const first = terminal(7);
    add(first, 'a:1', 1, 'lot', 1000);
    const second = terminal(7, 4, first.encodeState());
    add(second, 'a:1', 2, 'lot', 1000);
    expect(second.clientId).toBe(7);
    expect([...second.clientIds()]).toEqual([7]);
    expect(second.onHandMilli('lot')).toBe(2000);
  });

  test('CRDT-24 a second process under the same id is found and this one moves away', () => {
    const [first, second] = [terminal(7), terminal(7)];
    add(second, 'b:1', 1, 'lot', 1000);
    add(second, 'b:1', 2, 'lot', 1000);
    first.applyUpdate(second.encodeState());
    expect(first.findings()).toContainEqual({ kind: 'client-id-taken', clientId: 7 });
    expect(first.clientId).not.toBe(7);
  });

  test('CRDT-25 equal state vectors with different digests give two writers away', () => {
    const [first, second] = [terminal(7), terminal(7)];
    add(first, 'a:1', 1, 'lot', 100_000);
    add(second, 'b:1', 1, 'lot', 50_000);
    meet(first, second);
    expect(first.encodeStateVector()).toEqual(second.encodeStateVector());
    expect(first.digest()).not.toBe(second.digest());
  });
});

describe('updates', () => {
  test('CRDT-31 a lost update is found and the whole state heals it', () => {
    const [a, b] = [terminal(1), terminal(2)];
    const updates = recorder(a);
    for (let i = 1; i <= 3; i += 1) add(a, 'a:1', i, 'lot', 1000);
    b.applyUpdate(updates[0] as Uint8Array);
    b.applyUpdate(updates[2] as Uint8Array);
    expect(b.findings()).toEqual([{ kind: 'update-missing' }]);
    expect(b.onHandMilli('lot')).toBe(1000);
    b.applyUpdate(a.encodeState());
    expect(b.findings()).toEqual([]);
    expect(b.digest()).toBe(a.digest());
  });

  test('CRDT-30 a document of another epoch is found', () => {
    const other = new InventoryDocument({ storeId: 'store-1', epoch: 2 });
    other.assignClientId(3);
    add(other, 'a:1', 1, 'lot', 1000);
    const document = terminal(1);
    add(document, 'a:1', 1, 'lot', 1000);
    document.applyUpdate(other.encodeState());
    expect(document.findings()).toContainEqual({
      kind: 'foreign-document',
      rooms: ['inventory/store-1/1', 'inventory/store-1/2'],
    });
  });

  test('CRDT-32 CRDT-08 what is no operation is found and not counted', () => {
    const raw = new Y.Doc();
    raw.getArray('o:x:1').push([['lot', 1000, 0, 1], ['lot', -5, 0, 2], 'nonsense', ['lot', 1, 2], ['lot', 1, 0, 0.5]]);
    raw.getMap('ck').set('y:1', new Uint8Array([9, 9, 9]));
    raw.getMap('ck').set('z:1', 'text');
    const document = terminal(1);
    document.applyUpdate(Y.encodeStateAsUpdate(raw));
    expect(document.onHandMilli('lot')).toBe(1000);
    expect(document.findings()).toEqual([
      { kind: 'malformed', replicaId: 'x:1', entries: 4 },
      { kind: 'malformed', replicaId: 'y:1', entries: 1 },
      { kind: 'malformed', replicaId: 'z:1', entries: 1 },
    ]);
  });

  test('updates tell local from remote', () => {
    const [a, b] = [terminal(1), terminal(2)];
    const seen: boolean[] = [];
    const stop = a.onUpdate((_, isLocal) => seen.push(isLocal));
    add(a, 'a:1', 1, 'lot', 1000);
    add(b, 'b:1', 1, 'lot', 1000);
    a.applyUpdate(b.encodeState());
    stop();
    add(a, 'a:1', 2, 'lot', 1000);
    expect(seen).toEqual([true, false]);
  });
});
