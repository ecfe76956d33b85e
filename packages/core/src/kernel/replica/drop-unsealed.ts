import type { Engine } from '../engine.ts';
import { assert } from '../refusal.ts';

/**
 * Takes off the rows of an earlier incarnation that were never signed: it signed others in their place. What was written
 * on this terminal is written again, under the present one.
 */
export function dropUnsealed(engine: Engine, origin: string): void {
  const { ledger, terminalId } = engine.parts;
  assert(origin !== ledger.origin, 'what is written now is signed, not dropped');
  engine.rebuild(engine.projectionTables, undefined, () => {
    const rows = ledger.dropUnsealed(origin);
    if (ledger.originRecord(origin).terminalId !== terminalId) return;
    for (const row of rows) engine.appendRow(row.type, ledger.payloadOf(row));
  });
}
