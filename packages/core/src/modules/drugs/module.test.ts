import { describe, expect, test } from 'vitest';
import type { Role } from '../../kernel/permissions.ts';
import { createTestStore, MemoryCatalog, type TestStoreOptions } from '../../testing/index.ts';
import { storeModule } from '../store/module.ts';
import { gtinOf, upcOf } from './barcode.ts';
import type { SourceFile } from './import/source-file.ts';
import { drugsModule } from './module.ts';
import { ndcFiles, orangeBookMembers, orangeBookZip, zipBytes } from './testing/publisher-files.ts';

function open(options: TestStoreOptions = {}, catalog = new MemoryCatalog()) {
  const store = createTestStore({
    modules: (ports) => [storeModule(ports), drugsModule(ports)],
    ...options,
    ports: { drugCatalog: catalog },
  });
  const call = (role: Role, procedure: string, input: unknown = {}, key?: string) =>
    store.as(role).call(`drugs.${procedure}`, input, key === undefined ? {} : { idempotencyKey: key });
  const refusal = (role: Role, procedure: string, input: unknown = {}) =>
    store.as(role).refusal(`drugs.${procedure}`, input);
  const upload = (files: readonly SourceFile[], key?: string) =>
    call('manager', 'startImport', { files: files.map(fileOf) }, key);
  return { store, catalog, call, refusal, upload };
}

function fileOf(source: SourceFile): File {
  return new File([Uint8Array.from(source.read(0, source.size))], source.name);
}

const good = () => [
  orangeBookZip([
    { application: '075743', te: 'AB' },
    { application: '076180', te: 'AB' },
  ]),
];

