import { randomUUID } from 'node:crypto';
import { runCommand } from '../../src/service/cli/run-command.ts';
import { anyDrug, checkOne, checkTotals, nextCommand, patientPath, type Sent, Violation } from './kill-commands.ts';
import { owner, ServiceProcess, setUpStore } from './service-process.ts';

export interface KillOptions {
  readonly rounds: number;
  readonly seed: number;
  readonly dataDir: string;
  /** Commands under way at once. */
  readonly workers?: number;
  log?(line: string): void;
}

export interface KillReport {
  readonly rounds: number;
  readonly answered: number;
  /** Cut off by a kill without an answer, then repeated with the same key. */
  readonly cutOff: number;
  readonly events: number;
}

/**
 * Loads the real service with concurrent commands, kills it with SIGKILL at a random moment, starts it again and
 * checks: every answered command is there with the answer that was given, a command cut off has happened once or not
 * at all, a retry changes nothing, a rebuild changes nothing, and the ledger verifies. Throws on the first violation.
 */
export async function killRounds(options: KillOptions): Promise<KillReport> {
  const random = mulberry32(options.seed);
  const log = options.log ?? (() => {});
  log(`kill test: seed ${options.seed}, ${options.rounds} rounds`);
  const all: Sent[] = [];
  let cutOff = 0;
  let events = 0;
  let ndc = '';
  for (let round = 1; round <= options.rounds; round++) {
    const service = await ServiceProcess.start(options.dataDir);
    if (round === 1) await setUpStore(service);
    await service.signIn(owner.username, owner.password);
    ndc ||= await anyDrug(service);
    const open = all.filter((sent) => sent.answer === null);
    cutOff += open.length;
    for (const sent of open) await repeat(service, sent);
    await checkSample(service, all, random);
    const sentNow = await loadUntilKilled(service, random, options, ndc);
    all.push(...sentNow);
    events = await checkStore(options.dataDir);
    const answered = sentNow.filter((sent) => sent.answer !== null).length;
    log(`round ${round}: ${sentNow.length} sent, ${answered} answered, ${events} events`);
  }
  const service = await ServiceProcess.start(options.dataDir);
  await service.signIn(owner.username, owner.password);
  for (const sent of all.filter((one) => one.answer === null)) await repeat(service, sent);
  await checkTotals(service, all, ndc);
  for (const sent of all) await checkOne(service, sent);
  await service.stop();
  await checkStore(options.dataDir);
  return { rounds: options.rounds, answered: all.length - cutOff, cutOff, events };
}

async function loadUntilKilled(
  service: ServiceProcess,
  random: () => number,
  { workers = 6 }: KillOptions,
  ndc: string,
): Promise<Sent[]> {
  const sent: Sent[] = [];
  const patients: string[] = [];
  let isDead = false;
  const work = async (): Promise<void> => {
    while (!isDead) {
      const one: Sent = { key: randomUUID(), answer: null, ...nextCommand(random, patients, ndc) };
      sent.push(one);
      try {
        const answer = await service.call('POST', one.path, one.body, { idempotencyKey: one.key });
        if (answer.status !== 200) throw new Violation(`${one.path} answered ${JSON.stringify(answer)}`);
        one.answer = answer;
        if (one.path === patientPath) patients.push(answer.body.id as string);
      } catch (error) {
        if (error instanceof Violation) throw error;
        return;
      }
    }
  };
  const load = Promise.all(Array.from({ length: workers }, work));
  const killed = new Promise<void>((resolve) => setTimeout(resolve, 40 + random() * 900)).then(async () => {
    isDead = true;
    await service.kill();
  });
  await Promise.all([load, killed]);
  return sent;
}

/** What was cut off is sent again with its key: whether it had happened or not, it now has, once. */
async function repeat(service: ServiceProcess, sent: Sent): Promise<void> {
  const answer = await service.call('POST', sent.path, sent.body, { idempotencyKey: sent.key });
  if (answer.status !== 200) throw new Violation(`the retry of ${sent.path} answered ${JSON.stringify(answer)}`);
  sent.answer = answer;
}

async function checkSample(service: ServiceProcess, all: readonly Sent[], random: () => number): Promise<void> {
  const answered = all.filter((sent) => sent.answer !== null);
  const recent = answered.slice(-40);
  const some = Array.from(
    { length: Math.min(20, answered.length) },
    () => answered[Math.floor(random() * answered.length)],
  );
  for (const sent of [...recent, ...some]) if (sent) await checkOne(service, sent);
}

/** Ledger, pages and projections with nobody running. Answers the number of events. */
async function checkStore(dataDir: string): Promise<number> {
  const world = { env: {}, note: () => {} };
  const verified = (await runCommand(['verify', '--data-dir', dataDir], world)).join('\n');
  const rebuilt = (await runCommand(['rebuild', '--data-dir', dataDir], world)).join('\n');
  if (!rebuilt.includes('They are as they were before.')) {
    throw new Violation(`rebuild changed the projections: ${rebuilt}`);
  }
  return Number(/sound: (\d+) events/.exec(verified)?.[1] ?? 0);
}

/** Small seeded generator (public domain, Tommy Ettinger). */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
