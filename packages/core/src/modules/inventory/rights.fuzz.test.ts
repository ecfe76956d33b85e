import { expect, test } from 'vitest';
import type { EventMeta } from '../../kernel/aggregate.ts';
import { seededRandom } from '../../replication/lease/simulate.ts';
import { lotAggregate } from './lot.ts';
import type { LotEvent, LotState } from './model.ts';
import { decidePass, spendableMilli } from './rights.ts';

interface Entry {
  readonly origin: string;
  readonly seq: number;
  readonly event: LotEvent;
}

/** How a run differs from the rule, to see that the check notices. */
interface Breakage {
  /** A plain counter: everybody takes from what is on hand by what they know. */
  readonly noEscrow?: boolean;
  /** A restored backup goes on under its old incarnation. */
  readonly keepsIncarnation?: boolean;
}

class Terminal {
  readonly name: string;
  known: Entry[] = [];
  incarnation = 0;
  seq = 0;
  backup: { known: Entry[]; seq: number } | null = null;

  constructor(name: string) {
    this.name = name;
  }

  get origin(): string {
    return `${this.name}:${this.incarnation}`;
  }

  lot(): LotState {
    return fold(this.known);
  }
}

function fold(entries: readonly Entry[]): LotState {
  let state = lotAggregate.initial('lot');
  for (const { origin, event } of entries) state = lotAggregate.apply(state, event, { origin, at: '' } as EventMeta);
  return state;
}

function moved(deltaMilli: number): LotEvent {
  const ref = { kind: 'adjustment', id: '' } as const;
  return { type: 'lot.moved', payload: { deltaMilli, reason: 'entry-error', ref, on: '', drugKey: 'd' } };
}

/** Three to eight terminals, mostly cut off from each other, receive, take and pass on; some come back from a backup. */
function run(seed: number, breakage: Breakage = {}): LotState {
  const random = seededRandom(seed);
  const below = (count: number) => Math.floor(random() * count);
  const terminals = Array.from({ length: 3 + below(6) }, (_, index) => new Terminal(`t${index}`));
  const everything: Entry[] = [];
  const write = (terminal: Terminal, event: LotEvent) => {
    terminal.seq += 1;
    const entry = { origin: terminal.origin, seq: terminal.seq, event };
    terminal.known.push(entry);
    everything.push(entry);
  };
  const learn = (to: Terminal, from: Terminal) => {
    const has = new Set(to.known.map((entry) => `${entry.origin} ${entry.seq}`));
    for (const entry of from.known) if (!has.has(`${entry.origin} ${entry.seq}`)) to.known.push(entry);
  };
  write(terminals[0] as Terminal, moved(100_000));
  for (let step = 0; step < 80; step += 1) {
    const terminal = terminals[below(terminals.length)] as Terminal;
    const other = terminals[below(terminals.length)] as Terminal;
    const lot = terminal.lot();
    const action = random();
    if (action < 0.35) {
      const quantityMilli = 1000 * (1 + below(30));
      if (spendableMilli(lot, terminal.origin, !breakage.noEscrow) >= quantityMilli)
        write(terminal, moved(-quantityMilli));
    } else if (action < 0.6) {
      const wish = { from: terminal.origin, to: other.origin, quantityMilli: 1000 * below(40), neededHereMilli: 0 };
      const quantityMilli = decidePass(lot, wish);
      if (quantityMilli > 0)
        write(terminal, { type: 'lot.rights-passed', payload: { to: other.origin, quantityMilli } });
    } else if (action < 0.65) {
      write(terminal, moved(1000 * below(20)));
    } else if (action < 0.9) {
      learn(terminal, other);
    } else if (action < 0.95) {
      terminal.backup = { known: [...terminal.known], seq: terminal.seq };
    } else if (terminal.backup) {
      terminal.known = [...terminal.backup.known];
      if (breakage.keepsIncarnation) terminal.seq = terminal.backup.seq;
      else terminal.incarnation += 1;
    }
  }
  return fold(everything);
}

const seeds = 1000;

test('INV-101 no partition, crash or restored backup oversells a controlled lot', () => {
  for (let seed = 0; seed < seeds; seed += 1) {
    const lot = run(seed);
    expect(lot.onHandMilli, `seed ${seed}`).toBeGreaterThanOrEqual(0);
    const rights = Object.values(lot.rights);
    expect(Math.min(0, ...rights), `seed ${seed}`).toBe(0);
    expect(rights.reduce((sum, one) => sum + one, 0)).toBe(lot.onHandMilli);
  }
});

test.each([
  ['takes from what is on hand', { noEscrow: true }],
  ['goes on under its old incarnation after a restore', { keepsIncarnation: true }],
] as const)('INV-101 the check notices a terminal that %s', (_name, breakage) => {
  let caught = 0;
  for (let seed = 0; seed < seeds; seed += 1) {
    const lot = run(seed, breakage);
    if (lot.onHandMilli < 0 || Object.values(lot.rights).some((milli) => milli < 0)) caught += 1;
  }
  expect(caught).toBeGreaterThan(seeds / 50);
});
