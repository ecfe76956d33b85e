import type { SigningKey } from '../../kernel/ledger/chain.ts';
import type { StoreKey } from '../../kernel/ledger/payload.ts';
import type { EnrolmentDesk } from '../../replication/enrolment-desk.ts';
import type { KnownMember, MembershipStatement } from '../../replication/membership.ts';
import type { SyncStatus } from '../../replication/sync-types.ts';
import type { TerminalState } from './terminal-model.ts';

/** The keys of this terminal and the store keys it holds, as the machine keeps them. */
export interface TerminalKeys {
  /** Ed25519: proves who this terminal is. */
  readonly signing: SigningKey;
  /** X25519, raw public key: store keys are sealed to it. */
  readonly boxKey: Uint8Array;
  /** What was sealed to the box key; null when it was not, or for another purpose. */
  openBox(sealed: Uint8Array, purpose: string): Uint8Array | null;
  /** Store keys; the last one is for new rows. */
  ring(): readonly StoreKey[];
  /** Replaces the ring, durably before the promise is kept: no row is written under a key that could be lost. */
  keepRing(ring: readonly StoreKey[]): Promise<void>;
}

/** The links to the other terminals; there when the service runs them. */
export interface SyncPort {
  /** Where other terminals reach this one. */
  readonly syncUrl: string | null;
  status(): SyncStatus;
  /** Terminals whose clock differs noticeably; positive when theirs is ahead. */
  clocks(): readonly { readonly terminalId: string; readonly aheadMs: number }[];
  /** A terminal was revoked: its links close now. */
  refuse(terminalId: string): void;
}

export interface NodesService {
  /** The other side of the code exchange; null where this terminal has no keys of its own. */
  readonly desk: EnrolmentDesk | null;
  /** The first terminal of a store vouches for itself; does nothing when the register has anybody. */
  enrolFounder(name: string): void;
  /** True when this terminal stands in the register and is not revoked. */
  isMember(): boolean;
  member(terminalId: string): KnownMember | undefined;
  /** Everybody the register knows, revoked ones too. */
  terminals(): TerminalState[];
  /** Terminals that are enrolled and not revoked, and do not wait for a person. */
  active(): string[];
  /** Who vouched for whom and who was put out, in the order it happened. */
  statements(): MembershipStatement[];
  /** Whom a snapshot ticket was given to, and the key that opens the snapshot; null when it is not good (any more). */
  ticket(text: string): { readonly terminalId: string; readonly snapshotKey: Uint8Array } | null;
  /**
   * Brings the key ring up to what the ledger says: opens keys wrapped for this terminal, rotates when a revoked
   * terminal has the key in use, wraps keys for members that lack them. After each change of the register, at start,
   * and every few seconds.
   */
  tendKeys(): Promise<void>;
}

declare module '../../kernel/module.ts' {
  interface ModuleServices {
    nodes: NodesService;
  }
}

declare module '../../host-ports.ts' {
  interface HostPorts {
    readonly terminalKeys?: TerminalKeys | undefined;
    readonly sync?: SyncPort | undefined;
  }
}
