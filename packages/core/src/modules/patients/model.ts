/** Who the patient is. Entries are ended, never deleted: what was believed then stays readable. Fold: aggregate.ts. */

export const sexes = ['female', 'male', 'other', 'unknown'] as const;
export type Sex = (typeof sexes)[number];

export interface PatientName {
  /** All given names, as one text; empty for a person with a single name. */
  readonly given: string;
  /** Family name, or the only name. */
  readonly family: string;
  readonly preferred: string | null;
}

export const phoneKinds = ['mobile', 'home', 'work', 'other'] as const;
export interface Phone {
  /** As it is shown. */
  readonly number: string;
  /** Digits only, with country code. */
  readonly digits: string;
  readonly kind: (typeof phoneKinds)[number];
  readonly smsConsent: boolean;
  readonly voiceConsent: boolean;
}

export interface Address {
  readonly line1: string;
  readonly line2: string | null;
  readonly city: string;
  /** Two-letter code in the US and India (`ind` states too), else as given. */
  readonly state: string;
  readonly postalCode: string;
  readonly country: string;
}

/** Who wrote an entry and, when it no longer holds, who ended it and why. */
export interface Noted {
  readonly id: string;
  readonly addedAt: string;
  readonly addedBy: string;
  /** `counter`, or the source of an import. */
  readonly source: string;
  readonly ended: { readonly at: string; readonly by: string; readonly reason: string } | null;
}

export const reactionSeverities = ['mild', 'moderate', 'severe', 'unknown'] as const;
export type ReactionSeverity = (typeof reactionSeverities)[number];
export interface AllergyFields {
  readonly substance: string;
  readonly rxcui: string | null;
  readonly reaction: string | null;
  readonly severity: ReactionSeverity;
  readonly onsetOn: string | null;
  /** An intolerance never stops a prescription (clinical-checks.md section 3). */
  readonly kind: 'allergy' | 'intolerance';
}
export interface Allergy extends AllergyFields, Noted {}

export interface ConditionFields {
  /** ICD-10-CM where known. */
  readonly code: string | null;
  readonly text: string;
  readonly onsetOn: string | null;
}
export interface Condition extends ConditionFields, Noted {}

export const coverageRelationships = ['self', 'spouse', 'child', 'other'] as const;
export interface CoverageFields {
  readonly payerName: string;
  readonly bin: string;
  readonly pcn: string | null;
  readonly groupId: string | null;
  readonly memberId: string;
  readonly personCode: string | null;
  readonly relationship: (typeof coverageRelationships)[number];
  /** 1 is billed first. */
  readonly priority: number;
  readonly startsOn: string | null;
  readonly endsOn: string | null;
}
export interface Coverage extends CoverageFields, Noted {}

export interface Note extends Noted {
  readonly text: string;
  /** Shown first, on every screen of the patient. */
  readonly isImportant: boolean;
}

export interface CaregiverFields {
  readonly name: string;
  readonly relationship: string;
  readonly phone: string | null;
  readonly mayPickUp: boolean;
  readonly mayReceiveMessages: boolean;
}
export interface Caregiver extends CaregiverFields, Noted {}

/** `weight` in grams, `height` in millimetres, `serum-creatinine` in micrograms per decilitre. */
export const measurementKinds = ['weight', 'height', 'serum-creatinine'] as const;
export type MeasurementKind = (typeof measurementKinds)[number];
export interface Measurement {
  readonly kind: MeasurementKind;
  readonly value: number;
  readonly takenOn: string;
  readonly source: string;
}

/** A medication that another place prescribed or dispensed, as it was told or imported. */
export interface ExternalMedication {
  /** Resource id at its source. */
  readonly id: string;
  readonly source: string;
  readonly text: string;
  readonly rxcui: string | null;
  readonly authoredOn: string | null;
  readonly status: string;
  readonly dosage: string | null;
  readonly reason: string | null;
  readonly prescriber: string | null;
}

export interface PatientFields {
  readonly name: PatientName;
  readonly birthDate: string;
  readonly sex: Sex;
  readonly phones: readonly Phone[];
  readonly address: Address | null;
  /** BCP 47. */
  readonly language: string;
  readonly pregnancy: 'pregnant' | 'not-pregnant' | 'unknown';
  readonly pregnancyDueOn: string | null;
  readonly lactation: 'yes' | 'no' | 'unknown';
  /** Asked and answered: has no allergies. Different from an empty list. */
  readonly noKnownAllergies: boolean;
  readonly easyOpenCaps: boolean;
  readonly deceasedOn: string | null;
  readonly identifiers: readonly { readonly system: string; readonly value: string; readonly kind: string }[];
}
export type PatientField = keyof PatientFields;

