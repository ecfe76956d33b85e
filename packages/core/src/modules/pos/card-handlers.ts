import type { Handlers, ModuleContext } from '../../kernel/module.ts';
import { RefusalError } from '../../kernel/refusal.ts';
import type { CardFlow } from './card-flow.ts';
import { cardPaymentAggregate } from './card-payment.ts';
import type { posContract } from './contract.ts';
import { cursorOf, pageOf, readCursor } from './paging.ts';
import { cardToWire } from './wire.ts';

type CardHandlers = Pick<
  Handlers<typeof posContract>,
  'startCardPayment' | 'cardPayments' | 'recoverCardPayment' | 'releaseCardPayment'
>;

export function cardHandlers(context: ModuleContext, cards: CardFlow): CardHandlers {
  const load = (id: string) => {
    const card = context.load(cardPaymentAggregate, id);
    if (!card?.requested) throw new RefusalError({ kind: 'not-found', data: { what: 'card payment', id } });
    return card;
  };
  return {
    startCardPayment: async (input, call) => cardToWire(load(await cards.start(call, input))),

    cardPayments({ open, cursor, limit }) {
      const before = readCursor(cursor);
      const rows = context.db
        .prepare<{ id: string }>(
          `SELECT aggregate_id AS id FROM pos_card_payment
            WHERE needs_attention >= ? AND (at, aggregate_id) < (?, ?)
            ORDER BY at DESC, aggregate_id DESC LIMIT ?`,
        )
        .all(open ? 1 : 0, before.at, before.id, limit + 1);
      const found = rows.map(({ id }) => load(id));
      return pageOf(found, limit, (card) => cursorOf(card.requested?.at ?? '', card.cardPaymentId), cardToWire);
    },

    async recoverCardPayment({ id }, call) {
      load(id);
      return cardToWire(await cards.settle(call, id, 'recover'));
    },

    async releaseCardPayment({ id, reason }, call) {
      load(id);
      await cards.release(call, [id], reason);
      return cardToWire(load(id));
    },
  };
}
