import { describe, expect, test } from 'vitest';
import { type CardSimulator, createCardSimulator } from '../pos/card-simulator.ts';
import type { CardTerminal } from '../pos/card-terminal.ts';
import { type Counter, counter, ibuprofen } from './testing/counter.ts';
import { lisinopril } from './testing/fixtures.ts';

const lot = { lotNumber: 'L1', expiresOn: '2028-01-31', quantity: 200 };
const cash = (amountCents: number) => ({ method: 'cash', amountCents });
const self = { relationship: 'self', counseling: 'accepted' };

async function withBag(
  options: Parameters<typeof counter>[0] = {},
): Promise<Counter & { fillId: string; id: string; dueCents: number }> {
  const store = await counter(options);
  await store.stock(lisinopril, [lot]);
  await store.stock(ibuprofen, [{ ...lot, quantity: 150 }]);
  return { ...store, ...(await store.ready(lisinopril)) };
}
/** A terminal that stops answering at its n-th call, before or after it did what was asked: as a kill would. */
function dying(inner: CardTerminal, at: number, when: 'before' | 'after'): CardTerminal {
  let calls = 0;
  const never = () => new Promise<never>(() => {});
  const step = async <T>(run: () => Promise<T>): Promise<T> => {
    calls += 1;
    if (calls !== at) return run();
    if (when === 'after') await run();
    return never();
  };
  return {
    name: inner.name,
    isSimulator: inner.isSimulator,
    authorize: (request) => step(() => inner.authorize(request)),
    capture: (request) => step(() => inner.capture(request)),
    release: (request) => step(() => inner.release(request)),
    refund: (request) => step(() => inner.refund(request)),
    status: (request) => step(() => inner.status(request)),
  };
}

