import type { ModuleContext, Unit } from '../../kernel/module.ts';
import { assert, RefusalError, unwrap } from '../../kernel/refusal.ts';
import type { DrugRecord } from '../drugs/model.ts';
import { prescriptionAggregate } from '../prescriptions/aggregate.ts';
import type { PrescriptionState } from '../prescriptions/model.ts';
import { claimAggregate } from './claim.ts';
import { keepOverride, paidBy } from './decide-adjudication.ts';
import { type AdjudicationResult, claimIdOf, currentAttempt, type PayerAnswer } from './model.ts';
import type { Payer } from './payer.ts';
import type { ClaimsService } from './services.ts';

export type Payers = ReadonlyMap<string, Payer>;

export function claimsService(context: ModuleContext, payers: Payers): ClaimsService {
  return {
    claim: (prescriptionId, fillNumber) => context.load(claimAggregate, claimIdOf(prescriptionId, fillNumber)),

    readjudicate(unit, { prescriptionId, prescription, fillNumber, drug }) {
      const earlier = currentAttempt(unit.load(claimAggregate, claimIdOf(prescriptionId, fillNumber)));
      const answer = askPayer(payers, earlier?.payer ?? 'cash', { prescription, drug, on: unit.today });
      const price = answer.price && keepOverride(answer.price, earlier?.price ?? null);
      const kept = price && answer.payer === 'cash' ? { ...answer, ...paidBy(price) } : answer;
      return writeAnswer(unit, { prescriptionId, fillNumber, answer: kept });
    },

    reverse(unit, { prescriptionId, fillNumber, reason }) {
      const claimId = claimIdOf(prescriptionId, fillNumber);
      if (!currentAttempt(unit.load(claimAggregate, claimId))) return;
      unit.append(claimAggregate, claimId, { type: 'claim.reversed', payload: { reason } });
    },
  };
}

/** Throws `payer-not-connected` for whatever is not cash, and the payer's own refusal. */
export function askPayer(
  payers: Payers,
  payerId: string,
  input: { prescription: PrescriptionState; drug: DrugRecord; on: string },
): PayerAnswer & { readonly payer: string } {
  const payer = payers.get(payerId);
  if (!payer) throw new RefusalError({ kind: 'payer-not-connected', data: { payer: payerId } });
  const { prescription, drug, on } = input;
  const quantityMilli = prescription.quantityMilli;
  assert(quantityMilli !== null, 'a complete prescription has a quantity');
  const request = { prescription, fillNumber: prescription.cycle, drug, quantityMilli, on };
  return { ...unwrap(payer.adjudicate(request)), payer: payerId };
}

/** The same answer for the claim and for the prescription, in one unit. */
export function writeAnswer(
  unit: Unit,
  input: { prescriptionId: string; fillNumber: number; answer: PayerAnswer & { readonly payer: string } },
): AdjudicationResult {
  const { prescriptionId, fillNumber, answer } = input;
  const claimId = claimIdOf(prescriptionId, fillNumber);
  unit.append(claimAggregate, claimId, { type: 'claim.answered', payload: { prescriptionId, fillNumber, ...answer } });
  unit.append(prescriptionAggregate, prescriptionId, { type: 'prescription.adjudicated', payload: { ...answer } });
  return { ...answer, claimId };
}
