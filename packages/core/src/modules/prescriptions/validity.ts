import { addMonths } from '../../kernel/time.ts';

/**
 * How long a prescription may be filled and how often it may be refilled, as rows: the fact sheet
 * controlled-substances-us.md section 2 gives each its mark. States that differ are rows of the policy gate.
 */
export interface ValidityRule {
  readonly id: string;
  readonly schedule: string | null;
  /** Calendar months from the written date, through the same day of the month; null: no federal limit. */
  readonly months: number | null;
  /** Most refills; null: as authorised. */
  readonly refillsMax: number | null;
  readonly cite: string;
  /** `law`: refuses. `house`: usual state or store rule, kept as data. */
  readonly basis: 'law' | 'house';
}

export const validityRules: readonly ValidityRule[] = [
  { id: 'us.cii.no-refill', schedule: 'CII', months: null, refillsMax: 0, cite: '21 CFR 1306.12(a)', basis: 'law' },
  { id: 'us.ciii.six-months', schedule: 'CIII', months: 6, refillsMax: 5, cite: '21 CFR 1306.22(a)', basis: 'law' },
  { id: 'us.civ.six-months', schedule: 'CIV', months: 6, refillsMax: 5, cite: '21 CFR 1306.22(a)', basis: 'law' },
  {
    id: 'us.cv.house',
    schedule: 'CV',
    months: 6,
    refillsMax: null,
    cite: 'store rule: C-V as C-III and C-IV',
    basis: 'house',
  },
  {
    id: 'us.rx.year',
    schedule: null,
    months: 12,
    refillsMax: null,
    cite: 'usual state rule: 12 months',
    basis: 'house',
  },
];

/** Undefined for schedules of other countries: their validity is the policy gate's alone. */
export function validityRule(schedule: string | null): ValidityRule | undefined {
  return validityRules.find((rule) => rule.schedule === schedule);
}

export function isControlled(schedule: string | null): boolean {
  return schedule !== null && /^C(I{1,3}|IV|V)$/.test(schedule);
}

/** Last day it may be filled; undefined while the date is unknown or where no rule sets one. */
export function expiryOf(
  schedule: string | null,
  writtenOn: string | null,
): { readonly expiresOn: string; readonly rule: ValidityRule } | undefined {
  const rule = validityRule(schedule);
  if (writtenOn === null || !rule || rule.months === null) return undefined;
  return { expiresOn: addMonths(writtenOn, rule.months), rule };
}
