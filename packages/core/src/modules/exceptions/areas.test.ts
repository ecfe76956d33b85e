import { describe, expect, test } from 'vitest';
import type { Counter } from '../dispensing/testing/counter.ts';
import { lisinopril, oxycodone } from '../dispensing/testing/fixtures.ts';
import { lotAggregate } from '../inventory/lot.ts';
import type { LotState } from '../inventory/model.ts';
import { drawerAggregate } from '../pos/drawer.ts';
import { apart, inboxOf, learn, meet } from './testing/two-inboxes.ts';

const lot = { lotNumber: 'L1', expiresOn: '2028-01-31', quantity: 100 };
const resolve = (store: Counter, id: string, action: string, more: object = {}) =>
  store.as('pharmacist').call('exceptions.resolve', { id, action, ...more });
const lotOf = (store: Counter, batchId: string) =>
  store.kernel.projections.load(lotAggregate, batchId).state as LotState;

async function batchOf(store: Counter, drug: { key: string }): Promise<string> {
  const { items } = await store.as('pharmacist').call('inventory.stock', { ndc: drug.key });
  return items[0].batches[0].batchId;
}

async function bothEmpty(a: Counter, b: Counter): Promise<void> {
  meet(a, b);
  expect([...(await inboxOf(a)), ...(await inboxOf(b))]).toEqual([]);
}

describe('patients', () => {
  async function patients() {
    let other = '';
    const two = await apart(async (first) => {
      const person = { name: { given: 'Josefina', family: 'Alvarez' }, birthDate: '1975-01-01' };
      other = (await first.as('technician').call('patients.create', person)).id;
    });
    return { ...two, id: two.a.patientId, other };
  }

  test('EXC-22 of two values of one field either can be taken', async () => {
    const { a, b, id } = await patients();
    a.clock.advance(1_000);
    await a.as('technician').call('patients.update', { id, language: 'es' });
    b.clock.advance(2_000);
    await b.as('technician').call('patients.update', { id, language: 'fr' });
    meet(a, b);
    const [item] = await inboxOf(a);
    expect(item).toMatchObject({
      kind: 'patient',
      title: 'Reyes, Jo · language',
      sides: [
        { detail: 'es', terminal: 'Front counter' },
        { detail: 'fr', terminal: 'Back room' },
      ],
    });
    await a.as('technician').call('exceptions.resolve', { id: item.id, action: 'other' });
    await bothEmpty(a, b);
    expect((await b.as('technician').call('patients.get', { id })).language).toBe('es');
    expect(await inboxOf(b, { status: 'resolved' })).toMatchObject([{ resolution: { action: 'other' } }]);
  });

  test('EXC-22 seen on the page of the patient is resolved here as well', async () => {
    const { a, b, id } = await patients();
    await a.as('technician').call('patients.update', { id, language: 'es' });
    b.clock.advance(2_000);
    await b.as('technician').call('patients.update', { id, language: 'fr' });
    meet(a, b);
    const { conflicts } = await a.as('technician').call('patients.get', { id });
    const seenConflictIds = conflicts.map(({ conflictId }: { conflictId: string }) => conflictId);
    await a.as('technician').call('patients.update', { id, seenConflictIds });
    await bothEmpty(a, b);
    const [item] = await inboxOf(b, { status: 'resolved' });
    expect(item).toMatchObject({ resolution: { action: 'kept', terminal: 'Front counter' } });
  });

  test('EXC-23 merged here and changed there: the merge holds, or is undone', async () => {
    const { a, b, id, other } = await patients();
    a.clock.advance(1_000);
    const merge = { id: other, otherId: id, reason: 'same person', confirmDifferentBirthDate: true };
    await a.as('pharmacist').call('patients.merge', merge);
    b.clock.advance(2_000);
    await b.as('technician').call('patients.update', { id, language: 'es' });
    meet(a, b);
    const [item] = await inboxOf(b);
    expect(item).toMatchObject({
      reason: 'changed-after-merge',
      link: { kind: 'patient', id: other },
      sides: [
        { what: 'Merged the record', detail: 'into Alvarez, Josefina', terminal: 'Front counter' },
        { what: 'Changed the record', detail: 'language: es', terminal: 'Back room' },
      ],
    });
    await resolve(b, item.id, 'apart', { note: 'two people' });
    await bothEmpty(a, b);
    expect((await a.as('technician').call('patients.get', { id })).mergedInto).toBeNull();
  });

  test('EXC-23 merged into two records: it goes to the other one', async () => {
    const { a, b, id, other } = await patients();
    const person = { name: { given: 'Joaquin', family: 'Bravo' }, birthDate: '1960-01-01' };
    const third = (await a.as('technician').call('patients.create', person)).id;
    meet(a, b);
    const into = (to: string) => ({ id: to, otherId: id, reason: 'same', confirmDifferentBirthDate: true });
    a.clock.advance(1_000);
    await a.as('pharmacist').call('patients.merge', into(other));
    b.clock.advance(2_000);
    await b.as('pharmacist').call('patients.merge', into(third));
    meet(a, b);
    const [item] = await inboxOf(a);
    expect(item.actions.map(({ text }: { text: string }) => text)).toEqual([
      'It belongs to Alvarez, Josefina (Front counter)',
      'It belongs to Bravo, Joaquin (Back room)',
      'Take the record out of the merge again',
    ]);
    await resolve(a, item.id, 'other', { note: 'asked the patient' });
    await bothEmpty(a, b);
    expect((await b.as('technician').call('patients.get', { id })).id).toBe(third);
  });
});

