import type { ModuleContext } from '../../kernel/module.ts';
import { Lease, leaseTimes } from '../../replication/lease/lease.ts';
import { decodeLease, encodeLease } from '../../replication/lease/messages.ts';
import type { VoterConfig, VoteStore } from '../../replication/lease/voter.ts';
import { nextVoters, wantedVoters } from '../../replication/lease/voters.ts';
import { systemCall } from '../nodes/system-call.ts';
import type { TerminalState } from '../nodes/terminal-model.ts';
import type { LeaseLinks, LeaseService } from './services.ts';
import { votersAggregate, votersId } from './voters-model.ts';

/** A counter terminal lets the standby go first. */
const counterEagernessMs = 400;

export interface LeaseKeeperParts {
  readonly context: ModuleContext;
  readonly votes: VoteStore;
  readonly roles: readonly string[];
  /** Terminals that are enrolled and not revoked. */
  active(): TerminalState[];
}

/** The lease of this terminal with the voter set of the ledger. Idle until the transport attaches its links. */
export class LeaseKeeper implements LeaseService {
  readonly #parts: LeaseKeeperParts;
  #lease: Lease | null = null;
  #links: LeaseLinks | null = null;
  /** There was a vote once, and it is not known: `config` 0 is no set that anybody voted under. */
  #isForgetful = false;

  constructor(parts: LeaseKeeperParts) {
    this.#parts = parts;
  }

  attach(links: LeaseLinks): void {
    const { context, votes, roles } = this.#parts;
    this.#links = links;
    if (!this.#lease) this.#isForgetful = votes.read()?.config === 0;
    this.#lease ??= new Lease({
      self: context.terminalId,
      times: leaseTimes,
      store: votes,
      startedAtMs: context.clock.monotonicMs(),
      config: () => this.config(),
      send: (to, message) => this.#links?.send(to, encodeLease(message)),
      random: () => new DataView(Uint8Array.from(context.random.bytes(4)).buffer).getUint32(0) / 2 ** 32,
      eagernessMs: () => (this.#isUnsure() ? null : roles.includes('standby') ? 0 : counterEagernessMs),
    });
  }

  config(): VoterConfig {
    return this.#parts.context.load(votersAggregate, votersId) ?? votersAggregate.initial(votersId);
  }

  holds(): boolean {
    return this.#lease ? this.#lease.holds(this.#now()) && this.#isMember() : this.#isAlone();
  }

  epoch(): number | null {
    return this.#lease?.epoch(this.#now()) ?? null;
  }

  voters(): readonly string[] {
    const { voters } = this.config();
    return voters.length > 0 ? voters : [this.#parts.context.terminalId];
  }

  leader(): string | null {
    const { context } = this.#parts;
    if (!this.#lease) return this.#isAlone() ? context.terminalId : null;
    return this.#lease.leader(this.#now());
  }

  received(from: string, body: Uint8Array): void {
    const message = decodeLease(body);
    if (message) this.#lease?.received(from, message, this.#now());
  }

  tick(): void {
    const { context } = this.#parts;
    if (!this.#lease || !this.#isMember()) return;
    const now = this.#now();
    const config = this.config();
    if (config.number === 0) {
      const me = this.#parts.active().find((one) => one.terminalId === context.terminalId);
      // The founder enrolled itself, so exactly one terminal begins.
      if (me?.enrolledBy === context.terminalId) this.#set({ number: 1, voters: [context.terminalId] });
      return;
    }
    this.#lease.tick(now);
    if (this.#lease.heldConfig(now) === config.number) this.#moveVoters(config);
  }

  release(): void {
    this.#lease?.release(this.#now());
  }

  /** One voter at a time, and only when a majority of the present set has voted under it. */
  #moveVoters(config: VoterConfig): void {
    const terminals = this.#parts
      .active()
      .toSorted(byAge)
      .map((one) => one.terminalId);
    const next = nextVoters(config, wantedVoters({ terminals, relay: this.relay() }));
    if (next) this.#set(next);
  }

  #set(config: VoterConfig): void {
    this.#parts.context.command(systemCall('lease.setVoters'), { action: 'lease.set-voters' }, (unit) => {
      unit.authorize({ voters: config.voters.length });
      const payload = { number: config.number, voters: [...config.voters] };
      unit.append(votersAggregate, votersId, { type: 'voters.set', payload });
    });
  }

  relay(): string | null {
    return this.#links?.relay ?? null;
  }

  /**
   * After a restore the voter set here may be an old one, in which this terminal was alone. It does not seek the lease
   * before it has met another terminal, or a person has put the others out.
   */
  #isUnsure(): boolean {
    return this.#isForgetful && !this.#isAlone() && this.#links?.hasMet() !== true;
  }

  #isMember(): boolean {
    return this.#parts.active().some((one) => one.terminalId === this.#parts.context.terminalId);
  }

  /** Before there is a register, and in it as the only one. */
  #isAlone(): boolean {
    return this.#parts.active().every((one) => one.terminalId === this.#parts.context.terminalId);
  }

  #now(): number {
    return this.#parts.context.clock.monotonicMs();
  }
}

function byAge(a: TerminalState, b: TerminalState): number {
  const [x, y] = [`${a.enrolledAt} ${a.terminalId}`, `${b.enrolledAt} ${b.terminalId}`];
  return x < y ? -1 : Number(x > y);
}
