import { beforeAll, describe, expect, test } from 'vitest';
import { dateIn } from '../kernel/time.ts';
import type { UserState } from '../modules/auth/model.ts';
import { userAggregate } from '../modules/auth/model.ts';
import { allStages, type PrescriptionState } from '../modules/prescriptions/model.ts';
import { createTestStore, type TestStore } from '../testing/index.ts';
import { npiOf } from './check-digits.ts';
import { fillDemoStore } from './fill-demo-store.ts';
import { type DemoJurisdiction, demoPlaces } from './places.ts';

const now = '2026-11-21T18:30:00Z';

async function openDemo(
  jurisdiction: DemoJurisdiction,
  options: { seed?: string; now?: string } = {},
): Promise<TestStore> {
  const at = options.now ?? now;
  const store = createTestStore({ fresh: true, now: at });
  const { refused } = await fillDemoStore({
    kernel: store.kernel,
    jurisdiction,
    passwordHash: 'plain:apotheca-demo',
    nowMs: Date.parse(at),
    setClock: (ms) => store.clock.set(new Date(ms).toISOString()),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  });
  expect(refused).toEqual([]);
  return store;
}

function prescriptionsOf(store: TestStore): PrescriptionState[] {
  return store.db
    .prepare<{ state: string }>("SELECT state FROM aggregate WHERE kind = 'prescription'")
    .all()
    .map((row) => JSON.parse(row.state) as PrescriptionState);
}