describe('stock', () => {
  test('EXC-24 below zero: a count settles it, and a lot that falls below again is another exception', async () => {
    const { a, b } = await apart((first) => first.stock(lisinopril, [lot]));
    const batchId = await batchOf(a, lisinopril);
    for (const store of [a, b]) {
      store.clock.advance(1_000);
      await store.as('technician').call('inventory.adjust', { batchId, delta: -80, reason: 'damaged' });
    }
    meet(a, b);
    const [item] = await inboxOf(b);
    expect(item).toMatchObject({
      kind: 'lot',
      reason: 'below-zero',
      title: 'lisinopril 20 mg tablet · lot L1',
      actions: [{ action: 'count', needs: 'count', allowed: true }],
    });
    expect(item.text).toContain('The book says -60.');
    expect(item.sides.map((side: { terminal: string }) => side.terminal)).toEqual(['Front counter', 'Back room']);
    expect((await b.as('technician').refusal('exceptions.resolve', { id: item.id, action: 'count' })).code).toBe(
      'count-needed',
    );
    await b.as('technician').call('exceptions.resolve', { id: item.id, action: 'count', counted: 12 });
    await bothEmpty(a, b);
    expect(lotOf(a, batchId).onHandMilli).toBe(12_000);
    const [resolved] = await inboxOf(a, { status: 'resolved' });
    expect(resolved).toMatchObject({
      id: item.id,
      sides: item.sides,
      resolution: { action: 'count', text: 'Count the shelf and book what is there', by: 'Test technician' },
    });
    for (const store of [a, b]) {
      store.clock.advance(60_000);
      await store.as('technician').call('inventory.adjust', { batchId, delta: -10, reason: 'damaged' });
    }
    meet(a, b);
    const [again] = await inboxOf(a);
    expect(again.reason).toBe('below-zero');
    expect(again.id).not.toBe(item.id);
  });

  test('EXC-24 counted at once: counted again, or the book is right', async () => {
    for (const action of ['count', 'book']) {
      const { a, b } = await apart((first) => first.stock(lisinopril, [lot]));
      const batchId = await batchOf(a, lisinopril);
      for (const store of [a, b]) {
        store.clock.advance(1_000);
        await store.as('technician').call('inventory.count', { lines: [{ batchId, counted: 95 }] });
      }
      meet(a, b);
      const [item] = await inboxOf(a);
      expect(item).toMatchObject({ reason: 'counted-at-once', sides: [{ detail: '-5' }, { detail: '-5' }] });
      await resolve(a, item.id, action, action === 'count' ? { counted: 95 } : { note: 'ten are gone' });
      await bothEmpty(a, b);
      expect(lotOf(b, batchId).onHandMilli).toBe(action === 'count' ? 95_000 : 90_000);
    }
  });

  test('EXC-24 statuses set at once: one is chosen', async () => {
    const { a, b } = await apart((first) => first.stock(lisinopril, [lot]));
    const id = await batchOf(a, lisinopril);
    await a.as('pharmacist').call('inventory.setStatus', { id, status: 'quarantined', reason: 'box was wet' });
    const recall = { ndc: lisinopril.key, recallNumber: 'D-1', recallClass: 'II', reason: 'recalled by maker' };
    await b.as('pharmacist').call('inventory.recall', recall);
    meet(a, b);
    const [item] = await inboxOf(a);
    expect(item.sides.map((side: { what: string }) => side.what).sort()).toEqual([
      'Set it to quarantined',
      'Set it to recalled',
    ]);
    await resolve(a, item.id, 'status-recalled', { note: 'the recall names this lot' });
    await bothEmpty(a, b);
    expect(lotOf(b, id).status).toBe('recalled');
  });

  test('EXC-24 a controlled lot is counted by who may', async () => {
    const { a, b } = await apart((first) => first.stock(oxycodone, [lot]));
    const batchId = await batchOf(a, oxycodone);
    const head = (store: Counter, name: string) => {
      const { session } = store.as('pharmacist');
      const call = { session, address: 'l', ownWindow: true, idempotencyKey: null, procedure: 't', requestId: name };
      store.kernel.engine.command({ ...call, signal: new AbortController().signal }, 'test.count', (unit) => {
        unit.authorize({});
        const payload = {
          deltaMilli: 1_000,
          reason: 'count',
          ref: { kind: 'count', id: name },
          on: unit.today,
        } as const;
        const count = { head: name, prior: [] };
        return unit.append(lotAggregate, batchId, {
          type: 'lot.moved',
          payload: { ...payload, drugKey: oxycodone.key, count },
        });
      });
    };
    head(a, 'one');
    head(b, 'two');
    meet(a, b);
    const [item] = await inboxOf(a);
    const input = { id: item.id, action: 'count', counted: 100 };
    expect((await a.as('technician').refusal('exceptions.resolve', input)).code).toBe('forbidden');
    await a.as('pharmacist').call('exceptions.resolve', input);
    await bothEmpty(a, b);
    expect(lotOf(b, batchId).onHandMilli).toBe(100_000);
  });
});

