import { InventoryDocument } from '@apotheca/crdt-inventory';
import { ledgerRows } from '../../kernel/ledger/rows.ts';
import { memoryDatabase } from '../memory-database.ts';
import { controlledDrug } from './modules.ts';
import { type SimulatedTerminal, simulationStoreId } from './terminal.ts';

type Terminals = readonly SimulatedTerminal[];

/** What is wrong after quiet, in words; nothing when all terminals agree and nothing is lost or oversold. */
export function judge(
  terminals: Terminals,
  acknowledged: ReadonlyMap<string, number>,
  isRebuilt: boolean,
): Set<string> {
  const faults = new Set<string>([...lostBy(terminals, acknowledged), ...stockFaults(terminals)]);
  const same = (fault: string, of: (terminal: SimulatedTerminal) => string) => {
    if (new Set(terminals.map(of)).size > 1) faults.add(fault);
  };
  same('the ledgers differ', (one) => one.kernel.ledger.digest());
  same('the projections differ', (one) => one.kernel.projections.digest());
  same('the stock differs', (one) => one.inventory.digest());
  same('the stock documents differ', documentDigest);
  if (!terminals.some((one) => one.lease.holds())) faults.add('nobody holds the lease');
  const [first] = terminals;
  if (!isRebuilt || !first) return faults;
  const digest = first.kernel.projections.digest();
  first.kernel.rebuild();
  if (first.kernel.projections.digest() !== digest) faults.add('a rebuild gives other projections');
  return faults;
}

function lostBy(terminals: Terminals, acknowledged: ReadonlyMap<string, number>): string[] {
  return [...acknowledged].flatMap(([origin, seq]) =>
    terminals.filter((one) => headOn(one, origin) < seq).map((one) => `${one.id} lacks ${origin} ${seq}`),
  );
}

function stockFaults(terminals: Terminals): string[] {
  const moved = terminals[0] ? movementsOf(terminals[0]) : new Map<string, number>();
  return terminals.flatMap((terminal) =>
    terminal.lots().flatMap((lot) => {
      const faults: string[] = [];
      if (lot.onHandMilli !== (moved.get(lot.id) ?? 0)) faults.push('stock is not the sum of its movements');
      if (terminal.inventory.onHandMilli(lot.drugKey) !== sumOf(terminal, lot.drugKey)) {
        faults.push('the document says another stock than the ledger');
      }
      const isOversold = lot.onHandMilli < 0 || Object.values(lot.rights).some((milli) => milli < 0);
      if (lot.drugKey === controlledDrug && isOversold) faults.push('a controlled lot is oversold');
      return faults;
    }),
  );
}

function movementsOf(terminal: SimulatedTerminal): Map<string, number> {
  const moved = new Map<string, number>();
  for (const row of ledgerRows(terminal.kernel.engine.parts.db)) {
    if (row.type !== 'lot.moved') continue;
    const payload = terminal.kernel.ledger.payloadOf(row);
    const lot = payload.i ?? '';
    moved.set(lot, (moved.get(lot) ?? 0) + (payload.p as { deltaMilli: number }).deltaMilli);
  }
  return moved;
}

/** Also of a terminal that is down: its disk counts. */
export function headOn(terminal: SimulatedTerminal, origin: string): number {
  if (terminal.running) return terminal.kernel.ledger.vector()[origin] ?? 0;
  const db = memoryDatabase(terminal.disk);
  const row = db.prepare<{ seq: number | null }>('SELECT max(seq) AS seq FROM log WHERE origin = ?').get(origin);
  db.close();
  return row?.seq ?? 0;
}

function sumOf(terminal: SimulatedTerminal, drugKey: string): number {
  return terminal
    .lots()
    .filter((lot) => lot.drugKey === drugKey)
    .reduce((sum, lot) => sum + lot.onHandMilli, 0);
}

/** The document alone, without the ledger that mends what is shown. */
function documentDigest(terminal: SimulatedTerminal): string {
  const document = new InventoryDocument({ storeId: simulationStoreId, epoch: 1 });
  document.load(terminal.inventory.replica.encodeState());
  const digest = document.digest();
  document.destroy();
  return digest;
}
