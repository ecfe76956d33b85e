import { describe, expect, test } from 'vitest';
import { ledgerRows } from '../../kernel/ledger/rows.ts';
import type { TestStore } from '../../testing/index.ts';
import type { DrugRecord } from '../drugs/model.ts';
import { lotAggregate } from './lot.ts';
import { decideMakeUp, decidePass, decideReclaim, passed, rightsOf, spendableMilli } from './rights.ts';
import type { RightsPort, RightsWish } from './services.ts';
import { lisinopril, oxycodone, stockStore, stockUp, testDrugs } from './testing/stock-store.ts';

function learn(to: TestStore, from: TestStore): void {
  const { engine } = to.kernel;
  const { clock, ledger, projections } = engine.parts;
  const lots = new Set<string>();
  engine.transact(() => {
    for (const origin of from.kernel.ledger.origins()) ledger.addOrigin(origin);
    for (const row of ledgerRows(from.db)) {
      if (ledger.ingest(row, clock.nowMs()) !== 'taken') continue;
      for (const { kind, id } of projections.project(row, ledger.payloadOf(row))) if (kind === 'lot') lots.add(id);
    }
    projections.settle();
  });
}

const lone: RightsPort = {
  ask: async () => {},
  isReachable: () => false,
  terminals: () => 2,
  leads: () => true,
  missing: () => [],
  strandingOf: () => null,
};

function terminal(terminalId: string, rights: Partial<RightsPort> = {}): TestStore {
  return stockStore({ terminalId, seed: terminalId, rights: { ...lone, ...rights } });
}

const lotOf = (store: TestStore, batchId: string) =>
  store.kernel.projections.load(lotAggregate, batchId).state as ReturnType<typeof lotAggregate.initial>;
const deskOf = (store: TestStore) => store.kernel.host.service('inventory').rights;

