import type { Call, Unit } from '../../kernel/module.ts';
import type { Finding } from '../clinical/model.ts';
import type { PrescriptionState } from '../prescriptions/model.ts';
import type { PrescriptionRow } from '../prescriptions/queue.ts';
import type { ImportProgress, ImportRun } from './fhir/run-import.ts';
import type { PatientChoice, PatientConflictKind, PatientState } from './model.ts';

/** What other modules ask the patients module. */
export interface PatientsService {
  /** The patient under this id, or the one it was merged into; with what both records knew. */
  get(id: string): PatientState | undefined;
  /** The id that stands for this patient now. */
  survivorOf(id: string): string;
  /** This id and the ids of every record merged into it, the survivor first. */
  allIds(id: string): string[];
  /** Ids whose name, birth date or phone match, best first: for the queue's own search. */
  searchIds(text: string, limit: number): string[];
  /** For lists: name and birth date without loading the patient. */
  summary(id: string): { readonly id: string; readonly name: string; readonly birthDate: string } | undefined;
  /** Conflicts that wait for a person, oldest first. */
  openConflicts(): {
    readonly recordId: string;
    readonly conflictId: string;
    readonly kind: PatientConflictKind;
    readonly since: string;
  }[];
  /** The record itself, merged or not. */
  record(id: string): PatientState | undefined;
  /** The first decision in fold order takes effect. */
  resolveConflict(
    unit: Unit,
    recordId: string,
    decision: { readonly conflictId: string; readonly keep: PatientChoice; readonly note: string | null },
  ): PatientState;
  /** FHIR R4 files into patients; the maintenance command `patients import FILE...` calls it too. */
  importFhir(call: Call, run: ImportRun): Promise<ImportProgress>;
  /** Prescriptions and clinical call this when they start; the profile names a part that nobody supplies. */
  supplyProfile(part: Partial<ProfileSources>): void;
}

/** What the profile of a patient is made of but patients may not require: it would close a circle. */
export interface ProfileSources {
  /** Newest first, merged records included. */
  prescriptions(patientId: string): readonly PrescriptionState[];
  rows(states: readonly PrescriptionState[]): PrescriptionRow[];
  alerts(patientId: string): readonly Finding[];
}

declare module '../../kernel/module.ts' {
  interface ModuleServices {
    patients: PatientsService;
  }
}
