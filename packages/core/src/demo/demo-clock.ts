import type { Clock } from '../kernel/ports.ts';

/** The clock of a demo store: set back while its past is played, then the real one. */
export class DemoClock implements Clock {
  readonly #real: Clock;
  #setMs: number | null = null;

  constructor(real: Clock) {
    this.#real = real;
  }

  nowMs(): number {
    return this.#setMs ?? this.#real.nowMs();
  }

  monotonicMs(): number {
    return this.#real.monotonicMs();
  }

  set(ms: number): void {
    this.#setMs = ms;
  }

  release(): void {
    this.#setMs = null;
  }
}
