import { beforeEach, describe, expect, test } from 'vitest';
import { addDays } from '../../kernel/time.ts';
import { decideRefill, refillDueOn } from './decide-refill.ts';
import type { FillState, PrescriptionState } from './model.ts';
import { type Counter, complete, ndc, openCounter } from './testing/counter.ts';

let counter: Counter;
beforeEach(async () => {
  counter = await openCounter();
});
const days = (count: number) => counter.store.clock.advance(count * 86_400_000);
const refill = (id: string, input: object = {}) => counter.tech.call('prescriptions.refill', { id, ...input });
const refused = (id: string, input: object = {}) => counter.tech.refusal('prescriptions.refill', { id, ...input });

describe('refills', () => {
  test('RX-40 a refill that remains starts the next fill number at review', async () => {
    const { id } = await counter.enter({ refillsAuthorized: 1 });
    counter.sell(id);
    days(30);
    const answer = await refill(id, { promisedAt: '2026-12-22T10:00:00Z' });
    expect(answer).toMatchObject({ stage: 'review', fillNumber: 1, refillsRemaining: 0 });
    expect(await counter.get(id)).toMatchObject({ cycle: 1, priority: 'promised', review: null, adjudication: null });
    expect((await refused(id)).code).toMatch(/wrong-stage|policy-denied/);
  });

  test('RX-41 none left is refused with what to do', async () => {
    const { id } = await counter.enter({ refillsAuthorized: 0 });
    counter.sell(id);
    days(30);
    expect((await refused(id)).code).toMatch(/no-refills-left|policy-denied/);
  });

  test('RX-42 a C-II is never refilled', async () => {
    const { id } = await counter.enter({ drug: { ndc: ndc.oxycodone }, refillsAuthorized: 0 });
    counter.sell(id);
    days(30);
    expect((await refused(id)).code).toMatch(/refills-prohibited|policy-denied/);
  });

  test('RX-43 after its last day it is refused', async () => {
    const { id } = await counter.enter({
      drug: { ndc: ndc.alprazolam },
      writtenOn: '2026-11-20',
      refillsAuthorized: 5,
    });
    counter.sell(id);
    days(181);
    expect((await refused(id)).code).toMatch(/refill-expired|policy-denied/);
  });

  test('RX-44 too soon is refused with the day, and goes on with a reason', async () => {
    const { id } = await counter.enter();
    counter.sell(id);
    days(23);
    expect(await refused(id)).toMatchObject({
      code: 'refill-too-soon',
      data: { dueOn: '2026-12-15', lastFillOn: '2026-11-21', daysEarly: 1 },
    });
    const early = await refill(id, { earlyReason: { reasonCode: 'vacation', note: 'leaves on 15 December' } });
    expect(early.stage).toBe('review');
    expect((await counter.get(id)).history.at(-1).detail).toMatchObject({ earlyReason: { reasonCode: 'vacation' } });
  });

  test('RX-44 on the day itself no reason is needed', async () => {
    const { id } = await counter.enter();
    counter.sell(id);
    days(24);
    expect((await refill(id)).fillNumber).toBe(1);
  });

  test('RX-45 a controlled refill is due two days before the end; earlier only a pharmacist may', async () => {
    const { id } = await counter.enter({ drug: { ndc: ndc.alprazolam }, refillsAuthorized: 5 });
    counter.sell(id);
    days(27);
    expect((await refused(id)).data).toMatchObject({ dueOn: '2026-12-19', daysEarly: 1 });
    const earlyReason = { reasonCode: 'vacation' };
    expect((await refused(id, { earlyReason })).code).toBe('early-needs-pharmacist');
    expect((await counter.pharmacist.call('prescriptions.refill', { id, earlyReason })).stage).toBe('review');
  });

  test('RX-46 supply taken early is carried over, old fills do not count, eye drops wait less', () => {
    const fill = (filledOn: string, fillNumber: number, daysSupply = 30) =>
      ({ filledOn, fillNumber, daysSupply, status: 'handed-over' }) as FillState;
    const due = (fills: FillState[], route = 'ORAL', unit = 'EA') =>
      refillDueOn({ fills, product: { route, unit, schedule: null } as PrescriptionState['product'] })?.dueOn;
    expect(due([fill('2026-01-01', 0)])).toBe('2026-01-25');
    expect(due([fill('2026-01-01', 0), fill('2026-01-25', 1)])).toBe('2026-02-24');
    expect(due([fill('2025-01-01', 0), fill('2026-01-25', 1)])).toBe('2026-02-18');
    expect(due([fill('2026-01-01', 0)], 'OPHTHALMIC', 'ML')).toBe('2026-01-22');
    expect(due([fill('2026-01-01', 0), fill('2026-01-05', 0)])).toBe('2026-01-25');
    expect(due([])).toBeUndefined();
  });
});