export const patientConflictKinds = ['changed-twice', 'changed-after-merge', 'merged-twice'] as const;
export type PatientConflictKind = (typeof patientConflictKinds)[number];

export interface PatientConflictSide {
  readonly value: unknown;
  readonly by: string;
  readonly at: string;
  readonly terminalId: string;
}

/** Two terminals did at once what cannot both be right: the later one stands, both are shown until someone decides. */
export interface PatientConflict {
  readonly conflictId: string;
  readonly kind: PatientConflictKind;
  /** `changed-twice`: the field. Of the others, what was done: an event type, or `mergedInto`. */
  readonly field: string;
  /** What stands. */
  readonly kept: PatientConflictSide;
  readonly other: PatientConflictSide;
  readonly resolved: { readonly keep: PatientChoice; readonly by: string; readonly at: string } | null;
}
/** `apart` takes the record out of a merge again. */
export type PatientChoice = 'kept' | 'other' | 'apart';

/** Who wrote something, when and where. */
export interface PatientStamp {
  readonly at: string;
  readonly by: string;
  readonly terminalId: string;
}

export interface PatientState extends PatientFields {
  readonly id: string;
  readonly registeredAt: string;
  readonly allergies: readonly Allergy[];
  readonly conditions: readonly Condition[];
  readonly coverages: readonly Coverage[];
  readonly notes: readonly Note[];
  readonly caregivers: readonly Caregiver[];
  readonly measurements: readonly Measurement[];
  readonly medications: readonly ExternalMedication[];
  /** Resource ids this patient was imported under. */
  readonly sources: readonly { readonly source: string; readonly resourceId: string; readonly digest: string }[];
  /** Fields that were changed at the counter: a later import leaves them alone. */
  readonly changedHere: readonly PatientField[];
  /** The patient this record was merged into; null for a record of its own. */
  readonly mergedInto: string | null;
  /** Records merged into this one. Filled when the patient is read through the service; the fold does not know. */
  readonly absorbed: readonly string[];
  readonly lastChange: { readonly at: string; readonly by: string };
  /** Who last wrote each field that was changed since the record began. */
  readonly fieldStamps: Readonly<Partial<Record<PatientField, PatientStamp>>>;
  /** Changes made at counters so far: a merge says how many it had seen. */
  readonly changes: number;
  /** The last of them of each terminal. */
  readonly lastCounted: Readonly<Record<string, PatientStamp & { readonly what: string; readonly detail: unknown }>>;
  readonly mergedBy: PatientStamp | null;
  readonly conflicts: readonly PatientConflict[];
}

export function openPatientConflicts(patient: Pick<PatientState, 'conflicts'>): PatientConflict[] {
  return patient.conflicts.filter((conflict) => conflict.resolved === null);
}

export function isActive(entry: { readonly ended: Noted['ended'] }): boolean {
  return entry.ended === null;
}

export function activeAllergies(patient: PatientState): Allergy[] {
  return patient.allergies.filter(isActive);
}
export function activeConditions(patient: PatientState): Condition[] {
  return patient.conditions.filter(isActive);
}
/** Coverages that hold on a day, the one billed first in front. */
export function coveragesOn(patient: PatientState, day: string): Coverage[] {
  return patient.coverages
    .filter((c) => isActive(c) && (c.startsOn === null || c.startsOn <= day) && (c.endsOn === null || c.endsOn >= day))
    .sort((a, b) => a.priority - b.priority || (a.id < b.id ? -1 : 1));
}
export function latestMeasurement(patient: PatientState, kind: MeasurementKind): Measurement | undefined {
  return patient.measurements
    .filter((m) => m.kind === kind)
    .reduce<Measurement | undefined>((last, m) => (!last || m.takenOn >= last.takenOn ? m : last), undefined);
}
/** Whole years on a day. */
export function ageOn(birthDate: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
}
/** As lists sort and show people: family name first. */
export function listName(name: PatientName): string {
  return [name.family, name.given].filter((part) => part !== '').join(', ');
}
export function displayName(name: PatientName): string {
  return name.given === '' ? name.family : `${name.given} ${name.family}`;
}
