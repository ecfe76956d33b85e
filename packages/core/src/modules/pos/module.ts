import type { HostPorts } from '../../host-ports.ts';
import { defineModule, type ModuleContext, type ModuleDefinition } from '../../kernel/module.ts';
import { accountHandlers } from './account-handlers.ts';
import { CardFlow } from './card-flow.ts';
import { cardHandlers } from './card-handlers.ts';
import { cardPaymentAggregate } from './card-payment.ts';
import { createCardSimulator } from './card-simulator.ts';
import type { CardTerminal } from './card-terminal.ts';
import { posContract } from './contract.ts';
import { drawerAggregate } from './drawer.ts';
import { drawerHandlers } from './drawer-handlers.ts';
import { quoteItems, takeItems } from './items.ts';
import { posMigrations } from './migrations.ts';
import { withTax } from './price.ts';
import { priceHandlers } from './price-handlers.ts';
import { priceOf, taxOn } from './pricing.ts';
import { recordSale } from './record-sale.ts';
import { cardPaymentIds, loadSale, refundLines } from './refund-sale.ts';
import { saleAggregate } from './sale.ts';
import { saleHandlers } from './sale-handlers.ts';
import { sell } from './sell.ts';
import type { PosService } from './services.ts';
import { houseAccountAggregate, posSettingsAggregate, priceItemAggregate } from './settings.ts';

/** Prices, sales, the cash drawer and the card terminal. */
export function posModule(ports: HostPorts): ModuleDefinition {
  return defineModule({
    name: 'pos',
    version: '1.0.0',
    requires: ['store', 'drugs', 'patients', 'inventory', 'labels'],
    contract: posContract,
    aggregates: [
      saleAggregate,
      drawerAggregate,
      cardPaymentAggregate,
      posSettingsAggregate,
      priceItemAggregate,
      houseAccountAggregate,
    ],
    projections: [],
    migrations: posMigrations,
    start(context) {
      const cards = new CardFlow(context, terminalOf(context, ports));
      return {
        services: services(context, cards),
        handlers: {
          ...saleHandlers(context, cards),
          ...drawerHandlers(context),
          ...cardHandlers(context, cards),
          ...accountHandlers(context, cards),
          ...priceHandlers(context),
        },
      };
    },
  });
}

/** The terminal of this counter. A demo store has the simulator; a real one has what is connected, or none. */
function terminalOf(context: ModuleContext, ports: HostPorts): () => CardTerminal | null {
  const simulator = createCardSimulator();
  return () => {
    if (ports.cardTerminal) return ports.cardTerminal;
    return context.use('store').profile().demo ? simulator : null;
  };
}

function services(context: ModuleContext, cards: CardFlow): PosService {
  return {
    price: (input) => priceOf(context, input),
    unpriced: ({ ndc, quantityMilli, on }) =>
      withTax({ ndc, quantityMilli, parts: [], tax: taxOn(context, 'prescription', on), taxClass: 'prescription' }),
    takeItems: (unit, saleId, items) => takeItems(context, unit, saleId, items),
    quoteItems: (items, on) => quoteItems(context, items, on),
    recordSale: (unit, draft) => recordSale(context, unit, draft),
    sell: (call, sale) => sell(cards, call, sale),
    sale: (saleId) => context.load(saleAggregate, saleId),
    openConflicts: () =>
      context.db
        .prepare<{ id: string; kind: 'sale' | 'drawer'; conflict: string; since: string }>(
          'SELECT aggregate_id AS id, kind, conflict, since FROM pos_conflict ORDER BY since, aggregate_id, conflict',
        )
        .all(),
    refundLines(unit, input) {
      const { refundId, amountCents } = refundLines(context, unit, input);
      return { refundId, amountCents };
    },
    settleCardRefunds: (call, saleId) => cards.finish(call, cardPaymentIds(loadSale(context, saleId))),
  };
}
