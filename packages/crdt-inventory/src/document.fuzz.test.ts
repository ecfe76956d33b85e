import fc from 'fast-check';
import { expect, test } from 'vitest';
import { address, recorder, terminal } from '../tests/terminals.ts';
import { crossCheck, InventoryDocument, InventoryView, ledgerOf, type Movement, rebuildDocument } from './index.ts';

const replicaIds = ['a:1', 'b:1', 'c:7'];
const batchIds = ['lot_1', 'lot_2', 'lot_10', 'x'];

/** Per replica a list of events, each with changes to some batches and a gap to the event before. */
const historyArbitrary = fc.tuple(
  ...replicaIds.map(() =>
    fc.array(
      fc.record({
        gap: fc.integer({ min: 1, max: 5 }),
        changes: fc.array(fc.tuple(fc.constantFrom(...batchIds), fc.integer({ min: -90_000, max: 90_000 })), {
          minLength: 1,
          maxLength: 3,
        }),
      }),
      { maxLength: 25 },
    ),
  ),
);

function movementsOf(history: { gap: number; changes: [string, number][] }[][]): Movement[][] {
  return history.map((events, index) => {
    let logSeq = 0;
    return events.flatMap((event) => {
      logSeq += event.gap;
      return event.changes.map(([batchId, milli]) => ({
        replicaId: replicaIds[index] as string,
        logSeq,
        batchId,
        addMilli: Math.max(milli, 0),
        takeMilli: Math.max(-milli, 0),
      }));
    });
  });
}

/** Each replica plays its own movements on its own document. Answers the updates in the order they were made. */
function play(
  movements: Movement[][],
  perCheckpoint: number,
): { updates: Uint8Array[][]; documents: InventoryDocument[] } {
  const documents = movements.map((_, index) => terminal(index + 1, perCheckpoint));
  const updates = documents.map(recorder);
  for (const [index, list] of movements.entries()) {
    for (const logSeq of new Set(list.map((one) => one.logSeq))) {
      documents[index]?.append(
        replicaIds[index] as string,
        logSeq,
        list.filter((one) => one.logSeq === logSeq),
      );
    }
  }
  return { updates, documents };
}

test('CRDT-03 any order, duplication and partition of updates gives one digest', () => {
  fc.assert(
    fc.property(
      historyArbitrary,
      fc.integer({ min: 1, max: 6 }),
      fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 40 }),
      (history, perCheckpoint, swaps) => {
        const movements = movementsOf(history);
        const { updates } = play(movements, perCheckpoint);
        const all = updates.flat();
        const shuffled = [...all, ...all.slice(0, Math.floor(all.length / 2))];
        for (const [i, j] of swaps) {
          const [x, y] = [i % (shuffled.length || 1), j % (shuffled.length || 1)];
          [shuffled[x], shuffled[y]] = [shuffled[y] as Uint8Array, shuffled[x] as Uint8Array];
        }
        const inOrder = terminal(101);
        const mixed = terminal(102);
        const late = terminal(103);
        for (const update of all) inOrder.applyUpdate(update);
        for (const update of shuffled) {
          if (update === undefined) continue;
          mixed.applyUpdate(update);
          mixed.onHandMilli('lot_1');
        }
        late.applyUpdate(mixed.encodeState());
        expect(mixed.digest()).toBe(inOrder.digest());
        expect(late.digest()).toBe(inOrder.digest());
        expect(crossCheck(mixed, ledgerOf(movements.flat()))).toEqual([]);
      },
    ),
  );
});

test('CRDT-10 the parts that terminals rebuild are the whole that was kept', () => {
  fc.assert(
    fc.property(historyArbitrary, fc.integer({ min: 1, max: 6 }), (history, perCheckpoint) => {
      const movements = movementsOf(history);
      const { documents } = play(movements, perCheckpoint);
      const kept = terminal(101);
      for (const document of documents) kept.applyUpdate(document.encodeState());
      const ledger = ledgerOf(movements.flat());
      const rebuilt = replicaIds.map((replicaId, index) =>
        rebuildDocument({ address, clientId: 200 + index, replicaId, ledger, descriptions: [] }),
      );
      const joined = terminal(102);
      for (const document of rebuilt) joined.applyUpdate(document.encodeState());
      expect(joined.digest()).toBe(kept.digest());
      for (const document of rebuilt) joined.applyUpdate(document.encodeState());
      for (const document of documents) joined.applyUpdate(document.encodeState());
      for (const batchId of batchIds) expect(joined.onHandMilli(batchId)).toBe(kept.onHandMilli(batchId));
      expect(new InventoryView(new InventoryDocument(address), ledger).digest()).toBe(kept.digest());
    }),
  );
});

test('CRDT-05 an array with every operation twice, in any order, counts once', () => {
  fc.assert(
    fc.property(
      historyArbitrary,
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 7, max: 60 }),
      (history, few, many) => {
        const movements = movementsOf(history);
        const first = play(movements, few).documents;
        const second = movements.map((_, index) => terminal(300 + index, many));
        for (const [index, list] of movements.entries()) {
          for (const logSeq of new Set(list.map((one) => one.logSeq))) {
            second[index]?.append(
              replicaIds[index] as string,
              logSeq,
              list.filter((one) => one.logSeq === logSeq),
            );
          }
        }
        const [x, y] = [terminal(101), terminal(102)];
        for (const document of [...first, ...second]) x.applyUpdate(document.encodeState());
        for (const document of [...second, ...first]) y.applyUpdate(document.encodeState());
        expect(x.digest()).toBe(y.digest());
        expect(crossCheck(x, ledgerOf(movements.flat()))).toEqual([]);
      },
    ),
  );
});
