import { defineModule } from '../../kernel/module.ts';
import { inventoryContract } from './contract.ts';
import { DrugBook } from './drug-book.ts';
import { countHandlers } from './handlers-counts.ts';
import { lotHandlers } from './handlers-lots.ts';
import { receivingHandlers } from './handlers-receiving.ts';
import { reportHandlers } from './handlers-reports.ts';
import { stockHandlers } from './handlers-stock.ts';
import { supplierHandlers } from './handlers-suppliers.ts';
import { transferHandlers } from './handlers-transfers.ts';
import { lotAggregate, movementProjection } from './lot.ts';
import { inventoryLocalTables, inventoryMigrations } from './migrations.ts';
import { productSettingsAggregate } from './product-settings.ts';
import { receiptAggregate } from './receipt.ts';
import { inventoryService } from './service.ts';
import { StockAdvice } from './stock-advice.ts';
import { stockCountAggregate } from './stock-count.ts';
import { StockKeeper } from './stock-keeper.ts';
import { StockReader } from './stock-reader.ts';
import { transferAggregate } from './stock-transfer.ts';
import { supplierAggregate } from './supplier.ts';

/** Stock by lot: what came, what went and why, what to use first, what to order, what to count. */
export const inventoryModule = defineModule({
  name: 'inventory',
  version: '1.0.0',
  requires: ['store', 'drugs', 'prescriptions'],
  contract: inventoryContract,
  aggregates: [
    lotAggregate,
    receiptAggregate,
    stockCountAggregate,
    transferAggregate,
    supplierAggregate,
    productSettingsAggregate,
  ],
  projections: [movementProjection],
  migrations: inventoryMigrations,
  localTables: inventoryLocalTables,
  start(context) {
    const keeper = new StockKeeper(context);
    const drugs = new DrugBook(context);
    const advice = new StockAdvice(context, drugs);
    const room = { context, keeper, advice, reader: new StockReader(context, { keeper, advice, drugs }) };
    const stop = context.onCommit((changes) => {
      keeper.committed(changes);
      drugs.committed(changes);
      advice.committed(changes);
    });
    return {
      services: inventoryService(room),
      handlers: {
        ...stockHandlers(room),
        ...reportHandlers(room),
        ...lotHandlers(room),
        ...receivingHandlers(room),
        ...transferHandlers(room),
        ...countHandlers(room),
        ...supplierHandlers(room),
      },
      stop() {
        stop();
        keeper.close();
      },
    };
  },
});
