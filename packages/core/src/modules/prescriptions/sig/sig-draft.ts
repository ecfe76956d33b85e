import type { Direction, Dose, Frequency, SigIssue, SigStructure } from './sig-model.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer I)[] ? I[] : T[K] };
export type DirectionDraft = Writable<Direction>;

/** What the parser fills while it reads. */
export class SigDraft {
  readonly directions: DirectionDraft[] = [emptyDirection()];
  readonly joins: ('and' | 'then')[] = [];
  readonly extras: string[] = [];
  readonly issues: SigIssue[] = [];

  get current(): DirectionDraft {
    return this.directions.at(-1) as DirectionDraft;
  }

  /** A further direction; what it does not say it takes from the one before when it is read. */
  begin(join: 'and' | 'then'): void {
    if (isEmpty(this.current)) return;
    this.directions.push(emptyDirection());
    this.joins.push(join);
  }

  issue(
    severity: SigIssue['severity'],
    code: string,
    token: string,
    message: string,
    suggestion: string | null = null,
  ): void {
    if (!this.issues.some((i) => i.code === code && i.token === token)) {
      this.issues.push({ code, severity, token, message, suggestion });
    }
  }

  structure(): SigStructure {
    return { directions: this.directions, joins: this.joins, extras: this.extras };
  }
}

export function emptyDirection(): DirectionDraft {
  return {
    verb: null,
    dose: null,
    doseNote: null,
    routes: [],
    frequency: null,
    when: [],
    asNeeded: false,
    reason: null,
    duration: null,
    courseDays: null,
    max: null,
    repeat: null,
    asDirected: false,
  };
}

export function isEmpty(d: DirectionDraft): boolean {
  return JSON.stringify(d) === JSON.stringify(emptyDirection());
}

const masses: readonly Dose['unit'][] = ['mg', 'mcg', 'g'];

/** `1 tablet (500 mg)` and `500 mg (1 tablet)`: the count is the dose, the mass stands beside it. */
export function setDose(draft: SigDraft, dose: Dose, text: string, inBrackets: boolean): void {
  const direction = draft.current;
  const before = direction.dose;
  if (before === null) {
    direction.dose = dose;
    return;
  }
  if (masses.includes(dose.unit) && !masses.includes(before.unit) && (inBrackets || direction.frequency === null)) {
    direction.doseNote = text;
    return;
  }
  if (
    masses.includes(before.unit) &&
    !masses.includes(dose.unit) &&
    inBrackets &&
    before.lowMilli === before.highMilli
  ) {
    direction.doseNote = `${before.lowMilli / 1000} ${before.unit}`;
    direction.dose = dose;
    return;
  }
  draft.issue('ambiguous', 'two-doses', text, 'there are two amounts: which one is the dose?');
}

/** Puts a further statement of time to what is there; two that do not go together are ambiguous. */
export function addFrequency(draft: SigDraft, frequency: Frequency, token: string): void {
  const direction = draft.current;
  const before = direction.frequency;
  if (before === null) {
    direction.frequency = frequency;
    return;
  }
  if (JSON.stringify(before) === JSON.stringify(frequency)) return;
  const named = frequency.kind === 'per-day' ? frequency.named : undefined;
  const namedBefore = before.kind === 'per-day' ? before.named : undefined;
  if (named !== undefined) {
    if (before.kind === 'per-day' && namedBefore === undefined && before.low === 1 && before.high === 1) {
      direction.frequency = frequency;
    } else if (before.kind === 'per-day' && namedBefore !== undefined) {
      direction.when.push(namedBefore, named);
      direction.frequency = { kind: 'per-day', low: 2, high: 2 };
    } else {
      if (
        before.kind === 'per-day' &&
        direction.when.includes('morning') &&
        before.low === 2 &&
        direction.when.length === 2
      ) {
        direction.frequency = { kind: 'per-day', low: 3, high: 3 };
      }
      direction.when.push(named);
    }
    return;
  }
  if (namedBefore !== undefined && frequency.kind === 'per-day') {
    if (frequency.low === 1 && frequency.high === 1) return;
    direction.when.push(namedBefore);
    direction.frequency = frequency;
    return;
  }
  if (namedBefore !== undefined && (frequency.kind === 'per-week' || frequency.kind === 'every-days')) {
    direction.when.push(namedBefore);
    direction.frequency = frequency;
    return;
  }
  if (
    before.kind === 'per-week' &&
    frequency.kind === 'per-week' &&
    before.weekdays.length === 0 &&
    before.times === frequency.weekdays.length
  ) {
    direction.frequency = frequency;
    return;
  }
  draft.issue('ambiguous', 'two-frequencies', token, 'it says twice how often, and the two differ');
}

/** True when a direction says when: then another amount is another direction. */
export function hasTime(d: DirectionDraft): boolean {
  if (d.frequency !== null || d.asNeeded || d.when.length > 0 || d.asDirected) return true;
  return d.duration !== null || d.courseDays !== null;
}
