import { expect, test } from 'vitest';
import { ledgerRows } from '../../kernel/ledger/rows.ts';
import type { TestStore } from '../../testing/index.ts';
import { lisinopril, stockStore, stockUp } from './testing/stock-store.ts';

/** What one terminal wrote, without what it had learned itself. */
function learn(to: TestStore, from: TestStore): void {
  const { engine, ledger } = to.kernel;
  const { clock, projections } = engine.parts;
  const own = from.kernel.ledger.origin;
  const lots = new Set<string>();
  engine.transact(() => {
    ledger.addOrigin(from.kernel.ledger.originRecord(own));
    for (const row of ledgerRows(from.db)) {
      if (row.origin !== own || ledger.ingest(row, clock.nowMs()) !== 'taken') continue;
      for (const { kind, id } of projections.project(row, ledger.payloadOf(row))) if (kind === 'lot') lots.add(id);
    }
    projections.settle();
  });
  engine.announce([...lots].map((id) => ({ kind: 'lot', id })));
}

test('INV-11 a lot whose receipt has not arrived is not listed, and is whole when it has', async () => {
  const [one, two, three] = ['t1', 't2', 't3'].map((id) => stockStore({ terminalId: id, seed: id })) as [
    TestStore,
    TestStore,
    TestStore,
  ];
  const batchId = await stockUp(one);
  learn(two, one);
  await two.as('pharmacist').call('inventory.adjust', { batchId, delta: -10, reason: 'damaged' });
  learn(three, two);
  const stock = () => three.as('pharmacist').call('inventory.stock', { ndc: lisinopril });
  expect((await stock()).items).toMatchObject([{ ndc: lisinopril, onHand: 0, batches: [] }]);
  expect((await three.as('pharmacist').call('inventory.expiring', {})).items).toEqual([]);
  learn(three, one);
  expect((await stock()).items).toMatchObject([{ onHand: 90, batches: [{ batchId, onHand: 90 }] }]);
  for (const store of [one, two, three]) store.close();
});
