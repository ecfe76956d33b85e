import { capitalised, type Draft, doseKeyOf, subjectOf } from './finding.ts';
import { daysBetween, isOral, type Medication, microgramsPerDay } from './medication.ts';
import { type PatientFacts, severityRank } from './model.ts';
import { creatinineClearance, filtrationRate } from './renal.ts';
import { isMember, type RuleIndex } from './rule-index.ts';
import { diseases, hasDisease } from './rules/diseases.ts';
import { pregnancyUnknown, refillPolicy, weightMissing } from './rules/refill-rules.ts';
import type { DurationRule, PatientRule } from './rules/types.ts';

/** Age, kidney, disease, sex, pregnancy, gates and duration: one medication against the patient. */
export function patientFindings(
  med: Medication,
  others: readonly Medication[],
  patient: PatientFacts,
  today: string,
  index: RuleIndex,
): Draft[] {
  const drafts: Draft[] = [];
  for (const rule of index.rules.patient) {
    const ingredient = memberOf(rule, med);
    if (ingredient === null) continue;
    if (applies(rule, med, others, patient, today)) drafts.push(draftOf(rule, med, ingredient, patient));
    else if (mustAsk(rule, med, patient)) drafts.push(askPregnancy(med, ingredient));
  }
  for (const rule of index.rules.durations) {
    const draft = duration(rule, med, today);
    if (draft) drafts.push(draft);
  }
  return foldAge(drafts);
}

function memberOf(rule: PatientRule, med: Medication): string | null {
  if (rule.route === 'oral' ? !isOral(med.drug) : rule.route !== 'any' && !med.systemic) return null;
  const found = med.drug.ingredients.find(({ name }) =>
    isMember(rule.members, name, med.classesByIngredient.get(name) ?? new Set()),
  );
  return found?.name ?? null;
}

function applies(
  rule: PatientRule,
  med: Medication,
  others: readonly Medication[],
  patient: PatientFacts,
  today: string,
): boolean {
  const { ageYears, ageDays } = patient;
  if (rule.pregnant !== undefined && patient.pregnant !== rule.pregnant) return false;
  if (rule.sex !== undefined && patient.sex !== rule.sex) return false;
  if (rule.minAgeYears !== undefined && (ageYears === null || ageYears < rule.minAgeYears)) return false;
  if (rule.underAgeYears !== undefined && (ageYears === null || ageYears >= rule.underAgeYears)) return false;
  if (rule.underAgeDays !== undefined && (ageDays === null || ageDays >= rule.underAgeDays)) return false;
  if (rule.crClBelow !== undefined && !below(creatinineClearance(patient), rule.crClBelow)) return false;
  if (rule.egfrBelow !== undefined && !below(filtrationRate(patient), rule.egfrBelow)) return false;
  if (rule.conditions !== undefined && !hasDisease(patient.conditions, rule.conditions)) return false;
  if (rule.unlessConditions !== undefined && hasDisease(patient.conditions, rule.unlessConditions)) return false;
  if (rule.overDays !== undefined && daysTaken(med, today) <= rule.overDays) return false;
  if (rule.newOnly && (med.fills.length > 0 || others.some((other) => other.ingredientKey === med.ingredientKey)))
    return false;
  if (rule.minMicrogramsPerDay !== undefined) {
    const daily = microgramsPerDay(
      med,
      med.drug.ingredients.map((i) => i.name),
    );
    if (daily === null || daily < rule.minMicrogramsPerDay) return false;
  }
  return true;
}

function below(value: number | null, limit: number): boolean {
  return value !== null && value < limit;
}

/** Days of this fill and of those of the last half year. */
function daysTaken(med: Medication, today: string): number {
  const recent = med.fills.filter((fill) => daysBetween(fill.on, today) <= refillPolicy.lookBackDays);
  return recent.reduce((sum, fill) => sum + fill.daysSupply, med.isCandidate ? (med.dose.daysSupply ?? 0) : 0);
}

