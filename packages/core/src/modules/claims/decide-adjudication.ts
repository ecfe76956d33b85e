import type { RefusalOf, Result } from '../../kernel/refusal.ts';
import { ok, refuse } from '../../kernel/refusal.ts';
import { overriddenPrice } from '../pos/price.ts';
import type { PriceBreakdown } from '../pos/price-model.ts';
import { type CompletePrescription, isComplete, type PrescriptionState, type Stage } from '../prescriptions/model.ts';
import type { claimsRefusals } from './contract.ts';
import type { PayerAnswer } from './model.ts';

type Refused = RefusalOf<typeof claimsRefusals>;

/** From the first pricing until the bag is sold the price may be settled anew. */
const stages: readonly Stage[] = ['adjudication', 'fill', 'verification', 'ready'];

/** May the coming fill be priced? Once a part of it was paid for, its price stands. Rules CLM-1 to CLM-4. */
export function adjudicable(state: PrescriptionState): Result<CompletePrescription, Refused> {
  if (!isComplete(state) || !stages.includes(state.stage)) return refuse('wrong-stage', { stage: state.stage });
  const isSold = state.fills.some((fill) => fill.fillNumber === state.cycle && fill.status === 'handed-over');
  return isSold ? refuse('already-sold', { fillNumber: state.cycle }) : ok(state);
}

/** A price that a person agreed stays when the fill is priced again; it is taken off by adjudicating anew. */
export function keepOverride(price: PriceBreakdown, earlier: PriceBreakdown | null): PriceBreakdown {
  if (earlier?.overrideReason == null) return price;
  return withOverride(price, { priceCents: earlier.priceCents, reason: earlier.overrideReason });
}

export function withOverride(price: PriceBreakdown, override: { priceCents: number; reason: string }): PriceBreakdown {
  const { ndc, quantityMilli, taxMode, taxRateBasisPoints, taxSource } = price;
  const tax = { basisPoints: taxRateBasisPoints, mode: taxMode, source: taxSource };
  return overriddenPrice({ ndc: ndc ?? '', quantityMilli, tax }, override);
}

/** Cash: the patient pays the whole price. */
export function paidBy(price: PriceBreakdown): PayerAnswer {
  return { status: 'paid', patientPayCents: price.totalCents, price, rejects: [] };
}
