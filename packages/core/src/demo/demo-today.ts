import { afternoon, type Scene, takesAlready } from './demo-past.ts';
import type { DemoPatient } from './demo-patients.ts';
import { minuteMs } from './demo-time.ts';
import {
  fillStory,
  handOver,
  hoursFrom,
  makeFill,
  type Order,
  type Running,
  type Span,
  type StoryStage,
  verify,
} from './fill-story.ts';
import type { OrderOptions } from './orders.ts';
import type { DemoPlace } from './places.ts';
import type { AnyStory, Story } from './play.ts';
import { faxedOrder } from './scanned-order.ts';

/** The patients after those with a long history: today's queue is theirs. */
const ordinaryFrom = 36;

/** Ordinary prescriptions of the last days, by the stage they have reached. */
const queue: readonly { stage: StoryStage; count: number; minutesAgo: number }[] = [
  { stage: 'review', count: 3, minutesAgo: 35 },
  { stage: 'adjudication', count: 4, minutesAgo: 75 },
  { stage: 'fill', count: 4, minutesAgo: 110 },
  { stage: 'verification', count: 4, minutesAgo: 150 },
  { stage: 'ready', count: 7, minutesAgo: 1500 },
  { stage: 'sold', count: 5, minutesAgo: 320 },
];

/** Everything that is open, just sold or just closed when someone first looks at the demo. */
export function todayStories(scene: Scene, place: DemoPlace): AnyStory[] {
  let next = ordinaryFrom;
  const someone = () => next++ % 64;
  const ordinary = queue.flatMap(({ stage, count, minutesAgo }) =>
    Array.from({ length: count }, (_, index) => ordinaryStory(scene, { patient: someone(), stage, minutesAgo, index })),
  );
  return [
    ...ordinary,
    ...Array.from({ length: 3 }, (_, index) => faxed(scene, place, index)),
    ...alertStories(scene),
    ...controlledStories(scene),
    ...closedStories(scene, place, someone),
    ...unusualStories(scene, someone),
  ];
}

function ago(scene: Scene, minutes: number, lastsMinutes = minutes - 2): Span {
  return { startMs: scene.time.ago(minutes), endMs: scene.time.ago(minutes - lastsMinutes) };
}

async function* ordinaryStory(
  scene: Scene,
  wish: { patient: number; stage: StoryStage; minutesAgo: number; index: number },
): Story {
  const { stage, minutesAgo, index } = wish;
  const startsAgo = minutesAgo - index * Math.floor(minutesAgo / 12);
  const span = ago(scene, startsAgo, Math.min(startsAgo - 2, 150));
  yield span.startMs - minuteMs;
  const isLate = index === 1 && stage !== 'sold';
  const order = scene.book.ordinary(scene.patients[wish.patient] as DemoPatient, {
    origin: (['electronic', 'electronic', 'fax', 'phone', 'written'] as const)[index % 5],
    promisedAt: hoursFrom(isLate ? scene.time.ago(20) : scene.time.nowMs, isLate ? 0 : 1 + index),
    priority: index === 0 ? 'waiting' : 'promised',
  });
  if (order) yield* fillStory(scene, order, span, stage);
}

/** A fax that nobody has typed in yet. */
async function* faxed(scene: Scene, place: DemoPlace, index: number): Story {
  yield scene.time.ago(25 - index * 6);
  const patient = scene.patients[20 + index];
  const order = patient && scene.book.ordinary(patient);
  if (!patient || !order) return;
  const base64 = faxedOrder([
    'DEMO - NOT A PRESCRIPTION',
    order.prescriber.name,
    place.profile.address.city,
    '',
    `${patient.person.given} ${patient.person.family}   born ${patient.person.birthDate}`,
    '',
    order.drug.name,
    order.regimen.sig,
    `# ${order.regimen.quantity}   refills ${order.regimen.refills}`,
    `written ${order.writtenOn}`,
  ]);
  await scene.desk.as('tech', 'prescriptions.create', {
    origin: 'fax',
    attachment: { mediaType: 'application/pdf', base64 },
    promisedAt: hoursFrom(scene.time.nowMs, 2 + index),
  });
}

