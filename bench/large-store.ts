import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServiceProcess } from '../apps/desktop/tests/service/service-process.ts';
import { generateHistory } from '../packages/core/src/demo/generate-history.ts';
import { demoPlaces } from '../packages/core/src/demo/places.ts';
import { type Figure, ms, seeded, spreadOf, timedAsync } from './measure.ts';
import { openWorkplace } from './workplace.ts';

const patients = Number(process.env.APOTHECA_BENCH_PATIENTS ?? 100_000);
const fills = Number(process.env.APOTHECA_BENCH_FILLS ?? 1_000_000);
const asks = 300;

/** The demo store with a busy store's history on top, as a store that changes systems would bring it. */
async function build(dataDir: string): Promise<number> {
  const started = performance.now();
  const work = await openWorkplace({ demo: 'us_oh', dataDir });
  const place = demoPlaces.us_oh;
  let told = 0;
  for (const progress of generateHistory(work.terminal.kernel, { place, patients, fills })) {
    if (progress.patients - told < patients / 10) continue;
    told = progress.patients;
    process.stderr.write(`  ${progress.patients} patients, ${progress.fills} fills\n`);
  }
  work.close();
  return performance.now() - started;
}

/** Start, memory and reads of a store with a long history; the same start on the demo store beside it. */
export async function run(): Promise<readonly Figure[]> {
  const kept = process.env.APOTHECA_BENCH_DIR;
  const dataDir = kept ?? mkdtempSync(join(tmpdir(), 'apotheca-bench-large-'));
  const mark = join(dataDir, 'bench-complete');
  try {
    const figures: Figure[] = [];
    if (!existsSync(mark)) {
      const builtMs = await build(dataDir);
      writeFileSync(mark, '');
      figures.push({
        name: `${patients} patients and ${fills} fills written as signed opening`,
        value: `${(builtMs / 1000).toFixed(0)} s`,
      });
    }
    const demoDir = mkdtempSync(join(tmpdir(), 'apotheca-bench-demo-'));
    try {
      await (await startTimed(demoDir, ['--demo'])).service.stop();
      const demo = await startTimed(demoDir, ['--demo']);
      await demo.service.stop();
      figures.push({
        name: 'start to ready, demo store',
        value: ms(demo.readyMs),
        aim: 'under 2 s',
        isMet: demo.readyMs < 2000,
      });
    } finally {
      rmSync(demoDir, { recursive: true, force: true });
    }
    const large = await startTimed(dataDir, ['--demo']);
    figures.push({
      name: 'start to ready, large store',
      value: ms(large.readyMs),
      aim: 'under 4 s',
      isMet: large.readyMs < 4000,
    });
    figures.push(...(await reads(large.service)));
    const rssMb = residentMb(large.service.child.pid);
    figures.push({
      name: 'memory of the service after it',
      value: `${rssMb} MB`,
      aim: 'under 400 MB',
      isMet: rssMb < 400,
    });
    await large.service.stop();
    return figures;
  } finally {
    if (!kept) rmSync(dataDir, { recursive: true, force: true });
  }
}

async function startTimed(dataDir: string, args: readonly string[]) {
  const started = performance.now();
  const service = await ServiceProcess.start(dataDir, args, {}, { isBundled: true });
  return { service, readyMs: performance.now() - started };
}

async function reads(service: ServiceProcess): Promise<Figure[]> {
  await service.signIn('pharmacist', 'apotheca-demo');
  const random = seeded(7);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const found = await service.call('GET', '/patients?q=a&limit=200');
  const people = found.body.items as { id: string; name: { family: string }; birthDate: string }[];
  const drugs = (await service.call('GET', '/inventory/stock?limit=200')).body.items as { ndc: string; name: string }[];
  const letters = (text: string): string => text.slice(0, 1 + Math.floor(random() * Math.min(7, text.length)));
  const questions: readonly [string, number, () => string][] = [
    ['patient search as you type', 20, () => `/patients?q=${encodeURIComponent(letters(pick(people).name.family))}`],
    ['drug search as you type', 20, () => `/drugs?q=${encodeURIComponent(letters(pick(drugs).name))}`],
    ['queue', 50, () => '/prescriptions?limit=100'],
    ['patient profile', 50, () => `/patients/${pick(people).id}/profile`],
    ['stock, first page', 50, () => '/inventory/stock?limit=100'],
    ['stock of one drug', 50, () => `/inventory/stock?ndc=${pick(drugs).ndc}`],
    ['system status', 50, () => '/system/status'],
  ];
  const figures: Figure[] = [];
  for (const [name, aimMs, path] of questions) {
    const durations: number[] = [];
    for (let index = 0; index < asks; index += 1) {
      const answer = await timedAsync(durations, () => service.call('GET', path()));
      if (answer.status !== 200) throw new Error(`${name} answered ${JSON.stringify(answer)}`);
    }
    const { p50Ms, p95Ms } = spreadOf(durations);
    figures.push({
      name: `${name}, p50 / p95 over REST`,
      value: `${ms(p50Ms)} / ${ms(p95Ms)}`,
      aim: `p95 under ${aimMs} ms`,
      isMet: p95Ms < aimMs,
    });
  }
  return figures;
}

function residentMb(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}
