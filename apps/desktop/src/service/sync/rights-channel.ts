import type { Clock, Kernel, RightsPort, RightsWish } from '@apotheca/core';
import { decodeRights, encodeRights, type RightsMessage, rightsChannel } from './rights-messages.ts';
import type { Switchboard } from './switchboard.ts';

/** A person waits at the counter while others are asked. */
export const askMsMax = 1_500;
const tellMsUsual = 10_000;
/** How many times as early the first one comes. */
const firstTellSooner = 10;
/** Whoever was not heard for this long is not there, or no longer under that incarnation. */
const presentTells = 2.5;
/** Wishes of one terminal in one go, and then a second. */
const burst = 40;
const perSecond = 10;
/** Even shares can wait for the next round. */
const wishesAtOnce = 20;

interface Present {
  readonly origin: string;
  readonly heardMs: number;
}

interface Asked {
  readonly of: string;
  /** Called when something was committed, and with the answer. */
  look(answer: Extract<RightsMessage, { type: 'passed' }> | null): void;
}

export interface RightsChannelOptions {
  readonly switchboard: Pick<Switchboard, 'send' | 'listen' | 'linked' | 'status'>;
  readonly clock: Clock;
  readonly tellMs?: number;
  kernel(): Kernel;
  onUnexpected(error: unknown): void;
}

/** The other terminals of the store, as the inventory asks them for rights to controlled lots. */
export class RightsChannel implements RightsPort {
  readonly #options: RightsChannelOptions;
  readonly #tellMs: number;
  readonly #present = new Map<string, Present>();
  readonly #asked = new Map<string, Asked>();
  readonly #buckets = new Map<string, { tokens: number; atMs: number }>();
  #lastId = 0;
  #stop: (() => void) | null = null;

  constructor(options: RightsChannelOptions) {
    this.#options = options;
    this.#tellMs = options.tellMs ?? tellMsUsual;
  }

