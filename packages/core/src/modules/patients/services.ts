import type { Finding } from '../clinical/model.ts';
import type { PrescriptionState } from '../prescriptions/model.ts';
import type { PatientState } from './model.ts';

/** What other modules ask the patients module. */
export interface PatientsService {
  /** The patient under this id, or the one it was merged into; with what both records knew. */
  get(id: string): PatientState | undefined;
  /** The id that stands for this patient now. */
  survivorOf(id: string): string;
  /** This id and the ids of every record merged into it. */
  allIds(id: string): string[];
  /** Ids whose name, birth date or phone match, best first: for the queue's own search. */
  searchIds(text: string, limit: number): string[];
}

/** What the profile of a patient is made of but patients may not require: prescriptions and clinical give it at start. */
export interface ProfileSources {
  prescriptions(patientId: string): readonly PrescriptionState[];
  alerts(patient: PatientState, prescriptions: readonly PrescriptionState[], today: string): readonly Finding[];
}

declare module '../../kernel/module.ts' {
  interface ModuleServices {
    patients: PatientsService & {
      /** Prescriptions and clinical call this when they start; without it the profile says which part is missing. */
      supplyProfile(part: Partial<ProfileSources>): void;
    };
  }
}