describe('money', () => {
  test('EXC-25 a line refunded on two tills: the decision is kept with what was seen', async () => {
    let bag = { id: '', fillId: '', dueCents: 0 };
    const { a, b } = await apart(async (first) => {
      await first.stock(lisinopril, [lot]);
      bag = await first.ready(lisinopril);
      const payment = { method: 'cash', amountCents: bag.dueCents };
      const input = { id: bag.fillId, relationship: 'self', counseling: 'accepted', payment };
      await first.as('technician').call('dispensing.handOver', input);
    });
    for (const store of [a, b]) {
      store.clock.advance(1_000);
      await store.as('pharmacist').call('dispensing.void', { id: bag.fillId, reason: 'wrong drug' });
    }
    meet(a, b);
    const [item] = await inboxOf(a, { kind: 'sale' });
    expect(item).toMatchObject({ reason: 'refunded-twice', link: { kind: 'sale' }, sides: [{}, {}] });
    await resolve(a, item.id, 'loss', { note: 'customer cannot be reached' });
    meet(a, b);
    expect(await inboxOf(b, { kind: 'sale' })).toEqual([]);
    expect(await inboxOf(b, { kind: 'sale', status: 'resolved' })).toMatchObject([
      { id: item.id, sides: item.sides, resolution: { action: 'loss', note: 'customer cannot be reached' } },
    ]);
  });

  test('EXC-25 cash moved after the count', async () => {
    const { a, b } = await apart(async () => {});
    const drawer = await a.as('technician').call('pos.openDrawer', { openingFloatCents: 10_000 });
    const id: string = drawer.drawerId ?? drawer.id;
    await a.as('technician').call('pos.closeDrawer', { id, countedCents: 10_000 });
    const { session } = a.as('technician');
    const call = { session, address: 'l', ownWindow: true, idempotencyKey: null, procedure: 't', requestId: 'r' };
    a.kernel.engine.command({ ...call, signal: new AbortController().signal }, 'test.move', (unit) => {
      unit.authorize({});
      const payload = { movementId: 'm', kind: 'paid-out', amountCents: 500, reason: 'stamps' } as const;
      return unit.append(drawerAggregate, id, { type: 'drawer.cash-moved', payload });
    });
    meet(a, b);
    const [item] = await inboxOf(b);
    expect(item).toMatchObject({
      kind: 'drawer',
      reason: 'moved-after-close',
      sides: [{ what: 'Counted and closed it' }, { what: 'Cash paid out', detail: '5.00 · stamps' }],
    });
    await resolve(b, item.id, 'seen', { note: 'counted again' });
    await bothEmpty(a, b);
    learn(a, b);
  });
});
