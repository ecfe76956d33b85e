import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Counter, counter } from './testing/counter.ts';
import { lisinopril } from './testing/fixtures.ts';

const lot = { lotNumber: 'L1', expiresOn: '2028-01-31', quantity: 200 };
const hand = (id: string, amountCents: number) => ({
  id,
  relationship: 'self',
  counseling: 'accepted',
  payment: { method: 'cash', amountCents },
});

async function withBag(): Promise<Counter & { fillId: string; id: string; dueCents: number }> {
  const store = await counter();
  await store.stock(lisinopril, [lot]);
  return { ...store, ...(await store.ready(lisinopril)) };
}

describe('return to stock', () => {
  test('DSP-70 a bag nobody collected goes back: stock, claim, prescription', async () => {
    const store = await withBag();
    const tech = store.as('technician');
    const back = await tech.call('dispensing.returnToStock', { id: store.fillId, reason: 'not collected' });
    expect(back).toMatchObject({
      stage: 'returned',
      stockLabels: [{ lotNumber: 'L1', useBy: '2027-11-21', quantity: 30 }],
    });
    expect(await store.onHand(lisinopril)).toBe(200);
    const { items } = await tech.call('claims.list', { id: store.id });
    expect(items).toMatchObject([{ isCurrent: false, reversalReason: 'not collected' }]);
    expect((await tech.refusal('dispensing.returnToStock', { id: store.fillId, reason: 'again' })).code).toBe(
      'fill-not-waiting',
    );
    expect((await tech.refusal('dispensing.handOver', hand(store.fillId, store.dueCents))).code).toBe(
      'fill-not-waiting',
    );
    expect((await tech.call('dispensing.fills', {})).items).toEqual([]);
  });

  test('DSP-73 what was handed over does not go back to stock', async () => {
    const store = await withBag();
    const tech = store.as('technician');
    await tech.call('dispensing.handOver', hand(store.fillId, store.dueCents));
    expect((await tech.refusal('dispensing.returnToStock', { id: store.fillId, reason: 'changed mind' })).code).toBe(
      'fill-not-waiting',
    );
    expect(await store.onHand(lisinopril)).toBe(170);
  });
});

describe('void', () => {
  test('DSP-74 after the sale the money goes back; medicine that left the pharmacy does not', async () => {
    const store = await withBag();
    await store.as('technician').call('dispensing.handOver', hand(store.fillId, store.dueCents));
    expect(
      (await store.as('technician').refusal('dispensing.void', { id: store.fillId, reason: 'wrong patient' })).code,
    ).toBe('forbidden');
    const pharmacist = store.as('pharmacist');
    const voided = await pharmacist.call('dispensing.void', { id: store.fillId, reason: 'wrong patient' });
    expect(voided).toMatchObject({ stage: 'returned', refundedCents: store.dueCents, stockReturned: false });
    expect(await store.onHand(lisinopril)).toBe(170);
    const { items } = await pharmacist.call('claims.list', { id: store.id });
    expect(items).toMatchObject([{ isCurrent: false, reversalReason: 'wrong patient' }]);
    expect((await pharmacist.refusal('dispensing.void', { id: store.fillId, reason: 'twice' })).code).toBe(
      'fill-not-waiting',
    );
    const totals = await pharmacist.call('pos.totals', {});
    expect(totals).toMatchObject({ netCents: 0, voids: { count: 1, amountCents: store.dueCents } });
  });

  test('DSP-75 a bag that never left the counter goes back to stock with the money', async () => {
    const store = await withBag();
    await store.as('technician').call('dispensing.handOver', hand(store.fillId, store.dueCents));
    const input = { id: store.fillId, reason: 'paid twice', leftPharmacy: false };
    expect(await store.as('pharmacist').call('dispensing.void', input)).toMatchObject({ stockReturned: true });
    expect(await store.onHand(lisinopril)).toBe(200);
  });

  test('DSP-76 a fill that was not sold is undone without a refund and may be made again', async () => {
    const store = await withBag();
    const voided = await store.as('pharmacist').call('dispensing.void', { id: store.fillId, reason: 'wrong label' });
    expect(voided).toMatchObject({ stage: 'fill', refundedCents: 0, stockReturned: true });
    expect(await store.onHand(lisinopril)).toBe(200);
    const made = await store
      .as('technician')
      .call('dispensing.fill', { id: store.id, ndc: lisinopril.key, quantity: 30 });
    expect(made).toMatchObject({ fillNumber: 0, part: 0 });
  });

  test('DSP-77 voiding a part leaves the other part and its claim', async () => {
    const store = await counter();
    await store.stock(lisinopril, [lot]);
    const tech = store.as('technician');
    const id = await store.priced(lisinopril);
    const first = await tech.call('dispensing.fill', { id, ndc: lisinopril.key, quantity: 10 });
    await store.as('pharmacist').call('dispensing.verify', { id: first.fillId, approved: true });
    await tech.call('dispensing.handOver', hand(first.fillId, first.dueCents));
    const rest = await tech.call('dispensing.fill', { id, ndc: lisinopril.key, quantity: 20 });
    await store.as('pharmacist').call('dispensing.verify', { id: rest.fillId, approved: true });
    await tech.call('dispensing.handOver', hand(rest.fillId, rest.dueCents));
    const voided = await store.as('pharmacist').call('dispensing.void', { id: rest.fillId, reason: 'brought back' });
    expect(voided).toMatchObject({ stage: 'sold', refundedCents: rest.dueCents });
    expect((await tech.call('claims.list', { id })).items).toMatchObject([{ isCurrent: true }]);
  });
});

