import { ledgerRows } from '../../../kernel/ledger/rows.ts';
import type { TestStore } from '../../../testing/index.ts';
import { type Counter, counter } from './counter.ts';

/** Gives one terminal the ledger rows of another, as the sync does. */
export function learn(to: TestStore, from: TestStore): void {
  const { engine } = to.kernel;
  const { clock, ledger, projections } = engine.parts;
  engine.transact(() => {
    for (const origin of from.kernel.ledger.origins()) ledger.addOrigin(origin);
  });
  for (const row of ledgerRows(from.db)) {
    engine.transact(() => {
      if (ledger.ingest(row, clock.nowMs()) === 'taken') projections.project(row, ledger.payloadOf(row));
    });
  }
}

/** Two terminals that hold the same events, and have looked at all of them. */
export function meet(a: TestStore, b: TestStore): void {
  learn(a, b);
  learn(b, a);
  a.rebuild();
  b.rebuild();
}

/** Two counters of one store that know the same things and have lost sight of each other. */
export async function apart(prepare: (first: Counter) => Promise<void>): Promise<{ a: Counter; b: Counter }> {
  const a = await counter({ terminalId: 't1', seed: 'a' });
  const b = await counter({ terminalId: 't2', seed: 'b' });
  await prepare(a);
  meet(a, b);
  return { a, b };
}
