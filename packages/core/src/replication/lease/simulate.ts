import { Lease, type LeaseOptions } from './lease.ts';
import { decodeLease, encodeLease } from './messages.ts';
import { type LeaseTimes, type Vote, Voter, type VoteStore } from './voter.ts';

/** How a run may be broken on purpose, to see that the checks notice. */
export interface Breakage {
  /** Replaces the durable store of votes. */
  store?(durable: VoteStore): VoteStore;
  /** Shifts what a restarted voter takes for its start. */
  startShiftMs?: number;
  lease?: new (options: LeaseOptions) => Lease;
}

export interface LeaseRun {
  readonly violations: readonly string[];
  readonly takeovers: number;
  /** Longest time without a holder while a majority was up and connected, real milliseconds. */
  readonly longestGapMs: number;
  readonly endsWithHolder: boolean;
}

const leaseMs = 4_000;
const relayVoter = 'relay';
/** Share of the usual waiting: those who ask soon after a lease ran out find the faults. */
const impatience = 0.3;
const tickMs = 50;
const troubleMs = 60_000;
const quietMs = 15_000;

interface Machine {
  readonly id: string;
  readonly rate: number;
  readonly startedAt: number;
  readonly store: VoteStore;
  lease: Lease | null;
  voter: Voter | null;
  downUntil: number;
}

/** mulberry32: a run is repeated by its seed. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Two to five terminals, with or without a relay that votes, on clocks that drift apart: messages late, lost, doubled
 * and out of order, partitions, crashes at any moment. Then quiet. One seed, one run.
 */
export function simulateLease(seed: number, breakage: Breakage = {}): LeaseRun {
  return new World(seed, breakage).run();
}

class World {
  readonly #random: () => number;
  readonly #times: LeaseTimes;
  readonly #breakage: Breakage;
  readonly #machines: Machine[] = [];
  readonly #voters: string[];
  readonly #holderOf = new Map<number, string>();
  readonly #violations: string[] = [];
  #mail: { at: number; from: string; to: string; bytes: Uint8Array }[] = [];
  #cut = new Map<string, number>();
  #now = 0;
  #takeovers = 0;
  #gapFrom = 0;
  #longestGapMs = 0;
  #lastHolder = '';

