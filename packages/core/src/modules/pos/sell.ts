import type { Call, Unit } from '../../kernel/module.ts';
import { RefusalError } from '../../kernel/refusal.ts';
import { asksTerminal, type CardFlow } from './card-flow.ts';
import type { Tender } from './sale-model.ts';
import type { RecordedSale } from './services.ts';

export interface SaleSteps<R extends RecordedSale> {
  readonly tenders: readonly Tender[];
  readonly purpose: string;
  check(unit: Unit): void;
  commit(tenders: readonly Tender[]): R;
}

/** See `PosService.sell`. Authorise, sell, capture: a card is only charged for a sale that is in the ledger. */
export async function sell<R extends RecordedSale>(flow: CardFlow, call: Call, steps: SaleSteps<R>): Promise<R> {
  const ready = await flow.authorize(call, steps.tenders, steps.purpose, steps.check);
  let sold: R;
  try {
    sold = steps.commit(ready);
  } catch (error) {
    if (error instanceof RefusalError)
      await flow.release(call, startedHere(steps.tenders, ready), 'the sale was refused');
    throw error;
  }
  await flow.finish(call, sold.cardPaymentIds);
  return sold;
}

function startedHere(before: readonly Tender[], after: readonly Tender[]): string[] {
  return after.flatMap((tender, index) => {
    const original = before[index];
    return original && asksTerminal(original) ? (tender.cardPaymentId ?? []) : [];
  });
}
