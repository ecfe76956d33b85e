import type { HostPorts } from '../../host-ports.ts';
import { defineModule, type ModuleDefinition } from '../../kernel/module.ts';
import { inventoryContract } from './contract.ts';
import { DrugBook } from './drug-book.ts';
import { countHandlers } from './handlers-counts.ts';
import { lotHandlers } from './handlers-lots.ts';
import { receivingHandlers } from './handlers-receiving.ts';
import { reportHandlers } from './handlers-reports.ts';
import { rightsHandlers } from './handlers-rights.ts';
import { stockHandlers } from './handlers-stock.ts';
import { supplierHandlers } from './handlers-suppliers.ts';
import { transferHandlers } from './handlers-transfers.ts';
import { viewerHandlers } from './handlers-viewers.ts';
import { lotAggregate, movementProjection } from './lot.ts';
import { LotHolds } from './lot-holds.ts';
import { inventoryLocalTables, inventoryMigrations } from './migrations.ts';
import { productSettingsAggregate } from './product-settings.ts';
import { receiptAggregate } from './receipt.ts';
import { RightsDesk } from './rights-desk.ts';
import { inventoryService } from './service.ts';
import type { RightsPort } from './services.ts';
import { StockAdvice } from './stock-advice.ts';
import { stockCountAggregate } from './stock-count.ts';
import { stockDocumentAggregate } from './stock-document.ts';
import { StockKeeper } from './stock-keeper.ts';
import { StockReader } from './stock-reader.ts';
import { transferAggregate } from './stock-transfer.ts';
import { supplierAggregate } from './supplier.ts';
import { stockSharingAggregate, stockViewerAggregate } from './viewers.ts';

/** Stock by lot: what came, what went and why, what to use first, what to order, what to count. */
export function inventoryModule(ports: Pick<HostPorts, 'rights' | 'signals'>): ModuleDefinition {
  return defineModule({
    name: 'inventory',
    version: '1.0.0',
    requires: ['store', 'auth', 'drugs', 'prescriptions'],
    contract: inventoryContract,
    aggregates: [
      lotAggregate,
      receiptAggregate,
      stockCountAggregate,
      transferAggregate,
      supplierAggregate,
      productSettingsAggregate,
      stockDocumentAggregate,
      stockViewerAggregate,
      stockSharingAggregate,
    ],
    projections: [movementProjection],
    migrations: inventoryMigrations,
    localTables: inventoryLocalTables,
    start(context) {
      const { rights } = ports;
      const keeper = new StockKeeper(context, (origin) => !!rights?.strandingOf(origin));
      const drugs = new DrugBook(context);
      const advice = new StockAdvice(context, drugs);
      const holds = new LotHolds({ terminalId: context.terminalId, clock: context.clock, signals: ports.signals });
      const reader = new StockReader(context, { keeper, advice, drugs, holds });
      const port = ports.rights ?? alone;
      const room = { context, keeper, advice, reader, desk: new RightsDesk(context, reader, port), holds };
      const stop = context.onCommit((changes) => {
        keeper.committed(changes);
        drugs.committed(changes);
        advice.committed(changes);
      });
      return {
        services: inventoryService(room, port),
        handlers: {
          ...stockHandlers(room),
          ...reportHandlers(room),
          ...lotHandlers(room),
          ...receivingHandlers(room),
          ...transferHandlers(room),
          ...countHandlers(room),
          ...supplierHandlers(room),
          ...rightsHandlers(room, port),
          ...viewerHandlers(room),
        },
        stop() {
          stop();
          holds.stop();
          keeper.close();
        },
      };
    },
  });
}

/** One terminal without others: whoever wrote here before it will write no more. */
const alone: RightsPort = {
  ask: async () => {},
  isReachable: () => false,
  terminals: () => 1,
  leads: () => true,
  missing: () => [],
  strandingOf: () => 'superseded',
};
