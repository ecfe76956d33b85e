import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OpenDrugCatalog, openDrugCatalog } from '../apps/desktop/src/service/catalog/open-drug-catalog.ts';
import {
  hasPublisherData,
  publisherData,
  publisherFiles,
} from '../apps/desktop/src/service/catalog/testing/publisher-data.ts';
import { typedQueries } from '../apps/desktop/src/service/catalog/testing/typed-queries.ts';
import { openDiskFile } from '../apps/desktop/src/service/files/disk-file.ts';
import { resourcePath } from '../apps/desktop/src/service/install-paths.ts';
import { DrugReader } from '../packages/core/src/index.ts';
import { type Figure, ms, seeded, spreadOf, timed } from './measure.ts';

const today = '2026-11-21';
const queries = 1_000;

/** The publishers' files into the catalogue, and searches over the result beside the bare look-up of one row. */
export async function run(): Promise<readonly Figure[]> {
  const dir = mkdtempSync(join(tmpdir(), 'apotheca-bench-catalog-'));
  const figures: Figure[] = [];
  const startedMs = performance.now();
  const catalog = openDrugCatalog({
    dir,
    key: new Uint8Array(32).fill(1),
    starterFile: resourcePath('catalog/starter-catalog.json'),
    nowIso: () => `${today}T12:00:00.000Z`,
    onUnexpected: (error) => process.stderr.write(`${String(error)}\n`),
  });
  try {
    const firstMs = performance.now() - startedMs;
    figures.push({
      name: 'starter catalogue at first start',
      value: ms(firstMs),
      aim: 'under 1 s',
      isMet: firstMs < 1_000,
    });
    if (!hasPublisherData()) {
      figures.push({ name: 'publishers’ files', value: 'absent', aim: 'set APOTHECA_TEST_DATA to measure them' });
      return figures;
    }
    for (const [name, files] of [
      ['Drugs@FDA, zip', publisherFiles.drugsAtFda],
      ['RxNorm tables', publisherFiles.rxnorm],
    ] as const) {
      figures.push(...(await measureImport(catalog, name, files)));
    }
    figures.push(...measureSearch(catalog));
    return figures;
  } finally {
    await catalog.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function measureImport(catalog: OpenDrugCatalog, name: string, files: readonly string[]): Promise<Figure[]> {
  const jobId = `import_${name.replace(/\W/g, '')}`;
  const beforeMb = megabytes();
  const startedMs = performance.now();
  let [peakMb, longestMs, lastMs] = [0, 0, performance.now()];
  const opened = await Promise.all(files.map((file) => openDiskFile(join(publisherData, file))));
  await catalog.imports.start({ jobId, at: `${today}T12:00:00.000Z`, today, files: opened });
  let status = catalog.imports.get(jobId);
  lastMs = performance.now();
  while (status && status.endedAt === null) {
    await new Promise((resolve) => setTimeout(resolve, 2));
    longestMs = Math.max(longestMs, performance.now() - lastMs);
    lastMs = performance.now();
    peakMb = Math.max(peakMb, megabytes());
    status = catalog.imports.get(jobId);
  }
  const tookMs = performance.now() - startedMs;
  return [
    {
      name: `${name}: ${status?.rows} rows, ${status?.rejected} rejected`,
      value: `${(tookMs / 1000).toFixed(1)} s`,
      aim: 'under 60 s',
      isMet: tookMs < 60_000,
    },
    {
      name: `${name}: memory above the program's own`,
      value: `${peakMb - beforeMb} MB`,
      aim: 'under 300 MB',
      isMet: peakMb - beforeMb < 300,
    },
    {
      name: `${name}: longest wait of the main thread meanwhile`,
      value: ms(longestMs),
      aim: 'under 100 ms',
      isMet: longestMs < 100,
    },
  ];
}

function measureSearch(catalog: OpenDrugCatalog): Figure[] {
  const db = catalog.store.current();
  const reader = new DrugReader(db, today);
  const asked = typedQueries(db, queries, seeded(11));
  const keys = db.prepare<{ key: string }>('SELECT key FROM drug ORDER BY random() LIMIT 1000').all();
  const [ours, bare]: [number[], number[]] = [[], []];
  asked.forEach((query, i) => {
    timed(ours, () => reader.search(query, { market: 'us', limit: 50, cursor: null }));
    timed(bare, () => reader.byKey(keys[i % keys.length]?.key ?? ''));
  });
  const [search, row] = [spreadOf(ours), spreadOf(bare)];
  const size = db.prepare<{ n: number }>('SELECT count(*) AS n FROM drug').get()?.n ?? 0;
  return [
    { name: `search as you type over ${size} drugs, median of ${queries}`, value: ms(search.p50Ms) },
    {
      name: 'search as you type, 95th percentile',
      value: ms(search.p95Ms),
      aim: 'under 20 ms',
      isMet: search.p95Ms < 20,
    },
    { name: 'one drug by its code, median', value: ms(row.p50Ms) },
    { name: 'a page of 50 hits to one look-up, medians', value: `${(search.p50Ms / row.p50Ms).toFixed(1)} : 1` },
  ];
}

function megabytes(): number {
  return Math.round(process.memoryUsage().rss / 1e6);
}
