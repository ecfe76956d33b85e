import fc from 'fast-check';
import { expect, test } from 'vitest';
import { settle } from './decide-payment.ts';
import { planRefund, remainders } from './decide-refund.ts';
import { ratioHalfUp, shareOf, sum } from './money.ts';
import { cashPrice } from './price.ts';
import { saleAggregate } from './sale.ts';
import type { Payment, SaleLine, SaleState, Tender } from './sale-model.ts';

const cents = fc.integer({ min: 0, max: 10_000_000 });
const milli = fc.integer({ min: 1, max: 1_000_000_000 });

test('POS-6 the parts of any price add up to its total, and no total is below zero', () => {
  const tier = fc.record({ upToMilli: milli, priceCents: cents });
  const ofPackage = fc.option(fc.record({ cents, forMilli: milli }));
  fc.assert(
    fc.property(
      fc.record({
        ndc: fc.constant('n'),
        quantityMilli: milli,
        cost: fc.option(fc.record({ costCents: cents, forMilli: milli })),
        rules: fc.record({
          markupBasisPoints: fc.integer({ min: 0, max: 30_000 }),
          dispensingFeeCents: cents,
          minimumPriceCents: cents,
        }),
        usualAndCustomary: fc.array(tier, { maxLength: 4 }),
        packagePrice: ofPackage,
        maximumRetail: ofPackage,
        tax: fc.record({
          basisPoints: fc.integer({ min: 0, max: 3_000 }),
          mode: fc.constantFrom('added' as const, 'included' as const),
          source: fc.constant('s'),
        }),
      }),
      (facts) => {
        const result = cashPrice(facts);
        if (!result.ok) return;
        const price = result.value;
        expect(sum(price.parts.map((part) => part.amountCents))).toBe(price.totalCents);
        expect(price.totalCents).toBe(price.priceCents + price.taxCents);
        expect(price.totalCents).toBeGreaterThanOrEqual(0);
        expect(price.includedTaxCents).toBeLessThanOrEqual(price.priceCents);
        if (facts.maximumRetail) {
          const most = Number(
            (BigInt(facts.maximumRetail.cents) * BigInt(facts.quantityMilli)) / BigInt(facts.maximumRetail.forMilli),
          );
          expect(price.totalCents).toBeLessThanOrEqual(most);
        }
      },
    ),
  );
});

test('POS-6 the shares of consecutive parts add up to the whole, and none is negative', () => {
  fc.assert(
    fc.property(
      cents,
      fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 8 }),
      (whole, parts) => {
        const ofMilli = sum(parts);
        let fromMilli = 0;
        const shares = parts.map((part) => {
          const toMilli = fromMilli + part;
          const share = shareOf(whole, { fromMilli, toMilli, ofMilli });
          fromMilli = toMilli;
          return share;
        });
        expect(sum(shares)).toBe(whole);
        expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
      },
    ),
  );
});

test('POS-1 rounding is half up and never further than half a cent', () => {
  fc.assert(
    fc.property(cents, milli, milli, (amount, numerator, denominator) => {
      fc.pre((amount * numerator) / denominator < Number.MAX_SAFE_INTEGER - 1);
      const rounded = BigInt(ratioHalfUp(amount, numerator, denominator));
      const exactTwice = 2n * BigInt(amount) * BigInt(numerator);
      const difference = 2n * rounded * BigInt(denominator) - exactTwice;
      expect(difference > -BigInt(denominator) && difference <= BigInt(denominator)).toBe(true);
    }),
  );
});

const tender: fc.Arbitrary<Tender> = fc.record({
  method: fc.constantFrom('cash' as const, 'check' as const, 'card' as const, 'house-account' as const),
  amountCents: fc.integer({ min: 0, max: 5_000 }),
});

test('POS-20 the payments of a sale add up to what is due, whatever was tendered', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 10_000 }),
      fc.array(tender, { minLength: 1, maxLength: 4 }),
      (due, tenders) => {
        const result = settle(due, tenders);
        if (!result.ok) return;
        const { payments, changeCents } = result.value;
        expect(sum(payments.map((payment) => payment.amountCents))).toBe(due);
        expect(sum(tenders.map((t) => t.amountCents)) - changeCents).toBe(due);
        expect(payments.every((payment) => payment.amountCents >= 0 && payment.changeCents >= 0)).toBe(true);
      },
    ),
  );
});

function line(lineId: string, amountCents: number): SaleLine {
  return {
    lineId,
    kind: 'item',
    description: lineId,
    note: null,
    fillId: null,
    prescriptionId: null,
    patientId: null,
    itemKey: null,
    quantityMilli: 1000,
    amountCents,
    taxCents: 0,
    includedTaxCents: 0,
    taxClass: 'general',
    isHealthEligible: false,
    allocations: [],
  };
}

function soldSale(amounts: readonly number[], methods: readonly Tender['method'][]): SaleState {
  const total = sum(amounts);
  const share = Math.floor(total / methods.length);
  const tenders = methods.map((method, index) => ({
    method,
    amountCents: index === 0 ? total - share * (methods.length - 1) : share,
  }));
  const settled = settle(total, tenders);
  const payments: readonly Payment[] = settled.ok ? settled.value.payments : [];
  const initial = saleAggregate.initial('sale');
  return { ...initial, recorded: true, lines: amounts.map((a, i) => line(`l${i}`, a)), payments, totalCents: total };
}

test('POS-30 refunds in any order never give back more than each payment, and all lines give back all', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 6 }),
      fc.array(
        tender.map((t) => t.method),
        { minLength: 1, maxLength: 3 },
      ),
      fc.integer(),
      (amounts, methods, seed) => {
        let sale = soldSale(amounts, methods);
        const order = amounts.map((_, i) => `l${i}`).sort((a, b) => hash(a, seed) - hash(b, seed));
        for (const [index, lineId] of order.entries()) {
          const plan = planRefund(sale, { lineIds: [lineId] });
          if (!plan.ok) throw new Error(plan.refusal.kind);
          const { amountCents, payments } = plan.value;
          const refund = {
            refundId: `r${index}`,
            at: '',
            businessDate: '',
            terminalId: '',
            drawerId: null,
            byUser: '',
            reason: '',
            kind: 'refund' as const,
            lineIds: [lineId],
            amountCents,
            payments,
          };
          sale = { ...sale, refunds: [...sale.refunds, refund] };
          expect(remainders(sale).every((left) => left >= 0)).toBe(true);
          expect(planRefund(sale, { lineIds: [lineId] }).ok).toBe(false);
        }
        expect(sum(sale.refunds.map((refund) => refund.amountCents))).toBe(sale.totalCents);
      },
    ),
  );
});

function hash(text: string, seed: number): number {
  return [...text].reduce((value, letter) => (value * 31 + letter.charCodeAt(0) + seed) | 0, 7);
}