describe('cards', () => {
  const withCard = async (terminal: CardTerminal, seed = 'first') =>
    withBag({ ports: { cardTerminal: terminal }, seed });
  const handOver = (store: { fillId: string; dueCents: number }, amountCents = store.dueCents) => ({
    id: store.fillId,
    ...self,
    payment: { method: 'card', amountCents },
  });

  test('POS-50 a card is authorised before the sale and charged after it', async () => {
    const terminal = createCardSimulator();
    const store = await withCard(terminal);
    const sold = await store.as('technician').call('dispensing.handOver', handOver(store), { idempotencyKey: 'k' });
    expect(terminal.books()).toMatchObject({ charged: store.dueCents, reserved: 0, charges: 1 });
    const cards = await store.as('technician').call('pos.cardPayments', {});
    expect(cards.items).toMatchObject([
      { status: 'captured', saleId: sold.saleId, needsAttention: false, isSimulator: true },
    ]);
    expect(await store.as('technician').call('dispensing.handOver', handOver(store), { idempotencyKey: 'k' })).toEqual(
      sold,
    );
    expect(terminal.books().charges).toBe(1);
  });

  test('POS-55 a sale that would be refused asks for no card, and one that is refused releases it', async () => {
    const terminal = createCardSimulator();
    const store = await withCard(terminal);
    const tech = store.as('technician');
    const refused = await tech.refusal('dispensing.handOver', { ...handOver(store), counseling: 'not-required' });
    expect(refused.code).toBe('counseling-required');
    expect((await tech.call('pos.cardPayments', {})).items).toEqual([]);
    const racing: CardTerminal = {
      ...terminal,
      async authorize(request) {
        await store.as('pharmacist').call('dispensing.returnToStock', { id: store.fillId, reason: 'not wanted' });
        return terminal.authorize(request);
      },
    };
    const late = await withBag({ ports: { cardTerminal: racing } });
    Object.assign(store, { fillId: late.fillId, as: late.as });
    expect((await late.as('technician').refusal('dispensing.handOver', handOver(late))).code).toBe('fill-not-waiting');
    expect(terminal.books()).toMatchObject({ charged: 0, reserved: 0 });
  });

  test('POS-53 declined, cancelled or silent: nothing is sold and nothing is charged', async () => {
    for (const [ending, code] of [
      [13, 'card-declined'],
      [14, 'card-unknown'],
      [15, 'card-cancelled'],
      [16, 'card-unknown'],
    ] as const) {
      const terminal = createCardSimulator();
      const store = await counter({ ports: { cardTerminal: terminal } });
      await store.stock(lisinopril, [lot]);
      const id = await store.priced(lisinopril);
      const priceCents = 1_000 + ending;
      await store.as('manager').call('claims.overridePrice', { id, priceCents, reason: 'to choose the outcome' });
      const made = await store.as('technician').call('dispensing.fill', { id, ndc: lisinopril.key, quantity: 30 });
      await store.as('pharmacist').call('dispensing.verify', { id: made.fillId, approved: true });
      const tech = store.as('technician');
      const input = { id: made.fillId, ...self, payment: { method: 'card', amountCents: priceCents } };
      expect((await tech.refusal('dispensing.handOver', input)).code).toBe(code);
      expect(terminal.books().charged).toBe(0);
      expect((await tech.call('dispensing.get', { id: made.fillId })).status).toBe('verified');
      if (code !== 'card-unknown') continue;
      const { items } = await tech.call('pos.cardPayments', { open: true });
      expect(items).toMatchObject([{ status: 'unknown', needsAttention: true }]);
      const recovered = await tech.call('pos.recoverCardPayment', { id: items[0].cardPaymentId });
      expect(recovered.status).toBe(ending === 14 ? 'authorized' : 'cancelled');
      if (ending === 14) {
        expect(await tech.call('dispensing.handOver', input)).toMatchObject({ stage: 'sold' });
        expect(terminal.books()).toMatchObject({ charged: priceCents, charges: 1 });
      }
      expect(terminal.books().reserved).toBe(0);
    }
  });

  test('POS-51 two tries at once for one bag ask for one authorisation and make one sale', async () => {
    const terminal = createCardSimulator();
    const store = await withCard(terminal);
    const tech = store.as('technician');
    const both = await Promise.allSettled([
      tech.call('dispensing.handOver', handOver(store)),
      tech.call('dispensing.handOver', handOver(store)),
    ]);
    expect(both.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect(terminal.books()).toMatchObject({ charged: store.dueCents, reserved: 0, charges: 1 });
    expect((await tech.call('pos.cardPayments', {})).items).toHaveLength(1);
  });

  test('POS-52 killed at any step and tried again: one sale, one charge', async () => {
    for (const at of [1, 2]) {
      for (const when of ['before', 'after'] as const) {
        const bank = createCardSimulator();
        const store = await withCard(dying(bank, at, when));
        const hung = store.as('technician').call('dispensing.handOver', handOver(store));
        await settledOrHung(hung);
        const again = await reopened(store, bank);
        const tech = again.as('technician');
        const status = (await tech.call('dispensing.get', { id: store.fillId })).status;
        if (status === 'verified') await tech.call('dispensing.handOver', handOver(store));
        for (const card of (await tech.call('pos.cardPayments', { open: true })).items) {
          await tech.call('pos.recoverCardPayment', { id: card.cardPaymentId });
        }
        expect(bank.books()).toMatchObject({ charged: store.dueCents, reserved: 0, charges: 1 });
        expect((await tech.call('pos.sales', {})).items).toHaveLength(1);
        expect((await tech.call('pos.cardPayments', { open: true })).items).toEqual([]);
      }
    }
  });

  test('POS-52 killed before the sale, then paid in cash: the card is released and nothing is charged', async () => {
    for (const when of ['before', 'after'] as const) {
      const bank = createCardSimulator();
      const store = await withCard(dying(bank, 1, when));
      await settledOrHung(store.as('technician').call('dispensing.handOver', handOver(store)));
      const again = await reopened(store, bank);
      const tech = again.as('technician');
      await tech.call('dispensing.handOver', { ...handOver(store), payment: cash(store.dueCents) });
      const [card] = (await tech.call('pos.cardPayments', { open: true })).items;
      const id = card.cardPaymentId;
      expect(await tech.call('pos.releaseCardPayment', { id, reason: 'paid in cash' })).toMatchObject({
        status: 'released',
      });
      expect(bank.books()).toMatchObject({ charged: 0, reserved: 0 });
      expect((await bank.authorize({ reference: id, amountCents: store.dueCents })).status).toBe('released');
    }
  });

  test('POS-54 an authorisation for another amount, or a used one, pays nothing', async () => {
    const terminal = createCardSimulator();
    const store = await withCard(terminal);
    const tech = store.as('technician');
    const started = await tech.call('pos.startCardPayment', { amountCents: store.dueCents + 1, purpose: 'by hand' });
    const payment = { method: 'card', amountCents: store.dueCents, cardPaymentId: started.cardPaymentId };
    expect((await tech.refusal('dispensing.handOver', { ...handOver(store), payment })).code).toBe(
      'card-payment-not-usable',
    );
    const right = await tech.call('pos.startCardPayment', { amountCents: store.dueCents, purpose: 'by hand' });
    await tech.call('dispensing.handOver', {
      ...handOver(store),
      payment: { ...payment, cardPaymentId: right.cardPaymentId },
    });
    const other = await store.ready(lisinopril);
    const again = {
      ...handOver(other),
      payment: { ...payment, amountCents: other.dueCents, cardPaymentId: right.cardPaymentId },
    };
    expect((await tech.refusal('dispensing.handOver', again)).code).toBe('card-payment-not-usable');
  });

  test('POS-56 a demo store has the simulator, a real one without a terminal takes an approval code', async () => {
    const demo = await withBag({ profile: { demo: true } });
    await demo.as('technician').call('dispensing.handOver', handOver(demo));
    const { items } = await demo.as('technician').call('pos.cardPayments', {});
    expect(items).toMatchObject([{ status: 'captured', isSimulator: true, terminalName: 'Card terminal simulator' }]);
    const real = await withBag();
    expect((await real.as('technician').refusal('pos.startCardPayment', { amountCents: 1, purpose: 'x' })).code).toBe(
      'card-not-connected',
    );
  });

  test('POS-59 a voided fill goes back to its card, after a kill as well, and once', async () => {
    for (const when of ['before', 'after', 'never'] as const) {
      const bank: CardSimulator = createCardSimulator();
      const store = await withCard(when === 'never' ? bank : dying(bank, 3, when));
      await store.as('technician').call('dispensing.handOver', handOver(store));
      const voided = store.as('pharmacist').call('dispensing.void', { id: store.fillId, reason: 'wrong patient' });
      await settledOrHung(voided);
      const again = await reopened(store, bank);
      const tech = again.as('technician');
      for (const card of (await tech.call('pos.cardPayments', { open: true })).items) {
        await tech.call('pos.recoverCardPayment', { id: card.cardPaymentId });
      }
      expect(bank.books()).toMatchObject({ charged: store.dueCents, refunded: store.dueCents });
      expect((await tech.call('pos.cardPayments', {})).items).toMatchObject([
        { status: 'refunded', needsAttention: false },
      ]);
    }
  });
});

/** Enough turns for everything that can go on to have gone on. */
async function settledOrHung(work: Promise<unknown>): Promise<void> {
  work.catch(() => {});
  for (let turn = 0; turn < 200; turn += 1) await Promise.resolve();
  await new Promise((resolve) => setTimeout(resolve, 0));
}

/** The same data directory opened by a new process. */
async function reopened(store: Counter, terminal: CardTerminal): Promise<Counter> {
  return counter({ database: store.db, ports: { cardTerminal: terminal }, seed: 'second process' });
}
