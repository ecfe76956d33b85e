import { z } from 'zod';
import {
  centsSchema,
  dateSchema,
  endpoint,
  idSchema,
  page,
  pageQuery,
  quantitySchema,
  queryBool,
} from '../../kernel/contract.ts';
import { itemRefusals, paymentRefusals, priceRefusals, refundRefusals } from '../pos/refusals.ts';
import { itemRequestSchema, tenderSchema } from '../pos/sale-schema.ts';
import { fillRefusals, fillStateRefusals, handOverRefusals, verifyRefusals } from './refusals.ts';
import {
  allocationSchema,
  counselingSchema,
  fillSchema,
  identificationSchema,
  owedSchema,
  partialReasonSchema,
  settingsSchema,
  willCallSchema,
  workSchema,
} from './shapes.ts';

const reason = z.string().trim().min(3).max(300);
/** To the patient: `self`, `spouse`, `daughter`, `caregiver`, `courier` ... */
const relationship = z.string().trim().min(1).max(40);
/** A data URL (PNG or SVG) or the strokes of a pen as SVG path data; kept beside the ledger, not in it. */
const signature = z.string().max(400_000);
const sold = z.object({
  saleId: idSchema,
  receiptNumber: z.string(),
  totalCents: centsSchema,
  changeCents: centsSchema,
});

