import type { DemoDesk } from './demo-desk.ts';
import type { DemoPatient } from './demo-patients.ts';
import { type DemoTime, minuteMs } from './demo-time.ts';
import { fillStory, type Order, refillStory, type Span } from './fill-story.ts';
import type { OrderBook } from './orders.ts';
import type { Story } from './play.ts';
import type { Prng } from './prng.ts';

export interface Scene {
  readonly desk: DemoDesk;
  readonly rng: Prng;
  readonly time: DemoTime;
  readonly book: OrderBook;
  /** Filled by the registration, which is over before any of these stories begins. */
  readonly patients: readonly DemoPatient[];
}

/** An afternoon at the counter, so many days ago. */
export function afternoon(time: DemoTime, daysAgo: number, rng: Prng): Span {
  const startMs = time.day(daysAgo, rng.between(-150, 60));
  return { startMs, endMs: startMs + rng.between(60, 200) * minuteMs };
}

const establishedFrom = 12;
const establishedCount = 24;

/** What people take for good: filled weeks ago, and for many filled again. */
export function pastStories(scene: Scene): Story[] {
  return Array.from({ length: establishedCount }, (_, index) => established(scene, index));
}

async function* established(scene: Scene, index: number): Story {
  const { rng, time, book } = scene;
  const daysAgo = 40 + ((index * 7) % 24);
  const span = afternoon(time, daysAgo, rng);
  yield span.startMs - minuteMs;
  const patient = scene.patients[establishedFrom + index];
  const regimen = patient?.regimens[0];
  if (patient === undefined || regimen === undefined) return;
  const order = book.of(patient, regimen, {
    writtenDaysAgo: daysAgo,
    origin: rng.chance(80) ? 'electronic' : 'written',
  });
  if (order === undefined) return;
  const running = yield* fillStory(scene, order, span, 'sold');
  if (!canRefill(order) || index % 3 === 2) return;
  yield* refillStory(scene, order, running, afternoon(time, daysAgo - order.regimen.daysSupply, rng), 'sold');
}

function canRefill(order: Order): boolean {
  return order.regimen.refills > 0 && order.regimen.daysSupply <= 30 && order.drug.schedule === null;
}

/** What a patient of a story already takes, so that today's order meets it. */
export async function* takesAlready(
  scene: Scene,
  patientIndex: number,
  drugs: readonly string[],
  daysAgo: number,
): Story {
  const span = afternoon(scene.time, daysAgo, scene.rng);
  yield span.startMs - minuteMs;
  const patient = scene.patients[patientIndex];
  const order = patient && scene.book.order(patient, drugs, { writtenDaysAgo: daysAgo });
  if (order) yield* fillStory(scene, order, span, 'sold');
}
