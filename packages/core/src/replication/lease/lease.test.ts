import { describe, expect, test } from 'vitest';
import { Lease, type LeaseOptions } from './lease.ts';
import { decodeLease, encodeLease, type LeaseMessage } from './messages.ts';
import { type Breakage, simulateLease } from './simulate.ts';
import { type Vote, Voter, type VoterConfig } from './voter.ts';
import { nextVoters, relayVoterOf, wantedVoters } from './voters.ts';

const times = { leaseMs: 4_000, driftShare: 0.01 };

function memoryStore(kept: Vote | null = null) {
  const writes: Vote[] = [];
  return {
    writes,
    read: () => kept,
    write(vote: Vote) {
      kept = vote;
      writes.push(vote);
    },
  };
}

const ask = (epoch: number, round = 1, config = 1): LeaseMessage => ({ type: 'ask', epoch, round, config });

describe('a voter', () => {
  test('LSE-1 a vote is on the disk before it is answered, and binds for a lease length', () => {
    const store = memoryStore();
    const voter = new Voter({ store, times, startedAtMs: 0 });
    expect(voter.answer('a', ask(1), 10)).toEqual({ type: 'grant', epoch: 1, round: 1 });
    expect(store.writes).toEqual([{ epoch: 1, votedFor: 'a', config: 1 }]);
    expect(voter.answer('b', ask(2), 4_009)).toMatchObject({ type: 'deny', holder: 'a' });
    expect(voter.answer('b', ask(2), 4_010)).toMatchObject({ type: 'grant', epoch: 2 });
  });

  test('LSE-1 a vote that cannot be written is not given', () => {
    const voter = new Voter({
      store: {
        read: () => null,
        write: () => {
          throw new Error('disk full');
        },
      },
      times,
      startedAtMs: 0,
    });
    expect(() => voter.answer('a', ask(1), 0)).toThrow('disk full');
    expect(voter.holder(1)).toBeNull();
  });

  test('LSE-2 after a start it waits a lease length before it votes for another, and still renews its last vote', () => {
    const voter = new Voter({ store: memoryStore({ epoch: 3, votedFor: 'a', config: 1 }), times, startedAtMs: 100 });
    expect(voter.answer('b', ask(4), 200)).toMatchObject({ type: 'deny', epoch: 3, holder: 'a' });
    expect(voter.answer('a', ask(3), 300)).toMatchObject({ type: 'grant', epoch: 3 });
    expect(voter.answer('b', ask(4), 4_299)).toMatchObject({ type: 'deny' });
    expect(voter.answer('b', ask(4), 4_300)).toMatchObject({ type: 'grant' });
  });

  test('LSE-15 a relay that remembers nothing waits before its first vote', () => {
    const voter = new Voter({ store: memoryStore(), times, startedAtMs: 100, waitsWhenNew: true });
    expect(voter.answer('a', ask(1), 4_099)).toMatchObject({ type: 'deny' });
    expect(voter.answer('a', ask(1), 4_100)).toMatchObject({ type: 'grant' });
  });

  test('LSE-3 one epoch is never promised to two', () => {
    const voter = new Voter({ store: memoryStore(), times, startedAtMs: 0 });
    voter.answer('a', ask(5), 0);
    expect(voter.answer('b', ask(5), 60_000)).toMatchObject({ type: 'deny' });
    expect(voter.answer('b', ask(4), 60_000)).toMatchObject({ type: 'deny' });
  });

  test('LSE-4 a question of an older voter set is refused', () => {
    const voter = new Voter({ store: memoryStore(), times, startedAtMs: 0 });
    voter.answer('a', ask(1, 1, 2), 0);
    expect(voter.answer('b', ask(9, 1, 1), 60_000)).toMatchObject({ type: 'deny', config: 2 });
  });

  test('LSE-5 a holder that stops frees its voters at once; nobody else can', () => {
    const voter = new Voter({ store: memoryStore(), times, startedAtMs: 0 });
    voter.answer('a', ask(1), 0);
    voter.answer('b', { type: 'release', epoch: 1 }, 1);
    expect(voter.holder(2)).toBe('a');
    voter.answer('a', { type: 'release', epoch: 1 }, 3);
    expect(voter.answer('b', ask(2), 4)).toMatchObject({ type: 'grant' });
  });
});

