import { z } from 'zod';
import { centsSchema, endpoint, idSchema, quantitySchema, timeSchema } from '../../kernel/contract.ts';
import { priceSchema } from '../pos/price-schema.ts';
import { priceRefusals } from '../pos/refusals.ts';

export const rejectSchema = z.object({ code: z.string(), message: z.string(), action: z.string() });

export const adjudicationSchema = z.object({
  claimId: idSchema,
  prescriptionId: idSchema,
  fillNumber: z.number().int(),
  payer: z.string(),
  status: z.enum(['paid', 'rejected']),
  patientPayCents: centsSchema,
  price: priceSchema.nullable(),
  rejects: z.array(rejectSchema),
  stage: z.string(),
});

export const claimsRefusals = {
  'payer-not-connected': {
    status: 409,
    message:
      'No claims connection is set up for this payer on this terminal. Adjudicate with payer "cash", or put the prescription on hold until the connection is there.',
    data: z.object({ payer: z.string() }),
  },
  ...priceRefusals,
  'wrong-stage': {
    status: 409,
    message: 'The prescription is not at a stage where its price can be settled. Finish the step it stands at first.',
    data: z.object({ stage: z.string() }),
  },
  'already-sold': {
    status: 409,
    message: 'This fill was already handed over. Void it first if the price was wrong.',
    data: z.object({ fillNumber: z.number().int() }),
  },
} as const;

export const claimsContract = {
  adjudicate: endpoint('POST', '/prescriptions/{id}/adjudication', {
    permission: 'claims.adjudicate',
    summary: 'Settle what the patient pays: cash, or a coverage of the patient. Asking again replaces the answer',
    tag: 'claims',
    refusals: claimsRefusals,
  })
    .input(z.object({ id: idSchema, payer: z.string().min(1).max(80) }))
    .output(adjudicationSchema),

  overridePrice: endpoint('POST', '/prescriptions/{id}/price-overrides', {
    permission: 'pos.price-override',
    summary: 'Set the price of the coming fill by hand, with a reason',
    tag: 'claims',
    refusals: claimsRefusals,
  })
    .input(
      z.object({
        id: idSchema,
        /** Before added tax. */
        priceCents: centsSchema.min(0).max(100_000_000),
        reason: z.string().trim().min(3).max(300),
      }),
    )
    .output(adjudicationSchema),

  list: endpoint('GET', '/prescriptions/{id}/claims', {
    permission: 'prescriptions.read',
    summary: 'Every answer of a payer for this prescription, newest first, and what was reversed',
    tag: 'claims',
  })
    .input(z.object({ id: idSchema }))
    .output(
      z.object({
        items: z.array(
          z.object({
            claimId: idSchema,
            fillNumber: z.number().int(),
            at: timeSchema,
            by: z.string(),
            payer: z.string(),
            status: z.enum(['paid', 'rejected']),
            patientPayCents: centsSchema,
            price: priceSchema.nullable(),
            rejects: z.array(rejectSchema),
            isCurrent: z.boolean(),
            reversedAt: timeSchema.nullable(),
            reversalReason: z.string().nullable(),
          }),
        ),
        nextCursor: z.string().nullable(),
      }),
    ),

  quote: endpoint('GET', '/claims/quotes', {
    permission: 'claims.adjudicate',
    summary: 'The cash price of a drug and quantity, without a prescription',
    tag: 'claims',
    refusals: priceRefusals,
  })
    .input(z.object({ ndc: z.string().min(4).max(40), quantity: z.coerce.number().pipe(quantitySchema) }))
    .output(priceSchema),
};
