import { expect, test } from 'vitest';
import type { TaxRule } from './price-model.ts';
import { taxFor } from './tax.ts';

const ask = (jurisdiction: string, taxClass: TaxRule['taxClass'], on = '2026-11-21', rules: TaxRule[] = []) =>
  taxFor({ jurisdiction, taxClass, on, storeBasisPoints: 725 }, rules);

const own: TaxRule = {
  jurisdiction: 'us_oh',
  taxClass: 'otc-drug',
  rate: 300,
  mode: 'added',
  effectiveFrom: '2026-01-01',
  effectiveTo: '2026-11-21',
  source: 'county notice',
};

test('POS-7 the row of the state comes before the row of the country', () => {
  expect(ask('us_oh', 'prescription').basisPoints).toBe(0);
  expect(ask('us_il', 'prescription').basisPoints).toBe(100);
  expect(ask('us_ny', 'otc-drug').basisPoints).toBe(0);
  expect(ask('us_oh', 'otc-drug').basisPoints).toBe(725);
});

test('POS-7 a jurisdiction without rows is marked uncertain and does not tax a prescription', () => {
  expect(ask('xx_yy', 'prescription')).toMatchObject({ basisPoints: 0 });
  expect(ask('xx_yy', 'general')).toMatchObject({ basisPoints: 725 });
  expect(ask('xx_yy', 'general').source).toContain('K?');
});

test('POS-7 a row of the store wins on its days and on no other', () => {
  expect(ask('us_oh', 'otc-drug', '2026-11-21', [own]).basisPoints).toBe(300);
  expect(ask('us_oh', 'otc-drug', '2026-11-22', [own]).basisPoints).toBe(725);
  expect(ask('us_oh', 'otc-drug', '2025-12-31', [own]).basisPoints).toBe(725);
  expect(ask('us_fl', 'otc-drug', '2026-11-21', [own]).basisPoints).toBe(0);
  expect(ask('us_fl', 'otc-drug', '2026-11-21', [{ ...own, jurisdiction: 'us_fl' }]).basisPoints).toBe(300);
});

test('POS-7 of two rows of the store that both hold, the newer one counts', () => {
  const newer = { ...own, rate: 400, effectiveFrom: '2026-06-01' };
  expect(ask('us_oh', 'otc-drug', '2026-07-01', [newer, own]).basisPoints).toBe(400);
  expect(ask('us_oh', 'otc-drug', '2026-05-31', [newer, own]).basisPoints).toBe(300);
});

test('POS-7 the date of supply picks the rate: Indian medicines before and after 2025-09-22', () => {
  expect(ask('ind_ka', 'prescription', '2025-09-21')).toMatchObject({ basisPoints: 1200, mode: 'included' });
  expect(ask('ind_ka', 'prescription', '2025-09-22')).toMatchObject({ basisPoints: 500, mode: 'included' });
});
