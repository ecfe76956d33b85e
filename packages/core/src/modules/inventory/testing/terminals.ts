import type { Database } from '../../../kernel/ports.ts';
import { pass, type Terminal, terminal } from '../../../testing/linked-stores.ts';
import type { InventoryService, RightsPort } from '../services.ts';
import { type StockStoreOptions, stockModules } from './stock-store.ts';

/** A terminal of several with the stock module, that can be told to lead. */
export interface StockTerminal extends Terminal {
  readonly stock: InventoryService;
  leads: boolean;
}

export function stockTerminal(
  name: string,
  options: StockStoreOptions & { database?: Database; seed?: string } = {},
): StockTerminal {
  const rights: RightsPort = {
    ask: async () => {},
    isReachable: () => false,
    terminals: () => 3,
    missing: () => [],
    leads: () => made.leads,
    strandingOf: () => null,
  };
  const store = terminal(name, {
    of: (ports) => stockModules(ports, { rights, ...options }),
    ...(options.database ? { database: options.database } : {}),
    ...(options.seed ? { seed: options.seed } : {}),
  });
  const made: StockTerminal = Object.assign(store, {
    stock: store.kernel.host.service('inventory'),
    leads: false,
  });
  return made;
}

/** The ledger of all reaches all. */
export function shareLedgers(...terminals: StockTerminal[]): void {
  for (const from of terminals) for (const to of terminals) if (from !== to) pass(from, to);
  for (const from of terminals) for (const to of terminals) if (from !== to) pass(from, to);
}

/** Documents of terminals in one room; who is in another gets nothing. */
export function shareDocuments(...terminals: StockTerminal[]): void {
  for (let round = 0; round < 3; round += 1) {
    for (const { stock: from } of terminals) {
      for (const { stock: to } of terminals) {
        if (from === to || from.replica.room() !== to.replica.room()) continue;
        to.replica.applyUpdate(from.replica.encodeUpdate(to.replica.encodeStateVector()));
      }
    }
  }
}

/** Long enough for the cross-check to be due. */
export function upkeep(...terminals: StockTerminal[]): void {
  for (const one of terminals) {
    one.clock.advance(5 * 60_000);
    one.stock.upkeep();
  }
}
