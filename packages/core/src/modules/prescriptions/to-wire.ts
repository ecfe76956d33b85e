import type { z } from 'zod';
import { fromMilli } from '../../kernel/contract.ts';
import type { FillState, ProductSnapshot, SigRecord } from './model.ts';
import type { fillSchema, productSchema, sigSchema } from './wire.ts';

export type WireFill = z.input<typeof fillSchema>;

/** Parts of a prescription in the shapes of the contract: thousandths become numbers. */
export function fillOnWire(fill: FillState): WireFill {
  const { quantityMilli, owedMilli, allocations, ...rest } = fill;
  return {
    ...rest,
    quantity: fromMilli(quantityMilli),
    owed: fromMilli(owedMilli),
    allocations: allocations.map(({ quantityMilli: milli, ...lot }) => ({ ...lot, quantity: fromMilli(milli) })),
  };
}

export function productOnWire(product: ProductSnapshot): z.input<typeof productSchema> {
  const { packageSizeMilli, ...rest } = product;
  return { ...rest, packageSize: packageSizeMilli === null ? null : fromMilli(packageSizeMilli) };
}

export function sigOnWire(sig: SigRecord): z.input<typeof sigSchema> {
  const { maxPerDayMilli, maxPerDoseMilli, rate, flags, ...rest } = sig;
  const number = (milli: number | null): number | null => (milli === null ? null : fromMilli(milli));
  return { ...rest, maxPerDay: number(maxPerDayMilli), maxPerDose: number(maxPerDoseMilli), flags: [...flags] };
}
