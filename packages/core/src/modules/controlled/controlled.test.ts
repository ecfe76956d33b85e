import { describe, expect, test } from 'vitest';
import { ledgerRows } from '../../kernel/ledger/rows.ts';
import { defineModule } from '../../kernel/module.ts';
import type { Vote } from '../../replication/lease/voter.ts';
import { relayVoterOf } from '../../replication/lease/voters.ts';
import { createTestStore, type TestStore } from '../../testing/index.ts';
import { enrolmentOf } from '../../testing/members.ts';
import { lisinopril, oxycodone, stockModules, stockUp } from '../inventory/testing/stock-store.ts';
import { leaseModule } from '../lease/module.ts';
import { votersAggregate, votersId } from '../lease/voters-model.ts';
import { nodesMigrations } from '../nodes/migrations.ts';
import { systemCall } from '../nodes/system-call.ts';
import { terminalAggregate } from '../nodes/terminal-model.ts';
import { controlledModule } from './module.ts';
import { orderAggregate } from './order.ts';

interface Peer {
  terminalId: string;
  kind: 'direct' | 'relay';
  connected: boolean;
  behindEvents: number;
  heads: { origin: string; seq: number }[];
}

function terminal(terminalId: string, peers: Peer[] = []): TestStore {
  let kept: Vote | null = null;
  const votes = {
    read: () => kept,
    write: (vote: Vote) => {
      kept = vote;
    },
  };
  const register = defineModule({
    name: 'nodes',
    version: '1.0.0',
    requires: [],
    contract: {},
    aggregates: [terminalAggregate],
    projections: [],
    migrations: nodesMigrations,
    localTables: ['nodes_enrolment'],
    start: () => ({ handlers: {} }),
  });
  const sync = { syncUrl: null, status: () => ({ peers }), clocks: () => [], refuse: () => {} };
  return createTestStore({
    terminalId,
    seed: terminalId,
    modules: (ports) => [
      ...stockModules(ports),
      register,
      leaseModule({ votes, terminalRoles: ['terminal'] }),
      controlledModule({ sync: sync as never }),
    ],
  });
}

function enrol(store: TestStore, ids: readonly string[]): void {
  store.kernel.engine.command(systemCall('test.enrol'), 'nodes.enrol', (unit) => {
    unit.authorize({});
    for (const id of ids) {
      unit.append(terminalAggregate, id, enrolmentOf(store.kernel.ledger.storeId, ids[0] as string, id));
    }
    unit.append(votersAggregate, votersId, { type: 'voters.set', payload: { number: 1, voters: [...ids] } });
  });
}

/** Gives this terminal the lease with every vote it asks for, as long as the test wants. */
function lead(store: TestStore): void {
  const lease = store.kernel.host.service('lease');
  lease.attach({
    relay: relayVoterOf('relay.example'),
    hasMet: () => true,
    send: (to, body) => {
      if (to === '*') return;
      const ask = JSON.parse(Buffer.from(body).toString()) as { type: string; epoch: number; round: number };
      if (ask.type === 'ask') {
        lease.received(to, Buffer.from(JSON.stringify({ type: 'grant', epoch: ask.epoch, round: ask.round })));
      }
    },
  });
  for (let passed = 0; passed < 3_000 && !lease.holds(); passed += 250) {
    store.clock.advance(250);
    lease.tick();
  }
  expect(lease.holds()).toBe(true);
}

function learn(to: TestStore, from: TestStore): void {
  const { engine } = to.kernel;
  const { clock, ledger, projections } = engine.parts;
  engine.transact(() => {
    for (const origin of from.kernel.ledger.origins()) ledger.addOrigin(origin);
    for (const row of ledgerRows(from.db)) {
      if (ledger.ingest(row, clock.nowMs()) === 'taken') projections.project(row, ledger.payloadOf(row));
    }
    projections.settle();
  });
}

const tend = (store: TestStore) => store.kernel.host.service('controlled').tend();
const book = (store: TestStore) => store.as('pharmacist').call('controlled.ledger', { ndc: oxycodone });