/** Orders that meet an allergy or a drug the patient takes. The first ones wait for the pharmacist. */
function alertStories(scene: Scene): AnyStory[] {
  const meets = (patient: number, takes: string[], drugs: string[], stage: StoryStage, minutesAgo: number) => [
    takesAlready(scene, patient, takes, 18 + patient),
    named(scene, patient, drugs, ago(scene, minutesAgo), stage),
  ];
  const warfarin = ['warfarin 5 mg tablet', 'warfarin 2 mg tablet'];
  const penicillin = ['amoxicillin 500 mg capsule', 'amoxicillin-clavulanate 500-125 mg tablet'];
  const antibiotic = ['sulfamethoxazole-trimethoprim 800-160 mg tablet', 'azithromycin 500 mg tablet'];
  const sedative = ['alprazolam 0.5 mg tablet', 'alprazolam 0.25 mg tablet'];
  const opioid = ['oxycodone-acetaminophen 5-325 mg tablet', 'tramadol 50 mg capsule'];
  return [
    named(scene, 0, penicillin, ago(scene, 48), 'review', { priority: 'waiting' }),
    ...meets(1, warfarin, antibiotic, 'review', 44),
    ...meets(2, ['simvastatin 40 mg tablet'], ['clarithromycin 500 mg tablet'], 'review', 39),
    ...meets(3, sedative, opioid, 'review', 31),
    ...meets(4, ['lisinopril 20 mg tablet'], ['losartan 50 mg tablet'], 'review', 22),
    ...meets(5, warfarin, ['ibuprofen 600 mg tablet', 'azithromycin 500 mg tablet'], 'verification', 140),
  ];
}

function controlledStories(scene: Scene): AnyStory[] {
  const stimulant = 'methylphenidate 10 mg extended release tablet';
  return [
    named(scene, 6, ['dextroamphetamine-amphetamine mixed salts 20 mg tablet', stimulant], ago(scene, 95), 'fill'),
    named(scene, 7, ['oxycodone 5 mg tablet', 'tramadol 50 mg capsule'], ago(scene, 120), 'verification', {
      origin: 'written',
    }),
    named(scene, 8, ['methylphenidate 36 mg extended release tablet', stimulant], ago(scene, 260, 150), 'ready'),
    named(scene, 9, ['zolpidem 10 mg tablet'], ago(scene, 300, 180), 'sold'),
    named(scene, 10, ['tramadol 50 mg tablet', 'alprazolam 0.25 mg tablet'], ago(scene, 130), 'verification', {
      origin: 'written',
    }),
    named(scene, 11, ['insulin glargine 100 units/mL pen injector'], ago(scene, 280, 170), 'ready'),
  ];
}

/** The first of these drugs that this place has; nothing where it has none. */
async function* named(
  scene: Scene,
  patient: number,
  drugs: readonly string[],
  span: Span,
  stage: StoryStage,
  options: OrderOptions = {},
): AsyncGenerator<number, { order: Order; running: Running } | undefined, void> {
  yield span.startMs - minuteMs;
  const order = scene.book.order(scene.patients[patient] as DemoPatient, drugs, {
    promisedAt: hoursFrom(scene.time.nowMs, 2),
    ...options,
  });
  return order && { order, running: yield* fillStory(scene, order, span, stage) };
}

async function* plain(
  scene: Scene,
  patient: number,
  span: Span,
  stage: StoryStage,
  options: OrderOptions = {},
): AsyncGenerator<number, { order: Order; running: Running } | undefined, void> {
  yield span.startMs - minuteMs;
  const who = scene.patients[patient] as DemoPatient;
  const regimen = scene.book.regimens.chronic[patient % scene.book.regimens.chronic.length];
  const order = regimen && scene.book.of(who, regimen, options);
  return order && { order, running: yield* fillStory(scene, order, span, stage) };
}

