import type { SigRecord } from '../model.ts';
import type { SigDraft } from './sig-draft.ts';
import type { DoseUnit, ExpandedSig, SigIssue } from './sig-model.ts';
import { SigReader } from './sig-parse.ts';
import { totalsOf } from './sig-rate.ts';
import { isOnSkin, renderSig } from './sig-render.ts';

/**
 * Directions in plain words. What is not fully understood stays exactly as it was written and says why: an unknown or
 * ambiguous word is never guessed. docs/specs/prescriptions.md SIG rules.
 *
 * @param doseForm of the product, e.g. `TABLET, FILM COATED`: says what a bare number counts. Null when not known.
 */
export function expandSig(sig: string, doseForm: string | null): ExpandedSig {
  const draft = new SigReader(sig).read();
  inherit(draft, unitOfForm(doseForm));
  for (const direction of draft.directions) settleTimes(draft, direction);
  check(draft);
  const issues: readonly SigIssue[] = draft.issues;
  const understood = issues.every((i) => i.severity === 'unsafe' || i.severity === 'note');
  if (!understood) return asWritten(sig, issues);
  const structure = draft.structure();
  const totals = totalsOf(structure);
  const text = renderSig(structure);
  const notes: SigIssue[] = [];
  if (totals.maxPerDayMilli === null && structure.directions.some((d) => d.dose !== null))
    notes.push(note('no-maximum', 'the directions set no most per day: the days supply needs an estimate'));
  if (text.spanish === null)
    notes.push(note('not-translated', 'the reason is in free words, so there is no Spanish text'));
  return { understood, ...text, structure, issues: [...issues, ...notes], ...totals };
}

function note(code: string, message: string): SigIssue {
  return { code, severity: 'note', token: '', message, suggestion: null };
}

function asWritten(sig: string, issues: readonly SigIssue[]): ExpandedSig {
  return {
    understood: false,
    english: sig.trim(),
    spanish: null,
    structure: null,
    issues,
    maxPerDayMilli: null,
    maxPerDoseMilli: null,
    doseUnit: null,
    rate: null,
    cadence: 'unknown',
    asNeeded: false,
    courseDays: null,
  };
}

const forms: readonly (readonly [RegExp, DoseUnit])[] = [
  [/tablet|caplet/i, 'tablet'],
  [/capsule/i, 'capsule'],
  [/patch|film, extended release|transdermal|system/i, 'patch'],
  [/suppositor/i, 'suppository'],
  [/lozenge|troche/i, 'lozenge'],
];
export function unitOfForm(doseForm: string | null): DoseUnit | null {
  if (doseForm === null) return null;
  return forms.find(([pattern]) => pattern.test(doseForm))?.[1] ?? null;
}

/** A later direction goes on with verb, place and unit of the one before; a bare number counts what the product is. */
function inherit(draft: SigDraft, formUnit: DoseUnit | null): void {
  let before = draft.directions[0];
  for (const [index, direction] of draft.directions.entries()) {
    if (before && direction !== before) {
      direction.verb ??= before.verb;
      const goesOn = draft.joins[index - 1] === 'then' && direction.frequency !== null;
      if (goesOn) direction.dose ??= before.dose;
      if (direction.routes.length === 0) direction.routes = [...before.routes];
      if (direction.dose && direction.dose.unit === null)
        direction.dose = { ...direction.dose, unit: before.dose?.unit ?? null };
    }
    if (direction.verb === 'test') direction.dose = { lowMilli: 1000, highMilli: 1000, unit: 'test' };
    if (direction.dose && direction.dose.unit === null) direction.dose = { ...direction.dose, unit: formUnit };
    before = direction;
  }
}

const singleMeal = /^(?:with|before|after)-(breakfast|lunch|dinner)$/;
const mealAt: Readonly<Record<string, string>> = { morning: 'breakfast', noon: 'lunch', evening: 'dinner' };

/** Times of day and meals together: each time that is named is a dose, and "meals" alone has no number. */
function settleTimes(draft: SigDraft, direction: SigDraft['current']): void {
  const { frequency, when } = direction;
  const meals = when.map((w) => singleMeal.exec(w.split(':').at(-1) ?? w)?.[1]).filter((m) => m !== undefined);
  if (frequency?.kind !== 'per-day') return;
  const named = frequency.named;
  if (named === undefined) {
    if (meals.length > frequency.high)
      draft.issue('ambiguous', 'two-frequencies', '', 'it names more meals than times a day');
    return;
  }
  const isApart = when.some((w) => /meals$/.test(w)) || (meals.length > 0 && !meals.includes(mealAt[named] ?? ''));
  if (!isApart) return;
  when.push(named);
  const isCounted = meals.length > 0 && meals.length === when.length - 1;
  direction.frequency = isCounted ? { kind: 'per-day', low: meals.length + 1, high: meals.length + 1 } : null;
}

/** What a direction must say; see SIG-10 to SIG-14. */
function check(draft: SigDraft): void {
  for (const d of draft.directions) {
    if (d.dose && d.dose.unit === null)
      draft.issue('ambiguous', 'unit-missing', '', 'a number without a unit: tablets, mL, drops?');
    if (d.dose && (d.dose.highMilli === 0 || d.dose.lowMilli > d.dose.highMilli))
      draft.issue('ambiguous', 'dose-impossible', '', 'this amount cannot be right');
    const needsDose =
      d.verb === null || !['apply', 'use', 'swish-spit', 'swish-swallow', 'place', 'insert'].includes(d.verb);
    const topical = d.routes.some(isOnSkin);
    if (d.dose === null && needsDose && !topical && !d.asDirected)
      draft.issue('ambiguous', 'dose-missing', '', 'there is no amount: how much each time?');
    const saysWhen =
      d.frequency !== null ||
      d.asNeeded ||
      d.when.length > 0 ||
      d.asDirected ||
      d.courseDays !== null ||
      d.repeat !== null;
    if (!saysWhen) draft.issue('ambiguous', 'frequency-missing', '', 'it does not say how often');
    if (d.frequency === null && d.when.some((w) => /meals$/.test(w)))
      draft.issue('note', 'meals-not-counted', '', 'with meals: the number of meals is not said');
  }
}

/** The sig as a prescription keeps it. */
export function sigRecord(entered: string, doseForm: string | null): SigRecord {
  const {
    english,
    spanish,
    maxPerDayMilli,
    maxPerDoseMilli,
    doseUnit,
    rate,
    cadence,
    asNeeded,
    courseDays,
    understood,
    issues,
  } = expandSig(entered, doseForm);
  return {
    entered,
    english,
    spanish,
    understood,
    maxPerDayMilli,
    maxPerDoseMilli,
    doseUnit,
    cadence,
    rate: rate && { unitsMilli: rate.unitsMilli, days: rate.days },
    courseDays,
    asNeeded,
    flags: issues.filter((i) => i.severity !== 'note').map((i) => i.code),
  };
}
