import type { Unit } from '../../kernel/module.ts';
import type { PrescriptionState } from './model.ts';

/** What other modules ask the prescriptions module. To write, load `prescriptionAggregate` in a unit and append to it. */
export interface PrescriptionsService {
  get(id: string): PrescriptionState | undefined;
  /** The prescription a fill belongs to. */
  byFill(fillId: string): { readonly id: string; readonly state: PrescriptionState } | undefined;
  /** Newest first; includes those of patients merged into this one. */
  ofPatient(patientId: string): PrescriptionState[];
  /** Quantity that prescriptions waiting at stage `fill` will take of this product. */
  reservedMilli(productKey: string): number;
  /** Quantity made up and not yet handed over: stages `verification` and `ready`. */
  willCallMilli(productKey: string): number;
  /** Conflicts that wait for a person, oldest first. */
  openConflicts(): {
    readonly prescriptionId: string;
    readonly conflictId: string;
    readonly kind: string;
    readonly patientId: string | null;
    readonly since: string;
  }[];
  /** Inside a command: decides a conflict, with the checks of the prescription's own page. */
  resolveConflict(
    unit: Unit,
    decision: {
      readonly id: string;
      readonly conflictId: string;
      readonly keep: 'first' | 'second' | 'both';
      readonly note: string;
    },
  ): PrescriptionState;
}

declare module '../../kernel/module.ts' {
  interface ModuleServices {
    prescriptions: PrescriptionsService;
  }
}
