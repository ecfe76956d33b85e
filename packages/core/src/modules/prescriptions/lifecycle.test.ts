import { beforeEach, describe, expect, test } from 'vitest';
import type { Finding } from '../clinical/model.ts';
import { allStages } from './model.ts';
import { type Counter, handedOver, openCounter, prescriber, priced, reviewed, started } from './testing/counter.ts';
import { allowedIn, transitions } from './transitions.ts';

let counter: Counter;
beforeEach(async () => {
  counter = await openCounter();
});
const at = async (
  stage: 'adjudication' | 'fill' | 'verification' | 'ready' | 'sold',
  changes: object = {},
): Promise<string> => {
  const { id } = await counter.enter(changes);
  const steps = [
    reviewed(),
    priced(),
    started('f1', { ndc: counter.state(id).product?.key ?? '' }),
    { type: 'fill.verified', payload: { fillId: 'f1', binLocation: '12' } } as const,
    handedOver('f1'),
  ];
  counter.append(id, ...steps.slice(0, ['adjudication', 'fill', 'verification', 'ready', 'sold'].indexOf(stage) + 1));
  expect(counter.state(id).stage).toBe(stage);
  return id;
};

describe('stages', () => {
  test('RX-10 every move is a row of one table, and every stage can be left or is closed', () => {
    for (const stage of allStages) {
      const leaving = Object.values(transitions).filter((row) => row.from.includes(stage));
      expect(leaving.length).toBeGreaterThan(0);
    }
    expect(allowedIn('fill.started', 'fill')).toBe(true);
    expect(allowedIn('fill.started', 'ready')).toBe(false);
  });

  test('RX-15 from entry to sold: review, price, fill, verification, hand-over', async () => {
    const id = await at('sold');
    expect(counter.state(id)).toMatchObject({
      stage: 'sold',
      cycle: 0,
      refillsRemaining: 3,
      conflicts: [],
      owedMilli: 0,
    });
    expect(counter.state(id).fills[0]).toMatchObject({
      status: 'handed-over',
      binLocation: '12',
      handOver: { receiptNumber: 'R1' },
    });
  });

  test('RX-16 a technician runs the review and does not move it; the pharmacist does', async () => {
    const { id } = await counter.enter();
    expect(counter.append(id, reviewed(false, true)).stage).toBe('review');
    expect(counter.append(id, reviewed(true, false)).stage).toBe('review');
    expect(counter.append(id, reviewed(true, true)).stage).toBe('adjudication');
  });

  test('RX-17 a blocking alert holds it in review until the last one is overridden', async () => {
    const { id } = await counter.enter();
    const alert = (key: string, blocking: boolean, status: 'open' | 'quiet' = 'open'): Finding => ({
      id: `a_${key}`,
      alertKey: key,
      doseKey: '1',
      kind: 'allergy',
      severity: blocking ? 'major' : 'moderate',
      message: '',
      evidence: '',
      management: '',
      source: '',
      ruleId: 'r',
      ruleVersion: 1,
      foldedRuleIds: [],
      reasonForService: 'DA',
      subjects: [],
      overridable: true,
      blocking,
      status,
      accepted: null,
      folded: false,
    });
    const override = (key: string) =>
      ({
        type: 'prescription.alert-overridden',
        payload: { alertId: `a_${key}`, alertKey: key, reasonCode: 'known', note: 'spoke to patient' },
      }) as const;
    const alerts = [alert('x', true), alert('y', true), alert('z', false), alert('q', true, 'quiet')];
    expect(
      counter.append(id, { type: 'prescription.reviewed', payload: { alerts, byPharmacist: true, accepted: true } })
        .stage,
    ).toBe('review');
    expect(counter.append(id, override('x')).stage).toBe('review');
    expect(counter.append(id, override('y')).stage).toBe('adjudication');
  });

  test('RX-18 a rejected claim stays in adjudication; a rejected fill goes back to fill', async () => {
    const id = await at('adjudication');
    expect(counter.append(id, priced('rejected')).stage).toBe('adjudication');
    expect(counter.append(id, priced(), started('f1')).stage).toBe('verification');
    const back = counter.append(id, { type: 'fill.rejected', payload: { fillId: 'f1', reason: 'wrong count' } });
    expect(back).toMatchObject({ stage: 'fill', fills: [{ status: 'rejected', closed: { reason: 'wrong count' } }] });
  });

  test('RX-19 a partial fill owes the rest: after the hand-over it waits at fill again, or the rest is given up', async () => {
    const id = await at('fill');
    counter.append(id, started('f1', { quantityMilli: 20_000, owedMilli: 10_000 }));
    counter.append(id, { type: 'fill.verified', payload: { fillId: 'f1', binLocation: null } }, handedOver('f1'));
    expect(counter.state(id)).toMatchObject({ stage: 'fill', owedMilli: 10_000, refillsRemaining: 3 });
    expect((await counter.tech.call('prescriptions.list', { stage: 'fill' })).items[0].needs).toContain('stock-owed');
    const done = await counter.tech.call('prescriptions.releaseOwed', { id, reason: 'patient does not want it' });
    expect(done.stage).toBe('sold');
    expect((await counter.tech.refusal('prescriptions.releaseOwed', { id, reason: 'again' })).code).toBe('wrong-stage');
  });

  test('RX-19 the owed part is filled, verified and handed over like a fill', async () => {
    const id = await at('fill');
    counter.append(
      id,
      started('f1', { quantityMilli: 20_000, owedMilli: 10_000 }),
      { type: 'fill.verified', payload: { fillId: 'f1', binLocation: null } },
      handedOver('f1'),
    );
    counter.append(id, started('f2', { part: 1, quantityMilli: 10_000 }), {
      type: 'fill.verified',
      payload: { fillId: 'f2', binLocation: null },
    });
    expect(counter.append(id, handedOver('f2', 'R2'))).toMatchObject({ stage: 'sold', owedMilli: 0, conflicts: [] });
  });

  test('RX-23 a fill returned to stock gives its refill back and the same number can be asked for again', async () => {
    const id = await at('sold');
    counter.store.clock.advance(40 * 86_400_000);
    await counter.tech.call('prescriptions.refill', { id });
    counter.append(id, reviewed(), priced(), started('f2', { fillNumber: 1 }), {
      type: 'fill.verified',
      payload: { fillId: 'f2', binLocation: '3' },
    });
    expect(counter.state(id).refillsRemaining).toBe(2);
    const back = counter.append(id, { type: 'fill.returned', payload: { fillId: 'f2', reason: 'not picked up' } });
    expect(back).toMatchObject({ stage: 'returned', refillsRemaining: 3 });
    const again = await counter.tech.call('prescriptions.refill', { id });
    expect(again).toMatchObject({ stage: 'review', fillNumber: 1, refillsRemaining: 2 });
  });
});

