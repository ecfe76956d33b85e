import { createGuardrails, generateSync } from 'otplib';
import { describe, expect, test } from 'vitest';
import { counter, insulin, unscheduled } from './testing/counter.ts';
import { lisinopril, oxycodone } from './testing/fixtures.ts';

const soon = { lotNumber: 'SOON', expiresOn: '2027-02-28', quantity: 50 };
const later = { lotNumber: 'LATER', expiresOn: '2028-01-31', quantity: 100 };
const guardrails = createGuardrails({ MIN_SECRET_BYTES: 10 });
const code = (now: string) =>
  generateSync({ secret: 'JBSWY3DPEHPK3PXP', epoch: Math.floor(Date.parse(now) / 1000), guardrails });

describe('verification', () => {
  test('DSP-43 a pharmacist releases it to a free place; a technician may not', async () => {
    const store = await counter({ profile: { willCallBins: ['A1', 'A2'] } });
    await store.stock(lisinopril, [later]);
    const tech = store.as('technician');
    const id = await store.priced(lisinopril);
    const made = await tech.call('dispensing.fill', { id, ndc: lisinopril.key, quantity: 30 });
    expect((await tech.refusal('dispensing.verify', { id: made.fillId, approved: true })).code).toBe('forbidden');
    const pharmacist = store.as('pharmacist');
    expect(
      (await pharmacist.refusal('dispensing.verify', { id: made.fillId, approved: true, binLocation: 'Z9' })).code,
    ).toBe('bin-unknown');
    const released = await pharmacist.call('dispensing.verify', { id: made.fillId, approved: true });
    expect(released).toMatchObject({ stage: 'ready', binLocation: 'A1', isBinShared: false, isRefrigerated: false });
    const second = await store.ready(lisinopril, { patientId: 'somebody-else' });
    expect(await tech.call('dispensing.get', { id: second.fillId })).toMatchObject({
      binLocation: 'A2',
      verifiedBy: 'Test pharmacist',
    });
  });

  test('DSP-52 cold products go to the refrigerator and schedule II to the safe', async () => {
    const store = await counter();
    await store.stock(insulin, [later]);
    await store.stock(oxycodone, [later]);
    await store.as('pharmacist').call('inventory.productSettings', { ndc: insulin.key, isRefrigerated: true });
    const cold = await store.ready(insulin);
    const tech = store.as('technician');
    expect(await tech.call('dispensing.get', { id: cold.fillId })).toMatchObject({ binLocation: 'Refrigerator' });
    const id = await store.priced(oxycodone);
    const made = await tech.call('dispensing.fill', { id, ndc: oxycodone.key, quantity: 30 });
    const pharmacist = store.as('pharmacist');
    const verify = { id: made.fillId, approved: true };
    expect((await pharmacist.refusal('dispensing.verify', verify)).code).toBe('second-factor-required');
    expect((await pharmacist.refusal('dispensing.verify', { ...verify, totp: '000000' })).code).toBe(
      'second-factor-invalid',
    );
    const totp = code('2026-11-21T15:00:00Z');
    const released = await pharmacist.call('dispensing.verify', { ...verify, totp }, { idempotencyKey: 'v1' });
    expect(released).toMatchObject({ stage: 'ready', binLocation: 'Safe' });
    store.clock.advance(600_000);
    expect(await pharmacist.call('dispensing.verify', { ...verify, totp }, { idempotencyKey: 'v1' })).toEqual(released);
  });

  test('DSP-44 a fill that is sent back gives its stock back and waits to be made again', async () => {
    const store = await counter();
    await store.stock(lisinopril, [soon, later]);
    const id = await store.priced(lisinopril);
    const made = await store.as('technician').call('dispensing.fill', { id, ndc: lisinopril.key, quantity: 30 });
    const pharmacist = store.as('pharmacist');
    expect((await pharmacist.refusal('dispensing.verify', { id: made.fillId, approved: false })).code).toBe(
      'reason-required',
    );
    const back = await pharmacist.call('dispensing.verify', { id: made.fillId, approved: false, reason: 'counted 29' });
    expect(back).toMatchObject({ stage: 'fill', binLocation: null });
    expect(await store.onHand(lisinopril)).toBe(150);
    expect((await pharmacist.refusal('dispensing.verify', { id: made.fillId, approved: true })).code).toBe(
      'fill-not-waiting',
    );
    const again = await store.as('technician').call('dispensing.fill', { id, ndc: lisinopril.key, quantity: 30 });
    expect(again).toMatchObject({ fillNumber: 0, part: 0 });
  });

  test('DSP-45 the gate is told who filled and who verifies, and its no is final', async () => {
    const asked: Record<string, unknown>[] = [];
    const store = await counter({
      gate: {
        decide(action, facts) {
          const same = action === 'dispensing.verify' && facts.fillerId === facts.verifierId;
          if (action === 'dispensing.verify') asked.push({ ...facts });
          const denials = same ? [{ id: 'T-1', cite: 'test', message: 'Someone else verifies.' }] : [];
          return { allow: !same, denials, obligations: [], revision: 'test' };
        },
      },
    });
    await store.stock(lisinopril, [later]);
    const id = await store.priced(lisinopril);
    const made = await store.as('pharmacist').call('dispensing.fill', { id, ndc: lisinopril.key, quantity: 30 });
    const refused = await store.as('pharmacist').refusal('dispensing.verify', { id: made.fillId, approved: true });
    expect(refused).toMatchObject({ code: 'policy-denied', status: 403, data: { denials: [{ id: 'T-1' }] } });
    await store.as('pharmacist-in-charge').call('dispensing.verify', { id: made.fillId, approved: true });
    expect(asked.at(-1)).toMatchObject({
      fillerId: 'user_pharmacist',
      verifierId: 'user_pharmacist-in-charge',
      schedule: null,
    });
  });
});