const party = {
  pharmacyName: 'Corner Drug',
  address: '2 Elm St, Dayton OH',
  phone: '9375550100',
  dea: 'BJ6125341',
  pharmacistName: 'Ray Moss',
  rxNumber: '77001',
};

describe('the decision alone, behind any gate', () => {
  const decide = async (changes: object, later: number) => {
    const { id } = await counter.enter(changes);
    counter.sell(id);
    const today = addDays('2026-11-21', later);
    const decided = decideRefill(counter.state(id), { requestedBy: 'patient' }, { today, role: 'technician' });
    return decided.ok ? decided.value.type : decided.refusal.kind;
  };
  test('RX-41 none left', async () => expect(await decide({ refillsAuthorized: 0 }, 30)).toBe('no-refills-left'));
  test('RX-42 C-II', async () =>
    expect(await decide({ drug: { ndc: ndc.oxycodone }, refillsAuthorized: 0 }, 30)).toBe('refills-prohibited'));
  test('RX-43 expired', async () => {
    const changes = { drug: { ndc: ndc.alprazolam }, writtenOn: '2026-11-20', refillsAuthorized: 5 };
    expect(await decide(changes, 181)).toBe('refill-expired');
    expect(await decide(changes, 180)).toBe('prescription.refill-requested');
  });
});

describe('transfer out', () => {
  const out = (id: string, input: object = {}) =>
    counter.pharmacist.call('prescriptions.transfer', { id, to: party, ...input });
  const notOut = (id: string, input: object = {}) =>
    counter.pharmacist.refusal('prescriptions.transfer', { id, to: party, ...input });

  test('RX-50 what was sold goes with its refills; here it is closed', async () => {
    const { id } = await counter.enter();
    counter.sell(id);
    expect((await out(id)).stage).toBe('transferred');
    expect(await counter.get(id)).toMatchObject({
      refillsRemaining: 0,
      transferOut: {
        to: party,
        refillsTransferred: 3,
        sendingPharmacist: 'Test pharmacist',
        transferredOn: '2026-11-21',
      },
    });
    expect((await counter.tech.refusal('prescriptions.transfer', { id, to: party })).code).toBe('forbidden');
  });

  test('RX-51 a fill that is made up must go back first; an image without data cannot move', async () => {
    const { id } = await counter.enter();
    counter.sell(id);
    expect((await out(id)).stage).toBe('transferred');
    const image = { mediaType: 'application/pdf', base64: Buffer.from('%PDF-1.7').toString('base64') };
    const fax = await counter.tech.call('prescriptions.create', { origin: 'fax', attachment: image });
    expect((await notOut(fax.id)).code).toBe('wrong-stage');
  });

  test.each([
    ['C-II after its fill', ndc.oxycodone, 'electronic', true, {}, /schedule II/],
    ['C-II on paper', ndc.oxycodone, 'written', false, {}, /schedule II/],
    ['unfilled C-IV on paper', ndc.alprazolam, 'written', false, {}, /only if it is electronic/],
    [
      'unfilled electronic C-IV without the patient',
      ndc.alprazolam,
      'electronic',
      false,
      { patientRequested: false },
      /request of the patient/,
    ],
  ])('RX-52 not allowed: %s', async (_what, key, origin, sold, input, rule) => {
    const { id } = await counter.enter({ drug: { ndc: key }, origin, refillsAuthorized: 0 });
    if (sold) counter.sell(id);
    const refusal = await notOut(id, input);
    expect(refusal.code).toBe('transfer-not-allowed');
    expect((refusal.data as { rule: string; cite: string }).rule).toMatch(
      sold && key === ndc.oxycodone ? /no fill or refill|schedule II/ : rule,
    );
  });

  test('RX-52 an unfilled electronic C-II may move once at the request of the patient', async () => {
    const { id } = await counter.enter({ drug: { ndc: ndc.oxycodone }, origin: 'electronic', refillsAuthorized: 0 });
    expect((await out(id)).stage).toBe('transferred');
  });

  test('RX-53 a controlled transfer records the other pharmacy in full', async () => {
    const { id } = await counter.enter({ drug: { ndc: ndc.alprazolam }, refillsAuthorized: 2 });
    counter.sell(id);
    const refusal = await notOut(id, { to: { ...party, dea: null } });
    expect(refusal).toMatchObject({
      code: 'transfer-data-missing',
      data: { fields: ['to.dea'], cite: '21 CFR 1306.25(b)' },
    });
    expect((await out(id)).stage).toBe('transferred');
  });

  test('RX-54 nothing left and partly filled controlled ones do not move', async () => {
    const none = await counter.enter({ refillsAuthorized: 0 });
    counter.sell(none.id);
    expect((await notOut(none.id)).code).toBe('transfer-not-allowed');
    const partial = await counter.enter({ drug: { ndc: ndc.alprazolam }, refillsAuthorized: 2 });
    counter.sell(partial.id, { owedMilli: 10_000 });
    expect(((await notOut(partial.id)).data as { rule: string }).rule).toMatch(/partly filled/);
  });
});

