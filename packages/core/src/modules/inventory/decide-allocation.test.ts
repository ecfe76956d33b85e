import { describe, expect, test } from 'vitest';
import { type AllocatableLot, decideAllocation, planAllocation } from './decide-allocation.ts';

function lot(lotNumber: string, expiresOn: string, units: number, more: Partial<AllocatableLot> = {}): AllocatableLot {
  return {
    batchId: `lot_${lotNumber}_${expiresOn}`,
    lotNumber,
    expiresOn,
    onHandMilli: units * 1000,
    status: 'available',
    reservedMilli: 0,
    rightsMilli: null,
    ...more,
  };
}

const today = '2026-11-21';
const shelf = [
  lot('LATE', '2028-01-31', 500),
  lot('GONE', '2026-11-20', 90),
  lot('SOON', '2027-03-31', 40),
  lot('RECALL', '2027-02-28', 90, { status: 'recalled' }),
  lot('HOLD', '2027-02-28', 90, { status: 'quarantined' }),
  lot('EMPTY', '2027-02-28', 0),
  lot('WRONG', '2027-02-28', -3),
];
const wish = (units: number, more = {}) => ({ quantityMilli: units * 1000, today, notBefore: today, ...more });

describe('FEFO', () => {
  test('INV-20 the earliest expiry goes first and a fill may span lots', () => {
    const decided = decideAllocation(shelf, wish(90));
    expect(decided.ok && decided.value.map((one) => [one.lotNumber, one.quantityMilli])).toEqual([
      ['SOON', 40_000],
      ['LATE', 50_000],
    ]);
  });

  test('INV-21 every lot passed over is named with its reason', () => {
    const plan = planAllocation(shelf, wish(90));
    expect(Object.fromEntries(plan.skipped.map((one) => [one.lotNumber, one.reason]))).toEqual({
      GONE: 'expired',
      RECALL: 'recalled',
      HOLD: 'quarantined',
      EMPTY: 'nothing-on-hand',
      WRONG: 'below-zero',
    });
  });

  test('INV-22 a lot lasts long enough or is passed over; the last day still counts', () => {
    const decided = decideAllocation(shelf, wish(30, { notBefore: '2027-04-01' }));
    expect(decided.ok && decided.value.map((one) => one.lotNumber)).toEqual(['LATE']);
    const onTheDay = decideAllocation(shelf, wish(30, { notBefore: '2027-03-31' }));
    expect(onTheDay.ok && onTheDay.value.map((one) => one.lotNumber)).toEqual(['SOON']);
    const lastDay = decideAllocation([lot('X', today, 10)], wish(10));
    expect(lastDay.ok).toBe(true);
  });

  test('INV-23 a scanned lot goes first, and not at all where it may not be used', () => {
    const scanned = decideAllocation(shelf, wish(30, { lotNumber: 'late' }));
    expect(scanned.ok && scanned.value.map((one) => one.lotNumber)).toEqual(['LATE']);
    const mixed = decideAllocation(
      [lot('A', '2027-05-31', 10), lot('B', '2027-06-30', 10)],
      wish(15, { lotNumber: 'B' }),
    );
    expect(mixed.ok && mixed.value.map((one) => [one.lotNumber, one.quantityMilli])).toEqual([
      ['B', 10_000],
      ['A', 5000],
    ]);
    for (const [lotNumber, reason] of [
      ['RECALL', 'recalled'],
      ['GONE', 'expired'],
      ['NEVER', 'unknown-lot'],
    ] as const) {
      const refused = decideAllocation(shelf, wish(1, { lotNumber }));
      expect(!refused.ok && refused.refusal).toMatchObject({ kind: 'lot-not-allowed', data: { reason } });
    }
  });

  test('INV-24 too little stock is refused with what there is', () => {
    const refused = decideAllocation(shelf, wish(541));
    expect(!refused.ok && refused.refusal).toMatchObject({
      kind: 'insufficient-stock',
      data: { neededMilli: 541_000, availableMilli: 540_000 },
    });
    expect(planAllocation(shelf, wish(541)).shortMilli).toBe(1000);
  });

  test('INV-25 what is reserved in a lot is left in it', () => {
    const lots = [
      lot('A', '2027-05-31', 10, { reservedMilli: 10_000 }),
      lot('B', '2027-06-30', 10, { reservedMilli: 4000 }),
    ];
    const plan = planAllocation(lots, wish(10));
    expect(plan.allocations.map((one) => [one.lotNumber, one.quantityMilli])).toEqual([['B', 6000]]);
    expect(plan.skipped.map((one) => one.reason)).toEqual(['reserved']);
  });

  test('INV-26 equal expiries are taken in one order everywhere', () => {
    const lots = [lot('B', '2027-05-31', 1), lot('A', '2027-05-31', 1), lot('C', '2027-05-31', 1)];
    const order = (list: AllocatableLot[]) => planAllocation(list, wish(3)).allocations.map((one) => one.lotNumber);
    expect(order(lots)).toEqual(['A', 'B', 'C']);
    expect(order([...lots].reverse())).toEqual(['A', 'B', 'C']);
  });
});
