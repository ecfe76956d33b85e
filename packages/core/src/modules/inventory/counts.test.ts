import { describe, expect, test } from 'vitest';
import { lisinopril, oxycodone, stockStore, stockUp } from './testing/stock-store.ts';

describe('blind counts', () => {
  test('INV-70 the sheet shows no book quantity until it is handed in', async () => {
    const store = stockStore();
    const tech = store.as('technician');
    const batchId = await stockUp(store);
    await stockUp(store, { ndc: oxycodone });
    const sheet = await tech.call('inventory.count', { ndcs: [lisinopril], title: 'Bay 3' });
    expect(sheet).toMatchObject({ title: 'Bay 3', status: 'open', submittedAt: null });
    expect(sheet.lines).toMatchObject([{ batchId, counted: null, book: null, variance: null, state: 'to-count' }]);
    const done = await tech.call('inventory.submitCount', { id: sheet.countId, lines: [{ batchId, counted: 97 }] });
    expect(done).toMatchObject({ status: 'submitted', submittedBy: 'Test technician' });
    expect(done.lines).toMatchObject([
      { counted: 97, book: 100, variance: -3, varianceBasisPoints: 300, recount: true, state: 'posted' },
    ]);
    expect((await tech.call('inventory.stock', { ndc: lisinopril })).items[0].onHand).toBe(97);
  });

  test('INV-71 the difference is taken against the book at hand-in, not at the start', async () => {
    const store = stockStore();
    const tech = store.as('technician');
    const batchId = await stockUp(store);
    const sheet = await tech.call('inventory.count', { batchIds: [batchId] });
    await tech.call('inventory.adjust', { batchId, delta: -10, reason: 'damaged' });
    const done = await tech.call('inventory.submitCount', { id: sheet.countId, lines: [{ batchId, counted: 90 }] });
    expect(done.lines).toMatchObject([{ book: 90, variance: 0, recount: false, state: 'agreed' }]);
    const { items } = await tech.call('inventory.movements', { id: batchId });
    expect(items[0]).toMatchObject({ reason: 'count', delta: 0, reference: { kind: 'count', id: sheet.countId } });
  });

  test('INV-72 a controlled difference of a technician waits for a pharmacist', async () => {
    const store = stockStore();
    const tech = store.as('technician');
    const batchId = await stockUp(store, { ndc: oxycodone });
    const count = () => tech.call('inventory.count', { lines: [{ batchId, counted: 99 }] });
    const waiting = await count();
    expect(waiting).toMatchObject({ status: 'waiting', lines: [{ variance: -1, recount: true, state: 'waiting' }] });
    const onHand = async () => (await tech.call('inventory.stock', { ndc: oxycodone })).items[0].onHand;
    expect(await onHand()).toBe(100);
    const decision = { id: waiting.countId, accept: true, reason: 'recounted by two' };
    expect((await tech.refusal('inventory.decideCount', decision)).code).toBe('forbidden');
    const decided = await store.as('pharmacist').call('inventory.decideCount', decision);
    expect(decided).toMatchObject({ status: 'closed', lines: [{ state: 'posted' }] });
    expect(await onHand()).toBe(99);
    expect((await store.as('pharmacist').refusal('inventory.decideCount', decision)).code).toBe('count-closed');
    const second = await tech.call('inventory.count', { lines: [{ batchId, counted: 50 }] });
    const dismissed = { id: second.countId, accept: false, reason: 'a bottle was overlooked' };
    expect((await store.as('pharmacist').call('inventory.decideCount', dismissed)).lines[0].state).toBe('dismissed');
    expect(await onHand()).toBe(99);
    const open = await tech.call('inventory.counts', { openOnly: true });
    expect(open.items).toEqual([]);
    expect((await tech.call('inventory.counts', {})).items).toHaveLength(2);
  });

  test('INV-73 a pharmacist’s controlled difference is posted at once', async () => {
    const store = stockStore();
    const batchId = await stockUp(store, { ndc: oxycodone });
    const done = await store.as('pharmacist').call('inventory.count', { lines: [{ batchId, counted: 98 }] });
    expect(done).toMatchObject({ status: 'submitted', lines: [{ state: 'posted' }] });
  });

  test('INV-74 every lot of the sheet is counted once and nothing else', async () => {
    const store = stockStore();
    const tech = store.as('technician');
    const [a, b] = [await stockUp(store), await stockUp(store, { lotNumber: 'L2' })];
    const other = await stockUp(store, { ndc: oxycodone });
    const { countId } = await tech.call('inventory.count', { ndcs: [lisinopril] });
    const submit = (lines: unknown[]) => tech.refusal('inventory.submitCount', { id: countId, lines });
    const [one, two] = [
      { batchId: a, counted: 100 },
      { batchId: b, counted: 100 },
    ];
    expect(await submit([one])).toMatchObject({ code: 'lines-missing', data: { batchIds: [b] } });
    expect((await submit([one, two, one])).code).toBe('counted-twice');
    expect((await submit([one, two, { batchId: other, counted: 1 }])).code).toBe('not-on-sheet');
    await tech.call('inventory.submitCount', { id: countId, lines: [one, two] });
    expect((await submit([one, two])).code).toBe('count-closed');
    expect((await tech.refusal('inventory.count', { binLocation: 'nowhere' })).code).toBe('nothing-to-count');
    expect((await tech.refusal('inventory.countSheet', { id: 'count_x' })).code).toBe('not-found');
    const controlled = await tech.call('inventory.count', { controlledOnly: true });
    expect(controlled.lines).toMatchObject([{ batchId: other }]);
  });
});