describe('hold, promise, cancel', () => {
  test('RX-24 a hold keeps the place; release goes back to it', async () => {
    const id = await at('fill');
    const held = await counter.tech.call('prescriptions.hold', { id, reason: 'out-of-stock', until: '2026-11-25' });
    expect(held.stage).toBe('on-hold');
    expect(await counter.get(id)).toMatchObject({ hold: { reason: 'out-of-stock', until: '2026-11-25' } });
    expect((await counter.tech.refusal('prescriptions.hold', { id, reason: 'other' })).code).toBe('wrong-stage');
    expect((await counter.tech.call('prescriptions.release', { id })).stage).toBe('fill');
    expect((await counter.tech.refusal('prescriptions.release', { id })).data).toEqual({
      stage: 'fill',
      allowedAt: ['on-hold'],
    });
  });

  test('RX-25 a promised time sets the priority, and each can be set alone', async () => {
    const { id } = await counter.enter();
    await counter.tech.call('prescriptions.promise', { id, promisedAt: '2026-11-21T17:00:00Z' });
    expect(await counter.get(id)).toMatchObject({ priority: 'promised', promisedAt: '2026-11-21T17:00:00Z' });
    await counter.tech.call('prescriptions.promise', { id, priority: 'waiting' });
    expect(await counter.get(id)).toMatchObject({ priority: 'waiting', promisedAt: '2026-11-21T17:00:00Z' });
    await counter.tech.call('prescriptions.promise', { id, promisedAt: null, priority: 'routine' });
    expect(await counter.get(id)).toMatchObject({ priority: 'routine', promisedAt: null });
  });

  test('RX-22 cancelling is refused while a fill is made up, and closes it otherwise', async () => {
    const id = await at('ready');
    expect(await counter.tech.refusal('prescriptions.cancel', { id, reason: 'stopped' })).toMatchObject({
      code: 'fill-open',
      data: { fillId: 'f1' },
    });
    counter.append(id, { type: 'fill.returned', payload: { fillId: 'f1', reason: 'stopped' } });
    const cancelled = await counter.tech.call('prescriptions.cancel', {
      id,
      reason: 'stopped',
      requestedBy: 'prescriber',
    });
    expect(cancelled.stage).toBe('cancelled');
    expect(await counter.get(id)).toMatchObject({
      refillsRemaining: 0,
      cancellation: { reason: 'stopped', requestedBy: 'prescriber' },
    });
    for (const procedure of ['hold', 'cancel', 'refill', 'promise']) {
      const refusal = await counter.tech.refusal(`prescriptions.${procedure}`, { id, reason: 'other' });
      expect(refusal.code).toMatch(/wrong-stage|policy-denied/);
    }
  });

  test('RX-26 a renewal request is noted and moves nothing', async () => {
    const id = await at('sold');
    const noted = await counter.tech.call('prescriptions.renewal', { id, method: 'fax', note: 'second try' });
    expect(noted.stage).toBe('sold');
    expect((await counter.get(id)).renewals).toMatchObject([
      { sentTo: prescriber.name, method: 'fax', note: 'second try' },
    ]);
  });

  test('RX-27 every change names the version it was made on', async () => {
    const { id, version } = await counter.enter();
    await counter.tech.call('prescriptions.promise', { id, expectedVersion: version, priority: 'acute' });
    for (const [procedure, input] of Object.entries({
      promise: { priority: 'waiting' },
      hold: { reason: 'other' },
      cancel: { reason: 'x' },
      correct: { quantity: 60 },
      renewal: { method: 'fax' },
    })) {
      const refusal = await counter.tech.refusal(`prescriptions.${procedure}`, {
        id,
        expectedVersion: version,
        ...input,
      });
      expect([procedure, refusal.code]).toEqual([procedure, 'changed-elsewhere']);
    }
  });
});
