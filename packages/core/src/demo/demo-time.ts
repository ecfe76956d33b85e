import { addDays, dateIn, dayNumber } from '../kernel/time.ts';
import type { DemoPlace } from './places.ts';

export const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Moments of the demo's past, counted from the moment it is opened. */
export interface DemoTime {
  readonly nowMs: number;
  /** The store's date at that moment. */
  readonly today: string;
  /** Yesterday is 1. */
  date(daysAgo: number): string;
  /** About noon of that day at the store, and so many minutes later. */
  day(daysAgo: number, minutes: number): number;
  ago(minutes: number): number;
  /** The store's date at a moment. */
  dateAt(ms: number): string;
}

export function demoTime(place: DemoPlace, nowMs: number, today: string): DemoTime {
  return {
    nowMs,
    today,
    date: (daysAgo) => addDays(today, -daysAgo),
    day: (daysAgo, minutes) =>
      dayNumber(addDays(today, -daysAgo)) * dayMs + place.noonUtcMinutes * minuteMs + minutes * minuteMs,
    ago: (minutes) => nowMs - minutes * minuteMs,
    dateAt: (ms) => dateIn(place.profile.timeZone, ms),
  };
}

export function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
