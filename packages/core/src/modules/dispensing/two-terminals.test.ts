import fc from 'fast-check';
import { expect, test } from 'vitest';
import { prescriptionAggregate } from '../prescriptions/aggregate.ts';
import type { PrescriptionState } from '../prescriptions/model.ts';
import type { Counter } from './testing/counter.ts';
import { lisinopril } from './testing/fixtures.ts';
import { apart, meet } from './testing/two-terminals.ts';

const lot = { lotNumber: 'L1', expiresOn: '2028-01-31', quantity: 200 };
const hand = (id: string, amountCents: number) => ({
  id,
  relationship: 'self',
  counseling: 'accepted',
  payment: { method: 'cash', amountCents },
});

function stateOf(store: Counter, id: string): PrescriptionState {
  return store.kernel.projections.load(prescriptionAggregate, id).state as PrescriptionState;
}
function kinds(store: Counter, id: string): string[] {
  return stateOf(store, id).conflicts.map((conflict) => conflict.kind);
}

test('DSP-84 filled at two terminals at once: both fills stay, both took stock, a person decides', async () => {
  let id = '';
  const { a, b } = await apart(async (first) => {
    await first.stock(lisinopril, [lot]);
    id = await first.priced(lisinopril);
  });
  const input = { id, ndc: lisinopril.key, quantity: 30 };
  const one = await a.as('technician').call('dispensing.fill', input);
  const two = await b.as('technician').call('dispensing.fill', input);
  meet(a, b);
  expect(a.digest()).toBe(b.digest());
  for (const store of [a, b]) {
    expect(kinds(store, id)).toEqual(['filled-twice']);
    expect(
      stateOf(store, id)
        .fills.map((fill) => fill.fillId)
        .sort(),
    ).toEqual([one.fillId, two.fillId].sort());
    expect(await store.onHand(lisinopril)).toBe(140);
  }
});

test('DSP-85 one bag handed over at two tills: both sales and both receipts stay, and a conflict with both', async () => {
  let bag = { id: '', fillId: '', dueCents: 0 };
  const { a, b } = await apart(async (first) => {
    await first.stock(lisinopril, [lot]);
    bag = await first.ready(lisinopril);
  });
  const one = await a.as('technician').call('dispensing.handOver', hand(bag.fillId, bag.dueCents));
  const two = await b.as('technician').call('dispensing.handOver', hand(bag.fillId, bag.dueCents));
  expect(one.receiptNumber).not.toBe(two.receiptNumber);
  meet(a, b);
  expect(a.digest()).toBe(b.digest());
  for (const store of [a, b]) {
    expect(kinds(store, bag.id)).toEqual(['handed-over-twice']);
    expect((await store.as('manager').call('pos.totals', {})).netCents).toBe(2 * bag.dueCents);
    expect((await store.as('manager').call('pos.sales', {})).items).toHaveLength(2);
  }
});

test('DSP-86 sold at one till and returned to stock at the other: the prescription asks for a person', async () => {
  let bag = { id: '', fillId: '', dueCents: 0 };
  const { a, b } = await apart(async (first) => {
    await first.stock(lisinopril, [lot]);
    bag = await first.ready(lisinopril);
  });
  await a.as('technician').call('dispensing.handOver', hand(bag.fillId, bag.dueCents));
  await b.as('technician').call('dispensing.returnToStock', { id: bag.fillId, reason: 'not collected' });
  meet(a, b);
  expect(a.digest()).toBe(b.digest());
  expect(kinds(a, bag.id)).toHaveLength(1);
  expect(kinds(a, bag.id)).toEqual(kinds(b, bag.id));
  expect(stateOf(a, bag.id).fills[0]?.status).toBe('handed-over');
});

test('DSP-86 given back to stock at two terminals: the second one is flagged, for the stock came back twice', async () => {
  let bag = { id: '', fillId: '', dueCents: 0 };
  const { a, b } = await apart(async (first) => {
    await first.stock(lisinopril, [lot]);
    bag = await first.ready(lisinopril);
  });
  for (const store of [a, b]) {
    await store.as('technician').call('dispensing.returnToStock', { id: bag.fillId, reason: 'not collected' });
  }
  expect(kinds(a, bag.id)).toEqual([]);
  meet(a, b);
  expect(kinds(a, bag.id)).toHaveLength(1);
  expect(kinds(a, bag.id)).toEqual(kinds(b, bag.id));
  expect(await a.onHand(lisinopril)).toBe(230);
});

