import type { Direction, DoseUnit, ExpandedSig, SigStructure } from './sig/sig-model.ts';
import { mostOnOneDay, stepsOf } from './sig/sig-rate.ts';

/** What is used over time. */
export interface Use {
  readonly unitsMilli: number;
  readonly days: number;
  readonly unit: DoseUnit;
  /** Times a day, for what is lost at each use (priming a pen); 0 where it is less than daily. */
  readonly usesPerDay: number;
}

export function useOf(sig: ExpandedSig): Use | null {
  if (sig.rate === null || sig.rate.unit === null || sig.structure === null) return null;
  const last = stepsOf(sig.structure).at(-1) ?? [];
  return { unitsMilli: sig.rate.unitsMilli, days: sig.rate.days, unit: sig.rate.unit, usesPerDay: usesPerDay(last) };
}

function usesPerDay(step: readonly Direction[]): number {
  let uses = 0;
  for (const { frequency, when } of step) {
    if (frequency === null) uses += when.length;
    else if (frequency.kind === 'per-day') uses += frequency.high;
    else if (frequency.kind === 'every-hours') uses += Math.floor(24 / frequency.low);
  }
  return uses;
}

/**
 * Grams on the skin where the place has a known area: one fingertip unit is 0.5 g; a day of two applications is 2.5 g
 * for the face, 3 g for an arm, 6 g for a leg, 7 g for one side of the trunk (clinical-checks.md section 8).
 */
const gramsMilliTwice: Readonly<Record<string, number>> = {
  face: 2500,
  arm: 3000,
  arms: 6000,
  leg: 6000,
  legs: 12_000,
  trunk: 14_000,
  chest: 7000,
  back: 7000,
};

export function skinUse(structure: SigStructure): { gramsMilli: number; how: string } | null {
  const [direction] = structure.directions;
  if (!direction || structure.directions.length > 1 || direction.dose !== null || direction.asNeeded) return null;
  if (direction.frequency?.kind !== 'per-day') return null;
  const times = direction.frequency.high;
  let total = 0;
  for (const route of direction.routes) {
    const grams = gramsMilliTwice[route];
    if (grams === undefined) return null;
    total += grams;
  }
  if (total === 0) return null;
  return { gramsMilli: (total / 2) * times, how: ` (fingertip units for ${direction.routes.join(' and ')})` };
}

/** The whole of a course whose every step ends, and how far a smaller quantity reaches into it. */
export function courseUse(structure: SigStructure): {
  readonly unitsMilli: number;
  until(quantityMilli: number): { days: number; least: number; most: number; calculation: string; ruleId: string };
} | null {
  const days = new Map<number, number>();
  let from = 1;
  for (const step of stepsOf(structure)) {
    let longest = 0;
    for (const direction of step) {
      const length = lengthOf(direction);
      const perDay = mostOnOneDay(direction);
      if (length === null || perDay === null || (direction.frequency !== null && !isDaily(direction))) return null;
      const start = direction.courseDays?.from ?? from;
      for (let day = start; day < start + length; day += 1) days.set(day, (days.get(day) ?? 0) + perDay);
      longest = Math.max(longest, start + length - from);
    }
    from += longest;
  }
  const ordered = [...days.entries()].sort(([a], [b]) => a - b);
  const total = ordered.reduce((sum, [, units]) => sum + units, 0);
  return {
    unitsMilli: total,
    until(quantityMilli) {
      let rest = quantityMilli;
      let reached = 0;
      for (const [day, units] of ordered) {
        if (units > rest) break;
        rest -= units;
        reached = day;
      }
      const calculation = `the course needs ${total / 1000}, ${quantityMilli / 1000} reaches to day ${reached}`;
      return { days: reached, least: reached, most: reached, calculation, ruleId: 'DS-10' };
    },
  };
}

function isDaily({ frequency }: Direction): boolean {
  return (
    frequency?.kind === 'per-day' ||
    frequency?.kind === 'once' ||
    (frequency?.kind === 'every-hours' && frequency.low <= 24)
  );
}

function lengthOf({ duration, courseDays, frequency }: Direction): number | null {
  if (courseDays) return courseDays.to - courseDays.from + 1;
  if (duration?.unit === 'day') return duration.count;
  if (duration?.unit === 'week') return duration.count * 7;
  return frequency?.kind === 'once' ? 1 : null;
}
