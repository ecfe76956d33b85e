/** Figures of a list of durations: the median to quote, and the slow end. */
export interface Spread {
  readonly count: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

export function spreadOf(durationsMs: readonly number[]): Spread {
  const sorted = [...durationsMs].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { count: sorted.length, p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), maxMs: sorted.at(-1) ?? 0 };
}

/** One line of the report. `aim` says what the figure should be; `isMet` whether it was, in this run. */
export interface Figure {
  readonly name: string;
  readonly value: string;
  readonly aim?: string;
  readonly isMet?: boolean;
}

export function ms(value: number): string {
  return value < 10 ? `${value.toFixed(2)} ms` : `${value.toFixed(0)} ms`;
}

export function timed<R>(durationsMs: number[], work: () => R): R {
  const start = performance.now();
  const result = work();
  durationsMs.push(performance.now() - start);
  return result;
}

export async function timedAsync<R>(durationsMs: number[], work: () => Promise<R>): Promise<R> {
  const start = performance.now();
  const result = await work();
  durationsMs.push(performance.now() - start);
  return result;
}

/** Small seeded generator, so that a run asks the same questions as the one before. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
