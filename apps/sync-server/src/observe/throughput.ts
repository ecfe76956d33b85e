import type { Metrics } from './metrics.ts';

interface Sample {
  readonly atMs: number;
  readonly rows: number;
  readonly bytes: number;
}

const everyMs = 1_000;
const samplesMax = 11;

/** Rows and bytes a second over the last ten seconds. */
export class Throughput {
  readonly #metrics: Metrics;
  readonly #monotonicMs: () => number;
  readonly #samples: Sample[] = [];
  readonly #timer: NodeJS.Timeout;

  constructor(metrics: Metrics, monotonicMs: () => number) {
    this.#metrics = metrics;
    this.#monotonicMs = monotonicMs;
    this.#timer = setInterval(() => void this.#sample(), everyMs).unref();
  }

  async #sample(): Promise<void> {
    const { rows, receivedBytes, sentBytes } = this.#metrics;
    const read = async (counter: typeof rows) => (await counter.get()).values[0]?.value ?? 0;
    const bytes = (await read(receivedBytes)) + (await read(sentBytes));
    this.#samples.push({ atMs: this.#monotonicMs(), rows: await read(rows), bytes });
    if (this.#samples.length > samplesMax) this.#samples.shift();
  }

  now(): { rowsPerSecond: number; bytesPerSecond: number } {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    const seconds = first && last ? (last.atMs - first.atMs) / 1000 : 0;
    if (!first || !last || seconds === 0) return { rowsPerSecond: 0, bytesPerSecond: 0 };
    return { rowsPerSecond: (last.rows - first.rows) / seconds, bytesPerSecond: (last.bytes - first.bytes) / seconds };
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
