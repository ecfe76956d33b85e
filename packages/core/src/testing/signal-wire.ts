import type { SignalPort } from '../replication/signal-port.ts';

/** Signals of terminals that are all linked, until one is cut off. */
export class SignalWire {
  readonly ports = new Map<string, Map<string, (from: string, body: Uint8Array) => void>>();
  readonly cut = new Set<string>();
  sent = 0;

  port(id: string): SignalPort {
    const listeners = new Map<string, (from: string, body: Uint8Array) => void>();
    this.ports.set(id, listeners);
    const others = () => [...this.ports.keys()].filter((one) => one !== id && !this.cut.has(one) && !this.cut.has(id));
    return {
      send: (_to, channel, body) => {
        this.sent += 1;
        for (const other of others()) this.ports.get(other)?.get(channel)?.(id, body);
        return others().length > 0;
      },
      listen(channel, listener) {
        listeners.set(channel, listener);
        return () => listeners.delete(channel);
      },
      linked: () => others().map((terminalId) => ({ terminalId, kind: 'direct' as const })),
    };
  }
}