/** Cancelled, transferred both ways, given back to stock. */
function closedStories(scene: Scene, place: DemoPlace, someone: () => number): Story[] {
  const { desk, time } = scene;
  const other = {
    pharmacyName: place.otherPharmacy.name,
    address: place.otherPharmacy.address,
    pharmacistName: place.otherPharmacy.pharmacist,
    phone: `${place.areaCodes[0]}-555-0190`,
    dea: place.profile.dea,
  };
  const after = (days: number, stage: StoryStage, act: (id: string, running: Running) => Promise<unknown>) =>
    (async function* (patient: number): Story {
      const done = yield* plain(scene, patient, afternoon(time, days, scene.rng), stage, { writtenDaysAgo: days });
      yield time.ago(200 + days);
      if (done) await act(done.running.id, done.running);
    })(someone());
  return [
    after(3, 'review', (id) =>
      desk.as('tech', 'prescriptions.cancel', { id, reason: 'Prescriber sent a new dose', requestedBy: 'prescriber' }),
    ),
    after(9, 'adjudication', (id) =>
      desk.as('tech', 'prescriptions.cancel', { id, reason: 'Patient does not want it', requestedBy: 'patient' }),
    ),
    after(16, 'sold', (id) => desk.as('pharmacist', 'prescriptions.transfer', { id, to: other })),
    after(12, 'ready', (_id, running) =>
      desk.as('tech', 'dispensing.returnToStock', { id: running.fillId, reason: 'Not picked up in time' }),
    ),
    after(13, 'ready', async () => undefined),
    transferredIn(scene, other, someone()),
  ];
}

async function* transferredIn(scene: Scene, from: object, patient: number): Story {
  yield scene.time.ago(55);
  const who = scene.patients[patient] as DemoPatient;
  const regimen = scene.book.regimens.chronic.find((one) => one.refills > 2);
  const order = regimen && scene.book.of(who, regimen, { writtenDaysAgo: 70 });
  if (!order || !regimen) return;
  await scene.desk.as('pharmacist', 'prescriptions.transferIn', {
    patientId: order.patientId,
    prescriber: order.prescriber,
    drug: { ndc: order.drug.key },
    sig: regimen.sig,
    quantity: regimen.quantity,
    daysSupply: regimen.daysSupply,
    writtenOn: order.writtenOn,
    origin: 'transfer',
    from: { ...from, rxNumber: 'DEMO-7731' },
    originalRefills: regimen.refills,
    refillsRemaining: regimen.refills - 1,
    firstFilledOn: scene.time.date(65),
    priorFills: [{ filledOn: scene.time.date(65), pharmacy: 'Demo' }],
  });
}

/** On hold for three reasons, owed in part, sent back by the pharmacist. */
function unusualStories(scene: Scene, someone: () => number): Story[] {
  const { desk, time } = scene;
  const hold = (minutes: number, stage: StoryStage, reason: string, until: string | null, note: string) =>
    (async function* (patient: number): Story {
      const done = yield* plain(scene, patient, ago(scene, minutes, minutes - 30), stage);
      yield time.ago(25);
      if (done) await desk.as('tech', 'prescriptions.hold', { id: done.running.id, reason, until, note });
    })(someone());
  return [
    hold(180, 'review', 'prescriber-call', null, 'Quantity and days do not fit: asked the office (demo)'),
    hold(210, 'fill', 'out-of-stock', time.date(-2), 'On the next delivery'),
    hold(160, 'adjudication', 'too-soon', time.date(-6), 'Comes back when it is due'),
    owed(scene, someone()),
    rejected(scene, someone()),
  ];
}

async function* owed(scene: Scene, patient: number): Story {
  const { desk, time } = scene;
  const done = yield* plain(scene, patient, ago(scene, 1600, 90), 'fill', { writtenDaysAgo: 1 });
  if (!done) return;
  const part = Math.ceil(done.order.regimen.quantity / 3);
  yield time.ago(1490);
  await makeFill(desk, done.order, done.running, part);
  yield time.ago(1470);
  await verify(desk, done.order, done.running);
  yield time.ago(1430);
  await handOver(desk, done.order, done.running);
}

async function* rejected(scene: Scene, patient: number): Story {
  const done = yield* plain(scene, patient, ago(scene, 170, 100), 'verification');
  yield scene.time.ago(40);
  if (!done) return;
  await scene.desk.as('pharmacist', 'dispensing.verify', {
    id: done.running.fillId,
    approved: false,
    reason: 'Count is off by two: count again',
  });
}
