import { type Draft, subjectOf } from './finding.ts';
import { daysBetween, type Medication, suppliedPerDayMilli, unitsPerDayMilli } from './medication.ts';
import type { RuleIndex } from './rule-index.ts';
import { fentanylTolerance, mmeCaution, mmeHigh, trinity } from './rules/opioids.ts';
import type { OpioidFactor } from './rules/types.ts';

export interface OpioidDose {
  readonly med: Medication;
  /** Thousandths of a morphine milligram equivalent a day; null when it cannot be counted. */
  readonly milliMme: number | null;
  readonly certain: boolean;
}

/** Morphine equivalents of one medication: strength x units a day x factor; a patch by the hour, whatever its number. */
export function opioidDose(med: Medication, index: RuleIndex): OpioidDose | null {
  for (const { name, strength, microgramsPerHour } of med.drug.ingredients) {
    const form = formOf(med);
    const factor = index.rules.factors.find((f) => f.ingredient === name && f.form === form);
    if (!factor) continue;
    const certain = factor.status === 'V';
    if (form === 'transdermal') {
      return { med, certain, milliMme: microgramsPerHour === null ? null : microgramsPerHour * factor.factorMilli };
    }
    // Units a day by quantity and days supply, as the CDC formula has it; the directions where those are missing.
    const units = suppliedPerDayMilli(med.dose.quantityMilli, med.dose.daysSupply) ?? unitsPerDayMilli(med);
    if (strength === null || units === null) return { med, certain, milliMme: null };
    const micrograms = (BigInt(strength.micrograms) * BigInt(units)) / BigInt(strength.perUnitsMilli);
    const product = micrograms * BigInt(factor.factorMilli);
    const perMicrogram = name === 'fentanyl';
    return { med, certain, milliMme: Number(perMicrogram ? product : product / 1000n) };
  }
  return null;
}

function formOf(med: Medication): OpioidFactor['form'] {
  const text = `${med.drug.route} ${med.drug.doseForm}`.toLowerCase();
  if (/transdermal|patch/.test(text)) return 'transdermal';
  if (/nasal/.test(text)) return 'nasal';
  if (/film|spray/.test(text)) return 'spray';
  return med.drug.ingredients.some(({ name }) => name === 'fentanyl') ? 'buccal' : 'oral';
}

/** Total of the candidate and what is in supply today; for a list without a candidate, of the list. */
export function opioidFindings(meds: readonly Medication[], today: string, index: RuleIndex): Draft[] {
  const current = meds.filter((med) => med.daysSinceEnd === 0);
  const candidate = current.find((med) => med.isCandidate);
  const doses = current.map((med) => opioidDose(med, index)).filter((dose) => dose !== null);
  const drafts: Draft[] = [];
  if (candidate === undefined || doses.some((dose) => dose.med.isCandidate)) {
    const total = totalDraft(doses);
    if (total) drafts.push(total);
  }
  const patch = candidate ? fentanylDraft(candidate, meds, today, index) : null;
  if (patch) drafts.push(patch);
  const three = trinityDraft(current, candidate);
  if (three) drafts.push(three);
  return drafts;
}

function totalDraft(doses: readonly OpioidDose[]): Draft | null {
  const sum = (list: readonly OpioidDose[]) => list.reduce((total, dose) => total + (dose.milliMme ?? 0), 0);
  const total = sum(doses);
  const sure = sum(doses.filter((dose) => dose.certain));
  // A legacy factor may show a dose but never stops a fill by itself.
  const rule = sure >= 90_000 ? mmeHigh : total >= 50_000 ? mmeCaution : null;
  if (!rule) return null;
  const shown = `${Math.trunc(total / 1000)}${total % 1000 === 0 ? '' : `.${Math.trunc((total % 1000) / 100)}`}`;
  const unknown = doses.filter((dose) => dose.milliMme === null).length;
  return {
    rule,
    kind: 'opioid-dose',
    reasonForService: 'HD',
    severity: rule.severity,
    message: `Opioids together: ${shown} MME a day`,
    detail: `Counted: ${shown} MME a day from ${doses.length} product${doses.length === 1 ? '' : 's'}.${unknown > 0 ? ` ${unknown} could not be counted.` : ''}`,
    subjects: doses
      .map((dose) => subjectOf(dose.med))
      .sort((a, b) => a.role.localeCompare(b.role) || a.name.localeCompare(b.name)),
    about: ['mme'],
    doses: [String(total)],
  };
}

const toleranceMilliMme = 60_000;
const toleranceDays = 7;

function fentanylDraft(
  candidate: Medication,
  meds: readonly Medication[],
  today: string,
  index: RuleIndex,
): Draft | null {
  const isPatch = (med: Medication) =>
    formOf(med) === 'transdermal' && med.drug.ingredients.some(({ name }) => name === 'fentanyl');
  if (!isPatch(candidate)) return null;
  const filledBefore = (med: Medication) => med.fills.some((fill) => daysBetween(fill.on, today) >= toleranceDays);
  if (filledBefore(candidate)) return null;
  const others = meds.filter((med) => !med.isCandidate && med.daysSinceEnd <= toleranceDays && filledBefore(med));
  if (others.some(isPatch)) return null;
  const taken = others.reduce((sum, med) => sum + (opioidDose(med, index)?.milliMme ?? 0), 0);
  if (taken >= toleranceMilliMme) return null;
  return {
    rule: fentanylTolerance,
    kind: 'opioid-dose',
    reasonForService: 'HD',
    severity: fentanylTolerance.severity,
    message: fentanylTolerance.title,
    detail: `Known from fills here: ${Math.trunc(taken / 1000)} MME a day.`,
    subjects: [subjectOf(candidate)],
    about: ['fentanyl'],
    doses: [String(candidate.drug.ingredients[0]?.microgramsPerHour ?? '')],
  };
}

function trinityDraft(current: readonly Medication[], candidate: Medication | undefined): Draft | null {
  const opioid = current.filter((med) => med.classes.has('opioid'));
  const benzo = current.filter((med) => med.classes.has('benzodiazepine'));
  const relaxant = current.filter((med) => med.drug.ingredients.some(({ name }) => name === 'carisoprodol'));
  if (opioid.length === 0 || benzo.length === 0 || relaxant.length === 0) return null;
  const all = [...new Set([...opioid, ...benzo, ...relaxant])];
  if (candidate && !all.includes(candidate)) return null;
  return {
    rule: trinity,
    kind: 'controlled-overlap',
    reasonForService: 'AT',
    severity: trinity.severity,
    message: trinity.title,
    subjects: all.map(subjectOf).sort((a, b) => a.role.localeCompare(b.role) || a.name.localeCompare(b.name)),
    about: all.map((med) => med.ingredientKey),
    doses: [],
  };
}
