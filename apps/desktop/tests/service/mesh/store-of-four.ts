import { eventually } from '../../../src/service/testing/sync-terminal.ts';
import { ChangeWatch } from './change-watch.ts';
import { checkAnswered, checkStores } from './mesh-checks.ts';
import { MeshViolation, MeshWork } from './mesh-work.ts';
import { type MeshTerminal, MeshWorld, type MeshWorldOptions } from './mesh-world.ts';

export interface StoreOfFourOptions extends MeshWorldOptions {
  readonly seed: number;
  /** How long there is work and bad weather. */
  readonly troubleMs: number;
  /** Commands timed from one terminal to the others while all are linked. */
  readonly probes: number;
  /** Workers at each terminal, and how long each waits between two things. */
  readonly workers?: number;
  readonly pauseMs?: number;
  /** Verifies and rebuilds every store at the end, not one. */
  readonly isThorough?: boolean;
  log?(line: string): void;
}

export interface StoreOfFourReport {
  readonly commands: number;
  readonly answered: number;
  readonly refused: number;
  /** Ended by a kill without an answer, and sent again with the same key. */
  readonly cutOff: number;
  readonly kills: number;
  readonly cuts: number;
  readonly events: number;
  /** Until all terminals were equal after the weather cleared. */
  readonly settledMs: number;
  /** From the answer at one terminal to the announcement at each other one. */
  readonly convergenceMs: readonly number[];
  /** The run itself, for who looks further: its directory is no longer in use. */
  readonly world: MeshWorld;
}

const equalWithinMs = 120_000;

/**
 * Four terminals and a relay work on one store while lines are cut and slow and processes die; then it is quiet. All
 * must be equal, and everything that was answered must be there. Throws on the first violation.
 */
export async function runStoreOfFour(options: StoreOfFourOptions): Promise<StoreOfFourReport> {
  const log = options.log ?? (() => {});
  const random = mulberry32(options.seed);
  log(`store of four: seed ${options.seed}`);
  const world = await MeshWorld.start(options);
  try {
    return await live(world, options, random, log);
  } finally {
    await world.stop();
  }
}

async function live(
  world: MeshWorld,
  options: StoreOfFourOptions,
  random: () => number,
  log: (line: string) => void,
): Promise<StoreOfFourReport> {
  const [founder] = world.terminals as [MeshTerminal];
  const work = new MeshWork(random, {
    plain: await ndcOf(founder, 'lisinopril 20'),
    controlled: await ndcOf(founder, 'alprazolam'),
  });
  await equal(world);
  log('joined and equal');
  const convergenceMs = await timeArrivals(world, work, options.probes);
  log(`${convergenceMs.length} arrivals timed`);
  const chaos = await trouble(world, work, options, random, log);
  world.fairWeather();
  const quietMs = performance.now();
  const open = work.sent.filter(({ answer }) => answer === null);
  for (const sent of open) {
    if (!(await work.repeat(sent))) throw new MeshViolation(`the retry of ${sent.path} was not answered`);
  }
  const events = await equal(world);
  const settledMs = performance.now() - quietMs;
  log(`equal after ${Math.round(settledMs)} ms, ${events} events`);
  convergenceMs.push(...(await timeArrivals(world, work, options.probes)));
  await equal(world);
  await checkAnswered(world, work);
  await world.stop();
  await checkStores(world, work, options.isThorough ?? false);
  const answered = work.sent.filter(({ answer }) => answer?.status === 200).length;
  const cutOff = open.length;
  return {
    commands: work.sent.length,
    answered,
    refused: work.refused,
    cutOff,
    ...chaos,
    events,
    settledMs,
    convergenceMs,
    world,
  };
}

