import { z } from 'zod';
import { centsSchema, dateSchema } from '../../kernel/contract.ts';
import { taxClasses } from './price-model.ts';

export const taxClassSchema = z.enum(taxClasses);

export const priceSchema = z.object({
  ndc: z.string().nullable(),
  quantity: z.number(),
  parts: z.array(
    z.object({
      kind: z.enum([
        'ingredient-cost',
        'markup',
        'dispensing-fee',
        'minimum',
        'usual-and-customary',
        'maximum-retail',
        'override',
        'tax',
      ]),
      amountCents: centsSchema,
    }),
  ),
  priceCents: centsSchema,
  taxCents: centsSchema,
  includedTaxCents: centsSchema,
  totalCents: centsSchema,
  taxClass: taxClassSchema,
  taxMode: z.enum(['added', 'included']),
  taxRateBasisPoints: z.number().int(),
  taxSource: z.string(),
  overrideReason: z.string().nullable(),
});

export const taxRuleSchema = z.object({
  jurisdiction: z.string().regex(/^(\*|[a-z]{2,3}(_[a-z]{2})?)$/),
  taxClass: taxClassSchema,
  rate: z.union([z.literal('store'), z.number().int().min(0).max(10_000)]),
  mode: z.enum(['added', 'included']),
  effectiveFrom: dateSchema,
  effectiveTo: dateSchema.nullable(),
  source: z.string().min(1).max(200),
});

export const priceItemSchema = z.object({
  key: z.string().min(1).max(40),
  description: z.string().min(1).max(120),
  taxClass: taxClassSchema,
  shelfPriceCents: centsSchema.min(0).nullable(),
  packageSize: z.number().positive(),
  usualAndCustomary: z.array(z.object({ upTo: z.number().positive(), priceCents: centsSchema.min(0) })).max(10),
  maximumRetailCents: centsSchema.min(0).nullable(),
  isHealthEligible: z.boolean(),
});
