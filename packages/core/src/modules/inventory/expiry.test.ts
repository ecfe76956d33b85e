import { expect, test } from 'vitest';
import { expiryByMonth, tierOf, willSell } from './expiry.ts';

const today = '2026-11-21';

test('INV-50 tiers by remaining life; a lot is good through its day', () => {
  const tiers = ['2026-11-20', '2026-11-21', '2027-02-20', '2027-02-21', '2027-05-21', '2027-11-20', '2027-11-21'];
  expect(tiers.map((date) => tierOf(date, today))).toEqual([
    'expired',
    'pull',
    'pull',
    'push',
    'watch',
    'watch',
    'normal',
  ]);
});

test('INV-51 what a steady use will take of each lot before it expires', () => {
  const shares = willSell(
    [
      { batchId: 'later', expiresOn: '2027-01-09', onHandMilli: 100_000 },
      { batchId: 'first', expiresOn: '2026-11-30', onHandMilli: 20_000 },
      { batchId: 'expired', expiresOn: '2026-11-01', onHandMilli: 5000 },
      { batchId: 'empty', expiresOn: '2026-12-01', onHandMilli: 0 },
    ],
    { perDays: 90, quantityMilli: 90_000 },
    today,
  );
  // 1 a day: 10 days of `first`, 50 days until `later` expires less the 10 taken before.
  expect(shares).toEqual(
    new Map([
      ['expired', 0],
      ['first', 5000],
      ['empty', 10_000],
      ['later', 4000],
    ]),
  );
});

test('INV-52 stock by month of expiry, this month first, expired left out', () => {
  const months = expiryByMonth(
    [
      { batchId: 'a', expiresOn: '2026-11-30', onHandMilli: 1 },
      { batchId: 'b', expiresOn: '2027-10-31', onHandMilli: 2 },
      { batchId: 'c', expiresOn: '2027-11-01', onHandMilli: 4 },
      { batchId: 'd', expiresOn: '2026-11-20', onHandMilli: 8 },
      { batchId: 'e', expiresOn: '2026-12-31', onHandMilli: -16 },
    ],
    today,
  );
  expect(months).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]);
});
