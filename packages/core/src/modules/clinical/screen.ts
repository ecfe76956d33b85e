import { type Allergen, resolveAllergen } from './allergen.ts';
import { allergyOf } from './check-allergies.ts';
import { directionFindings } from './check-directions.ts';
import { dosesOf } from './check-doses.ts';
import { duplicateOf } from './check-duplicates.ts';
import { interactionOf, sidesOf } from './check-interactions.ts';
import { opioidFindings } from './check-opioids.ts';
import { patientFindings, weightFinding } from './check-patient.ts';
import { refillFindings } from './check-refill.ts';
import { type Draft, toFinding } from './finding.ts';
import { daysBetween, type Medication, prepare } from './medication.ts';
import { type AcceptedAlert, type Finding, type PatientFacts, type ScreenInput, severityRank } from './model.ts';
import type { RuleIndex } from './rule-index.ts';

/** Days an accepted finding stays quiet at the same dose. */
export const quietDays = 180;

/**
 * Everything the rules find, worst first. With a candidate: the candidate against profile, patient and directions.
 * Without one: the list among itself. Pure; the order of the profile changes nothing.
 */
export function screen(input: ScreenInput, index: RuleIndex): Finding[] {
  const { today, patient } = input;
  const candidate = input.candidate ? prepare(input.candidate, index, today, true) : null;
  const profile = input.profile.map((med) => prepare(med, index, today, false)).sort(inOrder);
  const all = candidate ? [candidate, ...profile] : profile;
  const allergens = patient.allergies.map(resolveAllergen);
  const drafts = [
    ...pairs(candidate, profile, patient, today, index),
    ...(candidate ? [candidate] : profile).flatMap((med) => single(med, all, allergens, patient, today, index)),
    ...opioidFindings(all, today, index),
    ...(candidate ? refillFindings(candidate, today) : []),
  ];
  return settle(drafts.map(toFinding), input.accepted, today);
}

function pairs(
  candidate: Medication | null,
  profile: readonly Medication[],
  patient: PatientFacts,
  today: string,
  index: RuleIndex,
): Draft[] {
  const sided = profile.map((med) => ({ med, sides: sidesOf(med, index) }));
  const drafts: Draft[] = [];
  const check = (a: (typeof sided)[number], b: (typeof sided)[number]) => {
    for (const draft of [interactionOf(a, b, patient, index), duplicateOf(a.med, b.med, today, index)])
      if (draft) drafts.push(draft);
  };
  if (candidate) {
    const first = { med: candidate, sides: sidesOf(candidate, index) };
    for (const other of sided) check(first, other);
    return drafts;
  }
  sided.forEach((a, i) => {
    for (const b of sided.slice(i + 1)) check(a, b);
  });
  return drafts;
}

function single(
  med: Medication,
  all: readonly Medication[],
  allergens: readonly Allergen[],
  patient: PatientFacts,
  today: string,
  index: RuleIndex,
): Draft[] {
  const others = all.filter((other) => other !== med);
  const weight = weightFinding(med, patient, today);
  return [
    ...allergens.map((allergen) => allergyOf(med, allergen, index)).filter((draft) => draft !== null),
    ...dosesOf(med, others, patient, index),
    ...patientFindings(med, others, patient, today, index),
    ...directionFindings(med),
    ...(weight ? [weight] : []),
  ];
}

/** One finding a key, quiet where it was accepted, worst first. */
function settle(findings: readonly Finding[], accepted: readonly AcceptedAlert[], today: string): Finding[] {
  const byKey = new Map<string, Finding>();
  for (const finding of findings) {
    const known = byKey.get(finding.alertKey);
    byKey.set(finding.alertKey, known ? merged(known, finding) : finding);
  }
  return [...byKey.values()]
    .map((finding) => quieted(finding, accepted, today))
    .sort(
      (a, b) =>
        severityRank(a.severity) - severityRank(b.severity) ||
        Number(a.status !== 'open') - Number(b.status !== 'open') ||
        compare(a.kind, b.kind) ||
        compare(a.alertKey, b.alertKey),
    );
}

/** The same finding from two prescriptions of one drug: the worse one, with the subjects of both. */
function merged(a: Finding, b: Finding): Finding {
  const [worse, other] = [a, b].sort(
    (x, y) => severityRank(x.severity) - severityRank(y.severity) || compare(x.doseKey, y.doseKey),
  ) as [Finding, Finding];
  const subjects = [...worse.subjects];
  for (const subject of other.subjects) {
    const isThere = subjects.some(
      (s) =>
        s.role === subject.role &&
        s.drug === subject.drug &&
        s.prescriptionId === subject.prescriptionId &&
        s.name === subject.name,
    );
    if (!isThere) subjects.push(subject);
  }
  return { ...worse, subjects, foldedRuleIds: [...new Set([...worse.foldedRuleIds, ...other.foldedRuleIds])] };
}

function quieted(finding: Finding, accepted: readonly AcceptedAlert[], today: string): Finding {
  const match = accepted
    .filter((one) => one.alertId === finding.id)
    .filter((one) => daysBetween(one.acceptedOn, today) <= quietDays && one.acceptedOn <= today)
    .sort((a, b) => compare(b.at, a.at))[0];
  if (!match || !finding.overridable) return finding;
  const { reasonCode, note, by, at } = match;
  return { ...finding, status: 'quiet', blocking: false, accepted: { reasonCode, note, by, at } };
}

function inOrder(a: Medication, b: Medication): number {
  return (
    compare(a.ingredientKey, b.ingredientKey) ||
    compare(a.drug.key, b.drug.key) ||
    compare(a.prescriptionId ?? '', b.prescriptionId ?? '') ||
    compare(JSON.stringify([a.dose, a.endsOn, a.fills]), JSON.stringify([b.dose, b.endsOn, b.fills]))
  );
}
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
