/** So many a second, with a reserve for bursts. What is asked for may be more than is left: the debt is waited for. */
export class TokenBucket {
  readonly #perSecond: number;
  readonly #burst: number;
  #level: number;
  #atMs: number;

  constructor(perSecond: number, burst: number, nowMs: number) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#level = burst;
    this.#atMs = nowMs;
  }

  /** `nowMs` is monotonic. */
  take(count: number, nowMs: number): boolean {
    const passedMs = Math.max(0, nowMs - this.#atMs);
    this.#atMs = nowMs;
    this.#level = Math.min(this.#burst, this.#level + (passedMs / 1000) * this.#perSecond);
    if (this.#level < Math.min(1, count)) return false;
    this.#level -= count;
    return true;
  }
}
