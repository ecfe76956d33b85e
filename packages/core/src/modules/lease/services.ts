import type { VoteStore } from '../../replication/lease/voter.ts';

/** How lease messages travel. */
export interface LeaseLinks {
  /** To a voter, or `*` for all. Lost when there is no link. */
  send(to: string, body: Uint8Array): void;
  /** The voter that is this terminal's relay, linked at the moment or not; null where it has none. */
  readonly relay: string | null;
  /** Whether another terminal was linked since the start and everything it had is here. */
  hasMet(): boolean;
}

/** One terminal does what only one may. Without links a terminal that is alone in its store holds the lease. */
export interface LeaseService {
  /** True while this terminal holds the lease. Ask again at every step: it ends by itself. */
  holds(): boolean;
  epoch(): number | null;
  /** The voter that is this terminal's relay. */
  relay(): string | null;
  /** Who votes, as the ledger here has it; this terminal where there is no register yet. */
  voters(): readonly string[];
  /** As far as is known here. */
  leader(): string | null;
  attach(links: LeaseLinks): void;
  received(from: string, body: Uint8Array): void;
  /** Several times a second. */
  tick(): void;
  /** At a clean stop: the others need not wait. */
  release(): void;
}

declare module '../../kernel/module.ts' {
  interface ModuleServices {
    lease: LeaseService;
  }
}

declare module '../../host-ports.ts' {
  interface HostPorts {
    /** Durable, beside the database and not in its backups: a restored vote would be an old one. */
    readonly votes?: VoteStore | undefined;
  }
}
