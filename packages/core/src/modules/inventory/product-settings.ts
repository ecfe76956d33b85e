import type { AggregateType } from '../../kernel/aggregate.ts';
import type { ProductSettings } from './model.ts';

export type SettingsChange = Partial<Omit<ProductSettings, 'drugKey'>>;

export interface SettingsEvent {
  type: 'product.settings-changed';
  payload: SettingsChange;
}

/** What the store decides about a drug it stocks. The id is `DrugRecord.key`; the latest change of a field counts. */
export const productSettingsAggregate: AggregateType<ProductSettings, SettingsEvent> = {
  kind: 'product-settings',
  initial: defaultSettings,
  apply(state, event) {
    return event.type === 'product.settings-changed' ? { ...state, ...event.payload } : state;
  },
  rows: (id, state) => ({
    inventory_product: [
      {
        aggregate_id: id,
        bin_location: state.binLocation,
        reorder_min_milli: state.reorderMinMilli,
        reorder_max_milli: state.reorderMaxMilli,
        lead_time_days: state.leadTimeDays,
        is_preferred: state.isPreferred ? 1 : 0,
        is_refrigerated: state.isRefrigerated ? 1 : 0,
        shelf_price_cents: state.shelfPriceCents,
        supplier_id: state.supplierId,
      },
    ],
  }),
};

export function defaultSettings(drugKey: string): ProductSettings {
  return {
    drugKey,
    binLocation: null,
    reorderMinMilli: null,
    reorderMaxMilli: null,
    leadTimeDays: null,
    isPreferred: false,
    isRefrigerated: false,
    shelfPriceCents: null,
    supplierId: null,
  };
}
