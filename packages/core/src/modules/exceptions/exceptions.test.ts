import { describe, expect, test } from 'vitest';
import type { Counter } from '../dispensing/testing/counter.ts';
import { lisinopril } from '../dispensing/testing/fixtures.ts';
import { blankFields, patientAggregate } from '../patients/aggregate.ts';
import { prescriptionAggregate } from '../prescriptions/aggregate.ts';
import type { PrescriptionState } from '../prescriptions/model.ts';
import { apart, inboxOf, learn, meet, type Two } from './testing/two-inboxes.ts';

const lot = { lotNumber: 'L1', expiresOn: '2028-01-31', quantity: 200 };
const stateOf = (store: Counter, id: string) =>
  store.kernel.projections.load(prescriptionAggregate, id).state as PrescriptionState;
const resolve = (store: Counter, id: string, action: string, more: object = {}) =>
  store.as('pharmacist').call('exceptions.resolve', { id, action, note: 'looked at both', ...more });

/** The same fill made on both terminals. */
async function filledTwice(): Promise<Two & { id: string }> {
  let id = '';
  const two = await apart(async (first) => {
    await first.stock(lisinopril, [lot]);
    id = await first.priced(lisinopril);
  });
  const input = { id, ndc: lisinopril.key, quantity: 30 };
  two.a.clock.advance(1_000);
  await two.a.as('technician').call('dispensing.fill', input);
  two.b.clock.advance(2_000);
  await two.b.as('technician').call('dispensing.fill', input);
  meet(two.a, two.b);
  return { ...two, id };
}

function someone(n: number) {
  const fields = { ...blankFields, name: { given: 'A', family: `P${n}`, preferred: null }, birthDate: '1980-01-01' };
  const lists = { allergies: [], conditions: [], coverages: [], caregivers: [], measurements: [], notSameAs: [] };
  return { fields, ...lists };
}

describe('what is shown', () => {
  test('EXC-1 both sides with who, terminal by name and when, and at most three actions', async () => {
    const { a, b, id } = await filledTwice();
    for (const store of [a, b]) {
      const [item, ...others] = await inboxOf(store);
      expect(others).toEqual([]);
      expect(item).toMatchObject({
        kind: 'prescription',
        reason: 'filled-twice',
        status: 'open',
        patient: { name: 'Reyes, Jo' },
        link: { kind: 'prescription', id },
        sides: [
          { what: 'Made up the fill', who: 'Test technician', terminalId: 't1', terminal: 'Front counter' },
          { what: 'Made up the fill', who: 'Test technician', terminalId: 't2', terminal: 'Back room' },
        ],
        resolution: null,
      });
      expect(item.actions.map((one: { action: string }) => one.action)).toEqual(['first', 'second', 'both']);
      expect(item.actions[0]).toMatchObject({
        text: 'The fill of Front counter holds; the other bottle goes back to the shelf',
        needs: 'note',
        allowed: true,
      });
      const [forTechnician] = (await store.as('technician').call('exceptions.list', {})).items;
      expect(forTechnician.actions.map((one: { allowed: boolean }) => one.allowed)).toEqual([false, false, false]);
      expect(await store.as('pharmacist').call('exceptions.get', { id: item.id })).toEqual(item);
    }
    expect(await inboxOf(a)).toEqual(await inboxOf(b));
  });

  test('EXC-2 open ones come oldest first, by kind and page by page, and the counts agree', async () => {
    const { a, b, id } = await filledTwice();
    a.clock.advance(1_000);
    await a.as('technician').call('patients.update', { id: a.patientId, language: 'es' });
    b.clock.advance(9_000);
    await b.as('technician').call('patients.update', { id: a.patientId, language: 'fr' });
    meet(a, b);
    const pharmacist = a.as('pharmacist');
    const first = await pharmacist.call('exceptions.list', { limit: 1 });
    expect(first.items).toMatchObject([{ kind: 'prescription', link: { id } }]);
    const second = await pharmacist.call('exceptions.list', { limit: 1, cursor: first.nextCursor });
    expect(second).toMatchObject({ items: [{ kind: 'patient' }], nextCursor: null });
    expect(await inboxOf(a, { kind: 'patient' })).toEqual(second.items);
    expect(await pharmacist.call('exceptions.counts')).toEqual({ open: 2, byKind: { prescription: 1, patient: 1 } });
    expect((await pharmacist.refusal('exceptions.list', { cursor: 'made-up' })).code).toBe('invalid-input');
    for (const item of [...first.items, ...second.items]) await resolve(a, item.id, item.actions.at(-1).action);
    const last = await pharmacist.call('exceptions.list', { status: 'resolved', limit: 1 });
    expect(last.items).toMatchObject([{ kind: 'patient' }]);
    const before = await pharmacist.call('exceptions.list', { status: 'resolved', limit: 1, cursor: last.nextCursor });
    expect(before).toMatchObject({ items: [{ kind: 'prescription' }], nextCursor: null });
  });

  test('EXC-3 a page of two thousand open exceptions answers within 100 ms', async () => {
    const { a } = await apart(async () => {});
    const { session } = a.as('pharmacist');
    const call = { session, address: 'l', ownWindow: true, idempotencyKey: null, procedure: 't', requestId: 'many' };
    a.kernel.engine.command({ ...call, signal: new AbortController().signal }, 'test.many', (unit) => {
      unit.authorize({});
      for (let n = 0; n < 2_000; n += 1) {
        const [id, was] = [`pat_${n}`, { language: 'fr' }];
        unit.append(patientAggregate, id, { type: 'patient.registered', payload: someone(n) });
        unit.append(patientAggregate, id, { type: 'patient.changed', payload: { changes: { language: 'es' }, was } });
      }
      return null;
    });
    const pharmacist = a.as('pharmacist');
    expect((await pharmacist.call('exceptions.counts')).open).toBe(2_000);
    const times: number[] = [];
    for (let run = 0; run < 5; run += 1) {
      const start = performance.now();
      expect((await pharmacist.call('exceptions.list', {})).items).toHaveLength(50);
      times.push(performance.now() - start);
    }
    expect(times.toSorted((x, y) => x - y)[2]).toBeLessThan(100);
  });

  test('EXC-4 the patients shown stand in the audit log; an area that is off leaves the others', async () => {
    const { a } = await filledTwice();
    await inboxOf(a);
    const { items } = await a.as('owner').call('audit.events', { patientId: a.patientId });
    expect(items.map((event: { action: string }) => event.action)).toContain('exceptions.read');
    a.kernel.host.switch('pos', 'off');
    expect((await a.as('pharmacist').call('exceptions.counts')).open).toBe(1);
  });
});

