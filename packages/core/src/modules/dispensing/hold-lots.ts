import { toMilli } from '../../kernel/contract.ts';
import type { ModuleContext } from '../../kernel/module.ts';
import { RefusalError } from '../../kernel/refusal.ts';
import { prescriptionAggregate } from '../prescriptions/aggregate.ts';
import { openFill } from '../prescriptions/model.ts';
import { remainingMilli } from './decide-fill.ts';
import { allocationsToWire } from './wire.ts';
import { offerOf } from './work.ts';

/** A third of how long it lasts: two may get lost. */
const refreshSeconds = 30;

/** The fill station has a prescription open, or left it: the other terminals then reach for other bottles, or need not. */
export function holdLots(
  context: ModuleContext,
  input: { id: string; open: boolean; ndc?: string | undefined; quantity?: number | undefined },
) {
  const { holds } = context.use('inventory');
  const state = context.load(prescriptionAggregate, input.id);
  if (!state?.entered) throw new RefusalError({ kind: 'not-found', data: { what: 'prescription', id: input.id } });
  const product = context.use('drugs').find(input.ndc ?? state.product?.key ?? '');
  if (!input.open || state.stage !== 'fill' || openFill(state) || !product) {
    holds.end(input.id);
    return { lots: [], refreshSeconds };
  }
  const whole = remainingMilli(state);
  const remaining = input.quantity === undefined ? whole : Math.min(whole, toMilli(input.quantity));
  const { allocations } = offerOf(context, state, { key: product.key, remaining, today: context.today() });
  holds.put(input.id, allocations);
  return { lots: allocationsToWire(allocations), refreshSeconds };
}
