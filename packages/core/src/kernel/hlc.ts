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
