import type { LeaseMessage } from './messages.ts';
import { type LeaseTimes, Voter, type VoterConfig, type VoteStore } from './voter.ts';

export const leaseTimes: LeaseTimes = { leaseMs: 4_000, driftShare: 0.01 };

export interface LeaseOptions {
  readonly self: string;
  readonly times: LeaseTimes;
  readonly store: VoteStore;
  readonly startedAtMs: number;
  config(): VoterConfig;
  /** To a voter, or `*` to all terminals. */
  send(to: string, message: LeaseMessage): void;
  /** 0 to just under 1. */
  random(): number;
  /**
   * Milliseconds this terminal lets pass after a lease ran out before it asks for it: 0 for the primary, little for
   * the standby, more for a counter terminal; null where it never asks.
   */
  eagernessMs(): number | null;
}

interface Round {
  readonly number: number;
  readonly epoch: number;
  readonly sentAtMs: number;
  readonly config: VoterConfig;
  readonly granted: Set<string>;
}

/**
 * The store's lease, after Gray and Cheriton with the quorum of PaxosLease: at most one terminal holds it at any
 * moment, whatever messages are lost and whoever restarts. Validity counts from the moment the question was sent, on
 * this machine's monotonic clock, less what clocks may drift. The wall clock is never asked.
 */
export class Lease {
  readonly #options: LeaseOptions;
  readonly #voter: Voter;
  readonly #validMs: number;
  #round: Round | null = null;
  #rounds = 0;
  #held: { epoch: number; untilMs: number; config: number } | null = null;
  #epochSeen: number;
  #leader: { id: string; epoch: number; heardAtMs: number } | null = null;
  #askAtMs: number;
  /** Rounds without a majority since the last lease: the more there were, the further apart the next ones lie. */
  #failures = 0;

  constructor(options: LeaseOptions) {
    this.#options = options;
    this.#voter = new Voter(options);
    const { leaseMs, driftShare } = options.times;
    this.#validMs = Math.floor((leaseMs * (1 - driftShare)) / (1 + driftShare));
    this.#epochSeen = this.#voter.epoch;
    this.#askAtMs = options.startedAtMs + this.#patienceMs();
  }

  /** True while this terminal, and nobody else, may do what only one may. Ask again at every step. */
  holds(nowMs: number): boolean {
    return this.#held !== null && nowMs < this.#held.untilMs;
  }

  /** The epoch that is held; entries made under it are ordered before those of every later one. */
  epoch(nowMs: number): number | null {
    return this.#held !== null && nowMs < this.#held.untilMs ? this.#held.epoch : null;
  }

  /** The voter set under which a majority voted for this terminal last; null when it does not hold the lease. */
  heldConfig(nowMs: number): number | null {
    return this.#held !== null && nowMs < this.#held.untilMs ? this.#held.config : null;
  }

