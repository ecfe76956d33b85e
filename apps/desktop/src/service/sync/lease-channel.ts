import type { Clock, LeaseService } from '@apotheca/core';
import { leaseChannel } from '@apotheca/core/replication/lease/messages';
import { relayVoter } from '@apotheca/core/replication/lease/voters';
import type { Switchboard } from './switchboard.ts';

/** Between terminals votes travel closed like everything else; only what the relay votes on is open to it. */
export const votesChannel = 'votes';

const tickMs = 250;
/** The wall clock went on while the monotonic one stood still: the machine slept, and others lead by now. */
const sleptMs = 1_000;

export interface LeaseChannelOptions {
  readonly switchboard: Pick<Switchboard, 'send' | 'listen' | 'linked'>;
  /** Null while the module is off: then this terminal neither votes nor leads. */
  lease(): LeaseService | null;
  /** Whether this terminal was given a relay, linked at the moment or not. */
  readonly hasRelay: boolean;
  readonly clock: Clock;
  onUnexpected(error: unknown): void;
}

/** Carries the messages of the lease and gives it its time. */
export class LeaseChannel {
  readonly #options: LeaseChannelOptions;
  #attached: LeaseService | null = null;
  #wallLeadMs: number;
  readonly #timer: NodeJS.Timeout;
  readonly #unlisten: (() => void)[];

  constructor(options: LeaseChannelOptions) {
    this.#options = options;
    this.#wallLeadMs = this.#wallLead();
    const { switchboard } = options;
    this.#unlisten = [
      switchboard.listen(votesChannel, (from, body) => {
        if (from !== relayVoter) this.#received(from, body);
      }),
      switchboard.listen(leaseChannel, (from, body) => {
        if (this.#relays().includes(from)) this.#received(relayVoter, body);
      }),
    ];
    this.#timer = setInterval(() => this.#tick(), tickMs);
    this.#tick();
  }

  /** Gives the lease back while there are links, so that another terminal takes over at once. */
  stop(): void {
    clearInterval(this.#timer);
    for (const unlisten of this.#unlisten) unlisten();
    this.#guarded((lease) => lease.release());
  }

  #tick(): void {
    this.#guarded((lease) => {
      if (this.#attached !== lease) {
        this.#attached = lease;
        lease.attach({ hasRelay: this.#options.hasRelay, send: (to, body) => this.#send(to, body) });
      }
      const wallLeadMs = this.#wallLead();
      if (wallLeadMs - this.#wallLeadMs > sleptMs) lease.release();
      this.#wallLeadMs = wallLeadMs;
      lease.tick();
    });
  }

  #received(from: string, body: Uint8Array): void {
    this.#guarded((lease) => lease.received(from, body));
  }

  #send(to: string, body: Uint8Array): void {
    const { switchboard } = this.#options;
    if (to !== relayVoter) switchboard.send(to, votesChannel, body);
    else for (const relay of this.#relays()) switchboard.send(relay, leaseChannel, body);
  }

  #relays(): string[] {
    const linked = this.#options.switchboard.linked();
    return linked.filter(({ kind }) => kind === 'relay').map(({ terminalId }) => terminalId);
  }

  #wallLead(): number {
    const { clock } = this.#options;
    return clock.nowMs() - clock.monotonicMs();
  }

  #guarded(work: (lease: LeaseService) => void): void {
    try {
      const lease = this.#options.lease();
      if (lease) work(lease);
    } catch (error) {
      this.#options.onUnexpected(error);
    }
  }
}
