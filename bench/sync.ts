import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CuttingProxy } from '../apps/desktop/tests/service/cutting-proxy.ts';
import { MeshWork } from '../apps/desktop/tests/service/mesh/mesh-work.ts';
import { MeshWorld } from '../apps/desktop/tests/service/mesh/mesh-world.ts';
import { equal, mulberry32, timeArrivals } from '../apps/desktop/tests/service/mesh/store-of-four.ts';
import { killRelays } from '../apps/desktop/tests/service/relay-process.ts';
import { killAll, ServiceProcess } from '../apps/desktop/tests/service/service-process.ts';
import { type Figure, ms, spreadOf } from './measure.ts';
import { storeApart } from './sync-store.ts';

/** Thirty days of one store. */
const events = Number(process.env.APOTHECA_BENCH_EVENTS ?? 180_000);
const arrivals = 150;
/** The sources instead of the bundle, for a look at what is slow. */
const isBundled = process.env.APOTHECA_BENCH_SOURCE === undefined;

/** Real terminals over real sockets: one that was away for a month, and how fast a change is on the others. */
export async function run(): Promise<readonly Figure[]> {
  const dir = mkdtempSync(join(tmpdir(), 'apotheca-bench-sync-'));
  try {
    return [...(await catchUp(dir)), ...(await convergence(join(dir, 'four')))];
  } finally {
    killAll();
    killRelays();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function catchUp(dir: string): Promise<Figure[]> {
  const kept = await storeApart(process.env.APOTHECA_BENCH_DIR ?? dir, events, isBundled);
  const [here, away] = [join(dir, 'here'), join(dir, 'away')];
  cpSync(kept.here, here, { recursive: true });
  cpSync(kept.away, away, { recursive: true });
  const first = await ServiceProcess.start(here, ['--demo', '--no-discovery'], {}, { isBundled });
  await first.signIn('owner', 'apotheca-demo');
  const line = await CuttingProxy.to(first.syncUrl);
  line.set('cut');
  const args = ['--demo', '--no-discovery', '--peer', line.url];
  const second = await ServiceProcess.start(away, args, {}, { isBundled });
  await second.signIn('owner', 'apotheca-demo');
  const wanted = await rowsOf(first);
  const before = await rowsOf(second);
  const missing = wanted - before;
  line.set('fair');
  const taken = line.taken;
  while (line.taken === taken || line.open === 0) await wait(5);
  const startedMs = performance.now();
  const cpu = processorSeconds(second);
  const answersMs: number[] = [];
  for (let rows = before; rows < wanted; ) {
    await wait(25);
    const askedMs = performance.now();
    rows = before + (await rowsIn(second));
    answersMs.push(performance.now() - askedMs);
  }
  const tookMs = performance.now() - startedMs;
  const cpuSeconds = processorSeconds(second) - cpu;
  await sameDigests(first, second);
  const passed = line.passed;
  await Promise.all([first.stop(), second.stop()]);
  await line.close();
  return [
    {
      name: `catch-up of ${missing} events over a socket, stored and projected`,
      value: `${(tookMs / 1000).toFixed(1)} s, ${Math.round((missing / tookMs) * 1000)} rows/s`,
      aim: 'under 15 s',
      isMet: tookMs < 15_000,
    },
    { name: 'processor time of it', value: `${cpuSeconds.toFixed(1)} s` },
    { name: 'bytes on the wire for each of them', value: `${Math.round(passed / missing)} bytes` },
    { name: 'slowest answer to somebody at that terminal meanwhile', value: ms(spreadOf(answersMs).maxMs) },
  ];
}

/** Of all its threads so far, where the system tells. */
function processorSeconds({ child }: ServiceProcess): number {
  const stat = `/proc/${child.pid}/stat`;
  if (!existsSync(stat)) return Number.NaN;
  const fields = readFileSync(stat, 'utf8').split(') ')[1]?.split(' ') ?? [];
  // proc(5): user and system time, in hundredths.
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function rowsOf(service: ServiceProcess): Promise<number> {
  const { body } = await service.call('GET', '/system/status');
  return Object.values(body.ledger.vector as Record<string, number>).reduce((sum, seq) => sum + seq, 0);
}

async function rowsIn(service: ServiceProcess): Promise<number> {
  const text = await (await fetch(`${service.url}/metrics`)).text();
  return Number(/apotheca_sync_rows_total\{direction="in"\} (\d+)/.exec(text)?.[1] ?? 0);
}

async function sameDigests(first: ServiceProcess, second: ServiceProcess): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const [a, b] = await Promise.all([first, second].map((one) => one.call('GET', '/system/status')));
    const same = (['projectionsDigest', 'inventoryDigest'] as const).every((name) => a?.body[name] === b?.body[name]);
    if (same && a?.body.ledger.digest === b?.body.ledger.digest) return;
    await wait(200);
  }
  throw new Error('the two terminals are not equal');
}

async function convergence(dir: string): Promise<Figure[]> {
  const world = await MeshWorld.start({ dir, isBundled });
  const work = new MeshWork(mulberry32(1), { plain: '', controlled: '' });
  await equal(world);
  await timeArrivals(world, work, 20);
  const { p50Ms, p99Ms } = spreadOf(await timeArrivals(world, work, arrivals));
  await world.stop();
  return [
    { name: 'a change on one of four terminals shown on the others, median', value: ms(p50Ms) },
    { name: 'the same, 99 of 100', value: ms(p99Ms), aim: 'under 100 ms', isMet: p99Ms < 100 },
  ];
}

function wait(forMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, forMs));
}