async function trouble(
  world: MeshWorld,
  work: MeshWork,
  { troubleMs, workers = 2, pauseMs = 30 }: StoreOfFourOptions,
  random: () => number,
  log: (line: string) => void,
): Promise<{ kills: number; cuts: number }> {
  const untilMs = performance.now() + troubleMs;
  const isOn = () => performance.now() < untilMs;
  const count = { kills: 0, cuts: 0 };
  const worker = async (terminal: MeshTerminal): Promise<void> => {
    while (isOn()) {
      if (terminal.service) await work.step(terminal);
      await wait(terminal.service ? pauseMs * (0.5 + random()) : 100);
    }
  };
  const weather = async (): Promise<void> => {
    while (isOn()) {
      const line = pick(world.everyLine(), random);
      const kind = random();
      if (kind < 0.3) line.delay(5 + random() * 75);
      else line.set(kind < 0.8 ? 'cut' : 'silent');
      count.cuts += 1;
      await wait(300 + random() * 3_000);
      line.set('fair');
      line.delay(0);
    }
  };
  const deaths = async (): Promise<void> => {
    await wait(1_000);
    while (isOn()) {
      if (random() < 0.15) await world.restartRelay('SIGKILL');
      else {
        const terminal = pick(world.terminals, random);
        await world.killTerminal(terminal);
        await wait(random() * 1_500);
        await world.startTerminal(terminal, ['--demo']);
        log(`${terminal.name} was killed and is back`);
      }
      count.kills += 1;
      await wait(1_000 + random() * 4_000);
    }
  };
  const work1 = world.terminals.flatMap((terminal) => Array.from({ length: workers }, () => worker(terminal)));
  await Promise.all([...work1, weather(), weather(), deaths()]);
  return count;
}

/** Waits until all show the same, and answers how many events that is. */
export async function equal(world: MeshWorld): Promise<number> {
  const views = await eventually(
    'equal terminals',
    async () => {
      await wait(100);
      return Promise.all(world.terminals.map(async (terminal) => viewOf(await world.status(terminal))));
    },
    (all) => all.every((one) => one.digests === all[0]?.digests),
    equalWithinMs,
  );
  return views[0]?.events ?? 0;
}

// biome-ignore lint/suspicious/noExplicitAny: an answer of the service
function viewOf({ ledger, projectionsDigest, inventoryDigest, waiting, peers }: any) {
  const seqs = Object.values(ledger.vector as Record<string, number>);
  return {
    digests: [ledger.digest, projectionsDigest, inventoryDigest].map((one: string) => one.slice(0, 16)).join(' '),
    events: seqs.reduce((sum, seq) => sum + seq, 0),
    waiting,
    peers: (peers as { text: string }[]).map(({ text }) => text),
  };
}

/** From the answer at one terminal until the others announce the change, while every line is open. */
export async function timeArrivals(world: MeshWorld, work: MeshWork, probes: number): Promise<number[]> {
  if (probes === 0) return [];
  await eventually(
    'links',
    () => Promise.all(world.terminals.map((terminal) => world.status(terminal))),
    (all) => all.every(({ peers }) => peers.every((peer: { connected: boolean }) => peer.connected)),
    equalWithinMs,
  );
  const watches = await Promise.all(world.terminals.map((terminal) => ChangeWatch.open(terminal)));
  try {
    const took: number[] = [];
    for (let count = 0; count < probes; count += 1) {
      const from = count % world.terminals.length;
      const answer = await work.send(world.terminals[from] as MeshTerminal, work.newPatient());
      const answeredMs = performance.now();
      const id = answer?.body?.id as string;
      const startMs = Math.min(answeredMs, watches[from]?.seen(id) ?? answeredMs);
      for (const [to, watch] of watches.entries()) {
        if (to === from) continue;
        const seenMs = await eventually(
          `patient at ${to}`,
          () => watch.seen(id),
          (at) => at !== undefined,
        );
        took.push(Math.max(0, (seenMs as number) - startMs));
      }
      await wait(20);
    }
    return took;
  } finally {
    await Promise.all(watches.map((watch) => watch.close()));
  }
}

export async function ndcOf({ service, tokens }: MeshTerminal, q: string): Promise<string> {
  const answer = await service?.call('GET', `/drugs?q=${encodeURIComponent(q)}`, undefined, { token: tokens.tech });
  const items = (answer?.body?.items ?? []) as { ndc?: string }[];
  const found = items.find((item) => item.ndc !== undefined);
  if (!found?.ndc) throw new MeshViolation(`the starter catalogue has ${q}`);
  return found.ndc;
}

function pick<T>(list: readonly T[], random: () => number): T {
  return list[Math.floor(random() * list.length)] as T;
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Small seeded generator (public domain, Tommy Ettinger). */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
