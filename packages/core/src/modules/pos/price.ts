import { ok, type Result, refuse } from '../../kernel/refusal.ts';
import { ratioDown, ratioHalfUp, sum } from './money.ts';
import type { PriceBreakdown, PricePart, TaxClass, UsualAndCustomaryTier } from './price-model.ts';
import type { NoPrice } from './services.ts';
import type { AppliedTax } from './tax.ts';

export interface PriceFacts {
  readonly ndc: string;
  readonly quantityMilli: number;
  /** Latest receipt: so many cents for so many thousandths; null when none is known. */
  readonly cost: { readonly costCents: number; readonly forMilli: number } | null;
  readonly rules: {
    readonly markupBasisPoints: number;
    readonly dispensingFeeCents: number;
    readonly minimumPriceCents: number;
  };
  readonly usualAndCustomary: readonly UsualAndCustomaryTier[];
  /** Cash price of one package on the shelf, where no tier list is kept. */
  readonly packagePrice: { readonly cents: number; readonly forMilli: number } | null;
  readonly maximumRetail: { readonly cents: number; readonly forMilli: number } | null;
  readonly tax: AppliedTax;
}

/**
 * The cash price: cost + markup + fee, at least the minimum, never above the usual and customary price, never above
 * the printed maximum. Rounded once per part; the parts add up to the total. Rules POS-1 to POS-9.
 */
export function cashPrice(facts: PriceFacts): Result<PriceBreakdown, NoPrice> {
  const usual = usualAndCustomary(facts);
  const cap = facts.maximumRetail
    ? ratioDown(facts.maximumRetail.cents, facts.quantityMilli, facts.maximumRetail.forMilli)
    : null;
  const parts = facts.cost ? fromCost(facts.cost, facts) : [];
  const ceiling = Math.min(...[usual, cap].filter((n): n is number => n !== null));
  if (parts.length === 0 && ceiling === Number.POSITIVE_INFINITY) return refuse('no-price', { ndc: facts.ndc });
  if (usual !== null) lowerTo(parts, 'usual-and-customary', usual);
  if (cap !== null) lowerTo(parts, 'maximum-retail', cap);
  const tax = facts.maximumRetail ? { ...facts.tax, mode: 'included' as const } : facts.tax;
  return ok(withTax({ ndc: facts.ndc, quantityMilli: facts.quantityMilli, parts, tax, taxClass: 'prescription' }));
}

/** A price set by a person, with the reason they gave. */
export function overriddenPrice(
  agreed: Pick<PriceFacts, 'ndc' | 'quantityMilli' | 'tax'>,
  override: { priceCents: number; reason: string },
): PriceBreakdown {
  return {
    ...withTax({
      ndc: agreed.ndc,
      quantityMilli: agreed.quantityMilli,
      parts: [{ kind: 'override', amountCents: override.priceCents }],
      tax: agreed.tax,
      taxClass: 'prescription',
    }),
    overrideReason: override.reason,
  };
}

/** Adds the tax part, or names the tax that is already in it. */
export function withTax(price: {
  ndc: string | null;
  quantityMilli: number;
  parts: readonly PricePart[];
  tax: AppliedTax;
  taxClass: TaxClass;
}): PriceBreakdown {
  const priceCents = sum(price.parts.map((part) => part.amountCents));
  const { basisPoints, mode, source } = price.tax;
  const taxCents = mode === 'added' ? ratioHalfUp(priceCents, basisPoints, 10_000) : 0;
  return {
    ndc: price.ndc,
    quantityMilli: price.quantityMilli,
    parts: taxCents === 0 ? [...price.parts] : [...price.parts, { kind: 'tax', amountCents: taxCents }],
    priceCents,
    taxCents,
    includedTaxCents: mode === 'included' ? includedTax(priceCents, basisPoints) : 0,
    totalCents: priceCents + taxCents,
    taxClass: price.taxClass,
    taxMode: mode,
    taxRateBasisPoints: basisPoints,
    taxSource: source,
    overrideReason: null,
  };
}

/** Tax contained in a price: taxable value = price x 100 / (100 + rate). */
export function includedTax(priceCents: number, basisPoints: number): number {
  return priceCents - ratioHalfUp(priceCents, 10_000, 10_000 + basisPoints);
}

function fromCost(cost: { costCents: number; forMilli: number }, facts: PriceFacts): PricePart[] {
  const { markupBasisPoints, dispensingFeeCents, minimumPriceCents } = facts.rules;
  const ingredient = ratioHalfUp(cost.costCents, facts.quantityMilli, cost.forMilli);
  const parts: PricePart[] = [
    { kind: 'ingredient-cost', amountCents: ingredient },
    { kind: 'markup', amountCents: ratioHalfUp(ingredient, markupBasisPoints, 10_000) },
    { kind: 'dispensing-fee', amountCents: dispensingFeeCents },
  ];
  const missing = minimumPriceCents - sum(parts.map((part) => part.amountCents));
  if (missing > 0) parts.push({ kind: 'minimum', amountCents: missing });
  return parts;
}

/** Without a cost the ceiling itself is the price. */
function lowerTo(parts: PricePart[], kind: 'usual-and-customary' | 'maximum-retail', ceiling: number): void {
  const now = sum(parts.map((part) => part.amountCents));
  if (parts.length === 0 || now > ceiling) parts.push({ kind, amountCents: ceiling - now });
}

/** The cheapest tier that covers the quantity; above every tier, or without tiers, the package price pro rata. */
function usualAndCustomary(facts: PriceFacts): number | null {
  const tiers = facts.usualAndCustomary.filter((tier) => tier.upToMilli >= facts.quantityMilli);
  if (tiers.length > 0) return Math.min(...tiers.map((tier) => tier.priceCents));
  if (facts.packagePrice === null) return null;
  return ratioHalfUp(facts.packagePrice.cents, facts.quantityMilli, facts.packagePrice.forMilli);
}
