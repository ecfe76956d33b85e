import { expect, test } from 'vitest';
import { ledgerRows } from '../../kernel/ledger/rows.ts';
import { leaseTimes } from '../../replication/lease/lease.ts';
import { decodeLease, encodeLease } from '../../replication/lease/messages.ts';
import { type Vote, Voter, type VoteStore } from '../../replication/lease/voter.ts';
import { relayVoterOf } from '../../replication/lease/voters.ts';
import { createTestStore, type TestStore } from '../../testing/index.ts';
import { enrolmentOf } from '../../testing/members.ts';
import { systemCall } from '../nodes/system-call.ts';
import { terminalAggregate } from '../nodes/terminal-model.ts';
import type { LeaseService } from './services.ts';

function memoryVotes(): VoteStore {
  let kept: Vote | null = null;
  return {
    read: () => kept,
    write(vote) {
      kept = vote;
    },
  };
}

function enrol(store: TestStore, terminalId: string, by: string): void {
  store.kernel.engine.command(systemCall('test.enrol'), 'nodes.enrol', (unit) => {
    unit.authorize({});
    unit.append(terminalAggregate, terminalId, enrolmentOf(store.kernel.ledger.storeId, by, terminalId));
  });
}

/** What one knows the other knows at once: replication has tests of its own. */
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

const relayVoter = relayVoterOf('relay.example');

class Floor {
  met = true;
  /** Was given another relay than the one that votes. */
  otherRelayOf = '';
  readonly stores: TestStore[] = [];
  readonly up = new Set<string>();
  readonly relay: Voter | null;

  constructor(ids: readonly string[], options: { hasRelay: boolean; standby?: string; votes?: VoteStore }) {
    const startedAtMs = 0;
    this.relay = options.hasRelay ? new Voter({ store: memoryVotes(), times: leaseTimes, startedAtMs }) : null;
    for (const id of ids) {
      const terminalRoles = id === options.standby ? ['standby'] : ['terminal'];
      const store = createTestStore({
        terminalId: id,
        seed: id,
        ports: { votes: options.votes && id === ids[0] ? options.votes : memoryVotes(), terminalRoles },
      });
      this.stores.push(store);
      this.up.add(id);
      this.lease(store).attach({
        relay: options.hasRelay ? relayVoter : null,
        hasMet: () => this.met,
        send: (to, body) => this.#send(id, to, body),
      });
    }
  }

  lease(store: TestStore): LeaseService {
    return store.kernel.host.service('lease');
  }

  at(id: string): TestStore {
    return this.stores.find((store) => store.kernel.engine.parts.terminalId === id) as TestStore;
  }

  #send(from: string, to: string, body: Uint8Array): void {
    for (const id of to === '*' ? [...this.up] : [to]) {
      if (id === from || !this.up.has(from)) continue;
      if (id === relayVoter && from === this.otherRelayOf) continue;
      if (id === relayVoter) {
        const message = decodeLease(body);
        const answer = message && this.relay?.answer(from, message, this.at(from).clock.monotonicMs());
        if (answer && this.up.has(from)) this.lease(this.at(from)).received(relayVoter, encodeLease(answer));
      } else if (this.up.has(id)) {
        this.lease(this.at(id)).received(from, body);
      }
    }
  }

  run(ms: number): void {
    for (let passed = 0; passed < ms; passed += 250) {
      for (const store of this.stores) store.clock.advance(250);
      for (const store of this.stores) {
        if (this.up.has(store.kernel.engine.parts.terminalId)) this.lease(store).tick();
      }
      for (const to of this.stores) for (const from of this.stores) if (to !== from) learn(to, from);
    }
  }

  holders(): string[] {
    return this.stores
      .filter((store) => this.up.has(store.kernel.engine.parts.terminalId) && this.lease(store).holds())
      .map((store) => store.kernel.engine.parts.terminalId);
  }
}

test('LSE-12 a terminal without others leads; one that was never enrolled does not once there are others', () => {
  const store = createTestStore({ terminalId: 't1' });
  const lease = store.kernel.host.service('lease');
  expect(lease.holds()).toBe(true);
  const other = createTestStore({ terminalId: 't2', seed: 't2' });
  enrol(other, 't2', 't2');
  learn(store, other);
  expect(lease.holds()).toBe(false);
});

test('LSE-13 the founder begins, the set grows one voter at a time, and the next takes over when the leader falls silent', async () => {
  const floor = new Floor(['t1', 't2'], { hasRelay: true });
  enrol(floor.at('t1'), 't1', 't1');
  floor.run(2_000);
  expect(floor.holders()).toEqual(['t1']);
  floor.at('t1').clock.advance(1);
  enrol(floor.at('t1'), 't2', 't1');
  floor.run(8_000);
  const view = await floor.at('t2').as('technician').call('lease.lease');
  expect(view).toMatchObject({ leader: 't1', isHere: false, voters: ['t1', 't2', relayVoter] });
  floor.up.delete('t1');
  floor.run(9_000);
  expect(floor.holders()).toEqual(['t2']);
  expect(floor.lease(floor.at('t2')).epoch()).toBeGreaterThan(1);
  floor.up.add('t1');
  floor.run(3_000);
  expect(floor.holders()).toEqual(['t2']);
});

test('LSE-13 without a majority nobody leads, and a clean stop hands over at once', () => {
  const floor = new Floor(['t1', 't2', 't3'], { hasRelay: false, standby: 't3' });
  enrol(floor.at('t1'), 't1', 't1');
  floor.run(1_000);
  enrol(floor.at('t1'), 't2', 't1');
  enrol(floor.at('t1'), 't3', 't1');
  floor.run(8_000);
  expect(floor.holders()).toEqual(['t1']);
  floor.lease(floor.at('t1')).release();
  floor.run(2_000);
  expect(floor.holders()).toEqual(['t3']);
  floor.up.delete('t1');
  floor.up.delete('t2');
  floor.run(6_000);
  expect(floor.holders()).toEqual([]);
});

test('LSE-14 after a restore a terminal does not lead alone before it has met another, or the others are put out', () => {
  const votes = memoryVotes();
  votes.write({ epoch: 0, votedFor: null, config: 0 });
  const floor = new Floor(['t1', 't2'], { hasRelay: false, votes });
  floor.met = false;
  enrol(floor.at('t1'), 't1', 't1');
  floor.run(6_000);
  expect(floor.holders(), 'alone in its store it leads').toEqual(['t1']);
  enrol(floor.at('t1'), 't2', 't1');
  floor.up.delete('t2');
  floor.run(8_000);
  expect(floor.holders()).toEqual([]);
  floor.met = true;
  floor.run(8_000);
  expect(floor.holders()).toEqual(['t1']);
});

test('LSE-15 two relays are two voters: one that another terminal was given does not count here', () => {
  const floor = new Floor(['t1', 't2'], { hasRelay: true });
  enrol(floor.at('t1'), 't1', 't1');
  floor.run(1_000);
  enrol(floor.at('t1'), 't2', 't1');
  floor.run(8_000);
  expect(floor.holders()).toEqual(['t1']);
  floor.otherRelayOf = 't2';
  floor.up.delete('t1');
  floor.run(12_000);
  expect(floor.holders()).toEqual([]);
});
