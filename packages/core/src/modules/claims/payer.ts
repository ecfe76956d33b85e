import type { Refusal, Result } from '../../kernel/refusal.ts';
import { ok } from '../../kernel/refusal.ts';
import type { DrugRecord } from '../drugs/model.ts';
import type { PosService } from '../pos/services.ts';
import type { CompletePrescription, PrescriptionState } from '../prescriptions/model.ts';
import { paidBy } from './decide-adjudication.ts';
import type { PayerAnswer } from './model.ts';

export interface PayerRequest {
  readonly prescription: PrescriptionState | CompletePrescription;
  readonly fillNumber: number;
  readonly drug: DrugRecord;
  readonly quantityMilli: number;
  readonly on: string;
}

/**
 * Who pays. A payer of this kind answers within the unit of work, without leaving the terminal. One that is reached
 * over a network has to write down what it asked before it asks, as card payments do, and so gets a port of its own.
 */
export interface Payer {
  readonly id: string;
  adjudicate(request: PayerRequest): Result<PayerAnswer, Refusal>;
}

/** The patient pays the store's cash price. */
export function cashPayer(pos: () => Pick<PosService, 'price'>): Payer {
  return {
    id: 'cash',
    adjudicate({ drug, quantityMilli, on }) {
      const price = pos().price({ drug, quantityMilli, on });
      return price.ok ? ok(paidBy(price.value)) : price;
    },
  };
}