describe('a lease', () => {
  function alone(config: VoterConfig) {
    const sent: { to: string; message: LeaseMessage }[] = [];
    const lease = new Lease({
      self: 'a',
      times,
      store: memoryStore(),
      startedAtMs: 0,
      config: () => config,
      send: (to, message) => sent.push({ to, message }),
      random: () => 0,
      eagernessMs: () => 0,
    });
    return { lease, sent };
  }

  test('LSE-6 a terminal alone holds it at once and keeps it', () => {
    const { lease } = alone({ number: 1, voters: ['a'] });
    for (let now = 0; now < 20_000; now += 250) {
      lease.tick(now);
      expect(lease.holds(now)).toBe(true);
      expect(lease.leader(now)).toBe('a');
    }
    expect(lease.epoch(20_000 - 250)).toBe(1);
  });

  test('LSE-7 validity runs from the question, and an answer to an older question is worth nothing', () => {
    const { lease, sent } = alone({ number: 1, voters: ['a', 'b', 'c'] });
    lease.tick(0);
    const first = sent.find((one) => one.to === 'b')?.message as { round: number; epoch: number };
    lease.tick(1_500);
    lease.received('b', { type: 'grant', epoch: first.epoch, round: first.round }, 1_600);
    expect(lease.holds(1_600), 'the first round was given up').toBe(false);
    expect(sent.at(-1)?.message).toEqual({ type: 'release', epoch: first.epoch });
    lease.tick(2_000);
    const last = sent.findLast((one) => one.to === 'b')?.message as { round: number; epoch: number };
    lease.received('b', { type: 'grant', epoch: last.epoch, round: last.round }, 2_900);
    expect(lease.holds(2_900)).toBe(true);
    expect(lease.holds(2_000 + 3_919)).toBe(true);
    expect(lease.holds(2_000 + 3_921)).toBe(false);
  });

  test('LSE-5 it lets go at a clean stop', () => {
    const { lease, sent } = alone({ number: 1, voters: ['a', 'b', 'c'] });
    lease.tick(0);
    const { round, epoch } = (sent[0] as { message: unknown }).message as { round: number; epoch: number };
    lease.received('b', { type: 'grant', epoch, round }, 10);
    lease.release(20);
    expect(lease.holds(20)).toBe(false);
    expect(sent.slice(-2).map((one) => one.to)).toEqual(['b', 'c']);
    lease.tick(30);
    expect(lease.holds(30)).toBe(false);
  });

  test('LSE-7 a stranger has no vote', () => {
    const { lease, sent } = alone({ number: 1, voters: ['a', 'b', 'c'] });
    lease.tick(0);
    const { round, epoch } = (sent[0] as { message: unknown }).message as { round: number; epoch: number };
    lease.received('z', { type: 'grant', epoch, round }, 10);
    expect(lease.holds(10)).toBe(false);
    lease.received('c', { type: 'grant', epoch, round }, 20);
    expect(lease.holds(20)).toBe(true);
  });

  test('LSE-8 what is not a lease message is not read', () => {
    expect(decodeLease(encodeLease(ask(1)))).toEqual(ask(1));
    for (const text of ['', '{}', '{"type":"ask","epoch":-1,"round":1,"config":1}', '{"type":"ask"}', 'x'.repeat(2000)])
      expect(decodeLease(Buffer.from(text))).toBeUndefined();
  });
});

describe('voter sets', () => {
  test('LSE-9 the wanted set is odd; the relay breaks the tie of two', () => {
    const relay = relayVoterOf('relay.example');
    expect(wantedVoters({ terminals: ['a'], relay })).toEqual(['a']);
    expect(wantedVoters({ terminals: ['a', 'b'], relay: null })).toEqual(['a']);
    expect(wantedVoters({ terminals: ['a', 'b'], relay })).toEqual(['a', 'b', relay]);
    expect(wantedVoters({ terminals: ['a', 'b', 'c', 'd'], relay })).toEqual(['a', 'b', 'c']);
    expect(wantedVoters({ terminals: [...'abcdefgh'], relay: null })).toHaveLength(5);
  });

  test('LSE-9 from any set to any other one voter at a time, every two neighbours sharing each pair of majorities', () => {
    const sets = [['a'], ['a', 'b', 'relay'], ['a', 'b', 'c'], ['c', 'd', 'e'], [...'abcde'], ['b']];
    for (const from of sets) {
      for (const to of sets) {
        let config: VoterConfig = { number: 1, voters: from };
        for (let step = 0; step < 12; step += 1) {
          const next = nextVoters(config, to);
          if (!next) break;
          const union = new Set([...config.voters, ...next.voters]).size;
          const majorities = Math.floor(config.voters.length / 2) + 1 + Math.floor(next.voters.length / 2) + 1;
          expect(majorities).toBeGreaterThan(union);
          expect(next.number).toBe(config.number + 1);
          config = next;
        }
        expect([...config.voters].sort()).toEqual([...to].sort());
      }
    }
  });
});

describe('simulation', () => {
  const seeds = 400;

  test('LSE-10 never two holders, one holder an epoch, and after quiet one holds it', () => {
    let takeovers = 0;
    for (let seed = 0; seed < seeds; seed += 1) {
      const run = simulateLease(seed);
      expect(run.violations, `seed ${seed}`).toEqual([]);
      expect(run.endsWithHolder, `seed ${seed}`).toBe(true);
      expect(run.longestGapMs, `seed ${seed}`).toBeLessThan(10_000);
      takeovers += run.takeovers;
    }
    expect(takeovers).toBeGreaterThan(seeds);
  });

  class CountsFromAnswer extends Lease {
    protected override countedFrom(_sentAtMs: number, answeredAtMs: number): number {
      return answeredAtMs;
    }
  }
  class IgnoresDrift extends Lease {
    constructor(options: LeaseOptions) {
      super({ ...options, times: { ...options.times, driftShare: 0 } });
    }
  }
  const broken: [string, Breakage][] = [
    ['forgets its votes', { store: () => ({ read: () => null, write: () => {} }) }],
    ['remembers the epoch of its first vote only', { store: firstOnly }],
    ['votes at once after a start', { startShiftMs: -4_200 }],
    ['counts validity from the answer', { lease: CountsFromAnswer }],
    ['takes all clocks for equal', { lease: IgnoresDrift }],
  ];
  test.each(broken)('LSE-11 the checks notice a lease that %s', (_name, breakage) => {
    let caught = 0;
    for (let seed = 0; seed < seeds * 4 && caught === 0; seed += 1) {
      if (simulateLease(seed, breakage).violations.length > 0) caught += 1;
    }
    expect(caught).toBeGreaterThan(0);
  });
});

function firstOnly(durable: { read(): Vote | null; write(vote: Vote): void }) {
  return {
    read: () => durable.read(),
    write(vote: Vote) {
      if (durable.read() === null) durable.write(vote);
    },
  };
}
