import { describe, expect, test } from 'vitest';
import { gtinOf, upcOf } from './barcode.ts';
import { good, openDrugs } from './testing/open-drugs.ts';
import { ndcFiles } from './testing/publisher-files.ts';

describe('DRG-2 a drug is addressed by any unambiguous key', () => {
  test.each(['99901-1021-1', '99901102101', '9990110211', '99901-1021-01'])('%s', async (key) => {
    const { call } = openDrugs();
    expect(await call('technician', 'get', { drug: key })).toMatchObject({
      ndc: '99901102101',
      ndcLabel: '99901-1021-1',
      name: 'lisinopril 20 mg tablet',
    });
  });

  test('what is unknown is not found, and what fits several names them', async () => {
    const { refusal, upload } = openDrugs();
    expect(await refusal('technician', 'get', { drug: '12345-6789-01' })).toMatchObject({
      code: 'not-found',
      status: 404,
    });
    await upload(
      ndcFiles([
        { product: '12345-6789', packages: [{ code: '0' }] },
        { product: '12345-678', packages: [{ code: '90' }] },
      ]),
    );
    expect(await refusal('technician', 'get', { drug: '1234567890' })).toMatchObject({
      code: 'ndc-ambiguous',
      status: 422,
      data: { candidates: ['12345067890', '12345678900'] },
    });
    expect(await refusal('technician', 'scan', { barcode: '312345678906' })).toMatchObject({ code: 'ndc-ambiguous' });
  });
});

test('DRG-3 a scanned package of the starter catalogue is found by its UPC, GTIN and DataMatrix', async () => {
  const { call } = openDrugs();
  const label = '99901-1021-1';
  for (const barcode of [upcOf(label), gtinOf(label), `(01)${gtinOf(label)}(17)270200(10)L1(21)S1`]) {
    expect(await call('technician', 'scan', { barcode })).toMatchObject({
      ndc: '99901102101',
      drug: { name: 'lisinopril 20 mg tablet' },
    });
  }
  expect(await call('technician', 'scan', { barcode: `(01)${gtinOf(label)}(17)270200(10)L1(21)S1` })).toMatchObject({
    gtin: gtinOf(label),
    lotNumber: 'L1',
    expiresOn: '2027-02-28',
    serial: 'S1',
  });
});

test('DRG-4 twelve digits are an NDC where the catalogue knows it, else the grocery code they are', async () => {
  const { call, refusal, upload } = openDrugs();
  await upload(ndcFiles([{ product: '1234-5678', packages: [{ code: '90' }] }]));
  expect(await call('technician', 'scan', { barcode: '001234567890' })).toMatchObject({ ndc: '01234567890' });
  expect(await refusal('technician', 'scan', { barcode: '012345678905' })).toMatchObject({
    code: 'barcode-not-a-drug',
  });
});

