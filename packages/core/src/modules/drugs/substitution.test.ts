import { expect, test } from 'vitest';
import { readSubstitutionCase } from './catalog/read-substitutes.ts';
import { decideSubstitutes, notEquivalent, type SubstitutionProduct } from './substitution.ts';
import { catalogOf } from './testing/build.ts';
import { fdaMembers, ndcFiles, type ObRow, orangeBookZip, zipFile } from './testing/publisher-files.ts';

function substitutes(rows: readonly ObRow[], key: string, daw = 0) {
  const { store, reader } = catalogOf(orangeBookZip(rows));
  const prescribed = reader.find(key);
  if (!prescribed) throw new Error(`no ${key}`);
  const read = readSubstitutionCase(store.current(), prescribed, { daw, record: (row) => reader.record(row) });
  const { items, notAllowed } = decideSubstitutes(read.case);
  return {
    allowed: Object.fromEntries(items.map((one) => [one.record.key, one.class])),
    refused: Object.fromEntries(notAllowed.map((one) => [one.record.key, one.reason])),
  };
}

const brand: ObRow = { type: 'N', application: '019777', te: 'AB', name: 'ZESTRIL' };

test('DRG-50 same ingredients, form, route, strength and code, both on prescription: equivalent', () => {
  const { allowed, refused } = substitutes([brand, { application: '075743', te: 'AB' }], 'N019777-001');
  expect(allowed).toEqual({ 'A075743-001': 'TE_A_EQUIVALENT' });
  expect(refused).toEqual({});
});

test('DRG-50 products with several codes share at least one whole code', () => {
  const rows: ObRow[] = [
    { type: 'N', application: '021402', te: 'AB1,AB2', name: 'SYNTHROID' },
    { application: '076187', te: 'AB2,AB3' },
    { application: '076188', te: 'AB3' },
  ];
  const { allowed, refused } = substitutes(rows, 'N021402-001');
  expect(Object.keys(allowed)).toEqual(['A076187-001']);
  expect(refused['A076188-001']).toContain('not bioequivalent to each other');
});

test.each([
  ['AB', 'AB1'],
  ['AB1', 'AB2'],
  ['AB', 'AA'],
  ['AB1', 'AB11'],
])('DRG-51 %s does not match %s', (a, b) => {
  const { allowed } = substitutes(
    [
      { ...brand, te: a },
      { application: '075743', te: b },
    ],
    'N019777-001',
  );
  expect(allowed).toEqual({});
});

test('DRG-51 a third product never ties two others together', () => {
  const rows: ObRow[] = [
    { application: '000001', te: 'AB1' },
    { application: '000002', te: 'AB1,AB2' },
    { application: '000003', te: 'AB2' },
  ];
  expect(Object.keys(substitutes(rows, 'A000001-001').allowed)).toEqual(['A000002-001']);
  expect(Object.keys(substitutes(rows, 'A000003-001').allowed)).toEqual(['A000002-001']);
});

test.each([
  ['no code', { te: '' }, 'No TE code'],
  ['a B code', { te: 'BX' }, 'Rated BX'],
  ['a discontinued product', { te: 'AB', status: 'DISCN' }, 'Discontinued'],
  ['an over-the-counter product', { te: '', status: 'OTC' }, 'Not marketed on prescription'],
  ['another form', { te: 'AB', form: 'CAPSULE;ORAL' }, 'Another dosage form or route'],
  ['another release', { te: 'AB', form: 'TABLET, EXTENDED RELEASE;ORAL' }, 'Another dosage form or route'],
  ['another route', { te: 'AB', form: 'TABLET;SUBLINGUAL' }, 'Another dosage form or route'],
])('DRG-52 %s is not allowed, with the reason', (_, change, reason) => {
  const { allowed, refused } = substitutes([brand, { application: '075743', ...change }], 'N019777-001');
  expect(allowed).toEqual({});
  expect(refused['A075743-001']).toContain(reason);
});

test('DRG-52 another salt or another strength is another drug, not a substitute', () => {
  const rows: ObRow[] = [
    { type: 'N', application: '019962', te: 'AB', ingredient: 'METOPROLOL SUCCINATE' },
    { application: '076969', te: 'AB', ingredient: 'METOPROLOL TARTRATE' },
    { application: '076970', te: 'AB', ingredient: 'METOPROLOL SUCCINATE', strength: '40MG' },
  ];
  expect(substitutes(rows, 'N019962-001')).toEqual({ allowed: {}, refused: {} });
});

test('DRG-52 a prescribed product without an A code has no equivalents', () => {
  const { refused } = substitutes(
    [
      { ...brand, te: 'BC' },
      { application: '075743', te: 'AB' },
    ],
    'N019777-001',
  );
  expect(refused['A075743-001']).toContain('the prescribed product is rated BC'.replace('the', 'The'));
});

