import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImportStatus, UploadedFile } from '@apotheca/core';
import { afterAll, expect, test, vi } from 'vitest';
import {
  fdaMembers,
  ndcFiles,
  orangeBookMembers,
  zipBytes,
} from '../../../../../packages/core/src/modules/drugs/testing/publisher-files.ts';
import { resourcePath } from '../install-paths.ts';
import { type OpenDrugCatalog, openDrugCatalog } from './open-drug-catalog.ts';

const root = mkdtempSync(join(tmpdir(), 'apotheca-imports-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let dirs = 0;
/** A busy machine gives the import thread a small share. */
vi.setConfig({ testTimeout: 90_000 });
const unexpected: unknown[] = [];

function open(dir = join(root, `data-${dirs++}`)): { catalog: OpenDrugCatalog; dir: string } {
  const catalog = openDrugCatalog({
    dir,
    key: new Uint8Array(32).fill(5),
    starterFile: resourcePath('catalog/starter-catalog.json'),
    nowIso: () => '2026-11-21T15:00:00.000Z',
    onUnexpected: (error) => unexpected.push(error),
  });
  return { catalog, dir };
}

function upload(name: string, bytes: Uint8Array): UploadedFile {
  return {
    name,
    size: bytes.length,
    async *stream() {
      yield bytes;
    },
  };
}

const job = (jobId: string, ...files: UploadedFile[]) => ({
  jobId,
  at: '2026-11-21T15:00:00.000Z',
  today: '2026-11-21',
  files,
});
const small = () =>
  upload('EOBZIP.zip', zipBytes(orangeBookMembers([{ application: '075743', te: 'AB' }, { application: 'XX' }])));
/** Enough rows that a kill or a cancel meets it at work. */
const large = () =>
  upload(
    'drugsatfda.zip',
    zipBytes(
      fdaMembers(
        Array.from({ length: 12_000 }, (_, i) => ({ application: String(100_000 + i), te: [[1, 'AB']] as const })),
      ),
    ),
  );

async function ended(catalog: OpenDrugCatalog, jobId: string): Promise<ImportStatus> {
  for (;;) {
    const status = catalog.imports.get(jobId);
    if (!status || status.endedAt !== null) return status as ImportStatus;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function reaches(
  catalog: OpenDrugCatalog,
  jobId: string,
  done: (status: ImportStatus) => boolean,
): Promise<void> {
  for (let status = catalog.imports.get(jobId); status && !done(status); status = catalog.imports.get(jobId)) {
    if (status.endedAt !== null) throw new Error(`the import ended as ${status.phase}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

const has = (catalog: OpenDrugCatalog, key: string) =>
  catalog.store.current().prepare('SELECT 1 FROM drug WHERE key = ?').get(key) !== undefined;

test('DRG-37 a first start makes the catalogue from the starter in moments, a second start keeps it', async () => {
  const startedMs = performance.now();
  const { catalog, dir } = open();
  expect(performance.now() - startedMs).toBeLessThan(5_000);
  expect(has(catalog, '99901102101')).toBe(true);
  await catalog.close();
  const again = open(dir).catalog;
  expect(readdirSync(dir)).toContain('catalog-000001.db');
  await again.close();
});

test('DRG-14 an import runs in its thread to the end, with progress, rejections and nothing left behind', async () => {
  const { catalog, dir } = open();
  const published: string[] = [];
  catalog.imports.onPublished((jobId) => published.push(jobId));
  await catalog.imports.start(job('import_1', small()));
  expect(catalog.imports.running()).toBe('import_1');
  expect(await ended(catalog, 'import_1')).toMatchObject({
    phase: 'done',
    sources: ['orange-book'],
    rows: 3,
    rejected: 1,
    error: null,
  });
  expect(published).toEqual(['import_1']);
  expect(catalog.imports.running()).toBeNull();
  expect(catalog.imports.rejections('import_1', 0, 10).items).toMatchObject([
    { file: 'EOBZIP.zip/products.txt', line: 3, reason: 'Appl_No is "XX", not six digits' },
  ]);
  expect(has(catalog, 'A075743-001')).toBe(true);
  expect(has(catalog, '99901102101')).toBe(true);
  expect(existsSync(join(dir, 'spool', 'import_1'))).toBe(false);
  await catalog.close();
});

test('DRG-24 a job that is known is not started again', async () => {
  const { catalog } = open();
  await catalog.imports.start(job('import_1', small()));
  await catalog.imports.start(job('import_1', large()));
  expect((await ended(catalog, 'import_1')).sources).toEqual(['orange-book']);
  expect(catalog.imports.list()).toHaveLength(1);
  await catalog.close();
});

test('DRG-11 a wrong file fails in one sentence and changes nothing', async () => {
  const { catalog, dir } = open();
  await catalog.imports.start(job('import_1', upload('notes.txt', Buffer.from('buy milk\n'))));
  const status = await ended(catalog, 'import_1');
  expect(status).toMatchObject({ phase: 'failed', rows: 0 });
  expect(status.error).toContain('notes.txt is not a file this importer knows');
  expect(readdirSync(dir).filter((name) => /^(build|catalog)/.test(name))).toEqual(['catalog-000001.db']);
  await catalog.imports.start(job('import_2', small()));
  expect((await ended(catalog, 'import_2')).phase).toBe('done');
  await catalog.close();
});

test('DRG-20 a cancel stops the thread and leaves the catalogue as it was', async () => {
  const { catalog, dir } = open();
  await catalog.imports.start(job('import_1', large()));
  await reaches(catalog, 'import_1', (status) => status.phase === 'reading' || status.phase === 'joining');
  await catalog.imports.cancel('import_1');
  expect(catalog.imports.get('import_1')).toMatchObject({ phase: 'cancelled', error: null });
  expect(has(catalog, 'A100000-001')).toBe(false);
  expect(readdirSync(dir).filter((name) => name.startsWith('build'))).toEqual([]);
  await catalog.close();
});

test('DRG-19 an import that the end of the program interrupted goes on at the next start', async () => {
  const first = open();
  await first.catalog.imports.start(
    job(
      'import_1',
      large(),
      ...ndcFiles([{ product: '0071-0155', packages: [{ code: '23' }] }]).map((file) =>
        upload(file.name, file.read(0, file.size)),
      ),
    ),
  );
  await reaches(first.catalog, 'import_1', (status) => status.rows > 15_000);
  await first.catalog.close();
  const second = open(first.dir);
  expect(second.catalog.imports.running()).toBe('import_1');
  expect(await ended(second.catalog, 'import_1')).toMatchObject({ phase: 'done', rows: 48_002, rejected: 0 });
  expect(has(second.catalog, 'A111999-001')).toBe(true);
  expect(has(second.catalog, '00071015523')).toBe(true);
  await second.catalog.close();
});

test('DRG-21 readers keep their answers while an import runs', async () => {
  const { catalog } = open();
  await catalog.imports.start(job('import_1', large()));
  let longestMs = 0;
  let seen = 0;
  while (catalog.imports.get('import_1')?.endedAt === null) {
    const startedMs = performance.now();
    expect(has(catalog, '99901102101')).toBe(true);
    longestMs = Math.max(longestMs, performance.now() - startedMs);
    seen += 1;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(seen).toBeGreaterThan(10);
  expect(longestMs).toBeLessThan(1_000);
  expect(has(catalog, 'A100000-001')).toBe(true);
  await catalog.close();
});

test('DRG-8 nothing unforeseen came up in these imports', () => {
  expect(unexpected).toEqual([]);
});
