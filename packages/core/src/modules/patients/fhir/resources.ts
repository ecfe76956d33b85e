import { z } from 'zod';

/** The parts of FHIR R4 resources that are read; everything else is left where it is. */
const coding = z.object({ system: z.string().optional(), code: z.string().optional(), display: z.string().optional() });
const concept = z.object({ coding: z.array(coding).optional(), text: z.string().optional() });
const reference = z.object({ reference: z.string().optional(), display: z.string().optional() });
const date = z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?/);
const quantity = z.object({ value: z.number().optional(), unit: z.string().optional() });
const id = z.string().min(1).max(128);

export const patientResource = z.object({
  id,
  name: z
    .array(
      z.object({
        use: z.string().optional(),
        text: z.string().optional(),
        family: z.string().optional(),
        given: z.array(z.string()).optional(),
        suffix: z.array(z.string()).optional(),
      }),
    )
    .min(1),
  birthDate: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a whole birth date is needed'),
  gender: z.string().optional(),
  telecom: z
    .array(z.object({ system: z.string().optional(), value: z.string().optional(), use: z.string().optional() }))
    .optional(),
  address: z
    .array(
      z.object({
        use: z.string().optional(),
        line: z.array(z.string()).optional(),
        city: z.string().optional(),
        state: z.string().optional(),
        postalCode: z.string().optional(),
        country: z.string().optional(),
      }),
    )
    .optional(),
  communication: z.array(z.object({ language: concept, preferred: z.boolean().optional() })).optional(),
  deceasedBoolean: z.boolean().optional(),
  deceasedDateTime: z.string().optional(),
  identifier: z
    .array(z.object({ system: z.string().optional(), value: z.string().optional(), type: concept.optional() }))
    .optional(),
});
export type PatientResource = z.output<typeof patientResource>;

const dosage = z.object({
  text: z.string().optional(),
  patientInstruction: z.string().optional(),
  asNeededBoolean: z.boolean().optional(),
  route: concept.optional(),
  timing: z
    .object({
      code: concept.optional(),
      repeat: z
        .object({ frequency: z.number().optional(), period: z.number().optional(), periodUnit: z.string().optional() })
        .optional(),
    })
    .optional(),
  doseAndRate: z.array(z.object({ doseQuantity: quantity.optional() })).optional(),
});

export const medicationRequestResource = z.object({
  id,
  status: z.string(),
  subject: reference,
  medicationCodeableConcept: concept.optional(),
  medicationReference: reference.optional(),
  authoredOn: date.optional(),
  requester: reference.optional(),
  reasonCode: z.array(concept).optional(),
  dosageInstruction: z.array(dosage).optional(),
});
export type MedicationRequestResource = z.output<typeof medicationRequestResource>;
export type DosageResource = z.output<typeof dosage>;

export const allergyResource = z.object({
  id,
  patient: reference,
  type: z.string().optional(),
  criticality: z.string().optional(),
  code: concept,
  clinicalStatus: concept.optional(),
  verificationStatus: concept.optional(),
  onsetDateTime: date.optional(),
  recordedDate: date.optional(),
  reaction: z
    .array(
      z.object({
        manifestation: z.array(concept).optional(),
        severity: z.string().optional(),
        description: z.string().optional(),
      }),
    )
    .optional(),
});
export type AllergyResource = z.output<typeof allergyResource>;

export const conditionResource = z.object({
  id,
  subject: reference,
  code: concept,
  clinicalStatus: concept.optional(),
  verificationStatus: concept.optional(),
  onsetDateTime: date.optional(),
  abatementDateTime: date.optional(),
  recordedDate: date.optional(),
});
export type ConditionResource = z.output<typeof conditionResource>;
export type Concept = z.output<typeof concept>;

export const medicationResource = z.object({ id, code: concept });

export function conceptText(value: Concept | undefined): string | null {
  return (
    value?.text?.trim() || value?.coding?.find((c) => c.display)?.display?.trim() || value?.coding?.[0]?.code || null
  );
}
export function codeOf(value: Concept | undefined, system: RegExp): string | null {
  return value?.coding?.find((c) => c.system !== undefined && system.test(c.system))?.code ?? null;
}
export const rxnorm = /rxnorm|2\.16\.840\.1\.113883\.6\.88$/i;
export const icd10 = /icd-?10|2\.16\.840\.1\.113883\.6\.90$/i;

/** `Patient/x`, an absolute address ending so, `urn:uuid:x` or `#x`: the id at the end. */
export function referencedId(value: { reference?: string | undefined } | undefined): string | null {
  const text = value?.reference;
  if (!text) return null;
  const last = text
    .replace(/\/_history\/.*$/, '')
    .split(/[/:#]/)
    .at(-1);
  return last === undefined || last === '' ? null : last;
}
/** A date of which only year or month is known stays null: an invented day would be a false fact. */
export function wholeDate(value: string | undefined): string | null {
  return value !== undefined && /^\d{4}-\d{2}-\d{2}/.test(value) ? value.slice(0, 10) : null;
}