describe('rights to a controlled lot', () => {
  test('INV-100 a terminal takes from a controlled lot only what it has rights to; other stock is free', async () => {
    const one = terminal('t1');
    const two = terminal('t2');
    const batchId = await stockUp(one, { ndc: oxycodone, quantity: 100 });
    const plain = await stockUp(one, { ndc: lisinopril, quantity: 100 });
    learn(two, one);
    const refused = await two.as('pharmacist').refusal('inventory.adjust', { batchId, delta: -10, reason: 'damaged' });
    expect(refused).toMatchObject({ code: 'rights-elsewhere', data: { needed: 10, here: 0, elsewhere: 100 } });
    await two.as('pharmacist').call('inventory.adjust', { batchId: plain, delta: -10, reason: 'damaged' });
    const wish: RightsWish = { batchId, to: two.kernel.ledger.origin, quantityMilli: 40_000, isUrgent: true };
    expect(deskOf(one).pass(wish)).toBe(40_000);
    learn(two, one);
    await two.as('pharmacist').call('inventory.adjust', { batchId, delta: -40, reason: 'damaged' });
    expect(
      (await two.as('pharmacist').refusal('inventory.adjust', { batchId, delta: -1, reason: 'damaged' })).code,
    ).toBe('rights-elsewhere');
    await one.as('pharmacist').call('inventory.adjust', { batchId, delta: -60, reason: 'damaged' });
    learn(one, two);
    learn(two, one);
    expect(lotOf(one, batchId)).toMatchObject({ onHandMilli: 0, rights: {} });
    expect(two.digest()).toBe(one.digest());
  });

  test('INV-102 no more is passed on than is held; unasked, only what is above the own share', async () => {
    const one = terminal('t1');
    const batchId = await stockUp(one, { ndc: oxycodone, quantity: 100 });
    const wish = { batchId, to: 't2:x', quantityMilli: 80_000 };
    expect(deskOf(one).pass({ ...wish, isUrgent: false })).toBe(50_000);
    expect(deskOf(one).pass({ ...wish, isUrgent: false })).toBe(0);
    expect(deskOf(one).pass({ ...wish, isUrgent: true })).toBe(50_000);
    expect(deskOf(one).pass({ ...wish, isUrgent: true })).toBe(0);
    expect(deskOf(one).pass({ ...wish, batchId: 'lot_unknown', isUrgent: true })).toBe(0);
    expect(rightsOf(lotOf(one, batchId), 't2:x')).toBe(100_000);
  });

  test('INV-103 before it takes, a terminal asks whoever holds rights and is linked', async () => {
    const one = terminal('t1');
    const asked: RightsWish[] = [];
    const two: TestStore = terminal('t2', {
      isReachable: (origin) => origin === one.kernel.ledger.origin,
      async ask(_origin, wish) {
        asked.push(wish);
        deskOf(one).pass(wish);
        learn(two, one);
      },
    });
    const batchId = await stockUp(one, { ndc: oxycodone, quantity: 100 });
    learn(two, one);
    await deskOf(two).gather(oxycodone, 30_000);
    expect(asked).toEqual([{ batchId, to: two.kernel.ledger.origin, quantityMilli: 30_000, isUrgent: true }]);
    expect(rightsOf(lotOf(two, batchId), two.kernel.ledger.origin)).toBe(30_000);
    await deskOf(two).gather(oxycodone, 30_000);
    expect(asked).toHaveLength(1);
    expect(deskOf(two).wishes()).toEqual([]);
    await two.as('pharmacist').call('inventory.adjust', { batchId, delta: -25, reason: 'damaged' });
    expect(deskOf(two).wishes()).toEqual([
      {
        origin: one.kernel.ledger.origin,
        wish: { batchId, to: two.kernel.ledger.origin, quantityMilli: 32_000, isUrgent: false },
      },
    ]);
  });

  test('INV-104 a count that finds less than other terminals hold rights to waits', async () => {
    const one = terminal('t1');
    const two = terminal('t2');
    const batchId = await stockUp(one, { ndc: oxycodone, quantity: 100 });
    learn(two, one);
    const count = await two.as('pharmacist').call('inventory.count', { lines: [{ batchId, counted: 95 }] });
    expect(count).toMatchObject({ status: 'waiting', lines: [{ state: 'waiting', variance: -5 }] });
    expect(lotOf(two, batchId).onHandMilli).toBe(100_000);
    const decide = { id: count.countId, accept: true, reason: 'found broken' };
    expect((await two.as('pharmacist').refusal('inventory.decideCount', decide)).code).toBe('rights-elsewhere');
    deskOf(one).pass({ batchId, to: two.kernel.ledger.origin, quantityMilli: 5_000, isUrgent: true });
    learn(two, one);
    await two.as('pharmacist').call('inventory.decideCount', decide);
    expect(lotOf(two, batchId).onHandMilli).toBe(95_000);
  });
});

describe('what a lot is known to be', () => {
  test('INV-108 a lot that one terminal knows to be controlled is so for one whose catalogue does not say', async () => {
    const one = terminal('t1');
    const two = terminal('t2');
    const batchId = await stockUp(one, { ndc: oxycodone, quantity: 100 });
    learn(two, one);
    const known = testDrugs.get(oxycodone) as DrugRecord;
    testDrugs.set(oxycodone, { ...known, schedule: null });
    try {
      expect(
        (await two.as('pharmacist').refusal('inventory.adjust', { batchId, delta: -80, reason: 'damaged' })).code,
      ).toBe('rights-elsewhere');
    } finally {
      testDrugs.set(oxycodone, known);
    }
  });

  test('INV-109 rights below zero count against every holder until one makes them up', () => {
    const lot = { ...lotAggregate.initial('l'), onHandMilli: 70_000, rights: { a: 50_000, b: -30_000, c: 50_000 } };
    expect([spendableMilli(lot, 'a', true), spendableMilli(lot, 'c', true), spendableMilli(lot, 'b', true)]).toEqual([
      20_000, 20_000, -30_000,
    ]);
    expect(decidePass(lot, { from: 'a', to: 'd', quantityMilli: 50_000, neededHereMilli: 0 })).toBe(20_000);
    expect(decideMakeUp(lot, 'a')).toEqual([{ to: 'b', quantityMilli: 30_000 }]);
    expect(decideMakeUp(lot, 'b')).toEqual([]);
    const made = { ...lot, rights: passed(lot.rights, 'a', 'b', 30_000) };
    expect(['a', 'c'].map((origin) => spendableMilli(made, origin, true))).toEqual([20_000, 50_000]);
  });

  test('INV-109 a holder makes up what a terminal took while it did not know', async () => {
    const one = terminal('t1');
    const two = terminal('t2');
    const known = testDrugs.get(oxycodone) as DrugRecord;
    testDrugs.set(oxycodone, { ...known, schedule: null });
    const batchId = await stockUp(one, { ndc: oxycodone, quantity: 100 });
    learn(two, one);
    await two.as('pharmacist').call('inventory.adjust', { batchId, delta: -30, reason: 'damaged' });
    testDrugs.set(oxycodone, known);
    learn(one, two);
    one.kernel.engine.announce([{ kind: 'drug-edition', id: '*' }]);
    expect(deskOf(one).wishes()).toEqual([]);
    expect(lotOf(one, batchId).rights).toEqual({ [one.kernel.ledger.origin]: 70_000 });
  });
});

