import type { Clock, LeaseService } from '@apotheca/core';
import { leaseChannel } from '@apotheca/core/replication/lease/messages';
import { isRelayVoter } from '@apotheca/core/replication/lease/voters';
import type { Switchboard } from './switchboard.ts';

/** Between terminals votes travel closed like everything else; only what the relay votes on is open to it. */
export const votesChannel = 'votes';

const tickMs = 250;
/** The wall clock went on while the monotonic one stood still: the machine slept, and others lead by now. */
const sleptMs = 1_000;

export interface LeaseChannelOptions {
  readonly switchboard: Pick<Switchboard, 'send' | 'listen' | 'linked' | 'status'>;
  /** Null while the module is off: then this terminal neither votes nor leads. */
  lease(): LeaseService | null;
  /** The voter that is this terminal's relay, linked at the moment or not. */
  readonly relay: string | null;
  readonly clock: Clock;
  onUnexpected(error: unknown): void;
}

/** Carries the messages of the lease and gives it its time. */
export class LeaseChannel {
  readonly #options: LeaseChannelOptions;
  #attached: LeaseService | null = null;
  #hasMet = false;
  #wallLeadMs: number;
  readonly #timer: NodeJS.Timeout;
  readonly #unlisten: (() => void)[];

  constructor(options: LeaseChannelOptions) {
    this.#options = options;
    this.#wallLeadMs = this.#wallLead();
    const { switchboard } = options;
    this.#unlisten = [
      switchboard.listen(votesChannel, (from, body) => {
        if (!this.#relays().includes(from)) this.#received(from, body);
      }),
      switchboard.listen(leaseChannel, (from, body) => {
        const { relay } = this.#options;
        if (relay !== null && this.#relays().includes(from)) this.#received(relay, body);
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
        lease.attach({
          relay: this.#options.relay,
          hasMet: () => this.#hasMet,
          send: (to, body) => this.#send(to, body),
        });
      }
      this.#hasMet ||= this.#isBeside();
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
    if (!isRelayVoter(to)) switchboard.send(to, votesChannel, body);
    else if (to === this.#options.relay)
      for (const relay of this.#relays()) switchboard.send(relay, leaseChannel, body);
  }

  /** Another terminal is linked, and all that it has is here. */
  #isBeside(): boolean {
    const { peers } = this.#options.switchboard.status();
    return peers.some((peer) => peer.kind === 'direct' && peer.connected && peer.behindEvents === 0);
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