test('POS-33 one line refunded at two tills: both terminals say so and hold both refunds', async () => {
  let sale = { saleId: '' };
  let bag = { id: '', fillId: '', dueCents: 0 };
  const { a, b } = await apart(async (first) => {
    await first.stock(lisinopril, [lot]);
    bag = await first.ready(lisinopril);
    sale = await first.as('technician').call('dispensing.handOver', hand(bag.fillId, bag.dueCents));
  });
  for (const store of [a, b])
    await store.as('pharmacist').call('dispensing.void', { id: bag.fillId, reason: 'wrong drug' });
  meet(a, b);
  expect(a.digest()).toBe(b.digest());
  const shown = await a.as('manager').call('pos.sale', { id: sale.saleId });
  expect(shown.refunds).toHaveLength(2);
  expect(shown.conflicts).toContain(`refunded-twice:${bag.fillId}`);
});

test('CLM-9 priced at two terminals at once: one claim, one price that stands, the same everywhere', async () => {
  let id = '';
  const { a, b } = await apart(async (first) => {
    await first.stock(lisinopril, [lot]);
    id = first.reviewed(lisinopril);
  });
  await a.as('technician').call('claims.adjudicate', { id, payer: 'cash' });
  await b.as('manager').call('claims.overridePrice', { id, priceCents: 500, reason: 'agreed by phone' });
  meet(a, b);
  expect(a.digest()).toBe(b.digest());
  for (const store of [a, b]) {
    const { items } = await store.as('manager').call('claims.list', { id });
    expect(items).toHaveLength(2);
    expect(items.filter((item: { isCurrent: boolean }) => item.isCurrent)).toHaveLength(1);
    const standing = items.find((item: { isCurrent: boolean }) => item.isCurrent);
    expect(stateOf(store, id).adjudication?.patientPayCents).toBe(standing.patientPayCents);
    expect(kinds(store, id)).toEqual([]);
  }
});

test('DSP-87 whatever two terminals do apart, together they show the same tables', async () => {
  const step = fc.record({
    at: fc.constantFrom('a' as const, 'b' as const),
    what: fc.constantFrom('fill', 'verify', 'reject', 'hand-over', 'return', 'void', 'meet'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
      let id = '';
      const { a, b } = await apart(async (first) => {
        await first.stock(lisinopril, [lot]);
        id = await first.priced(lisinopril);
      });
      for (const { at, what } of steps) {
        const store = at === 'a' ? a : b;
        store.clock.advance(1_000);
        if (what === 'meet') meet(a, b);
        else await attempt(store, id, what);
      }
      meet(a, b);
      expect(a.digest()).toBe(b.digest());
      expect(tables(a)).toEqual(tables(b));
      expect([...a.unexpected, ...b.unexpected]).toEqual([]);
      a.close();
      b.close();
    }),
    { numRuns: 12 },
  );
});

function tables(store: Counter): Record<string, unknown> {
  return Object.fromEntries(Object.entries(store.dump()).filter(([name]) => /^(pos|claims|prescriptions)_/.test(name)));
}

async function attempt(store: Counter, id: string, what: string): Promise<void> {
  const fillId = stateOf(store, id).fills.at(-1)?.fillId ?? 'none';
  const tech = store.as('technician');
  const pharmacist = store.as('pharmacist');
  const run = async () => {
    if (what === 'fill') return tech.call('dispensing.fill', { id, ndc: lisinopril.key, quantity: 30 });
    if (what === 'verify') return pharmacist.call('dispensing.verify', { id: fillId, approved: true });
    if (what === 'reject')
      return pharmacist.call('dispensing.verify', { id: fillId, approved: false, reason: 'recount' });
    if (what === 'return') return tech.call('dispensing.returnToStock', { id: fillId, reason: 'not collected' });
    if (what === 'void') return pharmacist.call('dispensing.void', { id: fillId, reason: 'mistake' });
    const { dueCents } = await tech.call('dispensing.get', { id: fillId });
    return tech.call('dispensing.handOver', hand(fillId, dueCents));
  };
  await run().catch(() => null);
}
