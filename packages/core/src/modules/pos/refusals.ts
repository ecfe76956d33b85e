import { z } from 'zod';
import type { RefusalMap } from '../../kernel/refusal.ts';

/** Why a payment is not taken. Used by every endpoint that sells. */
export const paymentRefusals = {
  'amount-short': {
    status: 422,
    message: 'The payment does not cover the price. Ask for the rest, or add a second payment.',
    data: z.object({ dueCents: z.number(), paidCents: z.number() }),
  },
  'amount-above-due': {
    status: 422,
    message: 'Only cash gives change. Enter the exact amount for this way of paying.',
    data: z.object({ dueCents: z.number(), paidCents: z.number() }),
  },
  'card-not-connected': {
    status: 409,
    message:
      'No card terminal is connected here. Take the card on a stand-alone terminal and enter its approval code, or choose another way of paying.',
  },
  'card-declined': {
    status: 422,
    message: 'The card was declined. Nothing was charged. Ask for another card or another way of paying.',
    data: z.object({ cardPaymentId: z.string(), reason: z.string() }),
  },
  'card-cancelled': {
    status: 422,
    message: 'The card payment was cancelled at the terminal. Nothing was charged. Start it again, or pay otherwise.',
    data: z.object({ cardPaymentId: z.string() }),
  },
  'card-unknown': {
    status: 409,
    message:
      'The card terminal did not answer, so it is not known whether the card was authorised. Nothing was sold. Press Recover: it asks the terminal what happened and never charges twice.',
    data: z.object({ cardPaymentId: z.string() }),
  },
  'card-payment-not-usable': {
    status: 409,
    message: 'This card payment cannot pay this sale: it is used, released, or for another amount. Start a new one.',
    data: z.object({ cardPaymentId: z.string(), status: z.string() }),
  },
  'card-elsewhere': {
    status: 409,
    message:
      'This card payment was started at another terminal. Only the card terminal there knows it: recover it there.',
    data: z.object({ terminalId: z.string() }),
  },
  'house-account-closed': {
    status: 422,
    message:
      'This person has no open house account. Open one on the page of the patient, under Account, or choose another way of paying.',
  },
  'house-account-limit': {
    status: 422,
    message: 'This would pass the limit of the house account. Take a part in another way, or raise the limit.',
    data: z.object({ limitCents: z.number(), balanceCents: z.number() }),
  },
} as const satisfies RefusalMap;

/** Why something has no price. */
export const priceRefusals = {
  'no-price': {
    status: 422,
    message:
      'Neither a cost nor a usual-and-customary price is known for this product. Receive stock with its cost, set a price under Settings, Prices, or let someone who may override prices enter one.',
    data: z.object({ ndc: z.string() }),
  },
} as const satisfies RefusalMap;

/** Why a shelf item is not sold. */
export const itemRefusals = {
  'item-unknown': {
    status: 422,
    message: 'No price is set for this item. Set it under Settings, Prices, or check the code.',
    data: z.object({ item: z.string() }),
  },
  'item-prescription-only': {
    status: 422,
    message: 'This product is sold on prescription only. Enter the prescription instead.',
    data: z.object({ item: z.string() }),
  },
  'item-not-saleable': {
    status: 422,
    message: 'Every package of this item in stock is expired, recalled or quarantined. Take it off the shelf.',
    data: z.object({ item: z.string(), reason: z.string() }),
  },
  'item-needs-purchase-log': {
    status: 422,
    message:
      'This product needs the identified purchase log of the Combat Methamphetamine Act, which this program does not keep. Sell it with the log you use for it.',
    data: z.object({ item: z.string(), ingredient: z.string() }),
  },
} as const satisfies RefusalMap;

export const refundRefusals = {
  'line-not-refundable': {
    status: 409,
    message: 'A line of this sale was refunded already or is not in it. Open the sale again to see what is left.',
    data: z.object({ lineId: z.string() }),
  },
  'sale-holds-fills': {
    status: 409,
    message: 'This line is a prescription. Void the fill instead, so that prescription, claim and stock follow.',
    data: z.object({ fillIds: z.array(z.string()) }),
  },
  'refund-method': {
    status: 422,
    message: 'Money goes back the way it came. Only a card or check part may be paid back in cash instead.',
    data: z.object({ method: z.string() }),
  },
} as const satisfies RefusalMap;
