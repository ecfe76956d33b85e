import type { AggregateType, DomainEvent } from '../../kernel/aggregate.ts';
import type { ClaimState, PayerAnswer } from './model.ts';

export interface ClaimAnswered extends PayerAnswer {
  readonly prescriptionId: string;
  readonly fillNumber: number;
  readonly payer: string;
}
export type ClaimEvent =
  | DomainEvent<'claim.answered', ClaimAnswered>
  | DomainEvent<'claim.reversed', { readonly reason: string }>;

export const claimAggregate: AggregateType<ClaimState, ClaimEvent> = {
  kind: 'claim',
  initial: (claimId) => ({ claimId, prescriptionId: '', fillNumber: 0, attempts: [] }),
  apply(state, event, meta) {
    if (event.type === 'claim.answered') {
      const { prescriptionId, fillNumber, ...answer } = event.payload;
      const attempt = { ...answer, claimId: state.claimId, at: meta.at, by: meta.actor.userName, reversed: null };
      return { ...state, prescriptionId, fillNumber, attempts: [...state.attempts, attempt] };
    }
    if (event.type !== 'claim.reversed') return state;
    const reversed = { at: meta.at, reason: event.payload.reason };
    return {
      ...state,
      attempts: state.attempts.map((attempt) => (attempt.reversed ? attempt : { ...attempt, reversed })),
    };
  },
  rows: (id, state) => ({
    claims_claim: state.attempts.length
      ? [
          {
            aggregate_id: id,
            prescription_id: state.prescriptionId,
            fill_number: state.fillNumber,
            payer: state.attempts.at(-1)?.payer ?? '',
            status: state.attempts.at(-1)?.reversed ? 'reversed' : (state.attempts.at(-1)?.status ?? ''),
            patient_pay_cents: state.attempts.at(-1)?.patientPayCents ?? 0,
          },
        ]
      : [],
  }),
};

export const claimsMigrations = [
  {
    id: 'claims-001',
    sql: `
CREATE TABLE claims_claim (
  aggregate_id TEXT NOT NULL,
  prescription_id TEXT NOT NULL,
  fill_number INTEGER NOT NULL,
  payer TEXT NOT NULL,
  status TEXT NOT NULL,
  patient_pay_cents INTEGER NOT NULL
) STRICT;
CREATE INDEX claims_claim_aggregate ON claims_claim (aggregate_id);
CREATE INDEX claims_claim_prescription ON claims_claim (prescription_id, fill_number);
`,
  },
] as const;
