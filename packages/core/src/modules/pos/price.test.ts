import { expect, test } from 'vitest';
import { cashPrice, overriddenPrice, type PriceFacts } from './price.ts';
import type { PriceBreakdown } from './price-model.ts';

const untaxed = { basisPoints: 0, mode: 'added', source: 'test' } as const;
const facts: PriceFacts = {
  ndc: '00071015523',
  quantityMilli: 30_000,
  cost: { costCents: 1_000, forMilli: 90_000 },
  rules: { markupBasisPoints: 2_500, dispensingFeeCents: 900, minimumPriceCents: 400 },
  usualAndCustomary: [],
  packagePrice: null,
  maximumRetail: null,
  tax: untaxed,
};

function price(change: Partial<PriceFacts>): PriceBreakdown {
  const result = cashPrice({ ...facts, ...change });
  if (!result.ok) throw new Error(result.refusal.kind);
  return result.value;
}
const part = (breakdown: PriceBreakdown, kind: string) => breakdown.parts.find((p) => p.kind === kind)?.amountCents;

test('POS-1 a cash price is cost, markup and fee, each rounded half up once', () => {
  const breakdown = price({});
  expect(part(breakdown, 'ingredient-cost')).toBe(333);
  expect(part(breakdown, 'markup')).toBe(83);
  expect(part(breakdown, 'dispensing-fee')).toBe(900);
  expect(breakdown.totalCents).toBe(1_316);
});

test('POS-1 half a cent goes up', () => {
  expect(part(price({ cost: { costCents: 101, forMilli: 60_000 } }), 'ingredient-cost')).toBe(51);
  expect(part(price({ cost: { costCents: 100, forMilli: 61_000 } }), 'ingredient-cost')).toBe(49);
});

test('POS-2 the minimum lifts a price below it and leaves one at it', () => {
  const rules = { ...facts.rules, minimumPriceCents: 1_317 };
  expect(price({ rules }).totalCents).toBe(1_317);
  expect(part(price({ rules }), 'minimum')).toBe(1);
  expect(part(price({ rules: { ...rules, minimumPriceCents: 1_316 } }), 'minimum')).toBeUndefined();
});

test('POS-3 the price is never above the usual and customary one of the cheapest tier that covers the quantity', () => {
  const usualAndCustomary = [
    { upToMilli: 30_000, priceCents: 400 },
    { upToMilli: 90_000, priceCents: 1_000 },
  ];
  expect(price({ usualAndCustomary }).totalCents).toBe(400);
  expect(price({ usualAndCustomary, quantityMilli: 31_000 }).totalCents).toBe(1_000);
  expect(price({ usualAndCustomary, quantityMilli: 91_000 }).totalCents).toBeGreaterThan(1_000);
});

test('POS-3 without tiers the shelf price of a package counts, pro rata', () => {
  expect(price({ packagePrice: { cents: 900, forMilli: 100_000 } }).totalCents).toBe(270);
  expect(price({ packagePrice: { cents: 90_000, forMilli: 100_000 } }).totalCents).toBe(1_316);
});

test('POS-4 the printed maximum is never passed, and tax is in it', () => {
  const breakdown = price({
    maximumRetail: { cents: 1_000, forMilli: 33_000 },
    tax: { basisPoints: 500, mode: 'added', source: 'test' },
  });
  expect(breakdown.totalCents).toBe(909);
  expect(breakdown.taxCents).toBe(0);
  expect(breakdown.includedTaxCents).toBe(43);
});

test('POS-5 without a cost the price list is the price; without both there is none', () => {
  expect(price({ cost: null, usualAndCustomary: [{ upToMilli: 30_000, priceCents: 400 }] }).totalCents).toBe(400);
  expect(price({ cost: null, maximumRetail: { cents: 500, forMilli: 30_000 } }).totalCents).toBe(500);
  expect(cashPrice({ ...facts, cost: null })).toEqual({
    ok: false,
    refusal: { kind: 'no-price', data: { ndc: facts.ndc } },
  });
});

test('POS-8 added tax is rounded half up on the line, included tax is named and not added', () => {
  const added = price({ tax: { basisPoints: 100, mode: 'added', source: 'test' } });
  expect(added.taxCents).toBe(13);
  expect(added.totalCents).toBe(1_329);
  const included = price({ tax: { basisPoints: 500, mode: 'included', source: 'test' } });
  expect(included.totalCents).toBe(1_316);
  expect(included.includedTaxCents).toBe(1_316 - 1_253);
});

test('POS-9 a price set by hand has one part and its reason', () => {
  const breakdown = overriddenPrice(facts, { priceCents: 0, reason: 'goodwill' });
  expect(breakdown.parts).toEqual([{ kind: 'override', amountCents: 0 }]);
  expect(breakdown.totalCents).toBe(0);
  expect(breakdown.overrideReason).toBe('goodwill');
});
