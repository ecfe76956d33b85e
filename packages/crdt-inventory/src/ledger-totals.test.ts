import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { add, address, meet, terminal } from '../tests/terminals.ts';
import {
  crossCheck,
  InventoryDocument,
  InventoryView,
  ledgerOf,
  type Movement,
  rebuildDocument,
  startEpoch,
} from './index.ts';

function movement(replicaId: string, logSeq: number, milli: number, batchId = 'lot'): Movement {
  return { replicaId, logSeq, batchId, addMilli: Math.max(milli, 0), takeMilli: Math.max(-milli, 0) };
}

function play(document: InventoryDocument, movements: readonly Movement[]): void {
  for (const one of movements) document.append(one.replicaId, one.logSeq, [one]);
}

const ten = Array.from({ length: 10 }, (_, i) => movement('a:1', i * 3 + 1, i % 3 === 0 ? 9000 : -2000));

describe('ledger and document', () => {
  test('CRDT-10 rebuilt from movements equals kept step by step', () => {
    const kept = terminal(1);
    play(kept, ten);
    const rebuilt = rebuildDocument({
      address,
      clientId: 9,
      replicaId: 'a:1',
      ledger: ledgerOf(ten),
      descriptions: [],
    });
    expect(rebuilt.digest()).toBe(kept.digest());
    expect(crossCheck(rebuilt, ledgerOf(ten))).toEqual([]);
  });

  test('CRDT-11 a difference at the same watermark names the batches', () => {
    const document = terminal(1);
    play(document, ten);
    const wrong = [...ten.slice(0, 9), movement('a:1', 28, 1)];
    expect(crossCheck(document, ledgerOf(wrong))).toEqual([{ kind: 'differs', replicaId: 'a:1', batchIds: ['lot'] }]);
    expect(crossCheck(document, ledgerOf(ten))).toEqual([]);
  });

  test('CRDT-12 the longer of document and ledger counts, per replica', () => {
    const document = terminal(1);
    play(document, [movement('a:1', 1, 5000), movement('a:1', 2, 5000), movement('b:1', 1, 1000)]);
    const ledger = ledgerOf([movement('a:1', 1, 5000), movement('b:1', 1, 1000), movement('b:1', 4, 700)]);
    const view = new InventoryView(document, ledger);
    expect(view.onHandMilli('lot')).toBe(10_000 + 1700);
    expect(crossCheck(document, ledger)).toEqual([
      { kind: 'ledger-behind', replicaId: 'a:1', from: 1, to: 2 },
      { kind: 'document-behind', replicaId: 'b:1', from: 1, to: 4 },
    ]);
    const elsewhere = new InventoryView(
      terminal(5),
      ledgerOf([movement('a:1', 1, 5000), movement('a:1', 2, 5000), movement('b:1', 1, 1000), movement('b:1', 4, 700)]),
    );
    expect(view.digest()).toBe(elsewhere.digest());
  });

  test('CRDT-13 CRDT-05 a terminal rebuilt under a new client id is not counted twice', () => {
    const old = terminal(1);
    play(old, ten.slice(0, 7));
    const peer = terminal(2);
    peer.applyUpdate(old.encodeState());
    const again = terminal(3, 5);
    play(again, ten);
    meet(peer, again);
    const expected = ledgerOf(ten).replica('a:1').totals.get('lot');
    expect(peer.replica('a:1').totals.get('lot')).toEqual(expected);
    expect(again.replica('a:1').totals.get('lot')).toEqual(expected);
    expect(peer.digest()).toBe(again.digest());
  });

  test('CRDT-14 an own replica that lags is mended from the ledger', () => {
    const document = terminal(1);
    play(document, ten.slice(0, 4));
    document.replaceOwn(ledgerOf(ten).replica('a:1'));
    expect(crossCheck(document, ledgerOf(ten))).toEqual([]);
    const peer = terminal(2);
    peer.applyUpdate(document.encodeState());
    expect(peer.digest()).toBe(document.digest());
    play(document, [movement('a:1', 40, 1000)]);
    peer.applyUpdate(document.encodeState());
    expect(peer.digest()).toBe(document.digest());
  });

  test('CRDT-15 a restored backup cannot write old totals over newer ones', () => {
    const live = terminal(1);
    add(live, 'a:1', 1, 'lot', 100_000);
    const backup = ledgerOf([movement('a:1', 1, 100_000)]);
    add(live, 'a:1', 2, 'lot', -38_000);
    expect(() => live.replaceOwn(backup.replica('a:1'))).toThrow('never go back');
    const restored = terminal(8);
    restored.replaceOwn(backup.replica('a:1'));
    add(restored, 'a:2', 3, 'lot', -12_000);
    meet(live, restored);
    const ledger = ledgerOf([movement('a:1', 1, 100_000), movement('a:1', 2, -38_000), movement('a:2', 3, -12_000)]);
    expect(new InventoryView(live, ledger).onHandMilli('lot')).toBe(50_000);
    expect(new InventoryView(restored, ledger).onHandMilli('lot')).toBe(50_000);
  });

  test('CRDT-35 what only the document has of a replica that is over does not count', () => {
    const document = terminal(1);
    add(document, 'a:1', 1, 'lot', 100_000);
    add(document, 'a:1', 2, 'lot', -38_000);
    const ledger = ledgerOf([movement('a:1', 1, 100_000)]);
    expect(new InventoryView(document, ledger).onHandMilli('lot')).toBe(62_000);
    expect(new InventoryView(document, ledger, (id) => id === 'a:1').onHandMilli('lot')).toBe(100_000);
  });

  test('CRDT-16 operations removed by another are found and the ledger is shown', () => {
    const document = terminal(1, 100);
    play(document, ten);
    const peer = new InventoryDocument(address);
    peer.load(document.encodeState());
    expect(peer.watermark('a:1')).toBe(28);
    const vandal = new Y.Doc();
    Y.applyUpdate(vandal, document.encodeState());
    vandal.getArray('o:a:1').delete(3, 7);
    peer.applyUpdate(Y.encodeStateAsUpdate(vandal));
    expect(peer.findings()).toEqual([{ kind: 'went-back', replicaId: 'a:1', from: 28, to: 7 }]);
    const ledger = ledgerOf(ten);
    expect(new InventoryView(peer, ledger).onHandMilli('lot')).toBe(
      new InventoryView(terminal(3), ledger).onHandMilli('lot'),
    );
    document.applyUpdate(Y.encodeStateAsUpdate(vandal));
    document.replaceOwn(ledger.replica('a:1'));
    expect(crossCheck(document, ledger)).toEqual([]);
  });

  test('CRDT-17 two quantities for one operation are found', () => {
    const [a, b] = [terminal(1, 100), terminal(2, 100)];
    play(a, [movement('a:1', 1, 5000), movement('a:1', 2, 1000)]);
    play(b, [movement('a:1', 1, 5000), movement('a:1', 2, 900)]);
    meet(a, b);
    expect(a.findings()).toEqual([{ kind: 'forked', replicaId: 'a:1', logSeqs: [2] }]);
    expect(a.digest()).toBe(b.digest());
  });

  test('CRDT-33 the next epoch keeps totals and watermarks under one client id', () => {
    const [a, b] = [terminal(1), terminal(2)];
    play(a, ten);
    play(b, [movement('b:1', 1, 4000, 'other')]);
    a.describe('lot', { ndc: '1', lotNumber: 'A', expiresOn: '2027-01-31' });
    meet(a, b);
    const ledger = ledgerOf([...ten, movement('b:1', 1, 4000, 'other')]);
    const next = startEpoch({
      address: { ...address, epoch: 2 },
      clientId: 77,
      view: new InventoryView(a, ledger),
      descriptions: [['lot', { ndc: '1', lotNumber: 'A', expiresOn: '2027-01-31' }]],
    });
    expect(crossCheck(next, ledger)).toEqual([]);
    expect(next.digest()).toBe(a.digest());
    expect([...next.clientIds()]).toEqual([77]);
    next.append('b:1', 2, [{ batchId: 'other', addMilli: 0, takeMilli: 1000 }]);
    expect(next.onHandMilli('other')).toBe(3000);
    expect(() => next.seed([])).toThrow('empty document');
  });

  test('CRDT-34 an epoch started twice from different knowledge is found', () => {
    const start = (clientId: number, movements: Movement[]) =>
      startEpoch({
        address: { ...address, epoch: 2 },
        clientId,
        view: new InventoryView(terminal(50), ledgerOf(movements)),
        descriptions: [],
      });
    const [x, y] = [start(1, ten), start(2, ten.slice(0, 5))];
    meet(x, y);
    expect(x.findings()).toContainEqual({ kind: 'epoch-started-twice', room: 'inventory/store-1/2' });
    const [same, twin] = [start(3, ten), start(4, ten)];
    meet(same, twin);
    expect(same.findings()).toEqual([]);
  });

  test('CRDT-33 a replica’s first operation in the new epoch counts on top of what was seeded and read', () => {
    const next = startEpoch({
      address: { ...address, epoch: 2 },
      clientId: 77,
      view: new InventoryView(terminal(50), ledgerOf(ten)),
      descriptions: [],
    });
    const writer = new InventoryDocument({ ...address, epoch: 2 });
    writer.load(next.encodeState());
    writer.assignClientId(78);
    const before = next.onHandMilli('lot');
    add(writer, 'a:1', 100, 'lot', 5_000);
    next.applyUpdate(writer.encodeState());
    expect(next.onHandMilli('lot')).toBe(before + 5_000);
    expect(next.watermark('a:1')).toBe(100);
  });

  test('CRDT-18 what a peer writes into a replica’s part is noticed, and a part that lags is brought in', () => {
    const [own, peer] = [terminal(1), terminal(2)];
    play(own, ten);
    add(peer, 'b:1', 1, 'lot', 1_000);
    own.applyUpdate(peer.encodeState());
    expect(own.takeTouched('a:1')).toBe(false);
    expect(own.takeTouched('b:1')).toBe(true);
    expect(own.takeTouched('b:1')).toBe(false);
    meet(own, peer);
    peer.adopt({ replicaId: 'a:1', watermark: 99, totals: new Map([['lot', { addedMilli: 7_000, takenMilli: 0 }]]) });
    peer.adopt({ replicaId: 'b:1', watermark: 1, totals: new Map() });
    own.applyUpdate(peer.encodeState());
    expect(own.takeTouched('a:1')).toBe(true);
    expect(own.replica('a:1')).toMatchObject({ watermark: 99 });
    expect(own.onHandMilli('lot')).toBe(8_000);
  });
});