export const dispensingContract = {
  fill: endpoint('POST', '/prescriptions/{id}/fills', {
    permission: 'dispensing.fill',
    summary: 'Make a fill, or the part that is owed: checks the scan, takes the stock and writes the label',
    tag: 'dispensing',
    refusals: { ...fillRefusals, ...priceRefusals },
  })
    .input(
      z.object({
        id: idSchema,
        ndc: z.string().trim().min(4).max(40),
        quantity: quantitySchema,
        /** What the scanner read from the stock bottle. */
        scan: z.string().max(400).optional(),
        /** Lot typed from the bottle where the code carries none. */
        lotNumber: z.string().trim().min(1).max(40).optional(),
        daw: z.number().int().min(0).max(9).optional(),
        partial: z
          .object({ reason: partialReasonSchema, requestedBy: z.enum(['patient', 'prescriber']).optional() })
          .optional(),
      }),
    )
    .output(
      z.object({
        fillId: idSchema,
        fillNumber: z.number().int(),
        part: z.number().int(),
        stage: z.string(),
        quantity: z.number(),
        daysSupply: z.number().int(),
        allocations: z.array(allocationSchema),
        owed: owedSchema.nullable(),
        productChanged: z.boolean(),
        dueCents: centsSchema,
        label: z.unknown(),
      }),
    ),

  verify: endpoint('POST', '/fills/{id}/verification', {
    permission: 'dispensing.verify',
    summary: 'Release a fill to will-call, or send it back with a reason',
    tag: 'dispensing',
    refusals: verifyRefusals,
  })
    .input(
      z.object({
        id: idSchema,
        approved: z.boolean(),
        reason: z.string().trim().max(300).optional(),
        totp: z.string().trim().max(20).optional(),
        /** A place of the store's list; left out, a free one is chosen. */
        binLocation: z.string().trim().min(1).max(40).optional(),
      }),
    )
    .output(
      z.object({
        fillId: idSchema,
        stage: z.string(),
        binLocation: z.string().nullable(),
        isBinShared: z.boolean(),
        isRefrigerated: z.boolean(),
      }),
    ),

  handOver: endpoint('POST', '/fills/{id}/hand-over', {
    permission: 'dispensing.hand-over',
    summary: 'Hand a ready fill to the patient or who comes for them, against payment',
    tag: 'dispensing',
    refusals: { ...handOverRefusals, ...paymentRefusals },
  })
    .input(
      z.object({
        id: idSchema,
        relationship,
        payment: tenderSchema,
        counseling: counselingSchema,
        signature: signature.optional(),
        identification: identificationSchema.optional(),
      }),
    )
    .output(sold.extend({ stage: z.string() })),

  sell: endpoint('POST', '/pos/sales', {
    permission: 'pos.sell',
    summary: 'One sale of several fills and shelf items, with one receipt',
    tag: 'pos',
    refusals: { ...handOverRefusals, ...paymentRefusals, ...itemRefusals },
  })
    .input(
      z.object({
        fillIds: z.array(idSchema).max(50).default([]),
        items: z.array(itemRequestSchema).max(100).default([]),
        payments: z.array(tenderSchema).min(1).max(6),
        relationship: relationship.default('self'),
        counseling: counselingSchema.default('not-required'),
        signature: signature.optional(),
        identification: identificationSchema.optional(),
        /** The total the cashier was shown; a different one is refused instead of charged. */
        expectedTotalCents: centsSchema.optional(),
      }),
    )
    .output(sold.extend({ fills: z.array(z.object({ fillId: idSchema, stage: z.string() })) })),

  returnToStock: endpoint('POST', '/fills/{id}/return-to-stock', {
    permission: 'dispensing.return',
    summary: 'Give a fill that nobody collected back to stock; the claim is reversed',
    tag: 'dispensing',
    refusals: fillStateRefusals,
  })
    .input(z.object({ id: idSchema, reason }))
    .output(
      z.object({
        fillId: idSchema,
        stage: z.string(),
        allocations: z.array(allocationSchema),
        /** What to write on the returned stock: never back into the original bottle. */
        stockLabels: z.array(
          z.object({
            ndc: z.string(),
            name: z.string(),
            lotNumber: z.string(),
            useBy: dateSchema,
            quantity: z.number(),
          }),
        ),
      }),
    ),

  void: endpoint('POST', '/fills/{id}/void', {
    permission: 'pos.refund',
    summary: 'Undo a fill, sold or not: money back, claim reversed; stock comes back only if it never left',
    tag: 'dispensing',
    refusals: { ...fillStateRefusals, ...refundRefusals },
  })
    .input(
      z.object({
        id: idSchema,
        reason,
        /** False only when the medicine never left the pharmacy: what left may not be dispensed again. */
        leftPharmacy: z.boolean().default(true),
        refundMethod: z.enum(['cash', 'card', 'check', 'house-account']).optional(),
      }),
    )
    .output(z.object({ fillId: idSchema, stage: z.string(), refundedCents: centsSchema, stockReturned: z.boolean() })),

  fills: endpoint('GET', '/fills', {
    permission: 'prescriptions.read',
    summary: 'The will-call list: what waits, where, since when, and when it goes back',
    tag: 'dispensing',
  })
    .input(
      z.object({
        stage: z.enum(['ready']).default('ready'),
        q: z.string().trim().max(100).optional(),
        patientId: idSchema.optional(),
        dueForReturn: queryBool.optional(),
        ...pageQuery,
      }),
    )
    .output(page(willCallSchema)),

  get: endpoint('GET', '/fills/{id}', { permission: 'prescriptions.read', summary: 'One fill', tag: 'dispensing' })
    .input(z.object({ id: idSchema }))
    .output(fillSchema),

  work: endpoint('GET', '/fills/{id}/work', {
    permission: 'prescriptions.read',
    summary: 'All the verification or hand-over screen shows, in one answer',
    tag: 'dispensing',
  })
    .input(z.object({ id: idSchema }))
    .output(workSchema),

  station: endpoint('GET', '/prescriptions/{id}/fill-work', {
    permission: 'prescriptions.read',
    summary: 'All the fill station shows before the fill is made, in one answer',
    tag: 'dispensing',
  })
    .input(z.object({ id: idSchema, ndc: z.string().max(40).optional() }))
    .output(workSchema),

  holdLots: endpoint('POST', '/prescriptions/{id}/lot-hold', {
    permission: 'dispensing.fill',
    summary:
      'Say to the other terminals which lots a fill that is being made is about to take, or that it is not any more',
    tag: 'dispensing',
  })
    .input(
      z.object({
        id: idSchema,
        open: z.boolean().default(true),
        ndc: z.string().trim().min(4).max(40).optional(),
        /** Left out: all that remains. */
        quantity: quantitySchema.optional(),
      }),
    )
    .output(z.object({ lots: z.array(allocationSchema), refreshSeconds: z.number().int() })),

  owed: endpoint('GET', '/owed', {
    permission: 'prescriptions.read',
    summary: 'What is owed to patients, nearest deadline first, with whether the stock is there now',
    tag: 'dispensing',
  })
    .input(z.object(pageQuery))
    .output(
      page(
        z.object({
          prescriptionId: idSchema,
          rxNumber: z.string(),
          patientId: idSchema.nullable(),
          patientName: z.string(),
          productName: z.string(),
          fillNumber: z.number().int(),
          owed: owedSchema,
          since: dateSchema,
          isInStock: z.boolean(),
        }),
      ),
    ),

  settings: endpoint('GET', '/dispensing/settings', {
    permission: 'store.read',
    summary: 'How long bags wait, which places are cold or locked',
    tag: 'dispensing',
  })
    .input(z.object({}))
    .output(settingsSchema),

  setSettings: endpoint('PUT', '/dispensing/settings', {
    permission: 'store.manage',
    summary: 'Change them',
    tag: 'dispensing',
  })
    .input(settingsSchema)
    .output(settingsSchema),
};
