import { describe, expect, test } from 'vitest';
import { packageSize } from '../import/package-size.ts';
import { catalogOf } from '../testing/build.ts';
import { ndcFiles, orangeBookZip, rxnormCsv } from '../testing/publisher-files.ts';
import { readRxnormName } from './rxnorm-name.ts';

const applications = orangeBookZip([
  { application: '075743', te: 'AB', strength: '20MG' },
  { application: '075743', number: '002', te: 'AB', strength: '10MG' },
  { application: '077000', te: 'AB', strength: '5MG' },
  { application: '077000', number: '003', te: 'AB', strength: '5MG' },
  { application: '076000', te: 'AB', strength: '5MG' },
  { application: '076000', number: '002', te: 'AB2', strength: '5MG', form: 'TABLET, EXTENDED RELEASE;ORAL' },
]);

describe('DRG-30 a directory product takes a TE code only from the one product of its application that fits', () => {
  const product = '11111-222';
  const pack = (change: object) => {
    const { reader, store } = catalogOf(
      applications,
      ...ndcFiles([{ product, packages: [{ code: '30' }], ...change }]),
    );
    const unmatched = store.current().prepare<{ reason: string }>('SELECT reason FROM unmatched').all();
    return { record: reader.find(`${product}-30`), reasons: unmatched.map((one) => one.reason) };
  };

  test('by strength', () => {
    const { record, reasons } = pack({ application: 'ANDA075743', amounts: '10' });
    expect(record).toMatchObject({ product: 'A075743-002', teCode: 'AB' });
    expect(reasons).toEqual([]);
  });

  test('by form where the strength fits two', () => {
    expect(
      pack({ application: 'ANDA076000', amounts: '5', form: 'TABLET, FILM COATED, EXTENDED RELEASE' }).record?.product,
    ).toBe('A076000-002');
    expect(pack({ application: 'ANDA076000', amounts: '5' }).record?.product).toBe('A076000-001');
  });

  test.each([
    [{ application: 'ANDA099999' }, 'its application is in no imported edition'],
    [{ application: 'ANDA075743', amounts: '40' }, 'its application lists no such strength'],
    [{ application: 'ANDA075743', amounts: '20; 5' }, 'its strength cannot be read'],
    [{ application: 'ANDA077000', amounts: '5' }, 'several products of its application fit'],
    [{ application: 'ANDA076000', amounts: '5', form: 'CAPSULE' }, 'its application lists it in another form'],
    [
      { application: 'ANDA075743', amounts: '20', form: 'TABLET, CHEWABLE' },
      'its application lists it in another form',
    ],
  ])('%o is listed, not guessed', (change, reason) => {
    const { record, reasons } = pack(change);
    expect(record).toMatchObject({ product: null, teCode: null });
    expect(reasons).toEqual([reason]);
  });

  test('a product without an application is neither matched nor listed', () => {
    expect(pack({ application: '' }).reasons).toEqual([]);
  });
});

describe('DRG-31 a schedule comes only from a source that states one', () => {
  test('the directory states it, or states that there is none', () => {
    const { reader } = catalogOf(
      ...ndcFiles([
        { product: '11111-222', packages: [{ code: '30' }], schedule: 'CII' },
        { product: '11111-333', packages: [{ code: '30' }] },
        { product: '11111-444', packages: [{ code: '30' }], schedule: 'DEA' },
      ]),
    );
    expect(reader.find('11111-222-30')).toMatchObject({ schedule: 'CII', scheduleKnown: true });
    expect(reader.find('11111-333-30')).toMatchObject({ schedule: null, scheduleKnown: true });
    expect(reader.find('11111-444-30')).toMatchObject({ schedule: null, scheduleKnown: false });
  });

  test('applications and RxNorm do not', () => {
    const { reader } = catalogOf(
      applications,
      ...rxnormCsv([['1', 'SCD', 'oxycodone hydrochloride 5 MG Oral Tablet']], [['00406055201', '1']]),
    );
    expect(reader.find('A075743-001')).toMatchObject({ schedule: null, scheduleKnown: false });
    expect(reader.find('00406055201')).toMatchObject({ schedule: null, scheduleKnown: false });
  });

  test('an unreadable one is listed', () => {
    const { store } = catalogOf(...ndcFiles([{ product: '11111-444', packages: [{ code: '30' }], schedule: 'DEA' }]));
    expect(store.current().prepare('SELECT key, reason FROM unmatched').all()).toEqual([
      { key: '11111-444_id', reason: 'DEASCHEDULE is not a schedule' },
    ]);
  });
});

test.each([
  ['1 VIAL in 1 CARTON (0002-0800-01)  > 10 mL in 1 VIAL', 10_000, 'ML'],
  ['30 TABLET in 1 BOTTLE (0071-0155-23)', 30_000, 'EA'],
  ['6 BLISTER PACK in 1 CARTON (0071-0155-40)  / 10 TABLET, FILM COATED in 1 BLISTER PACK', 60_000, 'EA'],
  ['1 CANISTER in 1 CARTON (59310-579-22)  > 8.5 g in 1 CANISTER', 8_500, 'GM'],
  ['1 TUBE in 1 CARTON (1-1-1) / 15 g in 1 TUBE', 15_000, 'GM'],
  ['5 SYRINGE in 1 CARTON > .4 mL in 1 SYRINGE', 2_000, 'ML'],
  ['1,000 TABLET in 1 BOTTLE (1-1-1)', 1_000_000, 'EA'],
  ['1 KIT in 1 CARTON (1-1-1) > 1 KIT in 1 KIT', null, 'EA'],
  ['a box of things', null, 'EA'],
  ['', null, 'EA'],
])('DRG-33 "%s" holds %s %s', (text, milli, unit) => {
  expect(packageSize(text)).toEqual({ milli, unit });
});

