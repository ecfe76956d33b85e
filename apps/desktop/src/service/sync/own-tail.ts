import type { OriginHead } from '@apotheca/core/replication/ports';

/** The others are asked at every start, but a terminal that is alone does not wait for them long. */
const startMs = 3_000;
/** The rows come, or whoever told of them has none. */
const claimMs = 5_000;
/** A claim that brought nothing holds up nobody again for so long. */
const againMs = 600_000;

/**
 * A data directory or a machine that was put back to an earlier state does not know it: only the others have the rows
 * that are gone. What is written here meanwhile is not signed, so that it can still go under another name. Nobody can
 * stop this terminal by a mere claim: the wait is short, and the rows themselves decide.
 */
export class OwnTail {
  readonly #engine: { holdSeals(forMs: number): void };
  readonly #clock: { monotonicMs(): number };
  readonly #claimedMs = new Map<string, number>();

  constructor(engine: { holdSeals(forMs: number): void }, clock: { monotonicMs(): number }) {
    this.#engine = engine;
    this.#clock = clock;
  }

  /** What others there are may know more. */
  started(hasOthers: boolean): void {
    if (hasOthers) this.#engine.holdSeals(startMs);
  }

  /** Somebody told all it has. */
  told(heads: readonly OriginHead[], own: { readonly origin: string; readonly seq: number }): void {
    if (!heads.some(({ origin, seq }) => origin === own.origin && seq > own.seq)) this.#engine.holdSeals(0);
  }

  /** Somebody says it has rows of the incarnation written here that are not here. */
  claimed(from: string): void {
    const before = this.#claimedMs.get(from);
    if (before !== undefined && this.#clock.monotonicMs() - before < againMs) return;
    this.#claimedMs.set(from, this.#clock.monotonicMs());
    this.#engine.holdSeals(claimMs);
  }
}
