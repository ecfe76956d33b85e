import { beforeEach, describe, expect, test } from 'vitest';
import {
  type Counter,
  complete,
  handedOver,
  ndc,
  openCounter,
  prescriber,
  priced,
  reviewed,
  started,
} from './testing/counter.ts';

let counter: Counter;
beforeEach(async () => {
  counter = await openCounter();
});
const list = async (query: object = {}) =>
  (await counter.tech.call('prescriptions.list', query)).items as {
    id: string;
    rxNumber: string;
    needs: string[];
    late: boolean;
    with: unknown[];
  }[];
const ids = async (query: object = {}) => (await list(query)).map((row) => row.id);

describe('the queue', () => {
  test('RX-70 a row has everything the screen shows', async () => {
    const { id, rxNumber } = await counter.enter({
      drug: { ndc: ndc.alprazolam },
      promisedAt: '2026-11-21T14:00:00Z',
      sig: '1 tablet daily',
    });
    expect((await list())[0]).toEqual({
      id,
      rxNumber,
      stage: 'review',
      stageSince: '2026-11-21T15:00:00.000Z',
      due: '2026-11-21T14:00:00Z',
      late: true,
      priority: 'promised',
      patientId: counter.patientId,
      patientName: 'Garcia, Maria',
      patientBirthDate: '1978-04-03',
      drug: 'alprazolam 0.5 mg tablet',
      schedule: 'CIV',
      quantity: 30,
      unit: 'EA',
      daysSupply: 30,
      fillNumber: 0,
      refillsRemaining: 3,
      prescriberName: prescriber.name,
      origin: 'written',
      holdReason: null,
      heldUntil: null,
      binLocation: null,
      needs: ['pharmacist', 'controlled'],
      with: [],
    });
  });

  test('RX-71 open ones come by urgency: waiting, then promised time, then the rest', async () => {
    const routine = await counter.enter();
    const later = await counter.enter({ promisedAt: '2026-11-21T18:00:00Z' });
    const sooner = await counter.enter({ promisedAt: '2026-11-21T11:00:00-05:00' });
    const waiting = await counter.enter({ priority: 'waiting' });
    expect(await ids()).toEqual([waiting.id, sooner.id, later.id, routine.id]);
    expect(await ids({ limit: 3 })).toHaveLength(3);
    const page = await counter.tech.call('prescriptions.list', { limit: 3 });
    expect(await ids({ limit: 3, cursor: page.nextCursor })).toEqual([routine.id]);
  });

  test('RX-72 by stage, several stages, closed ones, and an unknown stage finds nothing', async () => {
    const review = await counter.enter();
    const sold = await counter.enter({ writtenOn: '2026-11-19' });
    counter.sell(sold.id);
    const fill = await counter.enter({ writtenOn: '2026-11-18' });
    counter.append(fill.id, reviewed(), priced());
    expect(await ids({ stage: 'review' })).toEqual([review.id]);
    expect(new Set(await ids({ stage: 'review,fill' }))).toEqual(new Set([review.id, fill.id]));
    expect(await ids({ stage: 'sold' })).toEqual([sold.id]);
    expect(new Set(await ids({ stage: 'sold,fill' }))).toEqual(new Set([sold.id, fill.id]));
    expect(await ids({ stage: 'nowhere' })).toEqual([]);
    expect(await ids()).not.toContain(sold.id);
  });

  test('RX-73 late ones: the promised time has passed and it is not ready', async () => {
    const late = await counter.enter({ promisedAt: '2026-11-21T14:59:00Z' });
    await counter.enter({ promisedAt: '2026-11-21T15:01:00Z' });
    const ready = await counter.enter({ promisedAt: '2026-11-21T14:00:00Z' });
    counter.append(ready.id, reviewed(), priced(), started('f1'), {
      type: 'fill.verified',
      payload: { fillId: 'f1', binLocation: '7' },
    });
    expect(await ids({ late: true })).toEqual([late.id]);
    expect((await list({ stage: 'ready' }))[0]).toMatchObject({ late: false, binLocation: '7' });
  });

  test('RX-74 a search finds by Rx number, patient and drug, open ones first', async () => {
    const other = await counter.tech.call('patients.create', {
      name: { given: 'Paul', family: 'Ito' },
      birthDate: '1980-01-01',
    });
    const sold = await counter.enter();
    counter.sell(sold.id);
    const open = await counter.enter({ drug: { ndc: ndc.pregabalin }, refillsAuthorized: 0, sig: '1 capsule daily' });
    await counter.enter({ patientId: other.id });
    expect(await ids({ q: open.rxNumber })).toEqual([open.id]);
    expect(await ids({ q: `rx ${sold.rxNumber}` })).toEqual([sold.id]);
    expect(await ids({ q: 'garcia' })).toEqual([open.id, sold.id]);
    expect(await ids({ q: 'pregab' })).toEqual([open.id]);
    expect(await ids({ q: 'gabalin' })).toEqual([]);
    expect(await ids({ patientId: other.id })).toHaveLength(1);
  });

  test('RX-75 a merged patient shows the prescriptions of both records', async () => {
    const twin = await counter.tech.call('patients.create', {
      name: { given: 'Maria', family: 'Garcia' },
      birthDate: '1978-04-03',
      confirmNotDuplicate: true,
    });
    const a = await counter.enter();
    const b = await counter.enter({ patientId: twin.id });
    await counter.pharmacist.call('patients.merge', { id: counter.patientId, otherId: twin.id, reason: 'same' });
    for (const patientId of [counter.patientId, twin.id])
      expect(new Set(await ids({ patientId }))).toEqual(new Set([a.id, b.id]));
    const profile = await counter.tech.call('patients.profile', { id: twin.id });
    expect(profile.prescriptions).toHaveLength(2);
    expect(profile.activeMedications.map((m: { directions: string }) => m.directions)).toContain(
      'Take 1 tablet by mouth once a day.',
    );
    await counter.pharmacist.call('patients.unmerge', {
      id: counter.patientId,
      otherId: twin.id,
      reason: 'two people',
    });
    expect(await ids({ patientId: twin.id })).toEqual([b.id]);
  });

  test('RX-82 narrowed to who has it open, a page is full and leads to the next, also among closed ones and in a search', async () => {
    const sold: string[] = [];
    for (const day of ['2026-11-10', '2026-11-11', '2026-11-12', '2026-11-13', '2026-11-14']) {
      const { id } = await counter.enter({ writtenOn: day });
      counter.sell(id);
      counter.store.clock.advance(1000);
      sold.unshift(id);
    }
    const [, second, third, , last] = sold as [string, string, string, string, string];
    for (const id of [second, third, last]) await counter.tech.call('prescriptions.presence', { id, open: true });
    const mine = { stage: 'sold', with: 'me', limit: 2 };
    const page = await counter.tech.call('prescriptions.list', mine);
    expect(page.items.map((row: { id: string }) => row.id)).toEqual([second, third]);
    expect(await counter.tech.call('prescriptions.list', { ...mine, cursor: page.nextCursor })).toMatchObject({
      items: [{ id: last }],
      nextCursor: null,
    });
    expect(await ids({ stage: 'sold', with: 'nobody', limit: 2 })).toEqual([sold[0], sold[3]]);
    counter.store.db.exec(`
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600)
      INSERT INTO prescriptions_prescription (aggregate_id, rx_number, stage, entered_at)
      SELECT 'old_' || i, '77' || printf('%04d', i), 'cancelled', '2026-01-01T00:00:00.000Z' FROM n;
      UPDATE prescriptions_prescription SET rx_number = '779999' WHERE aggregate_id = '${last}';
    `);
    expect(await ids({ q: '77', with: 'me' })).toEqual([last]);
    expect(await ids({ q: '77', stage: 'sold' })).toEqual([last]);
  });

  test('RX-76 the counts of the rail agree with the lists', async () => {
    await counter.enter({ promisedAt: '2026-11-21T14:00:00Z' });
    await counter.enter({ priority: 'waiting', writtenOn: '2026-11-19' });
    const sold = await counter.enter({ writtenOn: '2026-11-18' });
    counter.sell(sold.id);
    const counts = await counter.tech.call('prescriptions.counts', {});
    expect(counts).toEqual({
      stages: { 'data-entry': 0, review: 2, adjudication: 0, fill: 0, verification: 0, ready: 0, 'on-hold': 0 },
      late: 1,
      conflicts: 0,
      waiting: 1,
    });
  });
});