test('DSP-78 whatever is filled, sent back, returned, voided or sold: stock falls by what patients hold and money fits', async () => {
  const step = fc.constantFrom('fill', 'part', 'verify', 'reject', 'hand-over', 'return', 'void', 'void-left');
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 16 }), async (steps) => {
      const store = await counter();
      await store.stock(lisinopril, [lot]);
      const id = await store.priced(lisinopril);
      const left = new Set<string>();
      for (const what of steps) await take(store, id, what, left);
      const state = store.kernel.host.service('prescriptions').get(id);
      const out = (state?.fills ?? []).filter((fill) => fill.status !== 'rejected' && fill.status !== 'returned');
      const gone = out.filter((fill) => fill.status !== 'voided' || left.has(fill.fillId));
      const goneMilli = gone.reduce((sum, fill) => sum + fill.quantityMilli, 0);
      expect(await store.onHand(lisinopril)).toBe(200 - goneMilli / 1000);
      const held = (state?.fills ?? []).filter((fill) => fill.status === 'handed-over');
      const paid = held.reduce((sum, fill) => sum + (fill.handOver?.patientPayCents ?? 0), 0);
      expect((await store.as('manager').call('pos.totals', {})).netCents).toBe(paid);
      expect(store.unexpected).toEqual([]);
      const before = store.dump();
      store.rebuild();
      expect(store.dump()).toEqual(before);
      store.close();
    }),
    { numRuns: 25 },
  );
});

/** One step as a person would try it; a refusal is an answer and changes nothing. */
async function take(store: Counter, id: string, what: string, left: Set<string>): Promise<void> {
  const state = store.kernel.host.service('prescriptions').get(id);
  const last = state?.fills.at(-1);
  const tech = store.as('technician');
  const pharmacist = store.as('pharmacist');
  const remaining = state?.owedMilli ? state.owedMilli / 1000 : 30;
  const attempt = async (run: () => Promise<unknown>) => {
    const before = store.digest();
    try {
      await run();
      return true;
    } catch {
      expect(store.digest()).toBe(before);
      return false;
    }
  };
  if (what === 'fill')
    await attempt(() => tech.call('dispensing.fill', { id, ndc: lisinopril.key, quantity: remaining }));
  if (what === 'part')
    await attempt(() => tech.call('dispensing.fill', { id, ndc: lisinopril.key, quantity: remaining / 2 }));
  if (!last) return;
  const fillId = last.fillId;
  if (what === 'verify') await attempt(() => pharmacist.call('dispensing.verify', { id: fillId, approved: true }));
  if (what === 'reject')
    await attempt(() => pharmacist.call('dispensing.verify', { id: fillId, approved: false, reason: 'recount' }));
  if (what === 'return')
    await attempt(() => tech.call('dispensing.returnToStock', { id: fillId, reason: 'not collected' }));
  if (what === 'hand-over') {
    const { dueCents } = await tech.call('dispensing.get', { id: fillId });
    await attempt(() => tech.call('dispensing.handOver', hand(fillId, dueCents)));
  }
  if (what === 'void' || what === 'void-left') {
    const leftPharmacy = what === 'void-left';
    const done = await attempt(() =>
      pharmacist.call('dispensing.void', { id: fillId, reason: 'mistake', leftPharmacy }),
    );
    if (done && leftPharmacy && last.status === 'handed-over') left.add(fillId);
  }
}
