import { describe, expect, test } from 'vitest';
import { abcClasses, adviseReorder, type DailyUse, safetyStockMilli } from './reorder.ts';

/** Ten days of 16 and 8: mean 12 a day, standard deviation 4. */
const worked: DailyUse = { days: 10, sumMilli: 120_000, sumSquares: 5n * 16_000n ** 2n + 5n * 8_000n ** 2n };
const lead = { days: 2, deviationMilli: 500 };
const none: DailyUse = { days: 90, sumMilli: 0, sumSquares: 0n };
const plenty = { lead, saleableMilli: 0, reservedMilli: 0, minMilli: null, maxMilli: null, packageMilli: 100_000 };

describe('reorder', () => {
  test('INV-60 the worked example of the fact sheet: safety stock 13.6, reorder point 38', () => {
    expect(safetyStockMilli(worked, lead)).toBe(13_566);
    const advice = adviseReorder({ ...plenty, use: worked, saleableMilli: 37_000 });
    expect(Math.round(advice.reorderPointMilli / 1000)).toBe(38);
    expect(advice.dailyUseMilli).toBe(12_000);
    expect(advice.basis).toBe('use-90-days');
  });

  test('INV-61 orders whole packages up to the target, and nothing above the reorder point', () => {
    const low = adviseReorder({ ...plenty, use: worked, saleableMilli: 30_000 });
    expect(low.targetMilli).toBe(12_000 * 9 + 13_566);
    expect(low.orderMilli).toBe(100_000);
    expect(adviseReorder({ ...plenty, use: worked, saleableMilli: 38_000 }).orderMilli).toBe(0);
    expect(adviseReorder({ ...plenty, use: worked, saleableMilli: 37_566 }).orderMilli).toBe(100_000);
  });

  test('INV-62 what prescriptions wait for is not stock', () => {
    const advice = adviseReorder({ ...plenty, use: worked, saleableMilli: 60_000, reservedMilli: 40_000 });
    expect(advice.orderMilli).toBe(200_000);
  });

  test('INV-63 without use, a minimum set by hand or a promise decides', () => {
    const bare = { ...plenty, use: none };
    expect(adviseReorder(bare)).toMatchObject({ orderMilli: 0, reorderPointMilli: 0 });
    const minimum = adviseReorder({ ...bare, minMilli: 30_000, maxMilli: 90_000, packageMilli: 30_000 });
    expect(minimum).toMatchObject({ orderMilli: 90_000, basis: 'minimum' });
    const above = adviseReorder({ ...bare, minMilli: 30_000, maxMilli: 90_000, saleableMilli: 31_000 });
    expect(above.orderMilli).toBe(0);
    const owed = adviseReorder({ ...bare, reservedMilli: 20_000, packageMilli: 30_000 });
    expect(owed).toMatchObject({ orderMilli: 30_000, basis: 'owed' });
  });

  test('INV-63 more returned than used is no use', () => {
    const use: DailyUse = { days: 90, sumMilli: -5000, sumSquares: 25_000_000n };
    expect(adviseReorder({ ...plenty, use })).toMatchObject({ dailyUseMilli: 0, orderMilli: 0 });
  });

  test('INV-64 a few drugs make most of the value', () => {
    const classes = abcClasses(
      new Map([
        ['x', 70],
        ['y', 20],
        ['z', 6],
        ['w', 4],
      ]),
    );
    expect([...classes]).toEqual([
      ['x', 'A'],
      ['y', 'A'],
      ['z', 'B'],
      ['w', 'C'],
    ]);
    expect(abcClasses(new Map())).toEqual(new Map());
  });
});