describe('presence', () => {
  test('RX-80 who has it open is seen by all and forgotten when they say nothing more', async () => {
    const { id } = await counter.enter();
    const opened = await counter.pharmacist.call('prescriptions.presence', { id });
    expect(opened).toEqual({
      with: [
        { userId: 'user_pharmacist', userName: 'Test pharmacist', terminalId: 't1', since: '2026-11-21T15:00:00.000Z' },
      ],
      refreshSeconds: 15,
    });
    expect((await list())[0]?.with).toHaveLength(1);
    expect(await ids({ with: 'nobody' })).toEqual([]);
    expect(await ids({ with: 'user_pharmacist' })).toEqual([id]);
    expect(await ids({ with: 'me' })).toEqual([]);
    counter.store.clock.advance(46_000);
    expect((await list())[0]?.with).toEqual([]);
    await counter.pharmacist.call('prescriptions.presence', { id });
    const closed = await counter.pharmacist.call('prescriptions.presence', { id, open: false });
    expect(closed.with).toEqual([]);
  });
});

describe('prescribers', () => {
  test('RX-77 prescribers are known from use: by word of the name, NPI or DEA, the most used first', async () => {
    const second = { name: 'Dr. Anton Baxter', npi: '1245319599', state: 'OH' };
    await counter.enter();
    await counter.enter({ prescriber: { ...prescriber, phone: '6145550222' } });
    await counter.enter({ prescriber: second });
    const find = async (q: string) => (await counter.tech.call('prescriptions.prescribers', { q })).items;
    expect((await find('ba')).map((p: { name: string; used: number }) => [p.name, p.used])).toEqual([
      [prescriber.name, 2],
      [second.name, 1],
    ]);
    expect((await find('anna bak'))[0]).toMatchObject({
      npi: prescriber.npi,
      phone: '6145550222',
      lastOn: '2026-11-20',
    });
    expect((await find('12453'))[0].name).toBe(second.name);
    expect((await find('ab1234563'))[0].name).toBe(prescriber.name);
    expect(await find('nobody')).toEqual([]);
  });
});

