import type { Database, Kernel, StoreKey } from '@apotheca/core';
import type { KnownMember, MembershipStatement } from '@apotheca/core/replication/membership';
import type { Signal } from '@apotheca/core/replication/ports';
import type { Registry } from 'prom-client';
import type { SyncSettings } from '../config/sync-options.ts';
import type { Logger } from '../observe/logger.ts';
import type { DocumentReplica } from './inventory-channel.ts';
import type { LinkKeysFrom } from './link-keys.ts';
import type { StockEndpoint } from './stock-endpoint.ts';
import type { SyncServerOptions } from './sync-server.ts';

export interface Members {
  member(terminalId: string): KnownMember | undefined;
  /** Who vouched for whom and who was put out, in the order it happened. */
  statements(): readonly MembershipStatement[];
}

export interface SyncServiceOptions {
  readonly kernel: Kernel;
  readonly db: Database;
  readonly terminalId: string;
  /** This terminal's own key, and the keys of the store it holds. */
  readonly keys: { readonly signing: LinkKeysFrom['signing']; ring(): readonly StoreKey[] };
  readonly members: Members;
  readonly settings: SyncSettings;
  readonly appVersion: string;
  readonly relayToken: string | null;
  readonly registry: Registry;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** The stock document; null while the inventory is off. */
  document(): DocumentReplica | null;
  /** Signals for modules. */
  onSignal(signal: Signal): void;
  /** Joining, which lives on the same port. */
  readonly route?: SyncServerOptions['route'];
  /** Stock for tools outside, on the same port. */
  readonly stock?: Pick<StockEndpoint, 'upgrade' | 'stop'>;
  readonly limits?: SyncServerOptions['limits'];
  readonly handshakeMs?: number;
}