describe('transfer in', () => {
  const input = () => {
    const { origin, refillsAuthorized, ...rest } = complete(counter.patientId);
    return {
      ...rest,
      writtenOn: '2026-09-01',
      from: party,
      originalRefills: 5,
      refillsRemaining: 3,
      firstFilledOn: '2026-09-02',
      priorFills: [
        { filledOn: '2026-09-02', pharmacy: 'Corner Drug' },
        { filledOn: '2026-10-02', pharmacy: 'Corner Drug' },
      ],
    };
  };
  const into = (changes: object = {}) =>
    counter.pharmacist.call('prescriptions.transferIn', { ...input(), ...changes });
  const notInto = (changes: object = {}) =>
    counter.pharmacist.refusal('prescriptions.transferIn', { ...input(), ...changes });

  test('RX-55 the first fill here uses one of the refills; all data of the transfer are kept', async () => {
    const entered = await into();
    expect(entered.stage).toBe('review');
    expect(await counter.get(entered.id)).toMatchObject({
      origin: 'transfer',
      refillsAuthorized: 2,
      refillsRemaining: 2,
      transferIn: {
        from: party,
        originalRefills: 5,
        refillsRemaining: 3,
        firstFilledOn: '2026-09-02',
        receivingPharmacist: 'Test pharmacist',
      },
    });
  });

  test('RX-56 an electronic one that was never filled keeps all its refills', async () => {
    const entered = await into({ initialFill: true, firstFilledOn: undefined, priorFills: [], refillsRemaining: 5 });
    expect((await counter.get(entered.id)).refillsAuthorized).toBe(5);
  });

  test('RX-57 not allowed: C-II refills, controlled ones a second time, none left', async () => {
    expect((await notInto({ drug: { ndc: ndc.oxycodone } })).code).toBe('transfer-not-allowed');
    expect((await notInto({ drug: { ndc: ndc.alprazolam }, alreadyTransferred: true })).code).toBe(
      'transfer-not-allowed',
    );
    expect((await notInto({ refillsRemaining: 0 })).code).toBe('transfer-not-allowed');
    const shared = await into({ drug: { ndc: ndc.alprazolam }, alreadyTransferred: true, sharedDatabase: true });
    expect(shared.stage).toBe('review');
    expect((await counter.pharmacist.refusal('prescriptions.transfer', { id: shared.id, to: party })).code).toBe(
      'transfer-not-allowed',
    );
  });

  test('RX-58 what a controlled transfer must record is named when it is missing; what cannot be true too', async () => {
    expect(
      (
        await notInto({
          drug: { ndc: ndc.alprazolam },
          from: { ...party, dea: undefined, rxNumber: undefined },
          firstFilledOn: undefined,
          priorFills: [],
        })
      ).data,
    ).toEqual({
      fields: ['from.dea', 'from.rxNumber', 'firstFilledOn', 'priorFills'],
      cite: '21 CFR 1306.25(b)',
    });
    expect((await notInto({ refillsRemaining: 6 })).data).toMatchObject({ fields: ['refillsRemaining'] });
    const ahead = '2026-11-22';
    for (const changes of [
      { transferredOn: ahead },
      { firstFilledOn: ahead },
      { priorFills: [{ filledOn: ahead, pharmacy: 'Corner Drug' }] },
    ])
      expect((await notInto(changes)).data).toMatchObject({ fields: Object.keys(changes) });
    expect((await into({ transferredOn: '2026-11-21' })).stage).toBe('review');
    expect((await notInto({ writtenOn: '2025-01-01', firstFilledOn: '2025-01-02' })).code).toBe('prescription-expired');
  });

  test('RX-59 a transfer comes from a pharmacist only', async () => {
    expect((await counter.tech.refusal('prescriptions.transferIn', input())).code).toBe('forbidden');
  });
});