describe('screens', () => {
  test('DSP-80 the will-call list tells place, age, price and the day a bag goes back', async () => {
    const store = await counter();
    await store.stock(lisinopril, [later]);
    const bag = await store.ready(lisinopril);
    const tech = store.as('technician');
    const list = async (query = {}) => (await tech.call('dispensing.fills', { stage: 'ready', ...query })).items;
    expect(await list()).toMatchObject([
      {
        fillId: bag.fillId,
        patientName: 'Reyes, Jo',
        binLocation: '1',
        ageDays: 0,
        returnOn: '2026-12-01',
        isReturnDue: false,
        dueCents: bag.dueCents,
        needsCounseling: true,
      },
    ]);
    store.clock.advance(9 * 86_400_000);
    expect(await list({ dueForReturn: true })).toEqual([]);
    store.clock.advance(86_400_000);
    expect(await list({ dueForReturn: true })).toMatchObject([{ ageDays: 10, isReturnDue: true }]);
    expect(await list({ q: 'reyes' })).toHaveLength(1);
    expect(await list({ q: 'nobody' })).toHaveLength(0);
    expect(await list({ patientId: store.patientId })).toHaveLength(1);
    const manager = store.as('manager');
    await manager.call('dispensing.setSettings', {
      ...(await tech.call('dispensing.settings', {})),
      returnToStockDays: 14,
    });
    expect(await list()).toMatchObject([{ returnOn: '2026-12-05', isReturnDue: false }]);
    expect((await manager.refusal('dispensing.setSettings', { returnToStockDays: 15 })).code).toBe('invalid-input');
  });

  test('DSP-82 one answer shows the station what to take, and the verifier what was taken', async () => {
    const store = await counter();
    await store.stock(lisinopril, [soon, later]);
    const id = await store.priced(lisinopril);
    const tech = store.as('technician');
    const station = await tech.call('dispensing.station', { id });
    expect(station).toMatchObject({
      fillNumber: 0,
      part: 0,
      remaining: 30,
      shortBy: 0,
      patient: { name: 'Jo Reyes' },
      proposal: [{ lotNumber: 'SOON', quantity: 30 }],
      fill: null,
      decision: { allow: true },
    });
    const made = await tech.call('dispensing.fill', { id, ndc: lisinopril.key, quantity: 30 });
    const work = await tech.call('dispensing.work', { id: made.fillId });
    expect(work).toMatchObject({
      fill: { fillId: made.fillId, label: { fillId: made.fillId } },
      remaining: 0,
      proposal: [],
      needsSecondFactor: false,
    });
    expect(work.decision.allow).toBe(true);
    expect((await tech.refusal('dispensing.work', { id: 'fill_none' })).code).toBe('not-found');
    expect(store.unexpected).toEqual([]);
  });

  test('DSP-93 a drug whose schedule nobody states is sent back or waits, and is never released', async () => {
    const store = await counter();
    await store.stock(unscheduled, [{ lotNumber: 'L', expiresOn: '2028-01-31', quantity: 100 }]);
    const id = await store.priced(unscheduled);
    const { fillId } = await store.as('technician').call('dispensing.fill', { id, ndc: unscheduled.key, quantity: 30 });
    const pharmacist = store.as('pharmacist');
    expect(await pharmacist.refusal('dispensing.verify', { id: fillId, approved: true })).toMatchObject({
      code: 'policy-denied',
      data: { denials: [{ id: 'POL-11' }] },
    });
    await pharmacist.call('dispensing.verify', { id: fillId, approved: false, reason: 'schedule unknown' });
    expect(await store.onHand(unscheduled)).toBe(100);
  });
});
