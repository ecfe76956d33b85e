import { createHash } from 'node:crypto';
import type { Clock, PasswordHasher, Random } from '../kernel/ports.ts';

/** A clock that stands still until it is told otherwise. */
export class FakeClock implements Clock {
  #wallMs: number;
  #monotonicMs = 0;

  constructor(now: string) {
    this.#wallMs = Date.parse(now);
  }

  nowMs(): number {
    return this.#wallMs;
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  advance(ms: number): void {
    this.#wallMs += ms;
    this.#monotonicMs += ms;
  }

  /** The wall clock alone, as when someone sets it; may go back. */
  jump(ms: number): void {
    this.#wallMs += ms;
  }

  set(now: string): void {
    this.#wallMs = Date.parse(now);
  }
}

/** Bytes from a seed: SHA-256 in counter mode. Repeatable; for tests and generated data only. */
export class SeededRandom implements Random {
  readonly #seed: string;
  #counter = 0;
  #rest: Buffer = Buffer.alloc(0);

  constructor(seed: string) {
    this.#seed = seed;
  }

  bytes(length: number): Uint8Array {
    while (this.#rest.length < length) {
      const block = createHash('sha256').update(`${this.#seed} ${this.#counter}`).digest();
      this.#counter += 1;
      this.#rest = Buffer.concat([this.#rest, block]);
    }
    const taken = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return Uint8Array.from(taken);
  }
}

/** Argon2id costs 30 ms a time by design; tests of other things take this. */
export const plainHasher: PasswordHasher = {
  hash: async (secret) => `plain:${secret}`,
  verify: async (phc, secret) => phc === `plain:${secret}`,
};
