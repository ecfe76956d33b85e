import type { Direction, DoseUnit, ExpandedSig, SigStructure, UseRate } from './sig-model.ts';

type Totals = Pick<
  ExpandedSig,
  'maxPerDayMilli' | 'maxPerDoseMilli' | 'doseUnit' | 'rate' | 'cadence' | 'asNeeded' | 'courseDays'
>;

/** Most on one day, at one time and over time. A range counts with its upper end, an interval with its shortest. SIG-20. */
export function totalsOf(structure: SigStructure): Totals {
  const steps = stepsOf(structure);
  const units = new Set(structure.directions.map((d) => d.dose?.unit ?? null));
  const doseUnit = units.size === 1 ? (structure.directions[0]?.dose?.unit ?? null) : null;
  const asNeeded = structure.directions.some((d) => d.asNeeded);
  const doses = structure.directions.map((d) => (d.dose === null ? null : d.dose.highMilli * placesOf(d)));
  const maxPerDoseMilli = doseUnit !== null && doses.every((d) => d !== null) ? Math.max(...doses) : null;
  const perDay = steps.map((step) => sum(step.map(mostOnOneDay)));
  const known = doseUnit !== null && perDay.every((d) => d !== null);
  const last = steps.at(-1) ?? [];
  return {
    doseUnit,
    asNeeded,
    maxPerDoseMilli,
    maxPerDayMilli: known ? Math.max(...(perDay as number[])) : null,
    rate: known ? rateOf(last, doseUnit) : null,
    cadence: cadenceOf(structure.directions),
    courseDays: courseDaysOf(steps),
  };
}

/** Directions of the same days stand together; `then` begins the next step. */
export function stepsOf(structure: SigStructure): Direction[][] {
  const steps: Direction[][] = [];
  structure.directions.forEach((direction, index) => {
    const isSame = index > 0 && structure.joins[index - 1] === 'and';
    if (isSame) steps.at(-1)?.push(direction);
    else steps.push([direction]);
  });
  return steps;
}

function sum(values: readonly (number | null)[]): number | null {
  let total = 0;
  for (const value of values) {
    if (value === null) return null;
    total += value;
  }
  return total;
}

/** Null where the sig does not bound it. */
export function mostOnOneDay(direction: Direction): number | null {
  const limit = limitOf(direction);
  const dose = direction.dose === null ? null : direction.dose.highMilli * placesOf(direction);
  const times = timesOnADay(direction);
  if (dose === null || times === null) return limit;
  const computed = dose * times;
  return limit === null ? computed : Math.min(limit, computed);
}

/** The amount goes into each of them. */
const pairs: readonly string[] = ['both-eyes', 'both-ears', 'each-nostril'];
export function placesOf(direction: Direction): number {
  return direction.routes.some((route) => pairs.includes(route)) ? 2 : 1;
}

function limitOf({ max, dose }: Direction): number | null {
  if (max === null) return null;
  if (max.unit === 'dose') return dose ? (dose.highMilli * max.milli) / 1000 : null;
  return max.unit === null || max.unit === dose?.unit ? max.milli : null;
}

const single = /^(with|before|after)-(breakfast|lunch|dinner)$/;

function timesOnADay(direction: Direction): number | null {
  const { frequency, when, repeat, asDirected, courseDays } = direction;
  if (asDirected) return null;
  if (frequency === null) {
    if (courseDays !== null) return 1;
    const meals = when.filter((w) => single.test(w.split(':').at(-1) ?? w));
    return meals.length > 0 && meals.length === when.length ? meals.length : null;
  }
  if (frequency.kind === 'every-minutes') return null;
  if (frequency.kind === 'per-day') return repeat ? null : frequency.high;
  if (frequency.kind === 'every-hours') return Math.max(1, Math.floor(24 / frequency.low));
  return repeat ? null : 1;
}

/** How much in how many days, in the step that goes on. */
function rateOf(step: readonly Direction[], unit: DoseUnit | null): UseRate | null {
  let total: UseRate | null = null;
  for (const direction of step) {
    const perDay = mostOnOneDay(direction);
    if (direction.dose === null || perDay === null) return null;
    const dose = direction.dose.highMilli * placesOf(direction);
    const one = { unit, ...intervalOf(direction, dose, perDay) };
    total = total ? added(total, one) : one;
  }
  return total;
}

function intervalOf({ frequency }: Direction, dose: number, perDay: number): { unitsMilli: number; days: number } {
  switch (frequency?.kind) {
    case 'every-days':
      return { unitsMilli: dose, days: frequency.days };
    case 'per-week':
      return { unitsMilli: dose * frequency.times, days: 7 };
    case 'every-weeks':
      return { unitsMilli: dose, days: 7 * frequency.weeks };
    case 'every-months':
      return { unitsMilli: dose, days: 30 * frequency.months };
    case 'every-hours':
      return frequency.low > 24 ? lowest(dose * 24, frequency.low) : { unitsMilli: perDay, days: 1 };
    default:
      return { unitsMilli: perDay, days: 1 };
  }
}

/** Every 72 hours is one in three days. */
function lowest(unitsMilli: number, days: number): { unitsMilli: number; days: number } {
  const divisor = days % 24 === 0 ? 24 : days % 12 === 0 ? 12 : 1;
  return { unitsMilli: unitsMilli / divisor, days: days / divisor };
}

function added(a: UseRate, b: UseRate): UseRate {
  return a.days === b.days
    ? { ...a, unitsMilli: a.unitsMilli + b.unitsMilli }
    : { ...a, unitsMilli: a.unitsMilli * b.days + b.unitsMilli * a.days, days: a.days * b.days };
}

function cadenceOf(directions: readonly Direction[]): ExpandedSig['cadence'] {
  const kinds = new Set(
    directions.map(({ frequency, asDirected, when, courseDays }) => {
      if (asDirected || frequency?.kind === 'every-minutes') return 'unknown';
      if (frequency === null) return when.length > 0 || courseDays !== null ? 'daily' : 'unknown';
      if (frequency.kind === 'per-day') return 'daily';
      if (frequency.kind === 'every-hours') return frequency.low <= 24 ? 'daily' : 'other';
      const isWeekly =
        (frequency.kind === 'per-week' && frequency.times === 1) ||
        (frequency.kind === 'every-days' && frequency.days === 7);
      return isWeekly ? 'weekly' : 'other';
    }),
  );
  const [only] = kinds;
  return kinds.size === 1 && only !== undefined
    ? (only as ExpandedSig['cadence'])
    : kinds.has('unknown')
      ? 'unknown'
      : 'other';
}

/** Days of a course the sig itself ends; null when it goes on. */
function courseDaysOf(steps: readonly (readonly Direction[])[]): number | null {
  let total = 0;
  for (const step of steps) {
    const days = step.map(daysOf);
    if (days.some((d) => d === null)) return null;
    const to = Math.max(...step.map((d) => d.courseDays?.to ?? 0));
    total = to > 0 ? Math.max(total, to) : total + Math.max(...(days as number[]));
  }
  return total;
}

function daysOf({ duration, courseDays, frequency }: Direction): number | null {
  if (courseDays) return courseDays.to - courseDays.from + 1;
  if (duration?.unit === 'day') return duration.count;
  if (duration?.unit === 'week') return duration.count * 7;
  if (duration?.unit === 'month') return duration.count * 30;
  if (duration?.unit === 'dose' && frequency?.kind === 'per-day') return Math.ceil(duration.count / frequency.high);
  return frequency?.kind === 'once' ? 1 : null;
}
