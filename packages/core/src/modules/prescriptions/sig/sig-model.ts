/** Directions taken apart. Quantities are thousandths of the unit. Source of the table: clinical-checks.md section 7. */

export const doseUnits = [
  'tablet',
  'capsule',
  'mL',
  'drop',
  'puff',
  'spray',
  'patch',
  'suppository',
  'unit',
  'mg',
  'mcg',
  'g',
  'application',
  'applicatorful',
  'lozenge',
  'packet',
  'vial',
  'film',
  'pump',
  'ring',
  'scoop',
  'capful',
  'piece',
  'syringe',
  'pen',
  'kit',
  'test',
] as const;
export type DoseUnit = (typeof doseUnits)[number];

export interface Dose {
  readonly lowMilli: number;
  readonly highMilli: number;
  /** Null: a bare number, and the product does not say what is counted. */
  readonly unit: DoseUnit | null;
}

export const verbs = [
  'take',
  'chew',
  'dissolve',
  'apply',
  'place',
  'inhale',
  'inject',
  'insert',
  'use',
  'swish-spit',
  'swish-swallow',
  'give',
  'test',
] as const;
export type Verb = (typeof verbs)[number];

export type Frequency =
  | {
      readonly kind: 'per-day';
      readonly low: number;
      readonly high: number;
      readonly named?: 'morning' | 'evening' | 'bedtime' | 'noon' | undefined;
    }
  | { readonly kind: 'every-hours'; readonly low: number; readonly high: number }
  /** Within an attack; says nothing about a day. */
  | { readonly kind: 'every-minutes'; readonly minutes: number }
  | { readonly kind: 'every-days'; readonly days: number }
  | { readonly kind: 'per-week'; readonly times: number; readonly weekdays: readonly number[] }
  | { readonly kind: 'every-weeks'; readonly weeks: number }
  | { readonly kind: 'every-months'; readonly months: number }
  | { readonly kind: 'once' };

export interface Duration {
  readonly count: number;
  readonly unit: 'day' | 'week' | 'month' | 'dose';
}

export interface Direction {
  readonly verb: Verb | null;
  readonly dose: Dose | null;
  /** The same amount in mg, as it stood beside the count: `500 mg`. */
  readonly doseNote: string | null;
  /** Keys of the word tables: `oral`, `right-eye`, `affected-area` ... */
  readonly routes: readonly string[];
  readonly frequency: Frequency | null;
  /** Keys: `bedtime`, `before-meals`, `with-food` ... */
  readonly when: readonly string[];
  readonly asNeeded: boolean;
  /** Key of a known reason, or the words as they were written. */
  readonly reason: { readonly key: string | null; readonly text: string } | null;
  readonly duration: Duration | null;
  /** Day of a course: `on day 1`, `days 2 to 5`. */
  readonly courseDays: { readonly from: number; readonly to: number } | null;
  readonly max: { readonly milli: number; readonly unit: DoseUnit | 'dose' | null } | null;
  readonly repeat: { readonly afterHours: number | null } | null;
  readonly asDirected: boolean;
}

export interface SigStructure {
  readonly directions: readonly Direction[];
  /** How each follows the one before: `and` on the same day, `then` afterwards. */
  readonly joins: readonly ('and' | 'then')[];
  /** Keys of further sentences: `shake-well`, `until-gone` ... */
  readonly extras: readonly string[];
}

export interface SigIssue {
  readonly code: string;
  /** `unsafe`: on the ISMP list, still understood. `ambiguous`: may mean two things and is left as written. */
  readonly severity: 'unsafe' | 'ambiguous' | 'unknown' | 'note';
  readonly token: string;
  readonly message: string;
  readonly suggestion: string | null;
}

/** How much is used: `unitsMilli` in `days`, at most. */
export interface UseRate {
  readonly unitsMilli: number;
  readonly days: number;
  readonly unit: DoseUnit | null;
}

export interface ExpandedSig {
  /** False: some word is unknown or can mean two things; then `english` is the text as written. */
  readonly understood: boolean;
  readonly english: string;
  readonly spanish: string | null;
  readonly structure: SigStructure | null;
  readonly issues: readonly SigIssue[];
  /** Most on one day, and most at one time; null when the sig does not say. */
  readonly maxPerDayMilli: number | null;
  readonly maxPerDoseMilli: number | null;
  readonly doseUnit: DoseUnit | null;
  readonly rate: UseRate | null;
  readonly cadence: 'daily' | 'weekly' | 'other' | 'unknown';
  readonly asNeeded: boolean;
  /** Days that the sig itself limits the course to. */
  readonly courseDays: number | null;
}
