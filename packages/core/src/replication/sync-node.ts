import type { RoutedSignal } from './messages.ts';
import type { Link } from './ports.ts';
import type { SyncNodeOptions, SyncStatus } from './sync-types.ts';

/**
 * Replication of one store at one end: no timers, no sockets. The host hands it links and what comes by them, tells it
 * when the store has new rows or seals, and calls `tick` about every 250 ms. `nowMs` is the wall clock; it may jump.
 */
export class SyncNode {
  constructor(_options: SyncNodeOptions) {}
  /** A link whose other end the transport has proven. May close this one or an older one to the same terminal (4409). */
  attach(_link: Link, _nowMs: number): void {}
  received(_linkId: string, _bytes: Uint8Array, _nowMs: number): void {}
  /** The link is gone. Harmless for one that was closed from here. */
  detached(_linkId: string, _nowMs: number): void {}
  /** Rows or seals were committed to the store by other ways than this node. */
  storeAdvanced(_nowMs: number): void {}
  tick(_nowMs: number): void {}
  /** False when nobody is linked who could get it there. Signals are not kept. */
  signal(_to: string, _channel: string, _body: Uint8Array): boolean {
    return false;
  }
  /** Relay: a signal that came to another instance. */
  deliver(_signal: RoutedSignal): void {}
  /** Terminals (and relays) that told they have this row on their disk. */
  ackedBy(_origin: string, _seq: number): string[] {
    return [];
  }
  /** The terminal is revoked: its links end at once and no new one is taken. */
  refuse(_terminalId: string): void {}
  /** The host writes under a new incarnation from now on. */
  renewOrigin(_origin: string): void {}
  /** Says BYE to all. */
  stop(): void {}
  status(): SyncStatus {
    return { peers: [], waiting: [], missingEvents: 0, quarantined: [] };
  }
}
