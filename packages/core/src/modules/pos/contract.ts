import { z } from 'zod';
import { centsSchema, dateSchema, endpoint, idSchema, page, pageQuery, queryBool } from '../../kernel/contract.ts';
import { priceItemSchema, taxRuleSchema } from './price-schema.ts';
import { itemRefusals, paymentRefusals, refundRefusals } from './refusals.ts';
import {
  accountSchema,
  cardPaymentSchema,
  drawerSchema,
  itemRequestSchema,
  paymentMethodSchema,
  saleLineSchema,
  saleSchema,
  tenderSchema,
} from './sale-schema.ts';
import { totalsSchema } from './totals-schema.ts';

const reason = z.string().trim().min(3).max(300);
const drawerRefusals = {
  'drawer-open-already': {
    status: 409,
    message: 'A cash drawer is open at this terminal. Count and close it before you open the next.',
    data: z.object({ drawerId: z.string() }),
  },
  'drawer-closed': { status: 409, message: 'This cash drawer is closed. Open a new one.' },
  'drawer-elsewhere': {
    status: 409,
    message: 'This cash drawer stands at another terminal. Count it there.',
    data: z.object({ terminalId: z.string() }),
  },
} as const;

/** POST /pos/sales stands in dispensing/contract.ts: a sale may hold fills, and dispensing builds on this module. */
export const posContract = {
  quote: endpoint('POST', '/pos/quotes', {
    permission: 'pos.sell',
    summary: 'Lines and total of shelf items before the sale',
    tag: 'pos',
    refusals: itemRefusals,
  })
    .input(z.object({ items: z.array(itemRequestSchema).min(1).max(100) }))
    .output(z.object({ lines: z.array(saleLineSchema), totalCents: centsSchema })),

  sales: endpoint('GET', '/pos/sales', {
    permission: 'pos.sell',
    summary: 'Sales of a day, or the one with this receipt number',
    tag: 'pos',
  })
    .input(z.object({ date: dateSchema.optional(), receiptNumber: z.string().max(30).optional(), ...pageQuery }))
    .output(page(saleSchema)),

  sale: endpoint('GET', '/pos/sales/{id}', { permission: 'pos.sell', summary: 'One sale', tag: 'pos' })
    .input(z.object({ id: idSchema }))
    .output(saleSchema),

  receipt: endpoint('GET', '/pos/sales/{id}/receipt', {
    permission: 'pos.sell',
    summary: 'The receipt of a sale or of one of its refunds, as text lines and PDF',
    tag: 'pos',
  })
    .input(z.object({ id: idSchema, refundId: idSchema.optional() }))
    .output(
      z.object({
        receiptNumber: z.string(),
        title: z.enum(['sale', 'refund', 'void']),
        lines: z.array(z.object({ text: z.string(), amountCents: centsSchema })),
        totalCents: centsSchema,
        changeCents: centsSchema,
        document: z.object({ mediaType: z.string(), fileName: z.string(), base64: z.string(), pages: z.number() }),
      }),
    ),

  refund: endpoint('POST', '/pos/sales/{id}/refunds', {
    permission: 'pos.refund',
    summary: 'Pay shelf items back, with a reason; the stock comes back only when it can be sold again',
    tag: 'pos',
    refusals: refundRefusals,
  })
    .input(
      z.object({
        id: idSchema,
        lineIds: z.array(z.string()).min(1).max(100),
        reason,
        kind: z.enum(['refund', 'void']).default('refund'),
        method: paymentMethodSchema.optional(),
        /** True: unopened and saleable, back to the shelf. */
        restock: z.boolean().default(false),
      }),
    )
    .output(z.object({ refundId: idSchema, amountCents: centsSchema, sale: saleSchema })),

  openDrawer: endpoint('POST', '/pos/drawers', {
    permission: 'pos.sell',
    summary: 'Open the cash drawer of this terminal with its float',
    tag: 'pos',
    refusals: { 'drawer-open-already': drawerRefusals['drawer-open-already'] },
  })
    .input(z.object({ openingFloatCents: centsSchema.min(0).max(10_000_000) }))
    .output(drawerSchema),

  drawers: endpoint('GET', '/pos/drawers', {
    permission: 'pos.sell',
    summary: 'Cash drawers, newest first',
    tag: 'pos',
  })
    .input(z.object({ status: z.enum(['open', 'closed']).optional(), ...pageQuery }))
    .output(page(drawerSchema)),

  moveCash: endpoint('POST', '/pos/drawers/{id}/movements', {
    permission: 'pos.sell',
    summary: 'Cash put into or taken out of the drawer beside sales',
    tag: 'pos',
    refusals: {
      'drawer-closed': drawerRefusals['drawer-closed'],
      'drawer-elsewhere': drawerRefusals['drawer-elsewhere'],
    },
  })
    .input(
      z.object({
        id: idSchema,
        kind: z.enum(['paid-in', 'paid-out', 'safe-drop']),
        amountCents: centsSchema.min(1).max(10_000_000),
        reason,
      }),
    )
    .output(drawerSchema),

  closeDrawer: endpoint('POST', '/pos/drawers/{id}/close', {
    permission: 'pos.sell',
    summary: 'Close the drawer with a blind count; the answer shows what was expected and the difference',
    tag: 'pos',
    refusals: {
      'drawer-closed': drawerRefusals['drawer-closed'],
      'drawer-elsewhere': drawerRefusals['drawer-elsewhere'],
    },
  })
    .input(
      z.object({
        id: idSchema,
        countedCents: centsSchema.min(0).max(100_000_000),
        note: z.string().trim().max(300).optional(),
      }),
    )
    .output(drawerSchema),

  startCardPayment: endpoint('POST', '/pos/card-payments', {
    permission: 'pos.sell',
    summary: 'Authorise an amount at the card terminal. The same purpose and amount is never asked for twice',
    tag: 'pos',
    refusals: paymentRefusals,
  })
    .input(
      z.object({
        amountCents: centsSchema.min(1).max(100_000_000),
        /** What it is for, e.g. the fill ids of one bag: a second request for the same resumes the first. */
        purpose: z.string().trim().min(1).max(400),
      }),
    )
    .output(cardPaymentSchema),

  cardPayments: endpoint('GET', '/pos/card-payments', {
    permission: 'pos.sell',
    summary: 'Card payments, newest first; `open=true` shows those that wait for a person',
    tag: 'pos',
  })
    .input(z.object({ open: queryBool.optional(), ...pageQuery }))
    .output(page(cardPaymentSchema)),

  recoverCardPayment: endpoint('POST', '/pos/card-payments/{id}/recovery', {
    permission: 'pos.sell',
    summary: 'Ask the terminal what became of a payment, and finish it: capture for its sale, or record the answer',
    tag: 'pos',
    refusals: paymentRefusals,
  })
    .input(z.object({ id: idSchema }))
    .output(cardPaymentSchema),

  releaseCardPayment: endpoint('POST', '/pos/card-payments/{id}/release', {
    permission: 'pos.sell',
    summary: 'Give back an authorisation that no sale uses',
    tag: 'pos',
    refusals: paymentRefusals,
  })
    .input(z.object({ id: idSchema, reason }))
    .output(cardPaymentSchema),

  account: endpoint('GET', '/pos/accounts/{patientId}', {
    permission: 'pos.sell',
    summary: 'The house account of a patient',
    tag: 'pos',
  })
    .input(z.object({ patientId: idSchema }))
    .output(accountSchema),

  setAccount: endpoint('PUT', '/pos/accounts/{patientId}', {
    permission: 'pos.price-override',
    summary: 'Open or close a house account, with its limit',
    tag: 'pos',
  })
    .input(z.object({ patientId: idSchema, isOpen: z.boolean(), limitCents: centsSchema.min(0).max(100_000_000) }))
    .output(accountSchema),

  payAccount: endpoint('POST', '/pos/accounts/{patientId}/payments', {
    permission: 'pos.sell',
    summary: 'A payment towards a house account; answers with a receipt',
    tag: 'pos',
    refusals: {
      ...paymentRefusals,
      'account-overpaid': {
        status: 422,
        message: 'This is more than the account owes. Take the balance named here.',
        data: z.object({ balanceCents: z.number() }),
      },
    },
  })
    .input(
      z.object({
        patientId: idSchema,
        amountCents: centsSchema.min(1).max(100_000_000),
        payment: tenderSchema.refine(
          (payment) => payment.method !== 'house-account',
          'an account is not paid from an account',
        ),
      }),
    )
    .output(
      z.object({ saleId: idSchema, receiptNumber: z.string(), changeCents: centsSchema, balanceCents: centsSchema }),
    ),

  items: endpoint('GET', '/pos/items', { permission: 'pos.sell', summary: 'Prices the store set', tag: 'pos' })
    .input(z.object({ q: z.string().max(100).optional(), ...pageQuery }))
    .output(page(priceItemSchema)),

  setItem: endpoint('PUT', '/pos/items/{key}', {
    permission: 'pos.price-override',
    summary: 'Set the shelf price, cash price list, tax class and maximum price of a product',
    tag: 'pos',
  })
    .input(priceItemSchema)
    .output(priceItemSchema),

  taxRules: endpoint('GET', '/pos/tax-rules', { permission: 'pos.sell', summary: 'The tax table', tag: 'pos' })
    .input(z.object({}))
    .output(z.object({ items: z.array(taxRuleSchema.extend({ isBuiltIn: z.boolean() })) })),

  addTaxRule: endpoint('POST', '/pos/tax-rules', {
    permission: 'store.manage',
    summary: 'Add a dated row to the tax table; it wins over the rows that came with the program',
    tag: 'pos',
  })
    .input(taxRuleSchema)
    .output(z.object({ items: z.array(taxRuleSchema.extend({ isBuiltIn: z.boolean() })) })),

  totals: endpoint('GET', '/pos/totals', {
    permission: 'pos.sell',
    summary: 'Totals of a business day: the Z report, for the store or one terminal',
    tag: 'pos',
  })
    .input(z.object({ date: dateSchema.optional(), terminalId: z.string().max(80).optional() }))
    .output(totalsSchema),
};
