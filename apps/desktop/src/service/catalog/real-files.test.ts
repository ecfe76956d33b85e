import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DrugReader, type ImportStatus } from '@apotheca/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDiskFile } from '../files/disk-file.ts';
import { resourcePath } from '../install-paths.ts';
import { type OpenDrugCatalog, openDrugCatalog } from './open-drug-catalog.ts';
import { hasPublisherData, publisherData, publisherFiles } from './testing/publisher-data.ts';
import { typedQueries } from './testing/typed-queries.ts';

const isPresent = hasPublisherData();
const dir = mkdtempSync(join(tmpdir(), 'apotheca-real-'));
const today = '2026-11-21';
let catalog: OpenDrugCatalog;

beforeAll(() => {
  catalog = openDrugCatalog({
    dir,
    key: new Uint8Array(32).fill(5),
    starterFile: resourcePath('catalog/starter-catalog.json'),
    nowIso: () => '2026-11-21T15:00:00.000Z',
    onUnexpected: (error) => {
      throw error;
    },
  });
});
afterAll(async () => {
  await catalog.close();
  rmSync(dir, { recursive: true, force: true });
});

let jobs = 0;
async function importAll(names: readonly string[]): Promise<ImportStatus> {
  jobs += 1;
  const files = await Promise.all(names.map((name) => openDiskFile(join(publisherData, name))));
  await catalog.imports.start({ jobId: `import_${jobs}`, at: '2026-11-21T15:00:00.000Z', today, files });
  for (;;) {
    const status = catalog.imports.get(`import_${jobs}`);
    if (status && status.endedAt !== null) return status;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const count = (table: string, where = '1') =>
  catalog.store.current().prepare<{ n: number }>(`SELECT count(*) AS n FROM ${table} WHERE ${where}`).get()?.n;

describe('the publishers’ own files', () => {
  test.skipIf(!isPresent)(
    'DRG-26 Drugs@FDA of 2019 is taken whole (skipped: test data folder absent)',
    { timeout: 240_000 },
    async () => {
      const status = await importAll(publisherFiles.drugsAtFda);
      expect(status).toMatchObject({ phase: 'done', sources: ['drugs-at-fda'], rejected: 323 });
      expect(count('application_product')).toBe(39_468);
      expect(count('application_product', 'te_code IS NOT NULL')).toBe(18_107);
      const edition = catalog.store
        .current()
        .prepare<{ edition_date: string }>("SELECT edition_date FROM edition WHERE source = 'drugs-at-fda'")
        .get();
      expect(edition?.edition_date).toBe('2019-07-02');
      expect(new DrugReader(catalog.store.current(), today).find('N020702-001')).toMatchObject({
        brandName: 'Lipitor',
        strength: '10 mg',
        marketingStatus: 'rx',
        scheduleKnown: false,
      });
    },
  );

  test.skipIf(!isPresent)(
    'DRG-26 the RxNorm tables are taken whole (skipped: test data folder absent)',
    { timeout: 240_000 },
    async () => {
      const status = await importAll(publisherFiles.rxnorm);
      expect(status).toMatchObject({ phase: 'done', rejected: 0, rows: 37_033 + 221_960 + 47_498 });
      expect(count('rx_ndc')).toBe(221_960);
      expect(count('drug')).toBeGreaterThan(260_000);
    },
  );

  test.skipIf(!isPresent)(
    'DRG-26 NDC Directory rows are taken (skipped: test data folder absent)',
    { timeout: 240_000 },
    async () => {
      const status = await importAll(publisherFiles.ndcSample);
      expect(status).toMatchObject({ phase: 'done', rows: 6, rejected: 0 });
      expect(new DrugReader(catalog.store.current(), today).find('0002-0800-01')).toMatchObject({
        packageSizeMilli: 10_000,
        unit: 'ML',
        labeler: 'Eli Lilly and Company',
      });
    },
  );

  test.skipIf(!isPresent)(
    'DRG-13 parts of an Orange Book are no edition (skipped: test data folder absent)',
    { timeout: 240_000 },
    async () => {
      const status = await importAll(publisherFiles.orangeBookParts);
      expect(status.phase).toBe('failed');
      expect(status.error).toContain('products.txt is missing');
    },
  );

  test.skipIf(!isPresent)(
    'DRG-45 searches as typed take under 20 ms at the 95th percentile (skipped: test data folder absent)',
    { timeout: 240_000 },
    () => {
      let state = 7;
      const random = () => {
        state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
        return state / 2 ** 32;
      };
      const reader = new DrugReader(catalog.store.current(), today);
      const durations = typedQueries(catalog.store.current(), 400, random).map((query) => {
        const startedMs = performance.now();
        reader.search(query, { market: 'us', limit: 50, cursor: null });
        return performance.now() - startedMs;
      });
      durations.sort((a, b) => a - b);
      expect(durations[Math.floor(durations.length * 0.95)]).toBeLessThan(20);
    },
  );
});
