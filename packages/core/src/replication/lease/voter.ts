import type { LeaseMessage } from './messages.ts';

/** Who votes. Numbered, so that a vote is never counted towards another set; changed by one voter at a time. */
export interface VoterConfig {
  readonly number: number;
  readonly voters: readonly string[];
}

/** What a voter must not forget. */
export interface Vote {
  readonly epoch: number;
  readonly votedFor: string | null;
  /** Highest voter set this voter has seen. */
  readonly config: number;
}

/** Durable: `write` returns after the disk has it. */
export interface VoteStore {
  read(): Vote | null;
  write(vote: Vote): void;
}

export interface LeaseTimes {
  /** How long a vote binds its voter, on the voter's monotonic clock. */
  readonly leaseMs: number;
  /** Two monotonic clocks differ by less than this share. */
  readonly driftShare: number;
}

/**
 * One vote of the lease. It is written before it is answered, and binds for a lease length; after a start the voter
 * does not know how long its last promise still runs, so it waits a whole lease before it votes for anybody else.
 * Used by terminals and by the relay.
 */
export class Voter {
  readonly #store: VoteStore;
  readonly #times: LeaseTimes;
  #vote: Vote;
  #promisedUntil: number;

  /** `waitsWhenNew`: one that remembers nothing may have lost what it knew, and waits like any other. */
  constructor(options: { store: VoteStore; times: LeaseTimes; startedAtMs: number; waitsWhenNew?: boolean }) {
    this.#store = options.store;
    this.#times = options.times;
    const kept = options.store.read();
    this.#vote = kept ?? { epoch: 0, votedFor: null, config: 0 };
    const isFree = kept === null && !options.waitsWhenNew;
    this.#promisedUntil = isFree ? options.startedAtMs : options.startedAtMs + options.times.leaseMs;
  }

  get epoch(): number {
    return this.#vote.epoch;
  }

  /** Whom the vote is promised to now; null when it is free. */
  holder(nowMs: number): string | null {
    return nowMs < this.#promisedUntil ? this.#vote.votedFor : null;
  }

  /** Answers an `ask`; null for everything else. A failed write throws and nothing is promised. */
  answer(from: string, message: LeaseMessage, nowMs: number): LeaseMessage | null {
    if (message.type === 'release') {
      if (message.epoch === this.#vote.epoch && this.#vote.votedFor === from) this.#promisedUntil = nowMs;
      return null;
    }
    if (message.type !== 'ask') return null;
    const { round } = message;
    if (!this.#mayVote(from, message, nowMs)) {
      const { epoch, config } = this.#vote;
      return { type: 'deny', epoch, round, config, holder: this.holder(nowMs) };
    }
    const vote = { epoch: message.epoch, votedFor: from, config: message.config };
    const isNew = vote.epoch !== this.#vote.epoch || vote.config !== this.#vote.config;
    if (isNew) this.#store.write(vote);
    this.#vote = vote;
    this.#promisedUntil = nowMs + this.#times.leaseMs;
    return { type: 'grant', epoch: vote.epoch, round };
  }

  #mayVote(from: string, ask: { epoch: number; config: number }, nowMs: number): boolean {
    if (ask.config < this.#vote.config || ask.epoch < this.#vote.epoch) return false;
    if (ask.epoch === this.#vote.epoch) return this.#vote.votedFor === from;
    return nowMs >= this.#promisedUntil || this.#vote.votedFor === from;
  }
}
