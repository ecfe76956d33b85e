/**
 * Prices and taxes as data. Money is integer cents (paise in India), rates are basis points (1/100 of a percent),
 * quantities integer thousandths. Words: workflow-operations fact sheet section 7.
 */

/** How a thing is taxed; held per item, together with the jurisdiction and a date (fact sheet section 6). */
export const taxClasses = ['prescription', 'otc-drug', 'medical-supply', 'food', 'general'] as const;
export type TaxClass = (typeof taxClasses)[number];

/** One dated row of the tax table. `jurisdiction` is `us_oh`, `ind_ka`, `us`, `ind` or `*`. */
export interface TaxRule {
  readonly jurisdiction: string;
  readonly taxClass: TaxClass;
  /** `store` takes the general rate of the store's own profile. */
  readonly rate: 'store' | number;
  /** `added` on top of the price, or `included` in it (a maximum retail price contains every tax). */
  readonly mode: 'added' | 'included';
  readonly effectiveFrom: string;
  readonly effectiveTo: string | null;
  /** Where the row comes from, with its mark (V checked, K knowledge, K? uncertain). */
  readonly source: string;
}

/** Up to this quantity the public pays this cash price: a "4 dollars for 30, 10 dollars for 90" list. */
export interface UsualAndCustomaryTier {
  readonly upToMilli: number;
  readonly priceCents: number;
}

/** What the store set for one product: an NDC-11, or a code of its own for things without one. */
export interface PriceItem {
  readonly key: string;
  readonly description: string;
  readonly taxClass: TaxClass;
  /** Price of one package on the shelf; null when it is not sold over the counter. */
  readonly shelfPriceCents: number | null;
  readonly packageSizeMilli: number;
  readonly usualAndCustomary: readonly UsualAndCustomaryTier[];
  /** Printed maximum retail price of one package, all taxes included; null where the law knows none. */
  readonly maximumRetailCents: number | null;
  /** Counts as a health product for an FSA or HSA card. */
  readonly isHealthEligible: boolean;
}

export type PricePartKind =
  | 'ingredient-cost'
  | 'markup'
  | 'dispensing-fee'
  | 'minimum'
  | 'usual-and-customary'
  | 'maximum-retail'
  | 'override'
  | 'tax';

/** One step of a price. The parts add up to `totalCents` exactly; an included tax is shown in `includedTaxCents`. */
export interface PricePart {
  readonly kind: PricePartKind;
  readonly amountCents: number;
}

export interface PriceBreakdown {
  readonly ndc: string | null;
  readonly quantityMilli: number;
  readonly parts: readonly PricePart[];
  /** Before added tax. */
  readonly priceCents: number;
  readonly taxCents: number;
  /** Tax that the price already contains. */
  readonly includedTaxCents: number;
  readonly totalCents: number;
  readonly taxClass: TaxClass;
  readonly taxMode: TaxRule['mode'];
  readonly taxRateBasisPoints: number;
  readonly taxSource: string;
  readonly overrideReason: string | null;
}
