import { isControlledDrug } from './controlled.ts';
import type { StockRoom } from './stock-room.ts';
import { discrepanciesByDrug, lotsMatching, saleableByDrug, stockedDrugs } from './stock-tables.ts';

export type StockFilter = 'all' | 'low' | 'expiring' | 'discrepancy' | 'controlled' | 'out';

/** Drugs in stock that fit a search and a filter, by name. */
export function findStock(
  room: StockRoom,
  wish: { q: string | undefined; filter: StockFilter },
): { key: string; name: string }[] {
  const matches = wish.q ? matching(room, wish.q) : null;
  const passes = filterOf(room, wish.filter);
  return stockedDrugs(room.context.db).filter(({ key }) => (matches === null || matches.has(key)) && passes(key));
}

/** By name or brand, NDC in any format, lot number, or a scanned package. */
function matching(room: StockRoom, q: string): Set<string> {
  const { context } = room;
  const drugs = context.use('drugs');
  const keys = new Set(lotsMatching(context.db, q));
  for (const drug of drugs.search(q, 100)) keys.add(drug.key);
  const exact = drugs.find(q);
  if (exact) keys.add(exact.key);
  const scan = drugs.scan(q, context.today());
  if (scan.ok && scan.value.drug) keys.add(scan.value.drug.key);
  return keys;
}

function filterOf(room: StockRoom, filter: StockFilter): (key: string) => boolean {
  const { context, reader, advice } = room;
  switch (filter) {
    case 'all':
      return () => true;
    case 'low': {
      const all = advice.all();
      return (key) => (all.get(key)?.orderMilli ?? 0) > 0;
    }
    case 'expiring': {
      const soon = reader.expiringSoon();
      return (key) => soon.has(key);
    }
    case 'discrepancy': {
      const found = discrepanciesByDrug(context.db);
      return (key) => found.has(key);
    }
    case 'controlled':
      return (key) => isControlledDrug(reader.drug(key));
    case 'out': {
      const saleable = saleableByDrug(context.db, context.today());
      return (key) => (saleable.get(key) ?? 0) === 0;
    }
  }
}
