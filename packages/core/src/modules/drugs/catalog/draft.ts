import type { CatalogSource, DispensingUnit, DrugIngredient, MarketingStatus, Schedule } from '../model.ts';

export type Market = 'us' | 'in';

/** One product as one source describes it, with its packages: what `description` and `drug` rows are made of. */
export interface Draft {
  readonly source: CatalogSource;
  /** The source's own key: product id, RxCUI, application product. */
  readonly sourceKey: string;
  readonly name: string;
  readonly brandName: string | null;
  readonly ingredients: readonly DrugIngredient[];
  readonly strength: string;
  readonly doseForm: string;
  readonly route: string;
  readonly labeler: string;
  readonly classes: readonly string[];
  readonly schedule: Schedule | null;
  readonly scheduleKnown: boolean;
  readonly teCode: string | null;
  readonly product: string | null;
  readonly rxcui: string | null;
  readonly status: MarketingStatus;
  readonly unit: DispensingUnit;
  readonly endsOn: string | null;
  /** Where its schedule is the law. */
  readonly market: Market;
  readonly packages: readonly DraftPackage[];
}

export interface DraftPackage {
  /** Canonical NDC, or the application product. */
  readonly key: string;
  /** With hyphens as labelled; null where only the digits are known. */
  readonly ndc: string | null;
  readonly sizeMilli: number | null;
  readonly unit: DispensingUnit;
  readonly rxcui: string | null;
  readonly endsOn: string | null;
  /** False: known when scanned or asked for, never offered: samples, excluded listings. */
  readonly isPickable: boolean;
}
