import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock, Random } from '../../kernel/ports.ts';

const challengeMsMax = 5 * 60 * 1000;
const nonceBytes = 16;
const untilBytes = 8;
const headBytes = nonceBytes + untilBytes;

/**
 * Challenges that are not kept: each carries when it ends and a code that only this run of the program can make, so
 * asking for any number of them costs nobody anything. Kept are those that were answered rightly, until they end.
 */
export class Challenges {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #key: Uint8Array;
  /** In the order of their ends, as near as answers come in order: what is over is taken from the front. */
  readonly #spent = new Map<string, number>();

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
    this.#key = random.bytes(32);
  }

  get kept(): number {
    return this.#spent.size;
  }

  /** `purpose` is who may answer it, and what for. */
  issue(purpose: string): Uint8Array<ArrayBuffer> {
    const head = Buffer.alloc(headBytes);
    head.set(this.#random.bytes(nonceBytes));
    head.writeDoubleBE(this.#clock.monotonicMs() + challengeMsMax, nonceBytes);
    return new Uint8Array(Buffer.concat([head, this.#code(purpose, head)]));
  }

  #code(purpose: string, head: Uint8Array): Buffer {
    return createHmac('sha256', this.#key).update(head).update(purpose).digest();
  }

  /** True when this one was given out for the purpose, has not ended and was not answered yet. */
  isOpen(purpose: string, challenge: string): boolean {
    const bytes = Buffer.from(challenge, 'base64url');
    if (bytes.length !== headBytes + 32 || this.#spent.has(bytes.toString('base64url'))) return false;
    const head = bytes.subarray(0, headBytes);
    const isOurs = timingSafeEqual(bytes.subarray(headBytes), this.#code(purpose, head));
    return isOurs && head.readDoubleBE(nonceBytes) >= this.#clock.monotonicMs();
  }

  /** Once for each; false when another answer was first. */
  spend(purpose: string, challenge: string): boolean {
    if (!this.isOpen(purpose, challenge)) return false;
    const nowMs = this.#clock.monotonicMs();
    for (const [other, untilMs] of this.#spent) {
      if (untilMs >= nowMs) break;
      this.#spent.delete(other);
    }
    const bytes = Buffer.from(challenge, 'base64url');
    this.#spent.set(bytes.toString('base64url'), nowMs + challengeMsMax);
    return true;
  }
}
