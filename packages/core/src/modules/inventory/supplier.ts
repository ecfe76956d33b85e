import type { AggregateType } from '../../kernel/aggregate.ts';

export interface SupplierState {
  readonly name: string;
  readonly accountNumber: string | null;
  readonly phone: string | null;
  readonly dea: string | null;
  readonly leadTimeDays: number;
  /** Standard deviation of the lead time, in thousandths of a day. */
  readonly leadTimeDeviationMilli: number;
  /** `hh:mm`, the store's time. */
  readonly orderCutOff: string | null;
  readonly isActive: boolean;
}

export type SupplierEvent =
  | { type: 'supplier.added'; payload: SupplierState }
  | { type: 'supplier.changed'; payload: Partial<SupplierState> };

/** A wholesaler that delivers on the next working day, half a day more or less: what a new supplier starts with. */
export const defaultLeadTime = { leadTimeDays: 1, leadTimeDeviationMilli: 500 } as const;

export const supplierAggregate: AggregateType<SupplierState, SupplierEvent> = {
  kind: 'supplier',
  initial: () => ({
    name: '',
    accountNumber: null,
    phone: null,
    dea: null,
    ...defaultLeadTime,
    orderCutOff: null,
    isActive: true,
  }),
  apply(state, event) {
    switch (event.type) {
      case 'supplier.added':
      case 'supplier.changed':
        return { ...state, ...event.payload };
      default:
        return state;
    }
  },
  rows: (id, state) => ({
    inventory_supplier: [
      {
        aggregate_id: id,
        name: state.name,
        lead_time_days: state.leadTimeDays,
        lead_time_deviation_milli: state.leadTimeDeviationMilli,
        is_active: state.isActive ? 1 : 0,
      },
    ],
  }),
};
