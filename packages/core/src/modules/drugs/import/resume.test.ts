import { expect, test } from 'vitest';
import type { MemoryCatalogStore } from '../../../testing/index.ts';
import { contentOf, emptyStore, today } from '../testing/build.ts';
import { fdaMembers, ndcFiles, zipFile } from '../testing/publisher-files.ts';
import { buildCatalog } from './build-catalog.ts';
import { type BuildHooks, ImportCancelled, type Rejection } from './progress.ts';

/** Rows with faults spread over them, several batches a part. */
const products = Array.from({ length: 4_000 }, (_, i) => ({
  application: String(100_000 + i),
  strength: i % 700 === 0 ? 'N/A' : '20MG',
  ingredient: i % 1_000 === 0 ? '' : 'LISINOPRIL',
  te: i % 3 === 0 ? ([[1, 'AB']] as const) : [],
}));
const files = () => [
  zipFile('d.zip', fdaMembers(products)),
  ...ndcFiles([{ product: '0071-0155', packages: [{ code: '23' }], application: 'ANDA100001' }]),
];
const job = () => ({ importId: 'import_1', at: '2026-11-21T15:00:00.000Z', today, files: files() });

function run(store: MemoryCatalogStore, rejections: Map<string, Rejection>, shouldStop: () => boolean): void {
  const hooks: BuildHooks = {
    progress: () => {},
    rejected: (rows) => {
      for (const row of rows) rejections.set(`${row.file} ${row.line} ${row.reason}`, row);
    },
    counted: () => {},
    shouldStop,
    batchRows: 1_500,
  };
  buildCatalog(store.beginBuild(), job(), hooks);
  store.publish();
}

test('DRG-19 an import stopped at any point and started again ends as one that was never stopped', () => {
  const whole = emptyStore();
  const wanted = new Map<string, Rejection>();
  let asked = 0;
  run(whole, wanted, () => {
    asked += 1;
    return false;
  });
  expect(asked).toBeGreaterThan(10);
  const expected = contentOf(whole);

  const store = emptyStore();
  const got = new Map<string, Rejection>();
  let stops = 0;
  for (let stopAt = 1; stopAt < 400; stopAt += 1) {
    let count = 0;
    try {
      run(store, got, () => {
        count += 1;
        return count === Math.min(stopAt, 3) && stopAt <= asked;
      });
      break;
    } catch (error) {
      if (!(error instanceof ImportCancelled)) throw error;
      stops += 1;
    }
  }
  expect(stops).toBeGreaterThan(5);
  expect(contentOf(store)).toEqual(expected);
  expect([...got.keys()].sort()).toEqual([...wanted.keys()].sort());
});

test('DRG-20 a cancelled import leaves what is published as it was', () => {
  const store = emptyStore();
  const before = contentOf(store);
  expect(() => run(store, new Map(), () => true)).toThrow(ImportCancelled);
  store.discard();
  expect(contentOf(store)).toEqual(before);
});

test('DRG-21 readers see the old catalogue until the new one is published', () => {
  const store = emptyStore();
  const before = contentOf(store);
  buildCatalog(store.beginBuild(), job(), {
    progress: () => {},
    rejected: () => {},
    counted: () => {},
    shouldStop: () => false,
  });
  expect(contentOf(store)).toEqual(before);
  store.publish();
  expect(contentOf(store).application_product).toHaveLength(3_996);
});
