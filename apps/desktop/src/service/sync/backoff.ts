export const backoffMsMin = 250;
export const backoffMsMax = 30_000;
/** A link that held this long was a good one: the next loss begins at the beginning. */
export const stableMs = 60_000;

/**
 * How long to wait before dialling again: a random part of a bound that doubles, so that the terminals of a shop do
 * not all come back in the same moment after a power cut.
 */
export function backoffMs(failures: number, random: () => number): number {
  const bound = Math.min(backoffMsMax, backoffMsMin * 2 ** Math.min(Math.max(failures - 1, 0), 16));
  return Math.round(backoffMsMin / 2 + random() * (bound - backoffMsMin / 2));
}
