import type { Clock } from './ports.ts';
import { assert } from './refusal.ts';

/**
 * Hybrid logical clock (Kulkarni et al. 2014) in one safe integer: milliseconds x 1024 + counter. Never goes back on
 * one terminal, follows what it has seen from others, and is refused when it is too far ahead.
 */
export const hlcStepsPerMs = 1024;
/** A stamp further ahead than this is refused: a wrong clock elsewhere must not drag ours along. */
export const hlcSkewMsMax = 24 * 60 * 60 * 1000;

export function nextHlc(last: number, nowMs: number): number {
  const next = Math.max(last + 1, nowMs * hlcStepsPerMs);
  assert(Number.isSafeInteger(next), 'the hybrid clock fits a safe integer');
  return next;
}

export function hlcMs(hlc: number): number {
  return Math.floor(hlc / hlcStepsPerMs);
}

export function isTooFarAhead(hlc: number, nowMs: number): boolean {
  return hlcMs(hlc) > nowMs + hlcSkewMsMax;
}

/**
 * The wall clock as stamps follow it. A stamp can never be taken back: later ones must be higher, and other terminals
 * refuse what is more than a day ahead of them. So a wall clock that leaps ahead while the terminal runs moves the
 * stamps by a day at most, and from then on twice as fast as time passes, until it is put right or caught up with
 * (a machine that slept over a weekend). What is shown to people comes from the clock itself, never from a stamp.
 */
export class StampClock {
  readonly #clock: Clock;
  #wallMs: number;
  #monotonicMs: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#wallMs = clock.nowMs();
    this.#monotonicMs = clock.monotonicMs();
  }

  nowMs(): number {
    const wallMs = this.#clock.nowMs();
    const monotonicMs = this.#clock.monotonicMs();
    const passedMs = monotonicMs - this.#monotonicMs;
    const highestMs = this.#wallMs + 2 * passedMs + hlcSkewMsMax;
    if (wallMs > highestMs) return Math.floor(highestMs);
    this.#wallMs = Math.max(wallMs, this.#wallMs + passedMs);
    this.#monotonicMs = monotonicMs;
    return wallMs;
  }
}