describe('the demo store of Ohio', () => {
  let store: TestStore;
  beforeAll(async () => {
    store = await openDemo('us_oh');
  });

  test('DEMO-01 the same seed and moment give the same store, another seed another', async () => {
    expect((await openDemo('us_oh')).digest()).toBe(store.digest());
    expect((await openDemo('us_oh', { seed: 'other' })).digest()).not.toBe(store.digest());
  });

  test('DEMO-02 every stage has prescriptions, and there are over forty', () => {
    const counts = new Map<string, number>();
    for (const { stage } of prescriptionsOf(store)) counts.set(stage, (counts.get(stage) ?? 0) + 1);
    for (const stage of allStages) expect(counts.get(stage) ?? 0, stage).toBeGreaterThan(0);
    expect(prescriptionsOf(store).length).toBeGreaterThan(60);
    expect(counts.get('review')).toBeGreaterThanOrEqual(6);
    expect(counts.get('ready')).toBeGreaterThanOrEqual(8);
  });

  test('DEMO-03 patients, products and lots of every kind', async () => {
    const tech = store.as('technician');
    const one = (sql: string) => store.db.prepare<{ n: number }>(sql).get()?.n ?? 0;
    expect(one('SELECT count(*) AS n FROM patients_patient')).toBeGreaterThanOrEqual(60);
    expect(one('SELECT count(DISTINCT drug_key) AS n FROM inventory_lot')).toBeGreaterThanOrEqual(200);
    expect(one('SELECT count(*) AS n FROM inventory_lot')).toBeGreaterThan(250);
    expect(one('SELECT min(on_hand_milli) AS n FROM inventory_lot')).toBeGreaterThanOrEqual(0);
    const { tiers } = await tech.call('inventory.expiring', {});
    for (const tier of tiers) expect(tier.lots, tier.tier).toBeGreaterThan(0);
    const { items } = await tech.call('inventory.reorder', { limit: 500 });
    expect(items.length).toBeGreaterThan(3);
    const summary = await tech.call('inventory.summary', {});
    expect(summary).toMatchObject({ discrepancies: 0, quarantinedLots: 2 });
    expect(summary.turnsHundredths).toBeGreaterThan(0);
    expect((await tech.call('inventory.suppliers', {})).items.length).toBeGreaterThan(1);
  });

  test('DEMO-04 the four published users have their roles and the second factor', () => {
    const users = store.db
      .prepare<{ id: string }>("SELECT id FROM aggregate WHERE kind = 'user'")
      .all()
      .map((row) => store.kernel.projections.load(userAggregate, row.id).state as UserState);
    const shown = users.map((user) => [user.username, user.role, user.totpSecret]).sort();
    expect(shown).toEqual([
      ['manager', 'manager', 'JBSWY3DPEHPK3PXP'],
      ['owner', 'owner', 'JBSWY3DPEHPK3PXP'],
      ['pharmacist', 'pharmacist', 'JBSWY3DPEHPK3PXP'],
      ['tech', 'technician', 'JBSWY3DPEHPK3PXP'],
    ]);
    const auth = store.anonymous();
    return expect(auth.call('auth.signIn', { username: 'tech', password: 'apotheca-demo' })).resolves.toMatchObject({
      user: { role: 'technician' },
    });
  });

  test('DEMO-05 nothing in it can be taken for real', async () => {
    const profile = store.kernel.host.service('store').profile();
    expect(profile).toMatchObject({ demo: true, phone: '614-555-0100' });
    expect(profile.name).toContain('Demo');
    expect(npiOf((profile.npi as string).slice(0, 9))).toBe(profile.npi);
    const phones = store.db.prepare<{ phone: string }>('SELECT phone FROM patients_patient').all();
    for (const { phone } of phones) expect(phone).toMatch(/^\d{3}-555-\d{4}$/);
    const fax = prescriptionsOf(store).find((one) => one.stage === 'data-entry');
    const image = await store.as('technician').call('prescriptions.attachment', { id: fax?.id });
    expect(Buffer.from(image.base64, 'base64').toString('latin1')).toContain('DEMO - NOT A PRESCRIPTION');
    for (const one of prescriptionsOf(store)) {
      const npi = one.prescriber?.npi;
      if (npi) expect(npiOf(npi.slice(0, 9))).toBe(npi);
    }
  });

  test('DEMO-06 the screening finds the allergy and the interactions by itself', () => {
    const waiting = prescriptionsOf(store).filter((one) => one.stage === 'review');
    const open = waiting.flatMap((one) => one.alerts.filter((alert) => alert.blocking && alert.override === null));
    const kinds = new Set(open.map((alert) => alert.kind));
    expect(kinds.has('allergy')).toBe(true);
    expect(kinds.has('drug-interaction')).toBe(true);
    const decided = prescriptionsOf(store).flatMap((one) => one.alerts.filter((alert) => alert.override !== null));
    expect(decided.length).toBeGreaterThan(0);
  });

  test('DEMO-07 everything happened before now, and every history in order', async () => {
    const pharmacist = store.as('pharmacist');
    for (const { id } of prescriptionsOf(store)) {
      const { history } = await pharmacist.call('prescriptions.get', { id });
      const times = history.map((entry: { at: string }) => Date.parse(entry.at));
      expect([...times].sort((a, b) => a - b)).toEqual(times);
      expect(Math.max(...times)).toBeLessThanOrEqual(Date.parse(now));
    }
    expect(new Date(store.clock.nowMs()).toISOString()).toBe(new Date(now).toISOString());
  });

  test('DEMO-08 stock, document and ledger agree, and a rebuild changes nothing', () => {
    const inventory = store.kernel.host.service('inventory');
    expect(inventory.health()).toMatchObject({ state: 'ok', discrepancies: 0, findings: [] });
    const before = [store.digest(), inventory.digest()];
    store.rebuild();
    expect([store.digest(), inventory.digest()]).toEqual(before);
    expect(store.unexpected).toEqual([]);
  });

  test('DEMO-09 something is late, owed, controlled, refrigerated, waiting in a bin and due back', async () => {
    const tech = store.as('technician');
    const counts = await tech.call('prescriptions.counts', {});
    expect(counts.late).toBeGreaterThan(0);
    expect((await tech.call('dispensing.owed', {})).items.length).toBeGreaterThan(0);
    const waiting = (await tech.call('dispensing.fills', {})).items as {
      binLocation: string | null;
      schedule: string | null;
      isRefrigerated: boolean;
      isReturnDue: boolean;
    }[];
    expect(waiting.every((one) => one.binLocation !== null)).toBe(true);
    expect(waiting.some((one) => one.schedule === 'CII')).toBe(true);
    expect(waiting.some((one) => one.isRefrigerated)).toBe(true);
    expect(waiting.some((one) => one.isReturnDue)).toBe(true);
    const refilled = prescriptionsOf(store).filter((one) => one.cycle > 0 && one.stage === 'sold');
    expect(refilled.length).toBeGreaterThan(3);
    expect(prescriptionsOf(store).some((one) => one.transferIn !== null)).toBe(true);
  });
});

describe('everywhere', () => {
  /** Midnight over a change of clocks, a leap day, the first hours of a year. */
  const moments: readonly (readonly [DemoJurisdiction, string])[] = [
    ['us_fl', '2027-03-15T04:10:00Z'],
    ['us_ca', '2028-02-29T12:00:00Z'],
    ['ind_ka', '2026-12-31T19:00:00Z'],
  ];

  test.each(moments)('DEMO-10 a demo opens in %s at %s', async (jurisdiction, at) => {
    const store = await openDemo(jurisdiction, { now: at });
    expect(store.kernel.host.service('store').profile().jurisdiction).toBe(jurisdiction);
    expect(store.kernel.engine.today()).toBe(dateIn(demoPlaces[jurisdiction].profile.timeZone, Date.parse(at)));
    const stages = new Set(prescriptionsOf(store).map((one) => one.stage));
    expect(stages.size).toBe(allStages.length);
    expect(store.unexpected).toEqual([]);
    store.close();
  });
});