function draftOf(rule: PatientRule, med: Medication, ingredient: string, patient: PatientFacts): Draft {
  const role = rule.conditions ? 'condition' : 'patient';
  const name = rule.conditions ? diseases[rule.conditions].label : patientWord(rule, patient);
  return {
    rule,
    kind: rule.kind,
    reasonForService: rule.reasonForService,
    severity: rule.severity,
    message: `${capitalised(ingredient)}: ${rule.title}`,
    subjects: [subjectOf(med), { role, name, drug: null, prescriptionId: null }],
    about: [ingredient],
    doses: rule.minMicrogramsPerDay === undefined ? [] : [doseKeyOf(med)],
    ...(rule.overridable === undefined ? {} : { overridable: rule.overridable }),
  };
}

function patientWord(rule: PatientRule, patient: PatientFacts): string {
  if (rule.pregnant) return 'pregnant';
  if (rule.crClBelow !== undefined) return `creatinine clearance ${creatinineClearance(patient)} mL/min`;
  if (rule.egfrBelow !== undefined) return `eGFR ${filtrationRate(patient)}`;
  if (patient.ageYears !== null && (rule.minAgeYears ?? rule.underAgeYears ?? rule.underAgeDays) !== undefined)
    return `${patient.ageYears} years`;
  return rule.sex ?? 'patient';
}

/** A drug that must not be given in pregnancy, and the record of a woman of that age does not say. */
function mustAsk(rule: PatientRule, med: Medication, patient: PatientFacts): boolean {
  if (!rule.pregnant || rule.severity !== 'contraindicated' || !med.isCandidate || patient.pregnant !== null)
    return false;
  const { ageYears, sex } = patient;
  return sex === 'female' && ageYears !== null && ageYears >= 12 && ageYears <= 55;
}

function askPregnancy(med: Medication, ingredient: string): Draft {
  return {
    rule: pregnancyUnknown,
    kind: 'missing-fact',
    reasonForService: 'PG',
    severity: pregnancyUnknown.severity,
    message: `${capitalised(ingredient)}: ${pregnancyUnknown.title.toLowerCase()}`,
    subjects: [subjectOf(med)],
    about: [ingredient],
    doses: [],
  };
}

function duration(rule: DurationRule, med: Medication, today: string): Draft | null {
  if (!med.isCandidate || (rule.route === 'oral' && !isOral(med.drug))) return null;
  const found = med.drug.ingredients.find(({ name }) => isMember(rule.members, name, new Set()));
  const days = med.dose.daysSupply;
  if (!found || days === null || days <= rule.maxDays) return null;
  return {
    rule,
    kind: 'duration',
    reasonForService: 'MX',
    severity: rule.severity,
    message: `${capitalised(found.name)}: ${days} days, at most ${rule.maxDays}`,
    detail: med.fills.length > 0 ? `${daysTaken(med, today)} days with earlier fills.` : '',
    subjects: [subjectOf(med)],
    about: [found.name],
    doses: [String(days)],
  };
}

/** Of several age rules about one ingredient the worst stands for all. */
function foldAge(drafts: readonly Draft[]): Draft[] {
  const kept: Draft[] = [];
  for (const draft of drafts) {
    const same = kept.findIndex(
      (other) => draft.kind === 'age' && other.kind === 'age' && other.about.join() === draft.about.join(),
    );
    const other = kept[same];
    if (!other) kept.push(draft);
    else {
      const [worse, milder] =
        severityRank(draft.severity) < severityRank(other.severity) ? [draft, other] : [other, draft];
      kept[same] = {
        ...worse,
        foldedRuleIds: [...(worse.foldedRuleIds ?? []), milder.rule.id, ...(milder.foldedRuleIds ?? [])],
      };
    }
  }
  return kept;
}

/** Children are dosed by weight: it must be known and fresh. */
export function weightFinding(med: Medication, patient: PatientFacts, today: string): Draft | null {
  const { ageYears, ageDays, weightGrams, weightOn } = patient;
  if (!med.isCandidate || !med.systemic || ageYears === null || ageYears >= 12) return null;
  const limitDays = (ageDays ?? 0) < 365 ? 30 : 183;
  const age = weightOn === null ? 0 : daysBetween(weightOn, today);
  if (weightGrams !== null && age <= limitDays) return null;
  return {
    rule: weightMissing,
    kind: 'missing-fact',
    reasonForService: 'MS',
    severity: weightMissing.severity,
    message: weightGrams === null ? weightMissing.title : `The weight of this child is ${age} days old`,
    subjects: [subjectOf(med)],
    about: ['weight'],
    doses: [weightOn ?? ''],
  };
}
