import { type Draft, subjectOf } from './finding.ts';
import { addDays, daysBetween, type Medication } from './medication.ts';
import type { FillFacts } from './model.ts';
import { earlyControlledRefill, earlyRefill, lateRefill, refillPolicy, rescueInhaler } from './rules/refill-rules.ts';

/** Too soon, too late, or too many rescue inhalers: the candidate against its own fills. */
export function refillFindings(candidate: Medication, today: string): Draft[] {
  const fills = candidate.fills
    .filter(
      (fill) => fill.daysSupply > 0 && fill.on <= today && daysBetween(fill.on, today) <= refillPolicy.lookBackDays,
    )
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : b.daysSupply - a.daysSupply));
  const last = fills.at(-1);
  if (!last) return [];
  const drafts = [early(candidate, fills, last, today), late(candidate, fills, today), inhaler(candidate, last, today)];
  return drafts.filter((draft) => draft !== null);
}

/** Day from which it may be filled again, early fills of the look-back carried over. */
export function earliestRefill(fills: readonly FillFacts[], isControlled: boolean, usedPercent: number): string | null {
  let end: string | null = null;
  let surplusDays = 0;
  let last: FillFacts | null = null;
  for (const fill of fills) {
    surplusDays = end === null ? 0 : Math.max(0, daysBetween(fill.on, end));
    end = addDays(fill.on, surplusDays + fill.daysSupply);
    last = fill;
  }
  if (!last || end === null) return null;
  if (isControlled) return addDays(end, -refillPolicy.controlledDaysEarly);
  const used = Math.trunc((last.daysSupply * usedPercent + 99) / 100);
  return addDays(last.on, surplusDays + used);
}

const controlled = new Set(['CII', 'CIII', 'CIV', 'CV', 'H1', 'X']);

function early(candidate: Medication, fills: readonly FillFacts[], last: FillFacts, today: string): Draft | null {
  const isControlled = controlled.has(candidate.drug.schedule ?? '');
  const isEye = /ophthalmic/.test(candidate.drug.route.toLowerCase());
  const earliest = earliestRefill(
    fills,
    isControlled,
    isEye ? refillPolicy.usedPercentEyeDrops : refillPolicy.usedPercent,
  );
  if (earliest === null || today >= earliest) return null;
  const rule = isControlled ? earlyControlledRefill : earlyRefill;
  return {
    rule,
    kind: 'early-refill',
    reasonForService: 'ER',
    severity: rule.severity,
    message: `${rule.title}: due on ${earliest}, ${daysBetween(today, earliest)} days from today`,
    detail: `Last filled ${last.on} for ${last.daysSupply} days.`,
    subjects: [subjectOf(candidate)],
    about: [candidate.ingredientKey],
    doses: [last.on, String(last.daysSupply)],
  };
}

function late(candidate: Medication, fills: readonly FillFacts[], today: string): Draft | null {
  const first = fills[0];
  if (!first || fills.length < 2 || candidate.dose.asNeeded) return null;
  const span = daysBetween(first.on, today);
  if (span < 30) return null;
  const covered = coveredDays(fills, today);
  if (covered * 100 >= refillPolicy.adherentPercent * span) return null;
  return {
    rule: lateRefill,
    kind: 'late-refill',
    reasonForService: 'LR',
    severity: lateRefill.severity,
    message: `${lateRefill.title}: ${Math.trunc((covered * 100) / span)} of 100 days covered`,
    detail: `${covered} of ${span} days covered since ${first.on}.`,
    subjects: [subjectOf(candidate)],
    about: [candidate.ingredientKey],
    doses: [],
  };
}

/** Days covered up to today; what was filled early is shifted to the day it is needed. */
export function coveredDays(fills: readonly FillFacts[], today: string): number {
  let end: string | null = null;
  let covered = 0;
  for (const fill of fills) {
    const from: string = end !== null && end > fill.on ? end : fill.on;
    end = addDays(from, fill.daysSupply);
    covered += Math.max(0, Math.min(fill.daysSupply, daysBetween(from, today)));
  }
  return covered;
}

function inhaler(candidate: Medication, last: FillFacts, today: string): Draft | null {
  const isRescue =
    candidate.classes.has('saba') &&
    /inhal|respirat|aerosol/.test(`${candidate.drug.route} ${candidate.drug.doseForm}`.toLowerCase());
  if (!isRescue || daysBetween(last.on, today) >= refillPolicy.rescueInhalerDays) return null;
  return {
    rule: rescueInhaler,
    kind: 'early-refill',
    reasonForService: 'ER',
    severity: rescueInhaler.severity,
    message: rescueInhaler.title,
    detail: `Last filled ${last.on}.`,
    subjects: [subjectOf(candidate)],
    about: [candidate.ingredientKey],
    doses: [last.on],
  };
}