  /** Takes part from now on. */
  start(): void {
    const stops = [
      this.#options.switchboard.listen(rightsChannel, (from, body) => this.#guarded(() => this.#received(from, body))),
      this.#options.kernel().engine.onCommit((changes) => {
        if (this.#asked.size === 0 || !changes.some(({ kind }) => kind === 'lot' || kind === '*')) return;
        for (const asked of [...this.#asked.values()]) asked.look(null);
      }),
    ];
    const tell = () => this.#guarded(() => this.tell());
    const first = setTimeout(tell, this.#tellMs / firstTellSooner);
    const timer = setInterval(tell, this.#tellMs);
    this.#stop = () => {
      clearTimeout(first);
      clearInterval(timer);
      for (const stop of stops) stop();
    };
  }

  stop(): void {
    this.#stop?.();
    this.#stop = null;
  }

  ask(origin: string, wish: RightsWish, isEnough: () => boolean): Promise<void> {
    const of = terminalOf(origin);
    this.#lastId += 1;
    const id = `${this.#options.kernel().ledger.origin} ${this.#lastId}`;
    if (isEnough() || !this.#send(of, { type: 'wish', id, wish })) return Promise.resolve();
    return new Promise((resolve, reject) => {
      let entry: { origin: string; seq: number } | null = null;
      const end = (error?: unknown) => {
        clearTimeout(timer);
        this.#asked.delete(id);
        if (error === undefined) resolve();
        else reject(error);
      };
      const timer = setTimeout(end, askMsMax);
      this.#asked.set(id, {
        of,
        look: (answer) => {
          try {
            entry = answer ?? entry;
            const isNothing = answer !== null && answer.quantityMilli === 0;
            if (isNothing || isEnough() || (entry && this.#hasEntry(entry))) end();
          } catch (error) {
            end(error);
          }
        },
      });
    });
  }

  isReachable(origin: string): boolean {
    const terminalId = terminalOf(origin);
    const present = this.#presentOf(terminalId);
    if (present && present.origin !== origin) return false;
    const linked = this.#options.switchboard.linked();
    if (linked.some((peer) => peer.terminalId === terminalId)) return present !== null || !this.strandingOf(origin);
    return present !== null && linked.some(({ kind }) => kind === 'relay');
  }

  terminals(): number {
    const { host } = this.#options.kernel();
    return host.has('nodes') ? host.service('nodes').active().length : 1;
  }

  leads(): boolean {
    const { host } = this.#options.kernel();
    return host.has('lease') && host.service('lease').holds();
  }

  missing(): string[] {
    const { host } = this.#options.kernel();
    const active = host.has('nodes') ? host.service('nodes').active() : [];
    const own = terminalOf(this.#options.kernel().ledger.origin);
    const { peers } = this.#options.switchboard.status();
    const isHere = (id: string) =>
      peers.some((one) => one.terminalId === id && one.connected && one.behindEvents === 0);
    return active.filter((id) => id !== own && !isHere(id));
  }

  /** Stamps follow what a terminal has seen, so its incarnation with the latest one is the one it writes under. */
  strandingOf(origin: string): 'revoked' | 'superseded' | null {
    const { host, ledger } = this.#options.kernel();
    if (!ledger.hasOrigin(origin)) return null;
    const terminalId = terminalOf(origin);
    if (host.has('nodes') && host.service('nodes').member(terminalId)?.isRevoked) return 'revoked';
    const { origin: own } = ledger;
    if (terminalId === terminalOf(own)) return origin === own ? null : 'superseded';
    // Stamps of a clock that was set back would say that it is over: it says itself that it is not.
    if (this.#presentOf(terminalId)?.origin === origin) return null;
    const last = lastHlc(this.#options.kernel(), origin);
    const others = ledger.origins().filter((one) => one.terminalId === terminalId && one.origin !== origin);
    const isSuperseded = last > 0 && others.some((one) => lastHlc(this.#options.kernel(), one.origin) > last);
    return isSuperseded ? 'superseded' : null;
  }

  #received(from: string, body: Uint8Array): void {
    const message = decodeRights(body);
    if (!message) return;
    if (message.type === 'wish') this.#wished(from, message);
    else if (message.type === 'here') this.#heard(from, message.origin);
    else if (this.#asked.get(message.id)?.of === from && isOf(message.origin, from)) {
      this.#asked.get(message.id)?.look(message);
    }
  }

  #heard(from: string, origin: string): void {
    if (!isOf(origin, from)) return;
    const isNew = this.#presentOf(from)?.origin !== origin;
    this.#present.set(from, { origin, heardMs: this.#now() });
    if (isNew) this.#send(from, { type: 'here', origin: this.#options.kernel().ledger.origin });
  }

  /** Rights go only to an incarnation that is known here: under any other name they would be lost. */
  #wished(from: string, { id, wish }: Extract<RightsMessage, { type: 'wish' }>): void {
    const { ledger, host } = this.#options.kernel();
    if (!this.#mayWish(from) || !isOf(wish.to, from)) return;
    const isKnown = ledger.hasOrigin(wish.to) && ledger.head(wish.to).seq > 0 && this.strandingOf(wish.to) === null;
    const quantityMilli = isKnown ? host.service('inventory').rights.pass(wish) : 0;
    const { origin } = ledger;
    this.#send(from, { type: 'passed', id, quantityMilli, origin, seq: ledger.head(origin).seq });
  }

  /** Says that this terminal is here, and asks for its even share. */
  tell(): void {
    const { ledger, host } = this.#options.kernel();
    this.#send('*', { type: 'here', origin: ledger.origin });
    const isStockRunning = host.report().some(({ name, state }) => name === 'inventory' && state === 'running');
    if (!isStockRunning || this.terminals() < 2 || this.#options.switchboard.linked().length === 0) return;
    for (const { origin, wish } of host.service('inventory').rights.wishes().slice(0, wishesAtOnce)) {
      this.#lastId += 1;
      this.#send(terminalOf(origin), { type: 'wish', id: `${ledger.origin} ${this.#lastId}`, wish });
    }
  }

  #hasEntry({ origin, seq }: { origin: string; seq: number }): boolean {
    const { ledger } = this.#options.kernel();
    return ledger.hasOrigin(origin) && ledger.head(origin).seq >= seq;
  }

  #presentOf(terminalId: string): Present | null {
    const present = this.#present.get(terminalId);
    return present && this.#now() - present.heardMs < presentTells * this.#tellMs ? present : null;
  }

  #mayWish(from: string): boolean {
    const nowMs = this.#now();
    const bucket = this.#buckets.get(from) ?? { tokens: burst, atMs: nowMs };
    const tokens = Math.min(burst, bucket.tokens + (Math.max(0, nowMs - bucket.atMs) / 1000) * perSecond);
    this.#buckets.set(from, { tokens: Math.max(0, tokens - 1), atMs: nowMs });
    return tokens >= 1;
  }

  #send(to: string, message: RightsMessage): boolean {
    return this.#options.switchboard.send(to, rightsChannel, encodeRights(message));
  }

  #now(): number {
    return this.#options.clock.monotonicMs();
  }

  #guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#options.onUnexpected(error);
    }
  }
}

function lastHlc({ ledger }: Kernel, origin: string): number {
  return ledger.row(origin, ledger.head(origin).seq)?.hlc ?? 0;
}

function terminalOf(origin: string): string {
  return origin.slice(0, origin.lastIndexOf(':'));
}

function isOf(origin: string, terminalId: string): boolean {
  return terminalOf(origin) === terminalId;
}