test('DRG-53 spelling of strength, form and ingredient order does not hide an equivalent', () => {
  const rows: ObRow[] = [
    {
      type: 'N',
      application: '019888',
      te: 'AB',
      ingredient: 'HYDROCHLOROTHIAZIDE; LISINOPRIL',
      strength: '12.5MG;20MG',
    },
    {
      application: '076230',
      te: 'AB',
      ingredient: 'HYDROCHLOROTHIAZIDE;  LISINOPRIL',
      strength: '12.50MG; 20MG **Federal Register note**',
      form: 'TABLET; ORAL',
    },
  ];
  expect(Object.keys(substitutes(rows, 'N019888-001').allowed)).toEqual(['A076230-001']);
});

test.each([
  [1, 'the prescriber does not allow'],
  [2, 'the patient asked'],
  [7, 'the law forbids'],
])('DRG-54 under DAW %i nothing else may be handed out', (daw, reason) => {
  const { allowed, refused } = substitutes([brand, { application: '075743', te: 'AB' }], 'N019777-001', daw);
  expect(allowed).toEqual({});
  expect(refused['A075743-001']).toContain(reason);
});

test.each([0, 3, 4, 5, 6, 8, 9])('DRG-54 DAW %i does not forbid an equivalent', (daw) => {
  const { allowed } = substitutes([brand, { application: '075743', te: 'AB' }], 'N019777-001', daw);
  expect(Object.keys(allowed)).toEqual(['A075743-001']);
});

test('DRG-54 other packages of the same labeler stay allowed under DAW 1', () => {
  const { store, reader } = catalogOf(
    ...ndcFiles([{ product: '0071-0155', packages: [{ code: '23' }, { code: '40' }] }]),
  );
  const prescribed = reader.find('0071-0155-23');
  if (!prescribed) throw new Error('no package');
  const read = readSubstitutionCase(store.current(), prescribed, { daw: 1, record: (row) => reader.record(row) });
  expect(decideSubstitutes(read.case).items.map((one) => [one.record.key, one.class])).toEqual([
    ['00071015540', 'SAME_NDC_FAMILY'],
  ]);
});

test('DRG-50 packages of an equivalent product are offered, and of the same application under another labeler', () => {
  const { store, reader } = catalogOf(
    orangeBookZip([
      { application: '075743', te: 'AB' },
      { application: '076180', te: 'AB' },
    ]),
    ...ndcFiles([
      { product: '11111-222', packages: [{ code: '30' }], application: 'ANDA075743' },
      { product: '33333-444', packages: [{ code: '30' }], application: 'ANDA075743', labeler: 'Relabeler' },
      { product: '55555-666', packages: [{ code: '30' }, { code: '90' }], application: 'ANDA076180' },
    ]),
  );
  const prescribed = reader.find('11111-222-30');
  if (!prescribed) throw new Error('no package');
  const read = readSubstitutionCase(store.current(), prescribed, { daw: 0, record: (row) => reader.record(row) });
  expect(decideSubstitutes(read.case).items.map((one) => [one.record.key, one.class])).toEqual([
    ['33333044430', 'SAME_NDC_FAMILY'],
    ['55555066630', 'TE_A_EQUIVALENT'],
    ['55555066690', 'TE_A_EQUIVALENT'],
  ]);
});

test('DRG-22 Drugs@FDA alone gives the same answers', () => {
  const { store, reader } = catalogOf(
    zipFile(
      'drugsatfda.zip',
      fdaMembers([
        { application: '075743', te: [[1, 'AB']] },
        { application: '076180', te: [[1, 'AB']] },
      ]),
    ),
  );
  const prescribed = reader.find('A075743-001');
  if (!prescribed) throw new Error('no product');
  const read = readSubstitutionCase(store.current(), prescribed, { daw: 0, record: (row) => reader.record(row) });
  expect(decideSubstitutes(read.case).items.map((one) => one.record.key)).toEqual(['A076180-001']);
  expect(read.source).toBe('drugs-at-fda');
});

const sample: SubstitutionProduct = {
  product: 'A000001-001',
  ingredientKey: 'LISINOPRIL',
  doseForm: 'TABLET',
  route: 'ORAL',
  strengthKey: '<2e-2G>',
  teCode: 'AB',
  status: 'rx',
  records: [],
};

test('DRG-53 no stated strength is never equal, not even to itself', () => {
  expect(notEquivalent({ ...sample, strengthKey: null }, { ...sample, strengthKey: null })).toContain('No strength');
});