describe('rights of a terminal that is gone', () => {
  const base = lotAggregate.initial('lot');
  const lot = { ...base, onHandMilli: 100_000, rights: { gone: 60_000, here: 30_000, there: 10_000 } };
  const facts = {
    from: 'gone',
    stranding: 'revoked',
    isLeader: true,
    missing: [],
    countedBy: 'a',
    witnessedBy: 'b',
    countedMilli: 100_000,
  } as const;

  test('INV-105 they come back only after revocation, on the leading terminal, with a second person', () => {
    const refusalOf = (more: object) => {
      const result = decideReclaim(lot, { ...facts, ...more });
      return result.ok ? 'ok' : result.refusal.kind;
    };
    expect(refusalOf({})).toBe('ok');
    expect(refusalOf({ stranding: null })).toBe('rights-not-stranded');
    expect(refusalOf({ from: 'nobody' })).toBe('rights-not-stranded');
    expect(refusalOf({ isLeader: false })).toBe('not-the-leader');
    expect(refusalOf({ missing: ['there'] })).toBe('terminals-missing');
    expect(refusalOf({ witnessedBy: 'a' })).toBe('witness-required');
  });

  test.each([
    [100_000, 60_000, 0],
    [85_000, 45_000, 15_000],
    [40_000, 0, 60_000],
    [0, 0, 60_000],
    [120_000, 60_000, 0],
  ])('INV-106 counted %i: what the others do not hold comes back, the rest stays open', (countedMilli, back, open) => {
    expect(decideReclaim(lot, { ...facts, countedMilli })).toEqual({
      ok: true,
      value: { quantityMilli: back, unaccountedMilli: open },
    });
  });

  test('INV-107 a witness proves who they are, and the count is in the audit log', async () => {
    const one = terminal('t1');
    const two = terminal('t2', { strandingOf: (origin) => (origin === one.kernel.ledger.origin ? 'revoked' : null) });
    const batchId = await stockUp(one, { ndc: oxycodone, quantity: 100 });
    learn(two, one);
    const origin = one.kernel.ledger.origin;
    const input = { id: batchId, origin, counted: 90, witness: { username: 'technician', password: 'test-password' } };
    const as = two.as('pharmacist');
    const wrong = { ...input, witness: { username: 'technician', password: 'guess' } };
    expect((await as.refusal('inventory.reclaim', wrong)).code).toBe('witness-not-proven');
    const self = { ...input, witness: { username: 'pharmacist', password: 'test-password' } };
    expect((await as.refusal('inventory.reclaim', self)).code).toBe('witness-required');
    expect((await two.as('technician').refusal('inventory.reclaim', input)).code).toBe('forbidden');
    expect(await as.call('inventory.reclaim', input)).toEqual({ reclaimed: 90, unaccounted: 10 });
    expect((await as.call('inventory.rights', { id: batchId })).items).toEqual([
      { origin: two.kernel.ledger.origin, terminalId: 't2', quantity: 90, isHere: true, stranding: null },
      { origin, terminalId: 't1', quantity: 10, isHere: false, stranding: 'revoked' },
    ]);
    await as.call('inventory.adjust', { batchId, delta: -90, reason: 'damaged' });
    const audit = await two.as('owner').call('audit.events', { action: 'inventory.reclaim-rights' });
    expect(audit.items).toHaveLength(1);
  });
});
