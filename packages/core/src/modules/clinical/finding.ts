import { createHash } from 'node:crypto';
import type { Medication } from './medication.ts';
import { type AlertKind, type AlertSubject, type Finding, isBlocking, type Severity } from './model.ts';
import type { RuleHead } from './rules/types.ts';

/** A finding as a check sees it, before it gets its keys and its place. */
export interface Draft {
  readonly rule: RuleHead;
  readonly kind: AlertKind;
  readonly reasonForService: string;
  readonly severity: Severity;
  readonly message: string;
  /** Said after the rule's own sentence: what was counted. */
  readonly detail?: string;
  readonly subjects: readonly AlertSubject[];
  /** What the finding is about, apart from the rule: ingredient names, allergen, condition. Order does not matter. */
  readonly about: readonly string[];
  /** Amounts that, when they change, make it a new finding. */
  readonly doses: readonly string[];
  readonly overridable?: boolean;
  readonly foldedRuleIds?: readonly string[];
}

export function toFinding(draft: Draft): Finding {
  const { rule } = draft;
  const alertKey = [rule.id, ...[...draft.about].sort()].join('|');
  const doseKey = [...draft.doses].sort().join('|');
  return {
    id: `al_${createHash('sha256').update(`${alertKey}\n${doseKey}`).digest('hex').slice(0, 20)}`,
    alertKey,
    doseKey,
    kind: draft.kind,
    severity: draft.severity,
    message: draft.message,
    evidence: draft.detail ? `${rule.evidence} ${draft.detail}` : rule.evidence,
    management: rule.management,
    source: rule.source,
    ruleId: rule.id,
    ruleVersion: rule.version,
    foldedRuleIds: [...(draft.foldedRuleIds ?? [])],
    reasonForService: draft.reasonForService,
    subjects: [...draft.subjects],
    overridable: draft.overridable ?? true,
    blocking: isBlocking(draft.severity),
    status: 'open',
    accepted: null,
    folded: draft.severity === 'minor',
  };
}

export function subjectOf(med: Medication): AlertSubject {
  return {
    role: med.isCandidate ? 'candidate' : 'profile',
    name: med.drug.name,
    drug: med.drug.key,
    prescriptionId: med.prescriptionId,
  };
}

/** What is taken of a medication, as text that changes when the dose does. */
export function doseKeyOf(med: Medication): string {
  const strengths = med.drug.ingredients
    .map(
      ({ name, strength, microgramsPerHour }) =>
        `${name}:${strength ? `${strength.micrograms}/${strength.perUnitsMilli}` : (microgramsPerHour ?? '-')}`,
    )
    .sort()
    .join('+');
  const { maxUnitsPerDayMilli, quantityMilli, daysSupply } = med.dose;
  const perDay =
    maxUnitsPerDayMilli ?? (quantityMilli !== null && daysSupply ? Math.trunc(quantityMilli / daysSupply) : '-');
  return `${strengths}@${perDay}`;
}

/** `4.5 g`, `37.5 mg`, `300 mcg`: micrograms as people read them. */
export function amount(micrograms: number): string {
  if (micrograms < 1000) return `${micrograms} mcg`;
  if (micrograms < 1_000_000 * 4) return `${decimal(micrograms, 1000)} mg`;
  return `${decimal(micrograms, 1_000_000)} g`;
}

function decimal(value: number, scale: number): string {
  const whole = Math.trunc(value / scale);
  const digits = String(value % scale)
    .padStart(String(scale).length - 1, '0')
    .replace(/0+$/, '');
  return digits === '' ? String(whole) : `${whole}.${digits}`;
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
