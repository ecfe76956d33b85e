import type { PriceBreakdown } from '../pos/price-model.ts';

export interface ClaimReject {
  readonly code: string;
  readonly message: string;
  /** What a person does next. */
  readonly action: string;
}

/** What a payer says to one submission. `patientPayCents` counts only while `status` is `paid`. */
export interface PayerAnswer {
  readonly status: 'paid' | 'rejected';
  readonly patientPayCents: number;
  readonly price: PriceBreakdown | null;
  readonly rejects: readonly ClaimReject[];
}

export interface AdjudicationResult extends PayerAnswer {
  readonly claimId: string;
  readonly payer: string;
}

export interface ClaimAttempt extends AdjudicationResult {
  readonly at: string;
  readonly by: string;
  readonly reversed: { readonly at: string; readonly reason: string } | null;
}

/** One claim per fill number of a prescription: a later answer replaces the earlier, a reversal ends it. */
export interface ClaimState {
  readonly claimId: string;
  readonly prescriptionId: string;
  readonly fillNumber: number;
  /** Oldest first. */
  readonly attempts: readonly ClaimAttempt[];
}

/** The answer that stands: the last one, unless it was taken back. */
export function currentAttempt(claim: ClaimState | undefined): ClaimAttempt | null {
  const last = claim?.attempts.at(-1) ?? null;
  return last?.reversed ? null : last;
}

/** The same on every terminal, so that two who price one fill at once write to one claim. */
export function claimIdOf(prescriptionId: string, fillNumber: number): string {
  return `claim_${prescriptionId}_${fillNumber}`;
}