  /** Who leads as far as is known here; null when nobody was heard of for a lease length. */
  leader(nowMs: number): string | null {
    if (this.holds(nowMs)) return this.#options.self;
    const { leaseMs } = this.#options.times;
    if (this.#leader && nowMs < this.#leader.heardAtMs + leaseMs) return this.#leader.id;
    const promised = this.#voter.holder(nowMs);
    return promised === this.#options.self ? null : promised;
  }

  /** Gives the lease back, at a clean stop or when this machine is sick. */
  release(nowMs: number): void {
    const epoch = this.epoch(nowMs);
    this.#held = null;
    this.#round = null;
    this.#askAtMs = nowMs + this.#options.times.leaseMs + this.#patienceMs();
    if (epoch === null) return;
    const message: LeaseMessage = { type: 'release', epoch };
    this.#voter.answer(this.#options.self, message, nowMs);
    this.#toVoters(this.#options.config(), message);
  }

  /** Call several times a second. */
  tick(nowMs: number): void {
    if (this.#held && nowMs >= this.#held.untilMs) this.#lost(nowMs);
    if (!this.#maySeek()) return;
    if (this.#held) {
      const renewAtMs = this.#held.untilMs - (this.#validMs * 2) / 3;
      const isAnswered = !this.#round || nowMs >= this.#round.sentAtMs + this.#validMs / 4;
      if (nowMs >= renewAtMs && isAnswered) this.#ask(this.#held.epoch, nowMs);
      return;
    }
    if (!this.#round && this.leader(nowMs) !== null) {
      this.#askAtMs = Math.max(this.#askAtMs, nowMs + this.#patienceMs());
      return;
    }
    if (nowMs < this.#askAtMs) return;
    if (this.#round) {
      this.#giveUpRound(this.#round, nowMs);
      return;
    }
    this.#askAtMs = nowMs + this.#options.times.leaseMs / 4;
    this.#ask(this.#epochSeen + 1, nowMs);
  }

  /**
   * Only a voter asks: its own vote remembers the epochs it asked for, so that a `release` on its way can never meet
   * a later lease of the same epoch.
   */
  #maySeek(): boolean {
    return this.#options.eagernessMs() !== null && this.#options.config().voters.includes(this.#options.self);
  }

  /** Two who asked at once would each keep their own votes for ever; both let go and wait unequally long. */
  #giveUpRound(round: Round, nowMs: number): void {
    this.#round = null;
    this.#failures += 1;
    const message: LeaseMessage = { type: 'release', epoch: round.epoch };
    this.#voter.answer(this.#options.self, message, nowMs);
    this.#toVoters(round.config, message);
    this.#askAtMs = nowMs + this.#patienceMs();
  }

  received(from: string, message: LeaseMessage, nowMs: number): void {
    switch (message.type) {
      case 'ask':
      case 'release': {
        const answer = this.#voter.answer(from, message, nowMs);
        if (message.type === 'release' && this.#leader?.id === from) this.#leader = null;
        if (answer) this.#options.send(from, answer);
        break;
      }
      case 'grant':
        this.#granted(from, message, nowMs);
        break;
      case 'deny':
        this.#epochSeen = Math.max(this.#epochSeen, message.epoch);
        break;
      case 'hold':
        this.#epochSeen = Math.max(this.#epochSeen, message.epoch);
        if (message.epoch >= (this.#leader?.epoch ?? 0)) {
          this.#leader = { id: from, epoch: message.epoch, heardAtMs: nowMs };
        }
        break;
    }
  }

  #ask(epoch: number, nowMs: number): void {
    const config = this.#options.config();
    this.#epochSeen = Math.max(this.#epochSeen, epoch);
    this.#rounds += 1;
    const round: Round = { number: this.#rounds, epoch, sentAtMs: nowMs, config, granted: new Set() };
    this.#round = round;
    const message: LeaseMessage = { type: 'ask', epoch, round: round.number, config: config.number };
    this.#toVoters(config, message);
    if (!config.voters.includes(this.#options.self)) return;
    const own = this.#voter.answer(this.#options.self, message, nowMs);
    if (own) this.received(this.#options.self, own, nowMs);
  }

  #granted(from: string, grant: { epoch: number; round: number }, nowMs: number): void {
    const round = this.#round;
    if (round?.number !== grant.round || round.epoch !== grant.epoch || !round.config.voters.includes(from)) return;
    round.granted.add(from);
    if (round.granted.size * 2 <= round.config.voters.length) return;
    this.#round = null;
    const untilMs = this.countedFrom(round.sentAtMs, nowMs) + this.#validMs;
    if (untilMs <= nowMs) return;
    this.#failures = 0;
    this.#held = { epoch: round.epoch, untilMs, config: round.config.number };
    this.#options.send('*', { type: 'hold', epoch: round.epoch });
  }

  /** From the question on: a voter's promise began after it, however long the answer took. */
  protected countedFrom(sentAtMs: number, _answeredAtMs: number): number {
    return sentAtMs;
  }

  #lost(nowMs: number): void {
    this.#held = null;
    this.#round = null;
    this.#askAtMs = nowMs + this.#patienceMs();
  }

  #patienceMs(): number {
    const eagerness = this.#options.eagernessMs() ?? this.#options.times.leaseMs;
    const spread = (this.#options.times.leaseMs / 4) * 2 ** Math.min(this.#failures, 2);
    return eagerness + this.#options.random() * spread;
  }

  #toVoters(config: VoterConfig, message: LeaseMessage): void {
    for (const voter of config.voters) if (voter !== this.#options.self) this.#options.send(voter, message);
  }
}
