import type { DrugRecord } from '../modules/drugs/model.ts';
import type { DemoDesk } from './demo-desk.ts';
import { type DemoTime, isoOf, minuteMs } from './demo-time.ts';
import type { Story } from './play.ts';
import type { DemoPrescriber } from './prescribers.ts';
import type { Prng } from './prng.ts';
import type { Regimen } from './regimens.ts';

export type StoryStage = 'review' | 'adjudication' | 'fill' | 'verification' | 'ready' | 'sold';
const order: readonly StoryStage[] = ['review', 'adjudication', 'fill', 'verification', 'ready', 'sold'];

/** What a prescriber asked for, as it is typed in. */
export interface Order {
  readonly patientId: string;
  readonly drug: DrugRecord;
  readonly regimen: Regimen;
  readonly prescriber: DemoPrescriber;
  readonly writtenOn: string;
  readonly origin?: 'written' | 'phone' | 'electronic' | 'fax';
  readonly promisedAt?: string;
  readonly priority?: 'waiting' | 'promised' | 'acute' | 'delivery' | 'routine';
}

export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** Where a prescription stands while its story goes on. */
export interface Running {
  id: string;
  fillId: string;
  dueCents: number;
}

interface Alert {
  readonly id: string;
  readonly severity: string;
  readonly reasonForService: string;
  readonly blocking: boolean;
  readonly status: string;
  readonly overridable: boolean;
}

export interface Counter {
  readonly desk: DemoDesk;
  readonly rng: Prng;
  readonly time: DemoTime;
}

/** From intake to `until`, spread over the span. The steps are those of the counter, by the people who may do them. */
export async function* fillStory(
  at: Counter,
  wish: Order,
  span: Span,
  until: StoryStage,
): AsyncGenerator<number, Running, void> {
  const clock = steps(at.rng, span, order.indexOf(until) + 2);
  yield clock();
  const id = await enter(at.desk, wish, earlier(wish.writtenOn, at.time.dateAt(span.startMs)));
  const running = { id, fillId: '', dueCents: 0 };
  if (until === 'review') {
    yield clock();
    await at.desk.as('tech', 'clinical.review', { id: running.id });
  }
  yield* workStory(at, wish, running, clock, until);
  return running;
}

/** A later fill of the same prescription. */
export async function* refillStory(at: Counter, wish: Order, running: Running, span: Span, until: StoryStage): Story {
  const clock = steps(at.rng, span, order.indexOf(until) + 1);
  yield clock();
  const input = { id: running.id, requestedBy: 'patient', ...promise(wish) };
  await at.desk.as('tech', 'prescriptions.refill', input);
  yield* workStory(at, wish, running, clock, until);
}

async function* workStory(at: Counter, wish: Order, running: Running, clock: () => number, until: StoryStage): Story {
  const { desk } = at;
  const last = order.indexOf(until);
  if (last < 1) return;
  yield clock();
  await acceptReview(desk, running.id);
  if (last < 2) return;
  yield clock();
  await desk.as('tech', 'claims.adjudicate', { id: running.id, payer: 'cash' });
  if (last < 3) return;
  yield clock();
  await makeFill(desk, wish, running, wish.regimen.quantity);
  if (last < 4) return;
  yield clock();
  await verify(desk, wish, running);
  if (last < 5) return;
  yield clock();
  await handOver(desk, wish, running);
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}

async function enter(desk: DemoDesk, wish: Order, writtenOn: string): Promise<string> {
  const { regimen, drug, prescriber, patientId } = wish;
  const answer = await desk.as<{ id: string }>('tech', 'prescriptions.create', {
    patientId,
    prescriber,
    drug: { ndc: drug.key },
    sig: regimen.sig,
    quantity: regimen.quantity,
    daysSupply: regimen.daysSupply,
    refillsAuthorized: regimen.refills,
    daw: 0,
    writtenOn,
    origin: wish.origin ?? 'electronic',
    ...promise(wish),
  });
  return answer.id;
}

function promise({ promisedAt, priority }: Order) {
  return { ...(promisedAt ? { promisedAt } : {}), ...(priority ? { priority } : {}) };
}

/** The pharmacist looks, decides what blocks, and it moves on. */
export async function acceptReview(desk: DemoDesk, id: string): Promise<void> {
  const review = await desk.as<{ alerts: Alert[] }>('pharmacist', 'clinical.review', { id });
  for (const alert of review.alerts.filter((one) => one.blocking && one.status === 'open' && one.overridable)) {
    await override(desk, id, alert);
  }
}

async function override(desk: DemoDesk, id: string, alert: Alert): Promise<void> {
  const { items } = await desk.as<{
    items: { code: string; forContraindicated: boolean; appliesTo: string[] }[];
  }>('pharmacist', 'clinical.overrideReasons', {});
  const reason = items.find(
    (one) =>
      (one.appliesTo.length === 0 || one.appliesTo.includes(alert.reasonForService)) &&
      (alert.severity !== 'contraindicated' || one.forContraindicated),
  );
  if (reason === undefined) return;
  await desk.as('pharmacist', 'clinical.override', {
    id,
    alertId: alert.id,
    reasonCode: reason.code,
    note: 'Spoke with the prescriber; benefit outweighs the risk, patient will be monitored (demo).',
  });
}

export async function makeFill(desk: DemoDesk, wish: Order, running: Running, quantity: number): Promise<void> {
  const isPart = quantity < wish.regimen.quantity;
  const made = await desk.as<{ fillId: string; dueCents: number }>('tech', 'dispensing.fill', {
    id: running.id,
    ndc: wish.drug.key,
    quantity,
    ...(isPart ? { partial: { reason: 'STOCK' } } : {}),
  });
  running.fillId = made.fillId;
  running.dueCents = made.dueCents;
}

export async function verify(desk: DemoDesk, wish: Order, running: Running): Promise<void> {
  const totp = wish.drug.schedule === null ? {} : { totp: desk.totp() };
  await desk.as('pharmacist', 'dispensing.verify', { id: running.fillId, approved: true, ...totp });
}

export async function handOver(desk: DemoDesk, wish: Order, running: Running): Promise<void> {
  await desk.as('tech', 'dispensing.handOver', {
    id: running.fillId,
    relationship: 'self',
    payment: { method: 'cash', amountCents: running.dueCents },
    counseling: 'accepted',
    signature: 'M 2 8 L 10 2 L 18 8 L 26 2',
    ...(wish.drug.schedule === null
      ? {}
      : {
          identification: { checked: ['name', 'birth-date', 'photo-id'], kind: 'driver-license', number: 'DEMO0000' },
        }),
  });
}

/** Moments of a span, each some minutes after the one before, the last one at its end. */
function steps(rng: Prng, span: Span, count: number): () => number {
  let step = 0;
  const share = (span.endMs - span.startMs) / Math.max(1, count - 1);
  return () => {
    const jitter = step === 0 || step >= count - 1 ? 0 : Math.floor(share * (rng.below(40) / 100 - 0.2));
    const ms = Math.floor(span.startMs + share * Math.min(step, count - 1) + jitter);
    step += 1;
    return ms;
  };
}

export function hoursFrom(ms: number, hours: number): string {
  return isoOf(ms + hours * 60 * minuteMs);
}
