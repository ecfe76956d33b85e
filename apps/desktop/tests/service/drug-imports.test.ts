import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import {
  fdaMembers,
  ndcFiles,
  orangeBookMembers,
  zipBytes,
} from '../../../../packages/core/src/modules/drugs/testing/publisher-files.ts';
import { killAll, owner, runCli, ServiceProcess, setUpStore } from './service-process.ts';

const root = mkdtempSync(join(tmpdir(), 'apotheca-drug-imports-'));
afterAll(() => {
  killAll();
  rmSync(root, { recursive: true, force: true });
});

const orangeBook = zipBytes(
  orangeBookMembers([
    { application: '075743', te: 'AB' },
    { application: '076180', te: 'AB' },
  ]),
);
const drugsAtFda = zipBytes(
  fdaMembers(
    Array.from({ length: 12_000 }, (_, i) => ({ application: String(100_000 + i), te: [[1, 'AB']] as const })),
  ),
);

async function upload(service: ServiceProcess, files: Record<string, Uint8Array>, key?: string) {
  const form = new FormData();
  for (const [name, bytes] of Object.entries(files)) form.append('files', new Blob([Uint8Array.from(bytes)]), name);
  return service.call('POST', '/drugs/imports', form, key === undefined ? {} : { idempotencyKey: key });
}

async function until(
  service: ServiceProcess,
  jobId: string,
  done: (job: { phase: string; rows: number; endedAt: string | null }) => boolean,
) {
  for (;;) {
    const { body } = await service.call('GET', `/drugs/imports/${jobId}`);
    if (done(body)) return body;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
const ended = (service: ServiceProcess, jobId: string) => until(service, jobId, (job) => job.endedAt !== null);

test('DRG-26 files sent to the service are imported, told by row, searched and substituted', async () => {
  const dataDir = join(root, 'first');
  const service = await ServiceProcess.start(dataDir);
  await setUpStore(service);
  await service.signIn(owner.username, owner.password);
  const [product, pack] = ndcFiles([
    { product: '11111-222', packages: [{ code: '30' }], application: 'ANDA075743', schedule: 'CIV' },
  ]);
  const files = {
    'EOBZIP.zip': orangeBook,
    'product.txt': product?.read(0, product.size) ?? new Uint8Array(),
    'package.txt': pack?.read(0, pack.size) ?? new Uint8Array(),
  };
  const started = await upload(service, files, 'key-1');
  expect(started.status).toBe(202);
  expect(await ended(service, started.body.jobId)).toMatchObject({ phase: 'done', rejected: 0, error: null });
  expect((await upload(service, files, 'key-1')).body.jobId).toBe(started.body.jobId);

  const found = await service.call('GET', '/drugs?q=11111-222-30');
  expect(found.body.items[0]).toMatchObject({
    ndc: '11111022230',
    schedule: 'CIV',
    teCode: 'AB',
    product: 'A075743-001',
  });
  const substitutes = await service.call('GET', '/drugs/11111-222-30/substitutes?state=us_oh&daw=0');
  expect(substitutes.body.items).toMatchObject([{ product: 'A076180-001', class: 'TE_A_EQUIVALENT' }]);
  expect((await service.call('GET', '/drugs/editions')).body.items).toHaveLength(3);
  const scanned = await service.call('POST', '/drugs/scans', { barcode: '(01)00311111222305(17)270228(10)L1' });
  expect(scanned.body).toMatchObject({ ndc: '11111022230', lotNumber: 'L1', expiresOn: '2027-02-28' });

  const broken = await upload(service, { 'EOBZIP.zip': orangeBook.subarray(0, 300) });
  const failed = await ended(service, broken.body.jobId);
  expect(failed).toMatchObject({ phase: 'failed' });
  expect(failed.error).toContain('cut off');
  expect((await service.call('GET', '/drugs/editions')).body.items).toHaveLength(3);
  expect(await service.stop()).toBe(0);
}, 180_000);

test('DRG-19 an import survives a SIGKILL: the next start goes on and publishes it once', async () => {
  const dataDir = join(root, 'killed');
  const first = await ServiceProcess.start(dataDir);
  await setUpStore(first);
  await first.signIn(owner.username, owner.password);
  const { body } = await upload(first, { 'drugsatfda.zip': drugsAtFda });
  await until(first, body.jobId, (job) => job.rows > 15_000);
  await first.kill();

  const second = await ServiceProcess.start(dataDir);
  await second.signIn(owner.username, owner.password);
  expect(await ended(second, body.jobId)).toMatchObject({ phase: 'done', rows: 48_000, rejected: 0 });
  const { items } = (await second.call('GET', '/drugs/editions')).body;
  expect(items.filter((one: { source: string }) => one.source === 'drugs-at-fda')).toHaveLength(1);
  expect((await second.call('GET', '/drugs/A111999-001')).body.teCode).toBe('AB');
  expect(await second.stop()).toBe(0);
}, 180_000);

test('DRG-11 the import command ends with one line that says what is wrong', async () => {
  const dataDir = join(root, 'command');
  const service = await ServiceProcess.start(dataDir);
  await setUpStore(service);
  await service.stop();
  const good = join(root, 'EOBZIP.zip');
  const bad = join(root, 'page.txt');
  writeFileSync(good, orangeBook);
  writeFileSync(bad, '<!DOCTYPE html><html>');
  expect((await runCli(['drugs', 'import', good, '--data-dir', dataDir])).code).toBe(0);
  const failed = await runCli(['drugs', 'import', bad, '--data-dir', dataDir]);
  expect(failed.code).toBe(1);
  expect(failed.stderr.trim().split('\n')).toHaveLength(1);
  expect(failed.stderr).toContain('page.txt is a web page');
}, 180_000);
