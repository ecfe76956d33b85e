import { addDays, addMonths, daysBetween } from '../../kernel/time.ts';
import type { Allocation } from '../prescriptions/model.ts';

/** Day a bag goes back: so many days after it was made ready. Workflow fact sheet section 3. */
export function returnDay(readyOn: string, days: number): string {
  return addDays(readyOn, days);
}

/** Whole days a bag has waited; none when the clock stands before the day it was made ready. */
export function ageInDays(readyOn: string, today: string): number {
  return Math.max(0, daysBetween(readyOn, today));
}

export interface StockLabel {
  readonly ndc: string;
  readonly name: string;
  readonly lotNumber: string;
  /** Earlier of the lot's expiry and one year: what was counted out is not in its sealed package any more. */
  readonly useBy: string;
  readonly quantity: number;
}

export function stockLabels(fill: {
  ndc: string;
  productName: string;
  filledOn: string;
  allocations: readonly Allocation[];
}): StockLabel[] {
  const aYear = addMonths(fill.filledOn, 12);
  return fill.allocations.map((lot) => ({
    ndc: fill.ndc,
    name: fill.productName,
    lotNumber: lot.lotNumber,
    useBy: [lot.expiresOn, aYear].sort()[0] ?? aYear,
    quantity: lot.quantityMilli / 1000,
  }));
}