describe('DRG-2 a drug is addressed by any unambiguous key', () => {
  test.each(['99901-1021-1', '99901102101', '9990110211', '99901-1021-01'])('%s', async (key) => {
    const { call } = open();
    expect(await call('technician', 'get', { drug: key })).toMatchObject({
      ndc: '99901102101',
      ndcLabel: '99901-1021-1',
      name: 'lisinopril 20 mg tablet',
    });
  });

  test('what is unknown is not found, and what fits several names them', async () => {
    const { refusal, upload } = open();
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
  const { call } = open();
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
  const { call, refusal, upload } = open();
  await upload(ndcFiles([{ product: '1234-5678', packages: [{ code: '90' }] }]));
  expect(await call('technician', 'scan', { barcode: '001234567890' })).toMatchObject({ ndc: '01234567890' });
  expect(await refusal('technician', 'scan', { barcode: '012345678905' })).toMatchObject({
    code: 'barcode-not-a-drug',
  });
});

describe('DRG-32 the store states a schedule', () => {
  const note = 'State schedule, board letter of May';

  test('only a pharmacist, for all packages of the product, with who and why', async () => {
    const { call, refusal, store } = open();
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
    const { call, upload } = open();
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
    const { call, refusal } = open();
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
    const { call, upload } = open();
    const files = (schedule: string) => ndcFiles([{ product: '11111-222', packages: [{ code: '30' }], schedule }]);
    await upload(files(''));
    await call('pharmacist', 'stateSchedule', { drug: '11111-222-30', schedule: 'CV', note });
    expect((await call('technician', 'get', { drug: '11111-222-30' })).schedule).toBe('CV');
    await upload(files('CII'));
    expect((await call('technician', 'get', { drug: '11111-222-30' })).schedule).toBe('CII');
  });
});

describe('DRG-23 what is published stands in the ledger', () => {
  test('once, with who imported it, and the editions list says so', async () => {
    const { call, upload, store } = open();
    const { jobId } = await upload(good());
    expect(await call('technician', 'getImport', { id: jobId })).toMatchObject({
      phase: 'done',
      sources: ['orange-book'],
      error: null,
    });
    const { items } = await call('technician', 'editions');
    expect(items.map((one: { source: string }) => one.source)).toEqual(['orange-book', 'starter']);
    expect(items[0]).toMatchObject({ editionDate: '2024-06-14', rejected: 0, importId: jobId, onThisTerminal: true });
    expect(store.dump().drugs_edition).toHaveLength(1);
    const before = store.digest();
    store.rebuild();
    expect(store.digest()).toBe(before);
  });

  test('also when the program ended between the publish and the ledger', async () => {
    const catalog = new MemoryCatalog();
    const first = open({ modules: (ports) => [storeModule(ports)] }, catalog);
    await catalog.imports.start({
      jobId: 'import_x',
      at: '2026-11-21T15:00:00.000Z',
      today: '2026-11-21',
      files: good().map(uploaded),
    });
    first.store.close();
    const { store } = open({}, catalog);
    expect(store.db.prepare('SELECT source, import_id FROM drugs_edition').all()).toEqual([
      { source: 'orange-book', import_id: 'import_x' },
    ]);
  });

  test('a failed import leaves no trace there', async () => {
    const { call, upload, store } = open();
    const bytes = zipBytes(orangeBookMembers([{ application: '075743' }]));
    const { jobId } = await upload([
      { name: 'z.zip', size: 200, read: (at, length) => bytes.subarray(at, Math.min(200, at + length)) },
    ]);
    const status = await call('technician', 'getImport', { id: jobId });
    expect(status).toMatchObject({ phase: 'failed' });
    expect(status.error).toContain('cut off');
    expect(store.dump().drugs_edition).toEqual([]);
    expect((await call('technician', 'editions')).items).toHaveLength(1);
  });
});

function uploaded(source: SourceFile) {
  return {
    name: source.name,
    size: source.size,
    async *stream() {
      yield source.read(0, source.size);
    },
  };
}

describe('DRG-24 one import at a time', () => {
  test('a second is refused with the first one’s id; a retry of the first answers the first', async () => {
    const { catalog, call, refusal, upload } = open();
    catalog.hold();
    const { jobId } = await upload(good(), 'key-1');
    expect(await refusal('manager', 'startImport', { files: good().map(fileOf) })).toMatchObject({
      code: 'import-running',
      status: 409,
      data: { jobId },
    });
    expect((await upload(good(), 'key-1')).jobId).toBe(jobId);
    catalog.release();
    expect((await call('technician', 'imports')).items).toHaveLength(1);
  });

  test('a technician may look but not import', async () => {
    const { refusal } = open();
    expect(await refusal('technician', 'startImport', { files: good().map(fileOf) })).toMatchObject({
      code: 'forbidden',
    });
  });

  test('a cancelled import has ended, and an ended one cannot be cancelled', async () => {
    const { catalog, call, refusal, upload } = open();
    catalog.hold();
    const { jobId } = await upload(good());
    expect(await call('manager', 'cancelImport', { id: jobId })).toMatchObject({ phase: 'cancelled' });
    catalog.release();
    expect((await call('technician', 'editions')).items).toHaveLength(1);
    expect(await refusal('manager', 'cancelImport', { id: jobId })).toMatchObject({
      code: 'import-ended',
      data: { phase: 'cancelled' },
    });
    expect(await refusal('manager', 'cancelImport', { id: 'import_none' })).toMatchObject({ code: 'not-found' });
  });
});

test('DRG-14 rejected rows are read page by page', async () => {
  const { call, upload } = open();
  const rows = Array.from({ length: 7 }, (_, i) => ({ application: i < 4 ? String(i + 70_000) : `BAD${i}`, te: 'AB' }));
  const { jobId } = await upload([orangeBookZip(rows)]);
  const first = await call('technician', 'importRejections', { id: jobId, limit: 2 });
  const second = await call('technician', 'importRejections', { id: jobId, limit: 2, cursor: first.nextCursor });
  expect([...first.items, ...second.items].map((one: { line: number }) => one.line)).toEqual([6, 7, 8]);
  expect(second.nextCursor).toBeNull();
});

test('DRG-30 what could not be joined is listed with its reason', async () => {
  const { call, upload } = open();
  await upload([
    ...good(),
    ...ndcFiles([{ product: '11111-222', packages: [{ code: '30' }], application: 'ANDA099999' }]),
  ]);
  const { items } = await call('technician', 'unmatched', { source: 'ndc-directory' });
  expect(items).toEqual([
    {
      source: 'ndc-directory',
      key: '11111-222_id',
      name: 'lisinopril 20 mg tablet',
      reason: 'its application is in no imported edition',
    },
  ]);
  expect((await call('technician', 'unmatched', { source: 'rxnorm' })).items).toEqual([]);
});

test('DRG-55 without an edition nothing is called equivalent, and the answer says why', async () => {
  const { call, upload } = open();
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
  const { call, upload } = open();
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
    const { call } = open({ profile: { jurisdiction } });
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
