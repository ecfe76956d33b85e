import { z } from 'zod';
import { centsSchema, dateSchema, idSchema, timeSchema } from '../../kernel/contract.ts';
import { taxClassSchema } from './price-schema.ts';
import { paymentMethods } from './sale-model.ts';

export const paymentMethodSchema = z.enum(paymentMethods);

/** Strict, so that a card number sent by mistake is refused instead of being kept. */
export const tenderSchema = z.strictObject({
  method: paymentMethodSchema,
  amountCents: centsSchema.min(0).max(100_000_000),
  cardPaymentId: idSchema.optional(),
  /** Of a terminal that is not connected to this program. Six to eight characters; never a card number. */
  approvalCode: z
    .string()
    .regex(/^[A-Za-z0-9]{2,8}$/)
    .optional(),
  checkNumber: z.string().trim().min(1).max(10).optional(),
  accountPatientId: idSchema.optional(),
});

export const itemRequestSchema = z.object({
  /** NDC in any format, barcode, or the store's own code. */
  item: z.string().trim().min(1).max(120),
  packages: z.number().int().min(1).max(1000).default(1),
  lotNumber: z.string().trim().min(1).max(40).optional(),
});

export const saleLineSchema = z.object({
  lineId: z.string(),
  kind: z.enum(['fill', 'item', 'account-payment']),
  description: z.string(),
  note: z.string().nullable(),
  fillId: z.string().nullable(),
  prescriptionId: z.string().nullable(),
  itemKey: z.string().nullable(),
  quantity: z.number(),
  amountCents: centsSchema,
  taxCents: centsSchema,
  includedTaxCents: centsSchema,
  taxClass: taxClassSchema,
  isHealthEligible: z.boolean(),
  isRefunded: z.boolean(),
});

export const saleSchema = z.object({
  saleId: idSchema,
  receiptNumber: z.string(),
  at: timeSchema,
  businessDate: dateSchema,
  terminalId: z.string(),
  drawerId: z.string().nullable(),
  cashier: z.string(),
  lines: z.array(saleLineSchema),
  payments: z.array(
    z.object({
      method: paymentMethodSchema,
      amountCents: centsSchema,
      tenderedCents: centsSchema,
      changeCents: centsSchema,
      cardPaymentId: z.string().nullable(),
    }),
  ),
  totalCents: centsSchema,
  refundedCents: centsSchema,
  status: z.enum(['sold', 'partly-refunded', 'refunded', 'voided']),
  refunds: z.array(
    z.object({
      refundId: z.string(),
      at: timeSchema,
      byUser: z.string(),
      kind: z.enum(['refund', 'void']),
      reason: z.string(),
      amountCents: centsSchema,
      methods: z.array(z.object({ method: paymentMethodSchema, amountCents: centsSchema })),
    }),
  ),
  conflicts: z.array(z.string()),
});

export const cardPaymentSchema = z.object({
  cardPaymentId: idSchema,
  amountCents: centsSchema,
  /** requested: asked, no answer yet. unknown: the terminal did not answer; ask again with recovery. */
  status: z.enum(['requested', 'authorized', 'declined', 'cancelled', 'unknown', 'captured', 'released', 'refunded']),
  /** True while money is held for no sale, or a sale waits for its capture. */
  needsAttention: z.boolean(),
  saleId: z.string().nullable(),
  approvalCode: z.string().nullable(),
  declineReason: z.string().nullable(),
  terminalName: z.string(),
  isSimulator: z.boolean(),
  at: timeSchema,
});

export const drawerSchema = z.object({
  drawerId: idSchema,
  terminalId: z.string(),
  status: z.enum(['open', 'closed']),
  openedAt: timeSchema,
  openedBy: z.string(),
  openingFloatCents: centsSchema,
  movements: z.array(
    z.object({
      movementId: z.string(),
      kind: z.enum(['paid-in', 'paid-out', 'safe-drop']),
      amountCents: centsSchema,
      reason: z.string(),
      at: timeSchema,
      byUser: z.string(),
    }),
  ),
  closedAt: timeSchema.nullable(),
  closedBy: z.string().nullable(),
  countedCents: centsSchema.nullable(),
  /** Null while the drawer is open: the count is blind. */
  expectedCents: centsSchema.nullable(),
  differenceCents: centsSchema.nullable(),
  note: z.string().nullable(),
  conflicts: z.array(z.string()),
});

export const accountSchema = z.object({
  patientId: idSchema,
  isOpen: z.boolean(),
  limitCents: centsSchema,
  balanceCents: centsSchema,
  entries: z.array(
    z.object({
      saleId: z.string(),
      receiptNumber: z.string(),
      at: timeSchema,
      kind: z.enum(['charge', 'payment', 'refund']),
      amountCents: centsSchema,
    }),
  ),
});
