import type { PeerIdentity, Signal } from '@apotheca/core/replication/ports';
import type { SignalPort } from '@apotheca/core/replication/signal-port';
import type { SyncService } from './sync-service.ts';

/**
 * What modules hold of the sync service: they are started before it, and may listen before it runs. Without it, or
 * after it stopped, this terminal is alone.
 */
export class Switchboard implements SignalPort {
  readonly #listeners = new Map<string, Set<(from: string, body: Uint8Array) => void>>();
  #service: SyncService | null = null;

  connect(service: SyncService | null): void {
    this.#service = service;
  }

  get syncUrl(): string | null {
    return this.#service?.url ?? null;
  }

  status(): ReturnType<SyncService['status']> {
    return this.#service?.status() ?? { peers: [], waiting: [], missingEvents: 0, quarantined: [] };
  }

  clocks(): ReturnType<SyncService['clocks']> {
    return this.#service?.clocks() ?? [];
  }

  refuse(terminalId: string): void {
    this.#service?.refuse(terminalId);
  }

  linked(): PeerIdentity[] {
    return this.#service?.linked() ?? [];
  }

  send(to: string, channel: string, body: Uint8Array): boolean {
    return this.#service?.signal(to, channel, body) ?? false;
  }

  listen(channel: string, listener: (from: string, body: Uint8Array) => void): () => void {
    const listeners = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  deliver(signal: Signal): void {
    for (const listener of this.#listeners.get(signal.channel) ?? []) listener(signal.from, signal.body);
  }
}
