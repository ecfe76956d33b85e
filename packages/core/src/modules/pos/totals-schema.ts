import { z } from 'zod';
import { centsSchema, dateSchema } from '../../kernel/contract.ts';
import { taxClassSchema } from './price-schema.ts';
import { paymentMethodSchema } from './sale-schema.ts';

export const totalsSchema = z.object({
  date: dateSchema,
  terminalId: z.string().nullable(),
  sales: z.object({
    count: z.number().int(),
    amountCents: centsSchema,
    taxCents: centsSchema,
    includedTaxCents: centsSchema,
  }),
  refunds: z.object({ count: z.number().int(), amountCents: centsSchema }),
  voids: z.object({ count: z.number().int(), amountCents: centsSchema }),
  /** Sales less refunds and voids. */
  netCents: centsSchema,
  byKind: z.array(
    z.object({ kind: z.enum(['fill', 'item', 'account-payment']), lines: z.number().int(), amountCents: centsSchema }),
  ),
  byTaxClass: z.array(z.object({ taxClass: taxClassSchema, amountCents: centsSchema, taxCents: centsSchema })),
  /** Taken, paid back, and what remains, per way of paying. The remainders add up to `netCents`. */
  byMethod: z.array(
    z.object({
      method: paymentMethodSchema,
      takenCents: centsSchema,
      refundedCents: centsSchema,
      netCents: centsSchema,
    }),
  ),
  /** Cash of sales made while no drawer was open at their terminal. */
  cashOutsideDrawerCents: centsSchema,
  drawers: z.array(
    z.object({
      drawerId: z.string(),
      terminalId: z.string(),
      status: z.enum(['open', 'closed']),
      differenceCents: centsSchema.nullable(),
    }),
  ),
  firstReceipt: z.string().nullable(),
  lastReceipt: z.string().nullable(),
  openCardPayments: z.number().int(),
});
