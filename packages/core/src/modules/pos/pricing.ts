import type { ModuleContext } from '../../kernel/module.ts';
import type { Result } from '../../kernel/refusal.ts';
import type { DrugRecord } from '../drugs/model.ts';
import { cashPrice } from './price.ts';
import type { PriceBreakdown, PriceItem, TaxClass } from './price-model.ts';
import type { NoPrice } from './services.ts';
import { posSettingsAggregate, posSettingsId, priceItemAggregate } from './settings.ts';
import { type AppliedTax, taxFor } from './tax.ts';

/** Gathers the facts of a price from store, stock and price list; the rules themselves are in price.ts and tax.ts. */
export function priceOf(
  context: ModuleContext,
  input: { drug: DrugRecord; quantityMilli: number; on: string },
): Result<PriceBreakdown, NoPrice> {
  const { drug, quantityMilli, on } = input;
  const { pricing } = context.use('store').profile();
  const item = priceItem(context, drug.key);
  const basis = context.use('inventory').priceBasis(drug.key);
  const packageMilli = item?.packageSizeMilli ?? drug.packageSizeMilli ?? basis?.packageSizeMilli ?? null;
  const shelfCents = item?.shelfPriceCents ?? context.use('inventory').settings(drug.key).shelfPriceCents;
  const ofPackage = (cents: number | null | undefined) =>
    cents == null || packageMilli === null ? null : { cents, forMilli: packageMilli };
  return cashPrice({
    ndc: drug.key,
    quantityMilli,
    cost: basis?.cost ?? null,
    rules: pricing,
    usualAndCustomary: item?.usualAndCustomary ?? [],
    packagePrice: ofPackage(shelfCents),
    maximumRetail: ofPackage(item?.maximumRetailCents),
    tax: taxOn(context, 'prescription', on),
  });
}

export function priceItem(context: ModuleContext, key: string): PriceItem | null {
  return context.load(priceItemAggregate, key)?.item ?? null;
}

export function taxOn(context: ModuleContext, taxClass: TaxClass, on: string): AppliedTax {
  const { jurisdiction, pricing } = context.use('store').profile();
  const rules = context.load(posSettingsAggregate, posSettingsId)?.taxRules ?? [];
  return taxFor({ jurisdiction, taxClass, on, storeBasisPoints: pricing.taxBasisPoints }, rules);
}