  constructor(seed: number, breakage: Breakage) {
    this.#random = seededRandom(seed);
    this.#breakage = breakage;
    this.#times = { leaseMs, driftShare: this.#random() < 0.5 ? 0.15 : 0.01 };
    const count = 2 + Math.floor(this.#random() * 4);
    const ids = Array.from({ length: count }, (_, index) => `t${index}`);
    this.#voters = count % 2 === 0 ? [...ids, relayVoter] : ids;
    for (const id of this.#voters) {
      let kept: Vote | null = null;
      const durable: VoteStore = { read: () => kept, write: (vote) => (kept = vote) };
      const rate = 1 + (this.#random() * 2 - 1) * this.#times.driftShare;
      const store = breakage.store?.(durable) ?? durable;
      const machine = { id, rate, startedAt: this.#random() * 1e6, store, lease: null, voter: null, downUntil: 0 };
      this.#machines.push(machine);
      this.#start(machine);
    }
  }

  run(): LeaseRun {
    while (this.#now < troubleMs + quietMs) {
      this.#now += 10;
      if (this.#now < troubleMs) this.#trouble();
      else if (this.#now === troubleMs) this.#heal();
      this.#deliver();
      if (this.#now % tickMs === 0) for (const machine of this.#machines) machine.lease?.tick(this.#mono(machine));
      this.#check();
    }
    return {
      violations: this.#violations,
      takeovers: this.#takeovers,
      longestGapMs: this.#longestGapMs,
      endsWithHolder: this.#holders().length === 1,
    };
  }

  #mono(machine: Machine): number {
    return machine.startedAt + this.#now * machine.rate;
  }

  #start(machine: Machine): void {
    const startedAtMs = this.#mono(machine) + (this.#breakage.startShiftMs ?? 0);
    if (machine.id === relayVoter) {
      machine.voter = new Voter({ store: machine.store, times: this.#times, startedAtMs });
      return;
    }
    const Machinery = this.#breakage.lease ?? Lease;
    machine.lease = new Machinery({
      self: machine.id,
      times: this.#times,
      store: machine.store,
      startedAtMs,
      config: () => ({ number: 1, voters: this.#voters }),
      send: (to, message) => this.#send(machine.id, to, encodeLease(message)),
      random: () => this.#random() * impatience,
      eagernessMs: () => (machine.id === 't0' ? 0 : 50),
    });
  }

  #send(from: string, to: string, bytes: Uint8Array): void {
    if (to === '*') {
      for (const { id } of this.#machines) if (id !== from) this.#send(from, id, bytes);
      return;
    }
    const isQuiet = this.#now >= troubleMs;
    if (!isQuiet && this.#random() < 0.1) return;
    const late = this.#random() * (isQuiet ? 200 : this.#latenessMs());
    this.#mail.push({ at: this.#now + late, from, to, bytes });
    if (!isQuiet && this.#random() < 0.05) this.#mail.push({ at: this.#now + late * 2, from, to, bytes });
  }

  #latenessMs(): number {
    const kind = this.#random();
    if (kind < 0.6) return 200;
    return kind < 0.9 ? leaseMs / 3 : leaseMs * 2;
  }

  #deliver(): void {
    const due = this.#mail.filter((one) => one.at <= this.#now);
    if (due.length === 0) return;
    this.#mail = this.#mail.filter((one) => one.at > this.#now);
    for (const { from, to, bytes } of due) {
      const machine = this.#machines.find((one) => one.id === to);
      const message = decodeLease(bytes);
      if (!machine || !message || this.#isCut(from, to)) continue;
      machine.lease?.received(from, message, this.#mono(machine));
      const answer = machine.voter?.answer(from, message, this.#mono(machine));
      if (answer) this.#send(to, from, encodeLease(answer));
    }
  }

  #isCut(one: string, other: string): boolean {
    return (this.#cut.get(one) ?? 0) !== (this.#cut.get(other) ?? 0);
  }

  #trouble(): void {
    if (this.#random() < 0.002) this.#cut = new Map(this.#machines.map(({ id }) => [id, this.#random() < 0.5 ? 0 : 1]));
    if (this.#random() < 0.002) this.#cut.clear();
    for (const machine of this.#machines) {
      const isUp = machine.lease !== null || machine.voter !== null;
      if (isUp && this.#random() < 0.0006) {
        machine.lease = null;
        machine.voter = null;
        machine.downUntil = this.#now + this.#random() * 3_000;
      } else if (!isUp && this.#now >= machine.downUntil) {
        this.#start(machine);
      }
    }
  }

  #heal(): void {
    this.#cut.clear();
    for (const machine of this.#machines) if (!machine.lease && !machine.voter) this.#start(machine);
    this.#gapFrom = this.#now;
  }

  #holders(): Machine[] {
    return this.#machines.filter((machine) => machine.lease?.holds(this.#mono(machine)));
  }

  #check(): void {
    const holders = this.#holders();
    if (holders.length > 1)
      this.#violations.push(`${this.#now}: held by ${holders.map((one) => one.id).join(' and ')}`);
    for (const machine of holders) {
      const epoch = machine.lease?.epoch(this.#mono(machine)) ?? 0;
      const first = this.#holderOf.get(epoch) ?? machine.id;
      if (first !== machine.id)
        this.#violations.push(`${this.#now}: epoch ${epoch} held by ${first} and ${machine.id}`);
      this.#holderOf.set(epoch, first);
      if (machine.id !== this.#lastHolder) this.#takeovers += 1;
      this.#lastHolder = machine.id;
    }
    if (holders.length > 0) this.#gapFrom = this.#now;
    else if (this.#now > troubleMs) this.#longestGapMs = Math.max(this.#longestGapMs, this.#now - this.#gapFrom);
  }
}
