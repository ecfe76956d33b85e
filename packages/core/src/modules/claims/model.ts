import type { PriceBreakdown } from '../pos/price-model.ts';

export interface ClaimReject {
  readonly code: string;
  readonly message: string;
  /** What a person does next. */
  readonly action: string;
}

/** A payer's answer to one submission. `patientPayCents` counts only while `status` is `paid`. */
export interface AdjudicationResult {
  readonly claimId: string;
  readonly payer: string;
  readonly status: 'paid' | 'rejected';
  readonly patientPayCents: number;
  readonly price: PriceBreakdown | null;
  readonly rejects: readonly ClaimReject[];
}

export interface ClaimAttempt extends AdjudicationResult {
  readonly at: string;
  readonly by: string;
}

/** One claim per fill number of a prescription: a later answer replaces the earlier, a reversal ends it. */
export interface ClaimState {
  readonly claimId: string;
  readonly prescriptionId: string;
  readonly fillNumber: number;
  readonly attempts: readonly ClaimAttempt[];
  readonly current: ClaimAttempt | null;
  readonly reversed: { readonly at: string; readonly reason: string } | null;
}
