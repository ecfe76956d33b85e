import { describe, expect, test } from 'vitest';
import { MemoryCatalog } from '../../testing/index.ts';
import { storeModule } from '../store/module.ts';
import type { SourceFile } from './import/source-file.ts';
import { fileOf, good, openDrugs } from './testing/open-drugs.ts';
import { ndcFiles, orangeBookMembers, orangeBookZip, zipBytes } from './testing/publisher-files.ts';

describe('DRG-23 what is published stands in the ledger', () => {
  test('once, with who imported it, and the editions list says so', async () => {
    const { call, upload, store } = openDrugs();
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
    await upload(ndcFiles([{ product: '0071-0155', packages: [{ code: '23' }] }]));
    expect(store.dump().drugs_edition).toHaveLength(2);
    expect(store.kernel.projections.events('drug-edition', `${jobId}-orange-book`)).toHaveLength(1);
    const before = store.digest();
    store.rebuild();
    expect(store.digest()).toBe(before);
  });

  test('also when the program ended between the publish and the ledger', async () => {
    const catalog = new MemoryCatalog();
    const first = openDrugs({ modules: (ports) => [storeModule(ports)] }, catalog);
    await catalog.imports.start({
      jobId: 'import_x',
      at: '2026-11-21T15:00:00.000Z',
      today: '2026-11-21',
      files: good().map(uploaded),
    });
    first.store.close();
    const { store } = openDrugs({}, catalog);
    expect(store.db.prepare('SELECT source, import_id FROM drugs_edition').all()).toEqual([
      { source: 'orange-book', import_id: 'import_x' },
    ]);
  });

  test('a failed import leaves no trace there', async () => {
    const { call, upload, store } = openDrugs();
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
    const { catalog, call, refusal, upload } = openDrugs();
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
    const { refusal } = openDrugs();
    expect(await refusal('technician', 'startImport', { files: good().map(fileOf) })).toMatchObject({
      code: 'forbidden',
    });
  });

  test('a cancelled import has ended, and an ended one cannot be cancelled', async () => {
    const { catalog, call, refusal, upload } = openDrugs();
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
  const { call, upload } = openDrugs();
  const rows = Array.from({ length: 7 }, (_, i) => ({ application: i < 4 ? String(i + 70_000) : `BAD${i}`, te: 'AB' }));
  const { jobId } = await upload([orangeBookZip(rows)]);
  const first = await call('technician', 'importRejections', { id: jobId, limit: 2 });
  const second = await call('technician', 'importRejections', { id: jobId, limit: 2, cursor: first.nextCursor });
  expect([...first.items, ...second.items].map((one: { line: number }) => one.line)).toEqual([6, 7, 8]);
  expect(second.nextCursor).toBeNull();
});

test('DRG-30 what could not be joined is listed with its reason', async () => {
  const { call, upload } = openDrugs();
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
