import type { AggregateType, DomainEvent } from '../../kernel/aggregate.ts';

export interface Pricing {
  /** Added to cost, in hundredths of a percent: 2500 is 25 %. */
  readonly markupBasisPoints: number;
  readonly dispensingFeeCents: number;
  readonly minimumPriceCents: number;
  /** Sales tax on what is taxable, in hundredths of a percent. */
  readonly taxBasisPoints: number;
}

export interface StoreProfile {
  readonly name: string;
  readonly address: {
    readonly line1: string;
    readonly city: string;
    readonly state: string;
    readonly postalCode: string;
  };
  readonly phone: string;
  readonly npi: string | null;
  readonly dea: string | null;
  readonly licence: string;
  /** `us_oh`, `us_fl`, `us_ca`, `ind_ka` ... */
  readonly jurisdiction: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly pharmacistInCharge: string;
  readonly demo: boolean;
  readonly pricing: Pricing;
  readonly willCallBins: readonly string[];
  /** Minutes without a key before the terminal's own window locks; 2 to 15. */
  readonly idleLockMinutes: number;
}

export interface StoreState {
  readonly profile: StoreProfile | null;
}

export type StoreEvent =
  | DomainEvent<'store.set-up', StoreProfile>
  | DomainEvent<'store.changed', Partial<StoreProfile>>;

/** The store itself: one aggregate, id `store`. */
export const storeAggregate: AggregateType<StoreState, StoreEvent> = {
  kind: 'store',
  initial: () => ({ profile: null }),
  apply(state, event) {
    switch (event.type) {
      case 'store.set-up':
        return state.profile ? state : { profile: event.payload };
      case 'store.changed':
        return state.profile ? { profile: { ...state.profile, ...event.payload } } : state;
      default:
        return state;
    }
  },
};

export const storeId = 'store';

export const defaultPricing: Pricing = {
  markupBasisPoints: 2500,
  dispensingFeeCents: 900,
  minimumPriceCents: 400,
  taxBasisPoints: 0,
};

export const defaultBins: readonly string[] = Array.from({ length: 48 }, (_, index) => String(index + 1));
