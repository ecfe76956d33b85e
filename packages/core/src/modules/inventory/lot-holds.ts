import type { Clock } from '../../kernel/ports.ts';
import type { SignalPort } from '../../replication/signal-port.ts';
import type { Allocation } from './model.ts';

export const reservationsChannel = 'reservations';

/** Monotonic. A fill that is being counted is said again long before. */
export const holdMs = 90_000;
const sayAgainMs = 30_000;
const peersMax = 64;
const lotsMax = 200;
const bodyBytesMax = 64 * 1024;

/** Lots somebody is about to take from. */
export interface LotHold {
  readonly terminalId: string;
  readonly batchId: string;
  readonly quantityMilli: number;
}

interface Held {
  readonly lots: ReadonlyMap<string, number>;
  readonly untilMs: number;
}

export interface LotHoldsOptions {
  readonly terminalId: string;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  /** Undefined for a terminal alone. */
  readonly signals: SignalPort | undefined;
}

/**
 * Which lots are about to be taken from, here and on the terminals that are linked: told by signals, kept in memory,
 * gone by themselves. Nothing is refused because of it; it only makes two people reach for different bottles.
 */
export class LotHolds {
  readonly #options: LotHoldsOptions;
  /** Fills in progress on this terminal, by a key of theirs. */
  readonly #own = new Map<string, Held>();
  /** What each other terminal last said, as a whole. */
  readonly #peers = new Map<string, Held>();
  readonly #unlisten: () => void;
  #saidMs: number | null = null;

  constructor(options: LotHoldsOptions) {
    this.#options = options;
    this.#unlisten =
      options.signals?.listen(reservationsChannel, (from, body) => this.#heard(from, body)) ?? (() => {});
  }

  stop(): void {
    this.#unlisten();
  }

  /** A fill begins or goes on; said again it lasts again. */
  put(key: string, allocations: readonly Allocation[]): void {
    const lots = sumByLot(allocations.map(({ batchId, quantityMilli }) => [batchId, quantityMilli]));
    const before = this.#own.get(key);
    this.#own.set(key, { lots, untilMs: this.#now() + holdMs });
    if (!before || !isSame(before.lots, lots)) this.#say();
  }

  /** The fill is made, or nobody makes it any more. */
  end(key: string): void {
    if (this.#own.delete(key)) this.#say();
  }

  tick(): void {
    const nowMs = this.#now();
    for (const [key, { untilMs }] of this.#own) if (untilMs <= nowMs) this.#own.delete(key);
    for (const [id, { untilMs }] of this.#peers) if (untilMs <= nowMs) this.#peers.delete(id);
    if (this.#own.size > 0 && (this.#saidMs === null || nowMs - this.#saidMs >= sayAgainMs)) this.#say();
  }

  /** Of one lot, or of all; for screens. */
  list(batchId?: string): LotHold[] {
    const { terminalId } = this.#options;
    const here = [...this.#alive(this.#own)].map(([, held]) => [terminalId, held] as const);
    return [...here, ...this.#there()].flatMap(([from, { lots }]) =>
      [...lots]
        .filter(([id]) => batchId === undefined || id === batchId)
        .map(([id, quantityMilli]) => ({ terminalId: from, batchId: id, quantityMilli })),
    );
  }

  /**
   * Whether a lot is to give way for this fill: somebody else is about to take from it, or this fill chose other lots
   * that nobody else wants, which then are what stands on the counter. Two who chose a lot in the same moment do not
   * both give way: the one with the smaller name keeps it.
   */
  isHeldFrom(key: string | undefined, batchId: string): boolean {
    const chosen = key === undefined ? undefined : new Map(this.#alive(this.#own)).get(key)?.lots;
    if (chosen === undefined || chosen.has(batchId)) return this.#isWantedElsewhere(key, batchId, chosen !== undefined);
    const stands = ![...chosen.keys()].some((lot) => this.#isWantedElsewhere(key, lot, true));
    return stands || this.#isWantedElsewhere(key, batchId, false);
  }

  #isWantedElsewhere(key: string | undefined, batchId: string, isOurs: boolean): boolean {
    if (this.isHeldHereBut(key, batchId, isOurs)) return true;
    return this.#there().some(
      ([terminalId, { lots }]) => lots.has(batchId) && !(isOurs && this.#options.terminalId < terminalId),
    );
  }

  /** For another fill of this terminal; `winsTies` for a fill that holds the lot itself. */
  isHeldHereBut(key: string | undefined, batchId: string, winsTies = false): boolean {
    for (const [other, { lots }] of this.#alive(this.#own)) {
      if (other !== key && lots.has(batchId) && !(winsTies && key !== undefined && key < other)) return true;
    }
    return false;
  }

  #there(): [terminalId: string, held: Held][] {
    const alive = [...this.#alive(this.#peers)];
    const linked = alive.length === 0 ? undefined : this.#options.signals?.linked?.();
    if (!linked || linked.some(({ kind }) => kind === 'relay')) return alive;
    return alive.filter(([terminalId]) => linked.some((peer) => peer.terminalId === terminalId));
  }

  *#alive(held: ReadonlyMap<string, Held>): Iterable<[string, Held]> {
    const nowMs = this.#now();
    for (const one of held) if (one[1].untilMs > nowMs) yield one;
  }

  #say(): void {
    this.#saidMs = this.#now();
    const all = sumByLot([...this.#alive(this.#own)].flatMap(([, { lots }]) => [...lots]));
    const body = Buffer.from(JSON.stringify({ lots: [...all].slice(0, lotsMax) }));
    this.#options.signals?.send('*', reservationsChannel, body);
  }

  #heard(from: string, body: Uint8Array): void {
    const lots = body.length > bodyBytesMax ? null : readLots(body);
    if (lots === null || from === this.#options.terminalId) return;
    this.#peers.delete(from);
    if (lots.size === 0) return;
    this.#peers.set(from, { lots, untilMs: this.#now() + holdMs });
    const [oldest] = this.#peers.keys();
    if (this.#peers.size > peersMax && oldest !== undefined) this.#peers.delete(oldest);
  }

  #now(): number {
    return this.#options.clock.monotonicMs();
  }
}

function sumByLot(lots: readonly (readonly [string, number])[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [batchId, milli] of lots) sums.set(batchId, (sums.get(batchId) ?? 0) + milli);
  return sums;
}

function isSame(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): boolean {
  return a.size === b.size && [...a].every(([batchId, milli]) => b.get(batchId) === milli);
}

/** Another version of a terminal may say more; what cannot be read is as if nothing was said. */
function readLots(body: Uint8Array): Map<string, number> | null {
  try {
    const { lots } = JSON.parse(Buffer.from(body).toString()) as { lots?: unknown };
    if (!Array.isArray(lots) || lots.length > lotsMax) return null;
    const read = new Map<string, number>();
    for (const lot of lots as unknown[]) {
      const [batchId, milli] = Array.isArray(lot) ? (lot as unknown[]) : [];
      const isLot = typeof batchId === 'string' && batchId.length > 0 && batchId.length <= 64;
      if (!isLot || !Number.isSafeInteger(milli) || (milli as number) <= 0) return null;
      read.set(batchId, milli as number);
    }
    return read;
  } catch {
    return null;
  }
}
