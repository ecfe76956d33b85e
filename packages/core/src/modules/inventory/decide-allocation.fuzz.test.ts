import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AllocatableLot, decideAllocation, planAllocation } from './decide-allocation.ts';

const today = '2026-11-21';
const dates = ['2026-11-20', '2026-11-21', '2026-12-01', '2027-03-31', '2028-06-30'];
const lotArbitrary: fc.Arbitrary<AllocatableLot> = fc
  .record({
    lotNumber: fc.constantFrom('A', 'B', 'C', 'D'),
    expiresOn: fc.constantFrom(...dates),
    onHandMilli: fc.integer({ min: -20_000, max: 90_000 }),
    status: fc.constantFrom('available' as const, 'available' as const, 'quarantined' as const, 'recalled' as const),
    reservedMilli: fc.constantFrom(0, 0, 5000, 90_000),
    rightsMilli: fc.constantFrom(null, null, 0, 7000, 90_000),
  })
  .map((lot) => ({ ...lot, batchId: `${lot.lotNumber} ${lot.expiresOn}` }));
const shelfArbitrary = fc.uniqueArray(lotArbitrary, { selector: (lot) => lot.batchId, maxLength: 12 });

test('INV-20 INV-22 INV-25 INV-100 an allocation is exact, saleable, long enough and earliest first', () => {
  fc.assert(
    fc.property(
      shelfArbitrary,
      fc.integer({ min: 1, max: 200_000 }),
      fc.constantFrom(...dates),
      (lots, quantityMilli, notBefore) => {
        const wish = { quantityMilli, today, notBefore };
        const plan = planAllocation(lots, wish);
        const taken = plan.allocations.reduce((sum, one) => sum + one.quantityMilli, 0);
        expect(taken + plan.shortMilli).toBe(quantityMilli);
        expect(decideAllocation(lots, wish).ok).toBe(plan.shortMilli === 0);
        expect(plan.shortMilli).toBe(Math.max(0, quantityMilli - plan.availableMilli));
        const byId = new Map(lots.map((lot) => [lot.batchId, lot]));
        let last = '';
        for (const [index, one] of plan.allocations.entries()) {
          const lot = byId.get(one.batchId) as AllocatableLot;
          expect(lot.status).toBe('available');
          expect(lot.expiresOn >= today && lot.expiresOn >= notBefore && lot.expiresOn >= last).toBe(true);
          expect(one.quantityMilli).toBeGreaterThan(0);
          const isLast = index === plan.allocations.length - 1;
          const freeMilli = free(lot);
          expect(isLast ? one.quantityMilli <= freeMilli : one.quantityMilli === freeMilli).toBe(true);
          last = lot.expiresOn;
        }
        expect(plan.skipped.length + usable(lots, notBefore)).toBe(lots.length);
        expect(planAllocation([...lots].reverse(), wish)).toEqual(plan);
      },
    ),
  );
});

/** INV-100: of a controlled lot no more than the rights held here. */
function free(lot: AllocatableLot): number {
  const unreserved = lot.onHandMilli - lot.reservedMilli;
  return lot.rightsMilli === null ? unreserved : Math.min(unreserved, lot.rightsMilli);
}

function usable(lots: readonly AllocatableLot[], notBefore: string): number {
  return lots.filter(
    (lot) =>
      lot.status === 'available' &&
      lot.expiresOn >= today &&
      lot.expiresOn >= notBefore &&
      lot.onHandMilli > 0 &&
      free(lot) > 0,
  ).length;
}