describe('deciding', () => {
  test('EXC-10 EXC-20 one of two fills is kept, the other bottle goes back, and both inboxes are empty', async () => {
    const { a, b, id } = await filledTwice();
    expect(await a.onHand(lisinopril)).toBe(140);
    const [item] = await inboxOf(b);
    const done = await resolve(b, item.id, 'first');
    const resolution = {
      action: 'first',
      text: 'Made up the fill on Front counter holds',
      note: 'looked at both',
      by: 'Test pharmacist',
      terminalId: 't2',
      terminal: 'Back room',
    };
    expect(done).toMatchObject({ status: 'resolved', actions: [], resolution, otherDecisions: [] });
    expect(await inboxOf(b)).toEqual([]);
    expect(await inboxOf(a)).toHaveLength(1);
    meet(a, b);
    for (const store of [a, b]) {
      expect(await inboxOf(store)).toEqual([]);
      expect(await store.onHand(lisinopril)).toBe(170);
      expect(stateOf(store, id).fills.map(({ status }) => status)).toEqual(['made', 'voided']);
      expect(stateOf(store, id).stage).toBe('verification');
      expect(await inboxOf(store, { status: 'resolved' })).toMatchObject([
        { id: item.id, resolution, sides: item.sides },
      ]);
    }
  });

  test('EXC-11 decided on both terminals at once: the first stands, the other is shown beside it', async () => {
    const { a, b, id } = await filledTwice();
    const [item] = await inboxOf(a);
    b.clock.advance(1_000);
    await resolve(b, item.id, 'both');
    a.clock.advance(9_000);
    await resolve(a, item.id, 'second');
    meet(a, b);
    expect(a.digest()).toBe(b.digest());
    for (const store of [a, b]) {
      expect(await inboxOf(store)).toEqual([]);
      expect(stateOf(store, id).conflicts).toMatchObject([{ resolved: { keep: 'both' } }]);
      expect(await store.as('pharmacist').call('exceptions.get', { id: item.id })).toMatchObject({
        status: 'resolved',
        resolution: { action: 'both', terminal: 'Back room' },
        otherDecisions: [{ action: 'second', terminal: 'Front counter' }],
      });
    }
  });

  test('EXC-12 a retry decides once; who comes later is told who decided', async () => {
    const { a, b } = await filledTwice();
    const [item] = await inboxOf(a);
    const input = { id: item.id, action: 'both', note: 'both are needed' };
    const pharmacist = a.as('pharmacist');
    const once = await pharmacist.call('exceptions.resolve', input, { idempotencyKey: 'k' });
    expect(await pharmacist.call('exceptions.resolve', input, { idempotencyKey: 'k' })).toEqual(once);
    learn(b, a);
    const refused = await b.as('pharmacist').refusal('exceptions.resolve', { ...input, action: 'first' });
    expect(refused).toMatchObject({
      code: 'exception-resolved',
      status: 409,
      data: { by: 'Test pharmacist', terminal: 'Front counter', action: 'both' },
    });
    expect(once.otherDecisions).toEqual([]);
  });

  test('EXC-13 permission, note and a known action are asked for', async () => {
    const { a } = await filledTwice();
    const [{ id }] = await inboxOf(a);
    const code = async (role: 'technician' | 'pharmacist', input: object) =>
      (await a.as(role).refusal('exceptions.resolve', { id, ...input })).code;
    expect(await code('technician', { action: 'both', note: 'x' })).toBe('forbidden');
    expect(await code('pharmacist', { action: 'both' })).toBe('note-needed');
    expect(await code('pharmacist', { action: 'burn', note: 'x' })).toBe('action-unknown');
    const auditor = await a.as('auditor').refusal('exceptions.resolve', { id, action: 'both', note: 'x' });
    expect(auditor.code).toBe('forbidden');
    const missing = { id: 'prescription~rx_none~none', action: 'both', note: 'x' };
    expect((await a.as('pharmacist').refusal('exceptions.resolve', missing)).code).toBe('not-found');
    expect(await inboxOf(a)).toHaveLength(1);
  });
});

