import type { AggregateType, DomainEvent } from '../../kernel/aggregate.ts';
import type { PriceItem, TaxRule } from './price-model.ts';

/** What the store set for itself beside its profile: rows of the tax table. One aggregate, id `pos`. */
export interface PosSettings {
  readonly taxRules: readonly TaxRule[];
}
export const posSettingsId = 'pos';
export const posSettingsAggregate: AggregateType<PosSettings, DomainEvent<'pos.tax-rule-added', TaxRule>> = {
  kind: 'pos-settings',
  initial: () => ({ taxRules: [] }),
  apply: (state, event) =>
    event.type === 'pos.tax-rule-added' ? { taxRules: [...state.taxRules, event.payload] } : state,
};

/** The price of one product; its id is the key. The last one set stands. */
export interface PriceItemState {
  readonly item: PriceItem | null;
}
export const priceItemAggregate: AggregateType<PriceItemState, DomainEvent<'price-item.set', PriceItem>> = {
  kind: 'price-item',
  initial: () => ({ item: null }),
  apply: (state, event) => (event.type === 'price-item.set' ? { item: event.payload } : state),
  rows: (id, state) => ({
    pos_item: state.item ? [{ aggregate_id: id, item_key: state.item.key, description: state.item.description }] : [],
  }),
};

/** A house account; its id is the patient's. Its balance is derived from sales, never stored. */
export interface HouseAccountState {
  readonly isOpen: boolean;
  readonly limitCents: number;
}
export const houseAccountAggregate: AggregateType<
  HouseAccountState,
  DomainEvent<'house-account.set', HouseAccountState>
> = {
  kind: 'house-account',
  initial: () => ({ isOpen: false, limitCents: 0 }),
  apply: (state, event) => (event.type === 'house-account.set' ? { ...event.payload } : state),
};
