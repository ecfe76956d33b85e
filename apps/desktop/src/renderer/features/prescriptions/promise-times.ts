/** Usual promises, as minutes from now. */
export const promiseMinutes = [15, 30, 60, 120, 240] as const;

/** The instant so many minutes from now, on a full five minutes, never earlier than promised. */
export function promisedIn(minutes: number, nowMs: number): string {
  const step = 5 * 60_000;
  return new Date(Math.ceil((nowMs + minutes * 60_000) / step) * step).toISOString();
}

/** Ten o'clock of the next day, in the clock of this window. */
export function promisedTomorrow(nowMs: number): string {
  const at = new Date(nowMs);
  at.setDate(at.getDate() + 1);
  at.setHours(10, 0, 0, 0);
  return at.toISOString();
}