describe('prescriptions', () => {
  async function cancelledAndFilled() {
    let id = '';
    const two = await apart(async (first) => {
      await first.stock(lisinopril, [lot]);
      id = await first.priced(lisinopril);
    });
    two.a.clock.advance(1_000);
    await two.a.as('technician').call('prescriptions.cancel', { id, reason: 'stopped', requestedBy: 'prescriber' });
    two.b.clock.advance(2_000);
    await two.b.as('technician').call('dispensing.fill', { id, ndc: lisinopril.key, quantity: 30 });
    meet(two.a, two.b);
    const [item] = await inboxOf(two.a);
    return { ...two, id, item };
  }

  test('EXC-21 it stays cancelled, and the bottle goes back', async () => {
    const { a, b, id, item } = await cancelledAndFilled();
    expect(item.sides.map((side: { what: string }) => side.what)).toEqual(['Cancelled it', 'Made up the fill']);
    expect(item.actions[0].text).toBe('It stays cancelled (Front counter); the other bottle goes back to the shelf');
    await resolve(a, item.id, 'first');
    meet(a, b);
    expect(stateOf(b, id)).toMatchObject({ stage: 'cancelled', fills: [{ status: 'voided' }] });
    expect(await b.onHand(lisinopril)).toBe(200);
    expect([...(await inboxOf(a)), ...(await inboxOf(b))]).toEqual([]);
  });

  test('EXC-21 or the fill holds, and goes on where it stands', async () => {
    const { a, b, id, item } = await cancelledAndFilled();
    await resolve(b, item.id, 'second');
    meet(a, b);
    expect(stateOf(a, id)).toMatchObject({ stage: 'verification', fills: [{ status: 'made' }] });
    expect([...(await inboxOf(a)), ...(await inboxOf(b))]).toEqual([]);
  });

  test('EXC-22 of two corrections either value can be taken', async () => {
    let id = '';
    const { a, b } = await apart(async (first) => {
      id = first.reviewed(lisinopril);
    });
    a.clock.advance(1_000);
    await a.as('pharmacist').call('prescriptions.correct', { id, quantity: 60, reason: 'called' });
    b.clock.advance(2_000);
    await b.as('pharmacist').call('prescriptions.correct', { id, quantity: 90, reason: 'called too' });
    meet(a, b);
    const [item] = await inboxOf(b);
    expect(item).toMatchObject({
      reason: 'changed-twice',
      sides: [
        { detail: 'quantity: 60', terminal: 'Front counter' },
        { detail: 'quantity: 90', terminal: 'Back room' },
      ],
    });
    await resolve(b, item.id, 'first');
    meet(a, b);
    expect(stateOf(a, id)).toMatchObject({ quantityMilli: 60_000, stage: 'review' });
    expect([...(await inboxOf(a)), ...(await inboxOf(b))]).toEqual([]);
  });
});