test('DRG-34 samples and excluded listings are known but never offered', () => {
  const { reader } = catalogOf(
    ...ndcFiles([
      { product: '11111-222', packages: [{ code: '30', sample: true }, { code: '90' }], name: 'Quetzaline' },
      { product: '11111-333', packages: [{ code: '30' }], name: 'Quetzalone', excluded: 'E' },
      { product: '11111-444', packages: [{ code: '30', sample: true }], name: 'Quetzalide' },
    ]),
  );
  const found = reader.search('quetzal', { market: 'us', limit: 20, cursor: null }).items.map((one) => one.key);
  expect(found).toContain('11111022290');
  expect(found).not.toContain('11111022230');
  expect(found).not.toContain('11111044430');
  expect(reader.find('11111-222-30')?.name).toContain('quetzaline');
  expect(reader.find('11111-333-30')?.marketingStatus).toBe('other');
});

test('DRG-35 a package past its last marketing day is discontinued', () => {
  const { reader } = catalogOf(
    ...ndcFiles([
      {
        product: '11111-222',
        packages: [
          { code: '30', ends: '20261120' },
          { code: '90', ends: '20261121' },
        ],
      },
    ]),
  );
  expect(reader.find('11111-222-30')?.marketingStatus).toBe('discontinued');
  expect(reader.find('11111-222-90')?.marketingStatus).toBe('rx');
});

test.each([
  [
    'lisinopril 20 MG Oral Tablet [Zestril]',
    { name: 'lisinopril 20 mg oral tablet', brandName: 'Zestril', doseForm: 'tablet', route: 'oral' },
  ],
  [
    '24 HR metformin hydrochloride 500 MG Extended Release Oral Tablet',
    { name: '24 hr metformin hydrochloride 500 mg extended release oral tablet', doseForm: 'extended release tablet' },
  ],
  [
    '3 ML insulin glargine 100 UNT/ML Pen Injector [Lantus]',
    { name: '3 mL insulin glargine 100 units/mL pen injector', route: 'injection' },
  ],
  [
    '0.25 MG, 0.5 MG Dose 3 ML semaglutide 0.68 MG/ML Pen Injector',
    { ingredients: [{ name: 'semaglutide', strength: '0.68 mg/mL' }] },
  ],
  [
    'hydrochlorothiazide 12.5 MG / lisinopril 20 MG Oral Tablet',
    {
      ingredients: [
        { name: 'hydrochlorothiazide', strength: '12.5 mg' },
        { name: 'lisinopril', strength: '20 mg' },
      ],
    },
  ],
  [
    '120 ACTUAT fluticasone propionate 0.05 MG/ACTUAT Metered Dose Nasal Spray',
    { ingredients: [{ name: 'fluticasone propionate', strength: '0.05 mg/actuation' }], route: 'nasal' },
  ],
  [
    '{21 (ethinyl estradiol 0.035 MG / norethindrone 1 MG Oral Tablet) / 7 (inert ingredients 1 MG Oral Tablet) } Pack [X 1/35]',
    {
      brandName: 'X 1/35',
      doseForm: 'pack',
      ingredients: [
        { name: 'ethinyl estradiol', strength: '0.035 mg' },
        { name: 'norethindrone', strength: '1 mg' },
      ],
    },
  ],
  ['something new', { name: 'something new', ingredients: [] }],
])('DRG-36 %s is taken apart', (text, parts) => {
  expect(readRxnormName(text)).toMatchObject(parts);
});

test('DRG-36 a code that only RxNorm knows has a name, ingredients with their RxCUI, and a directory code gains its RxCUI', () => {
  const { reader, store } = catalogOf(
    ...rxnormCsv(
      [
        ['29046', 'IN', 'lisinopril'],
        ['314077', 'SCD', 'lisinopril 20 MG Oral Tablet'],
      ],
      [
        ['00071015523', '314077'],
        ['11111022230', '314077'],
        ['22222033344', '999'],
      ],
    ),
    ...ndcFiles([{ product: '11111-222', packages: [{ code: '30' }] }]),
  );
  expect(reader.find('00071015523')).toMatchObject({
    source: 'rxnorm',
    rxcui: '314077',
    ndc: '00071-0155-23',
    labeler: '',
    ingredients: [{ name: 'lisinopril', rxcui: '29046', strength: '20 mg' }],
  });
  expect(reader.find('11111022230')).toMatchObject({ source: 'ndc-directory', rxcui: '314077' });
  expect(reader.find('22222033344')).toBeUndefined();
  expect(store.current().prepare('SELECT key FROM unmatched').all()).toEqual([{ key: '22222033344' }]);
});
