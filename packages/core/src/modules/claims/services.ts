import type { Unit } from '../../kernel/module.ts';
import type { DrugRecord } from '../drugs/model.ts';
import type { PrescriptionState } from '../prescriptions/model.ts';
import type { AdjudicationResult, ClaimState } from './model.ts';

export interface ClaimsService {
  /** The claim of one fill number, or undefined when it was never adjudicated. */
  claim(prescriptionId: string, fillNumber: number): ClaimState | undefined;
  /**
   * Prices the fill again in this unit because product or quantity changed before the hand-over. Replaces the answer;
   * an agreed override stays. Throws `no-price`.
   */
  readjudicate(
    unit: Unit,
    input: { prescriptionId: string; prescription: PrescriptionState; fillNumber: number; drug: DrugRecord },
  ): AdjudicationResult;
  /** Takes the claim back: the fill was returned to stock or voided. Nothing to do when there is none. */
  reverse(unit: Unit, input: { prescriptionId: string; fillNumber: number; reason: string }): void;
}

declare module '../../kernel/module.ts' {
  interface ModuleServices {
    claims: ClaimsService;
  }
}
