import type {
  AllergyFields,
  CaregiverFields,
  ConditionFields,
  CoverageFields,
  ExternalMedication,
  Measurement,
  PatientChoice,
  PatientFields,
} from './model.ts';

/** Lists of entries that are ended, not deleted; the noun stands in the event type. */
export interface EntryFields {
  readonly allergy: AllergyFields;
  readonly condition: ConditionFields;
  readonly coverage: CoverageFields;
  readonly note: { readonly text: string; readonly isImportant: boolean };
  readonly caregiver: CaregiverFields;
}
export type EntryNoun = keyof EntryFields;

interface Added<F> {
  readonly id: string;
  readonly fields: F;
}

/** What an import brought for one patient; ids are those of the source, so that a second time changes nothing. */
export interface ImportedRecord {
  readonly source: string;
  /** Null when only entries came, for a patient that is here already. */
  readonly patient: { readonly resourceId: string; readonly digest: string; readonly fields: PatientFields } | null;
  readonly allergies: readonly Added<AllergyFields>[];
  readonly conditions: readonly (Added<ConditionFields> & { readonly endedOn: string | null })[];
  readonly medications: readonly ExternalMedication[];
}

/** Payloads of every event of a patient, by type. Never rename a type or change a meaning. */
export type PatientPayloads = {
  'patient.registered': {
    readonly fields: PatientFields;
    readonly allergies: readonly Added<AllergyFields>[];
    readonly conditions: readonly Added<ConditionFields>[];
    readonly coverages: readonly Added<CoverageFields>[];
    readonly caregivers: readonly Added<CaregiverFields>[];
    readonly measurements: readonly Measurement[];
    /** Records someone looked at and called other people. */
    readonly notSameAs: readonly string[];
  };
  'patient.imported': ImportedRecord;
  /** `was`: what stood there for the person who changed it, so that two changes at once are seen. */
  'patient.changed': { readonly changes: Partial<PatientFields>; readonly was: Partial<PatientFields> };
  'patient.measured': Measurement;
  'patient.conflicts-seen': { readonly conflictIds: readonly string[] };
  'patient.conflict-resolved': {
    readonly conflictId: string;
    readonly keep: PatientChoice;
    readonly note: string | null;
  };
  /** On the record that goes. `knew`: how many changes of it the person saw who merged. */
  'patient.merged': { readonly into: string; readonly reason: string; readonly knew?: number };
  'patient.unmerged': { readonly from: string; readonly reason: string };
} & { readonly [N in EntryNoun as `patient.${N}-added`]: Added<EntryFields[N]> } & {
  readonly [N in EntryNoun as `patient.${N}-ended`]: { readonly entryId: string; readonly reason: string };
};

export type PatientEventType = keyof PatientPayloads;
export type PatientEvent = {
  [T in PatientEventType]: { readonly type: T; readonly payload: PatientPayloads[T] };
}[PatientEventType];
