import { z } from 'zod';
import { centsSchema, dateSchema, idSchema, quantitySchema, timeSchema } from '../../kernel/contract.ts';
import { warningKinds } from './model.ts';
import { adjustmentReasonSchema, drugRefSchema, lotNumberSchema, noteSchema } from './schema.ts';

export const receiptLineInput = z
  .object({
    /** A scanned package: fills NDC, lot, expiry and serial, and must agree with what was typed. */
    scan: z.string().trim().min(1).max(200).optional(),
    ndc: drugRefSchema.optional(),
    lotNumber: lotNumberSchema.optional(),
    expiresOn: dateSchema.optional(),
    /** Dispensing units, or `packages` of `packageSize` (the catalog's when left out). */
    quantity: quantitySchema.optional(),
    packages: z.number().int().positive().max(100_000).optional(),
    packageSize: quantitySchema.optional(),
    /** Cost of one dispensing unit, or of one package; whole cents. */
    unitCostCents: centsSchema.min(0).max(100_000_000).optional(),
    packageCostCents: centsSchema.min(0).max(1_000_000_000).optional(),
    serial: z.string().trim().max(40).optional(),
  })
  .refine((line) => line.quantity !== undefined || line.packages !== undefined, {
    path: ['quantity'],
    message: 'Give a quantity in dispensing units, or packages.',
  })
  .refine((line) => line.scan !== undefined || line.ndc !== undefined, {
    path: ['ndc'],
    message: 'Give an NDC or scan the package.',
  })
  .refine((line) => line.unitCostCents === undefined || line.packageCostCents === undefined, {
    path: ['packageCostCents'],
    message: 'Give the cost per unit or per package, not both.',
  });
export const invoiceSchema = z.object({
  number: z.string().trim().min(1).max(40),
  date: dateSchema.optional(),
  totalCents: centsSchema.min(0).optional(),
  /** DEA Form 222 serial or CSOS order number, for Schedule II. */
  orderForm: z.string().trim().max(40).optional(),
});
export const invoiceInput = z.union([
  z
    .string()
    .trim()
    .min(1)
    .max(40)
    .transform((number): z.infer<typeof invoiceSchema> => ({ number })),
  invoiceSchema,
]);

export const warningSchema = z.object({
  line: z.number().int(),
  kind: z.enum(warningKinds),
  message: z.string(),
});
export const receiptSchema = z.object({
  receiptId: idSchema,
  receivedAt: timeSchema,
  receivedBy: z.string(),
  supplierId: z.string().nullable(),
  supplierName: z.string().nullable(),
  invoice: invoiceSchema.nullable(),
  totalCents: centsSchema,
  lines: z.array(
    z.object({
      batchId: idSchema,
      ndc: z.string(),
      name: z.string(),
      lotNumber: z.string(),
      expiresOn: dateSchema,
      quantity: z.number(),
      costCents: centsSchema.nullable(),
      serial: z.string().nullable(),
    }),
  ),
});

/** One lot by its id, or by what stands on the package. */
export const lotRefShape = {
  batchId: idSchema.optional(),
  ndc: drugRefSchema.optional(),
  lotNumber: lotNumberSchema.optional(),
  expiresOn: dateSchema.optional(),
};
export const adjustmentInput = z.object({
  ...lotRefShape,
  /** Signed, in dispensing units: -3 for three damaged tablets. */
  delta: z
    .number()
    .min(-1_000_000)
    .max(1_000_000)
    .refine((n) => n !== 0, 'not zero')
    .refine((n) => Math.abs(n * 1000 - Math.round(n * 1000)) < 1e-6, 'at most three decimals'),
  reason: adjustmentReasonSchema,
  note: noteSchema.optional(),
});

const countedSchema = z
  .number()
  .min(0)
  .max(1_000_000)
  .refine((n) => Math.abs(n * 1000 - Math.round(n * 1000)) < 1e-6, 'at most three decimals');
export const countedLineInput = z.object({ ...lotRefShape, counted: countedSchema });
export const countLineSchema = z.object({
  batchId: idSchema,
  ndc: z.string(),
  name: z.string(),
  schedule: z.string().nullable(),
  lotNumber: z.string(),
  expiresOn: dateSchema,
  binLocation: z.string().nullable(),
  counted: z.number().nullable(),
  /** Null until the count is submitted: a blind count does not lead the hand. */
  book: z.number().nullable(),
  variance: z.number().nullable(),
  varianceBasisPoints: z.number().int().nullable(),
  /** Off by more than the tolerance: count it again. */
  recount: z.boolean(),
  /** `posted` stock follows the count; `waiting` a pharmacist must accept a controlled difference. */
  state: z.enum(['to-count', 'agreed', 'posted', 'waiting', 'dismissed']),
});
export const countSchema = z.object({
  countId: idSchema,
  title: z.string(),
  status: z.enum(['open', 'submitted', 'waiting', 'closed']),
  openedAt: timeSchema,
  openedBy: z.string(),
  submittedAt: timeSchema.nullable(),
  submittedBy: z.string().nullable(),
  lines: z.array(countLineSchema),
});

export const transferLineInput = z.object({
  ...lotRefShape,
  quantity: quantitySchema,
  costCents: centsSchema.min(0).optional(),
});
export const transferSchema = z.object({
  transferId: idSchema,
  direction: z.enum(['out', 'in']),
  store: z.object({ name: z.string(), id: z.string().nullable(), dea: z.string().nullable() }),
  document: z.string().nullable(),
  orderForm: z.string().nullable(),
  at: timeSchema,
  by: z.string(),
  note: z.string().nullable(),
  lines: z.array(
    z.object({
      batchId: idSchema,
      ndc: z.string(),
      name: z.string(),
      lotNumber: z.string(),
      expiresOn: dateSchema,
      quantity: z.number(),
      costCents: centsSchema.nullable(),
    }),
  ),
});

export const supplierSchema = z.object({
  supplierId: idSchema,
  name: z.string(),
  accountNumber: z.string().nullable(),
  phone: z.string().nullable(),
  dea: z.string().nullable(),
  leadTimeDays: z.number().int(),
  leadTimeDeviationDays: z.number(),
  orderCutOff: z.string().nullable(),
  isActive: z.boolean(),
});
export const supplierInput = z.object({
  name: z.string().trim().min(1).max(120),
  accountNumber: z.string().trim().max(40).nullable().optional(),
  phone: z.string().trim().max(30).nullable().optional(),
  dea: z.string().trim().max(12).nullable().optional(),
  leadTimeDays: z.number().int().min(0).max(90).optional(),
  leadTimeDeviationDays: z.number().min(0).max(90).multipleOf(0.001).optional(),
  orderCutOff: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'hh:mm')
    .nullable()
    .optional(),
  isActive: z.boolean().optional(),
});
