import { expect, test } from 'vitest';
import type { Scan } from '../drugs/model.ts';
import { checkLotDate, checkScan } from './scan-check.ts';
import { lisinopril, otherLabeler } from './testing/fixtures.ts';

const today = '2026-11-21';
const scan: Scan = {
  carrier: 'gs1',
  ndc11: lisinopril.ndc11,
  ndc: lisinopril.ndc,
  candidates: [],
  gtin: '00300710155237',
  lotNumber: 'L1',
  expiresOn: '2027-11-30',
  serial: 'S1',
  drug: lisinopril,
};
const check = (change: Partial<Scan> | null, lotNumber: string | null = null) =>
  checkScan({ chosen: lisinopril, scan: change && { ...scan, ...change }, lotNumber, today });

test('DSP-1 the scanned package must be the chosen product', () => {
  expect(check({})).toMatchObject({ ok: true, value: { ndcMatched: true, lotNumber: 'L1', serial: 'S1' } });
  expect(check({ drug: otherLabeler, ndc11: otherLabeler.ndc11 })).toMatchObject({
    refusal: { kind: 'scan-mismatch', data: { expected: lisinopril.key, scannedName: otherLabeler.name } },
  });
});

test('DSP-2 a code that fits several packages matches when the chosen one is among them', () => {
  const open = { drug: undefined, ndc11: null };
  expect(check({ ...open, candidates: [otherLabeler.key, lisinopril.key] }).ok).toBe(true);
  expect(check({ ...open, candidates: [otherLabeler.key] })).toMatchObject({ refusal: { kind: 'scan-mismatch' } });
});

test('DSP-3 a package is good through its expiry date and not after', () => {
  expect(check({ expiresOn: today }).ok).toBe(true);
  expect(check({ expiresOn: '2026-11-20' })).toMatchObject({ refusal: { kind: 'scan-expired' } });
});

test('DSP-4 the lot of the code and the lot that was typed must agree', () => {
  expect(check({}, 'L1').ok).toBe(true);
  expect(check({}, 'L2')).toMatchObject({ refusal: { kind: 'scan-lot-differs', data: { field: 'lotNumber' } } });
  expect(check({ lotNumber: null }, 'L2')).toMatchObject({ ok: true, value: { lotNumber: 'L2' } });
});

test('DSP-5 the date on the package must be the date of that lot on record', () => {
  const record = { carrier: 'gs1' as const, ndcMatched: true, lotNumber: 'L1', expiresOn: '2027-11-30', serial: null };
  expect(checkLotDate(record, [{ lotNumber: 'L1', expiresOn: '2027-11-30' }]).ok).toBe(true);
  expect(checkLotDate(record, [{ lotNumber: 'L1', expiresOn: '2027-10-31' }])).toMatchObject({
    refusal: { kind: 'scan-lot-differs', data: { field: 'expiresOn' } },
  });
});

test('DSP-6 without a scan the fill goes on and says that nothing was compared', () => {
  expect(check(null, 'L9')).toMatchObject({
    ok: true,
    value: { carrier: 'typed', ndcMatched: false, lotNumber: 'L9' },
  });
});
