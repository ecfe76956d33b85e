/** A step longer than this was no waiting: the machine slept, was busy, or somebody set its clock. */
const stepMsMax = 2_000;

/**
 * Time that passed, out of a wall clock that may jump: a jump forth counts two seconds, one back nothing. So setting
 * the clock cannot make every link look dead, or keep a dead one for an hour.
 */
export class Elapsed {
  #wallMs: number | null = null;
  #ms = 0;

  advance(wallMs: number): void {
    if (this.#wallMs !== null) this.#ms += Math.min(Math.max(wallMs - this.#wallMs, 0), stepMsMax);
    this.#wallMs = wallMs;
  }

  /** Milliseconds passed since the start. */
  get ms(): number {
    return this.#ms;
  }

  get wallMs(): number {
    return this.#wallMs ?? 0;
  }
}