describe('DRG-32 the store states a schedule', () => {
  const note = 'State schedule, board letter of May';

  test('only a pharmacist, for all packages of the product, with who and why', async () => {
    const { call, refusal, store } = openDrugs();
    expect(await refusal('technician', 'stateSchedule', { drug: '99901-1021-1', schedule: 'CIV', note })).toMatchObject(
      { code: 'forbidden' },
    );
    expect(await call('pharmacist', 'stateSchedule', { drug: '99901-1021-1', schedule: 'CIV', note })).toMatchObject({
      schedule: 'CIV',
      scheduleKnown: true,
    });
    const other = await call('technician', 'get', { drug: '99901-1021-2' });
    expect(other).toMatchObject({ schedule: 'CIV', scheduleStatedBy: { note } });
    expect(store.unexpected).toEqual([]);
  });

  test('where no source does', async () => {
    const { call, upload } = openDrugs();
    await upload(good());
    expect(await call('technician', 'get', { drug: 'A075743-001' })).toMatchObject({
      schedule: null,
      scheduleKnown: false,
    });
    await call('pharmacist', 'stateSchedule', { drug: 'A075743-001', schedule: null, note });
    expect(await call('technician', 'get', { drug: 'A075743-001' })).toMatchObject({
      schedule: null,
      scheduleKnown: true,
    });
  });

  test('stricter than a source, never looser', async () => {
    const { call, refusal } = openDrugs();
    const [alprazolam] = (await call('technician', 'search', { q: 'alprazolam 1 mg ' })).items;
    expect(alprazolam.schedule).toBe('CIV');
    for (const schedule of [null, 'CV', 'H']) {
      expect(await refusal('pharmacist', 'stateSchedule', { drug: alprazolam.ndc, schedule, note })).toMatchObject({
        code: 'schedule-looser',
      });
    }
    expect(await call('pharmacist', 'stateSchedule', { drug: alprazolam.ndc, schedule: 'CIII', note })).toMatchObject({
      schedule: 'CIII',
    });
  });

  test('and a newer edition that is stricter overtakes it', async () => {
    const { call, upload } = openDrugs();
    const files = (schedule: string) => ndcFiles([{ product: '11111-222', packages: [{ code: '30' }], schedule }]);
    await upload(files(''));
    await call('pharmacist', 'stateSchedule', { drug: '11111-222-30', schedule: 'CV', note });
    expect((await call('technician', 'get', { drug: '11111-222-30' })).schedule).toBe('CV');
    await upload(files('CII'));
    expect((await call('technician', 'get', { drug: '11111-222-30' })).schedule).toBe('CII');
  });
});

test('DRG-55 without an edition nothing is called equivalent, and the answer says why', async () => {
  const { call, upload } = openDrugs();
  const answer = await call('technician', 'substitutes', { drug: '99901-1021-1', state: 'us_oh' });
  expect(answer.edition).toBeNull();
  expect(answer.items.map((one: { class: string }) => one.class)).toEqual(['SAME_NDC_FAMILY', 'SAME_NDC_FAMILY']);
  expect(answer.notes.join(' ')).toContain('No Orange Book');
  expect(answer.notes.join(' ')).toContain('us_oh');
  await upload(good());
  expect((await call('technician', 'substitutes', { drug: '99901-1021-1' })).notes.join(' ')).toContain(
    'joined to no application product',
  );
});

test('DRG-50 substitutes of an application product come with class, code, reason and edition', async () => {
  const { call, upload } = openDrugs();
  await upload(good());
  expect(await call('technician', 'substitutes', { drug: 'A075743-001', state: 'us_oh' })).toMatchObject({
    items: [
      {
        key: 'A076180-001',
        product: 'A076180-001',
        class: 'TE_A_EQUIVALENT',
        teCode: 'AB',
        reason: expect.stringContaining('Both rated AB'),
      },
    ],
    notAllowed: [],
    edition: { source: 'orange-book', editionDate: '2024-06-14' },
  });
  expect(await call('technician', 'get', { drug: 'A075743-001' })).toMatchObject({
    application: { product: 'A075743-001', teCode: 'AB', marketingStatus: 'rx', edition: '2024-06-14' },
  });
});

describe('DRG-44 one country’s products stay out of another’s lists', () => {
  const names = async (jurisdiction: string, q: string) => {
    const { call } = openDrugs({ profile: { jurisdiction } });
    return (await call('technician', 'search', { q })).items as { schedule: string; labeler: string }[];
  };

  test('alprazolam is CIV in Ohio and H1 in Karnataka', async () => {
    expect(new Set((await names('us_oh', 'alprazolam')).map((one) => one.schedule))).toEqual(new Set(['CIV']));
    expect(new Set((await names('ind_ka', 'alprazolam')).map((one) => one.schedule))).toEqual(new Set(['H1']));
  });

  test('an empty search lists what is dispensed most there', async () => {
    expect((await names('ind_ka', '')).every((one) => one.labeler.includes('India'))).toBe(true);
    expect((await names('us_oh', '')).some((one) => one.labeler.includes('India'))).toBe(false);
  });
});
