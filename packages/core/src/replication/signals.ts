import type { Random } from '../kernel/ports.ts';
import { limits } from './limits.ts';
import type { RoutedSignal } from './messages.ts';
import type { PeerSession } from './peer-session.ts';
import type { Signal } from './ports.ts';
import { sharedStockChannel } from './shared-stock.ts';
import type { SignalSealer } from './sync-types.ts';
import { WireFault } from './wire.ts';

/** Travel unsealed: the relay votes too, and may be shown the stock where the owner says so. */
const openChannels: ReadonlySet<string> = new Set(['lease', sharedStockChannel]);
const remembered = 4_096;

export interface SignalContext {
  readonly terminalId: string;
  readonly forwards: boolean;
  readonly sealer: SignalSealer;
  readonly random: Random;
  sessions(): readonly PeerSession[];
  onSignal(signal: Signal): void;
  onElsewhere?: ((signal: RoutedSignal) => void) | undefined;
}

/** Small messages that are not kept: delivered once, or lost. A terminal sends, a relay passes on by `to`. */
export class Signals {
  readonly #context: SignalContext;
  readonly #seen = new Set<string>();

  constructor(context: SignalContext) {
    this.#context = context;
  }

  send(to: string, channel: string, body: Uint8Array): boolean {
    const { terminalId: from, random, sealer } = this.#context;
    const plain = { id: Buffer.from(random.bytes(8)).toString('hex'), from, to, channel, body };
    const signal = openChannels.has(channel) ? plain : { ...plain, body: sealer.seal(plain) };
    if (signal.body.length > limits.signalBytes) throw new RangeError(`a signal on ${channel} is too large`);
    this.#remember(signal);
    return this.#spread(signal, null);
  }

  /** What came by a link. A direct peer speaks for itself only; a relay for all, which the seal proves. */
  received(session: PeerSession, signal: RoutedSignal): void {
    if (session.link.peer.kind === 'direct' && signal.from !== session.terminalId) {
      throw new WireFault('a terminal signals for itself only');
    }
    this.#take(signal, session);
  }

  /** What another instance of this relay got. */
  deliver(signal: RoutedSignal): void {
    this.#take(signal, null);
  }

  #take(signal: RoutedSignal, by: PeerSession | null): void {
    const { terminalId, forwards, onElsewhere } = this.#context;
    if (signal.from === terminalId || !this.#remember(signal)) return;
    if (signal.to === terminalId || signal.to === '*') this.#open(signal);
    if (!forwards || signal.to === terminalId) return;
    const isDelivered = this.#spread(signal, by);
    if (by && (signal.to === '*' || !isDelivered)) onElsewhere?.(signal);
  }

  #open(signal: RoutedSignal): void {
    const { sealer, onSignal } = this.#context;
    const { from, to, channel } = signal;
    const body = openChannels.has(channel) ? Uint8Array.from(signal.body) : sealer.open(signal);
    if (body) onSignal({ from, to, channel, body });
  }

  /** To the terminal itself where it is linked, else to relays; `*` to all. A link that does not drain gets none. */
  #spread(signal: RoutedSignal, except: PeerSession | null): boolean {
    const sessions = this.#context.sessions().filter((session) => session !== except && session.canWrite);
    const direct = sessions.filter((session) => session.terminalId === signal.to);
    const relays = sessions.filter((session) => session.link.peer.kind === 'relay' && !this.#context.forwards);
    const chosen = signal.to === '*' ? sessions : direct.length > 0 ? direct : relays;
    for (const session of chosen) {
      if (session.terminalId !== signal.from) session.send({ type: 'signal', signal });
    }
    return chosen.length > 0;
  }

  /** False for one that came before. */
  #remember(signal: RoutedSignal): boolean {
    const key = `${signal.from} ${signal.id}`;
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    if (this.#seen.size > remembered) this.#seen.delete(this.#seen.values().next().value as string);
    return true;
  }
}