describe('the order of controlled movements', () => {
  test('CON-1 CON-5 CON-6 who leads places each controlled movement once; alone it is final', async () => {
    const store = terminal('t1');
    enrol(store, ['t1']);
    const batchId = await stockUp(store, { ndc: oxycodone, quantity: 100 });
    await stockUp(store, { ndc: lisinopril, quantity: 50 });
    await store.as('pharmacist').call('inventory.adjust', { batchId, delta: -30, reason: 'damaged' });
    expect(tend(store)).toBe(0);
    expect(await book(store)).toMatchObject({ entries: [], waiting: 2 });
    lead(store);
    expect(tend(store)).toBe(2);
    expect(tend(store)).toBe(0);
    const { entries, waiting } = await book(store);
    expect(waiting).toBe(0);
    expect(entries).toMatchObject([
      { epoch: 1, index: 1, delta: 100, balance: 100, isFinal: true },
      { epoch: 1, index: 2, delta: -30, balance: 70, isFinal: true },
    ]);
    expect(new Set(entries.map((entry: { hash: string }) => entry.hash)).size).toBe(2);
  });

  test('CON-2 it places nothing before it has what a majority of the voters have', async () => {
    const peers: Peer[] = [{ terminalId: 't2', kind: 'direct', connected: true, behindEvents: 3, heads: [] }];
    const store = terminal('t1', peers);
    enrol(store, ['t1', 't2', 't3']);
    await stockUp(store, { ndc: oxycodone, quantity: 100 });
    lead(store);
    expect(tend(store)).toBe(0);
    const [peer] = peers as [Peer];
    peer.behindEvents = 0;
    peer.connected = false;
    expect(tend(store)).toBe(0);
    peer.connected = true;
    expect(tend(store)).toBe(1);
    expect((await book(store)).entries[0].isFinal).toBe(false);
    const { origin } = store.kernel.ledger;
    peer.heads = [{ origin, seq: store.kernel.ledger.vector()[origin] ?? 0 }];
    expect((await book(store)).entries[0].isFinal).toBe(true);
  });

  test('CON-3 CON-4 what was done while cut off comes after, and two holders show one order everywhere', async () => {
    const peer = (terminalId: string): Peer => ({
      terminalId,
      kind: 'direct',
      connected: true,
      behindEvents: 0,
      heads: [],
    });
    const one = terminal('t1', [peer('t2')]);
    const two = terminal('t2', [peer('t1')]);
    enrol(one, ['t1', 't2']);
    const batchId = await stockUp(one, { ndc: oxycodone, quantity: 100 });
    lead(one);
    tend(one);
    learn(two, one);
    one.kernel.host
      .service('inventory')
      .rights.pass({ batchId, to: two.kernel.ledger.origin, quantityMilli: 40_000, isUrgent: true });
    learn(two, one);
    two.clock.advance(60_000);
    await two.as('pharmacist').call('inventory.adjust', { batchId, delta: -5, reason: 'damaged' });
    await two.as('pharmacist').call('inventory.adjust', { batchId, delta: -7, reason: 'damaged' });
    one.clock.advance(60_000);
    await one.as('pharmacist').call('inventory.adjust', { batchId, delta: -10, reason: 'damaged' });
    lead(one);
    tend(one);
    learn(two, one);
    expect((await book(two)).entries.map((entry: { delta: number }) => entry.delta)).toEqual([100, -10]);
    learn(one, two);
    tend(one);
    learn(two, one);
    lead(two);
    tend(two);
    learn(one, two);
    const books = [await book(one), await book(two)];
    expect(books[0]).toEqual(books[1]);
    expect(books[0].entries.map((entry: { delta: number }) => entry.delta)).toEqual([100, -10, -5, -7]);
    expect(books[0].entries.map((entry: { index: number }) => entry.index)).toEqual([1, 2, 3, 4]);
    expect(books[0].entries.at(-1).balance).toBe(78);
  });

  test('CON-4 a movement that two holders placed keeps the place of the earlier epoch', async () => {
    const store = terminal('t1');
    enrol(store, ['t1']);
    const batchId = await stockUp(store, { ndc: oxycodone, quantity: 100 });
    const { origin } = store.kernel.ledger;
    const seq = store.kernel.ledger.vector()[origin] ?? 0;
    const movement = { origin, seq, item: 0, ndc: oxycodone, batchId, deltaMilli: 100_000 };
    const place = (epoch: number, first: number) =>
      store.kernel.engine.command(systemCall('test.order'), 'controlled.order', (unit) => {
        unit.authorize({});
        const payload = { epoch, first, movements: [movement] };
        unit.append(orderAggregate, `epoch-${epoch}`, { type: 'controlled.ordered', payload });
      });
    place(7, 12);
    place(3, 40);
    expect((await book(store)).entries).toMatchObject([{ epoch: 3, index: 40, balance: 100 }]);
  });
});
