import { expect, test } from 'vitest';
import type { DrugRecord } from '../drugs/model.ts';
import { snapshotOf } from '../prescriptions/product-snapshot.ts';
import { mayDispense, shareACode } from './product-equality.ts';
import { lisinopril, otherLabeler } from './testing/fixtures.ts';

const ask = (prescribed: DrugRecord, chosen: DrugRecord, daw = 0) =>
  mayDispense({ snapshot: snapshotOf(prescribed), record: prescribed, daw }, chosen);
const noRxcui = (drug: DrugRecord, change: Partial<DrugRecord> = {}): DrugRecord => ({
  ...drug,
  rxcui: null,
  ...change,
});

test('DSP-10 the prescribed product, and another package of it, are no change of drug', () => {
  expect(ask(lisinopril, lisinopril)).toMatchObject({ ok: true, value: 'same-product' });
  const big = { ...lisinopril, key: '00071015540', ndc11: '00071015540' };
  expect(ask(lisinopril, big, 1)).toMatchObject({ ok: true, value: 'other-package' });
});

test('DSP-11 one RxNorm concept is one drug; without it ingredient, strength, form and route decide', () => {
  expect(ask(lisinopril, otherLabeler)).toMatchObject({ ok: true, value: 'other-product' });
  expect(ask(noRxcui(lisinopril), noRxcui(otherLabeler, { strength: '20MG', doseForm: 'Tablet' }))).toMatchObject({
    ok: true,
  });
});

test('DSP-12 another ingredient, strength, form or route is refused and named', () => {
  const differs = (change: Partial<DrugRecord>) => {
    const result = ask(noRxcui(lisinopril), noRxcui(otherLabeler, change));
    return !result.ok && result.refusal.kind === 'product-not-equal' ? result.refusal.data.differs : [];
  };
  expect(differs({ ingredients: [{ name: 'losartan', rxcui: null, strength: null }] })).toEqual(['ingredient']);
  expect(differs({ strength: '10 mg' })).toEqual(['strength']);
  expect(differs({ doseForm: 'tablet, extended release' })).toEqual(['dose form']);
  expect(differs({ route: 'intravenous' })).toEqual(['route']);
  expect(differs({ doseForm: 'tablet, film coated' })).toEqual([]);
  expect(differs({})).toEqual([]);
});

test('DSP-12 a product that left the catalogue is not guessed to be the same', () => {
  const gone = { snapshot: { ...snapshotOf(lisinopril), rxcui: null }, record: undefined, daw: 0 };
  expect(mayDispense(gone, otherLabeler)).toMatchObject({ refusal: { kind: 'product-not-equal' } });
  expect(mayDispense({ ...gone, snapshot: snapshotOf(lisinopril) }, otherLabeler).ok).toBe(true);
});

test('DSP-13 dispense as written forbids another product, not another package of the brand', () => {
  const brand = { ...lisinopril, brandName: 'Prinivil' };
  expect(ask(brand, otherLabeler, 1)).toMatchObject({ refusal: { kind: 'dispense-as-written', data: { daw: 1 } } });
  expect(ask(brand, { ...otherLabeler, brandName: 'PRINIVIL' }, 1).ok).toBe(true);
  for (const daw of [0, 2, 3, 4, 5, 7, 8, 9]) expect(ask(brand, otherLabeler, daw).ok).toBe(true);
});

test('DSP-14 two codes of the Orange Book without a common A code forbid the change', () => {
  const coded = (teCode: string | null) => ask({ ...lisinopril, teCode: 'AB1,AB2' }, { ...otherLabeler, teCode });
  expect(coded('AB2,AB3').ok).toBe(true);
  expect(coded(null).ok).toBe(true);
  expect(coded('AB')).toMatchObject({ refusal: { kind: 'not-therapeutically-equivalent' } });
  expect(coded('BX')).toMatchObject({ refusal: { kind: 'not-therapeutically-equivalent' } });
  expect(shareACode('BX', 'BX')).toBe(false);
});
