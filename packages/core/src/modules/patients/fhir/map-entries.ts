import type { ImportedRecord } from '../events.ts';
import type { ExternalMedication, ReactionSeverity } from '../model.ts';
import {
  type AllergyResource,
  type Concept,
  type ConditionResource,
  codeOf,
  conceptText,
  type DosageResource,
  icd10,
  type MedicationRequestResource,
  referencedId,
  rxnorm,
  wholeDate,
} from './resources.ts';

/** A FHIR MedicationRequest as a line of medication history; it is not a prescription of ours. PAT-63. */
export function medicationOf(
  resource: MedicationRequestResource,
  source: string,
  referenced: ReadonlyMap<string, Concept>,
): ExternalMedication | string {
  const concept =
    resource.medicationCodeableConcept ?? referenced.get(referencedId(resource.medicationReference) ?? '');
  const text = conceptText(concept);
  if (text === null) return 'the medication has no name';
  if (resource.status === 'entered-in-error') return 'marked as entered in error at its source';
  return {
    id: resource.id,
    source,
    text,
    rxcui: codeOf(concept, rxnorm),
    authoredOn: wholeDate(resource.authoredOn),
    status: resource.status,
    dosage:
      resource.dosageInstruction
        ?.map(dosageText)
        .filter((t) => t !== '')
        .join('; ') || null,
    reason:
      resource.reasonCode
        ?.map((r) => conceptText(r))
        .filter((t) => t !== null)
        .join(', ') || null,
    prescriber: resource.requester?.display ?? null,
  };
}

const periods: Readonly<Record<string, string>> = {
  s: 'second',
  min: 'minute',
  h: 'hour',
  d: 'day',
  wk: 'week',
  mo: 'month',
  a: 'year',
};

/** The dosage as its source says it; structured parts are put in words without adding to them. */
export function dosageText(dosage: DosageResource): string {
  const written = dosage.text ?? dosage.patientInstruction;
  if (written) return written;
  const dose = dosage.doseAndRate?.[0]?.doseQuantity;
  const repeat = dosage.timing?.repeat;
  const parts: string[] = [];
  if (dose?.value !== undefined) parts.push(dose.unit ? `${dose.value} ${dose.unit}` : `dose ${dose.value}`);
  const route = conceptText(dosage.route);
  if (route) parts.push(route);
  if (repeat?.frequency !== undefined && repeat.period !== undefined && repeat.periodUnit !== undefined) {
    const unit = periods[repeat.periodUnit] ?? repeat.periodUnit;
    const times = repeat.frequency === 1 ? 'once' : `${repeat.frequency} times`;
    parts.push(repeat.period === 1 ? `${times} a ${unit}` : `${times} every ${repeat.period} ${unit}s`);
  } else {
    const code = conceptText(dosage.timing?.code);
    if (code) parts.push(code);
  }
  if (dosage.asNeededBoolean) parts.push('as needed');
  return parts.join(', ');
}

const severities: readonly string[] = ['mild', 'moderate', 'severe'] satisfies ReactionSeverity[];

/** Refuted or mistaken entries are rejected with the reason; resolved ones are not active allergies. PAT-64. */
export function allergyOf(resource: AllergyResource): ImportedRecord['allergies'][number] | string {
  const verification = resource.verificationStatus?.coding?.[0]?.code;
  if (verification === 'refuted' || verification === 'entered-in-error')
    return `marked as ${verification} at its source`;
  const clinical = resource.clinicalStatus?.coding?.[0]?.code;
  if (clinical === 'inactive' || clinical === 'resolved') return `the allergy is ${clinical} at its source`;
  const substance = conceptText(resource.code);
  if (substance === null) return 'the allergy names no substance';
  const reaction = resource.reaction?.[0];
  const severity = severities.includes(reaction?.severity ?? '')
    ? (reaction?.severity as ReactionSeverity)
    : resource.criticality === 'high'
      ? 'severe'
      : 'unknown';
  const text =
    reaction?.description ??
    reaction?.manifestation
      ?.map((m) => conceptText(m))
      .filter(Boolean)
      .join(', ');
  return {
    id: resource.id,
    fields: {
      substance,
      rxcui: codeOf(resource.code, rxnorm),
      reaction: text || null,
      severity,
      onsetOn: wholeDate(resource.onsetDateTime),
      kind: resource.type === 'intolerance' ? 'intolerance' : 'allergy',
    },
  };
}

export function conditionOf(resource: ConditionResource): ImportedRecord['conditions'][number] | string {
  const verification = resource.verificationStatus?.coding?.[0]?.code;
  if (verification === 'refuted' || verification === 'entered-in-error')
    return `marked as ${verification} at its source`;
  const text = conceptText(resource.code);
  if (text === null) return 'the condition has no name';
  const clinical = resource.clinicalStatus?.coding?.[0]?.code;
  const isOver = clinical === 'inactive' || clinical === 'resolved' || clinical === 'remission';
  const endedOn =
    wholeDate(resource.abatementDateTime) ??
    (isOver ? (wholeDate(resource.recordedDate) ?? wholeDate(resource.onsetDateTime)) : null);
  return {
    id: resource.id,
    fields: { code: codeOf(resource.code, icd10), text, onsetOn: wholeDate(resource.onsetDateTime) },
    endedOn,
  };
}