describe('live preview', () => {
  test('RX-78 a sig is expanded while it is typed, with days supply and the difference', async () => {
    const preview = await counter.tech.call('prescriptions.expandSig', {
      sig: '1 po bid',
      ndc: ndc.lisinopril,
      quantity: 60,
      daysSupply: 60,
    });
    expect(preview).toMatchObject({
      english: 'Take 1 tablet by mouth 2 times a day.',
      spanish: 'Tome 1 tableta por la boca 2 veces al día.',
      understood: true,
      maxPerDay: 2,
      daysSupply: { days: 30, ruleId: 'DS-1' },
      warnings: [{ code: 'days-supply-differs' }],
    });
    expect(await counter.tech.call('prescriptions.expandSig', { sig: '' })).toMatchObject({
      understood: false,
      daysSupply: null,
    });
  });
});

describe('services for other modules', () => {
  test('RX-79 reserved and will-call quantities follow the stages', async () => {
    const service = counter.store.kernel.host.service('prescriptions');
    const { id } = await counter.enter({ quantity: 90 });
    counter.append(id, reviewed(), priced());
    expect([service.reservedMilli(ndc.lisinopril), service.willCallMilli(ndc.lisinopril)]).toEqual([90_000, 0]);
    counter.append(id, started('f1', { quantityMilli: 60_000, owedMilli: 30_000 }));
    expect([service.reservedMilli(ndc.lisinopril), service.willCallMilli(ndc.lisinopril)]).toEqual([0, 60_000]);
    expect(service.byFill('f1')).toMatchObject({ id });
    counter.append(id, { type: 'fill.verified', payload: { fillId: 'f1', binLocation: null } }, handedOver('f1'));
    expect([service.reservedMilli(ndc.lisinopril), service.willCallMilli(ndc.lisinopril)]).toEqual([30_000, 0]);
    expect(service.ofPatient(counter.patientId).map((state) => state.id)).toEqual([id]);
  });

  test('RX-29 the tables are the same after a rebuild', async () => {
    const { id } = await counter.enter();
    counter.sell(id);
    await counter.tech.call('prescriptions.create', complete(counter.patientId));
    const before = counter.store.dump();
    counter.store.rebuild();
    expect(counter.store.dump()).toEqual(before);
    expect(counter.store.unexpected).toEqual([]);
  });
});
