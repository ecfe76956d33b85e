import { z } from 'zod';
import { centsSchema, dateSchema, idSchema, quantitySchema, timeSchema } from '../../kernel/contract.ts';
import { adjustmentReasons, lotStatuses, type MovementReason, movementReasons, referenceKinds } from './model.ts';

/** NDC in any of its formats, or application and product number (`N020702-001`). */
export const drugRefSchema = z.string().trim().min(1).max(40);
export const lotNumberSchema = z.string().trim().min(1).max(20);
/** A derived quantity: may be zero, or below zero where a count is due. */
export const onHandSchema = z.number();
export const statusSchema = z.enum(lotStatuses);
export const adjustmentReasonSchema = z.enum(adjustmentReasons);
const noteSchema = z.string().trim().max(500);

export const batchSchema = z.object({
  batchId: idSchema,
  lotNumber: z.string(),
  expiresOn: dateSchema,
  onHand: onHandSchema,
  status: statusSchema,
  tier: z.enum(['expired', 'pull', 'push', 'watch', 'normal']),
  costCents: centsSchema.nullable(),
});
export const suggestionSchema = z.object({ packages: z.number().int(), quantity: z.number() });
export const stockItemSchema = z.object({
  ndc: z.string(),
  key: z.string(),
  name: z.string(),
  strength: z.string(),
  doseForm: z.string(),
  labeler: z.string(),
  schedule: z.string().nullable(),
  unit: z.string(),
  packageSize: z.number().nullable(),
  onHand: onHandSchema,
  /** Prescriptions that wait to be filled with it. */
  reserved: z.number(),
  /** Filled and waiting for the patient: out of stock already, still in the house. */
  willCall: z.number(),
  /** What may be dispensed now: available, not expired. */
  saleable: z.number(),
  /** At the use of the last 90 days; null without use. */
  daysLeft: z.number().int().nullable(),
  valueCents: centsSchema,
  binLocation: z.string().nullable(),
  /** Quantity that expires in each of the next twelve months, this month first. */
  expiryByMonth: z.array(z.number()).length(12),
  order: suggestionSchema.nullable(),
  discrepancies: z.number().int(),
  batches: z.array(batchSchema),
});

export const referenceSchema = z.object({ kind: z.enum(referenceKinds), id: z.string() });
const reasonSchema = z.enum(Object.keys(movementReasons) as [MovementReason, ...MovementReason[]]);
export const movementSchema = z.object({
  id: z.string(),
  at: timeSchema,
  delta: z.number(),
  /** On hand of the lot after it, in the order shown. */
  balance: z.number(),
  reason: reasonSchema,
  reference: referenceSchema,
  note: z.string().nullable(),
  user: z.object({ id: z.string(), name: z.string(), role: z.string() }),
  terminalId: z.string(),
});
export const lotSchema = batchSchema.extend({
  ndc: z.string(),
  name: z.string(),
  schedule: z.string().nullable(),
  openedAt: timeSchema,
  lastMovedAt: timeSchema,
  statusHistory: z.array(z.object({ status: statusSchema, reason: z.string(), at: timeSchema, by: z.string() })),
});

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
  kind: z.enum(['short-dated', 'no-cost', 'cost-jump', 'order-form-missing', 'lot-not-available', 'serial-seen']),
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

export const settingsSchema = z.object({
  binLocation: z.string().trim().max(20).nullable(),
  reorderMin: z.number().min(0).nullable(),
  reorderMax: z.number().min(0).nullable(),
  leadTimeDays: z.number().int().min(0).max(90).nullable(),
  isPreferred: z.boolean(),
  isRefrigerated: z.boolean(),
  shelfPriceCents: centsSchema.min(0).nullable(),
  supplierId: z.string().nullable(),
});

export const expiringItemSchema = batchSchema.extend({
  ndc: z.string(),
  name: z.string(),
  schedule: z.string().nullable(),
  daysLeft: z.number().int(),
  valueCents: centsSchema,
  /** Of what is left, how much the use of the last 90 days will take before it expires, in basis points. */
  willSellBasisPoints: z.number().int(),
});

export const reorderItemSchema = z.object({
  ndc: z.string(),
  name: z.string(),
  schedule: z.string().nullable(),
  supplierId: z.string().nullable(),
  onHand: z.number(),
  saleable: z.number(),
  reserved: z.number(),
  dailyUse: z.number(),
  leadTimeDays: z.number().int(),
  safetyStock: z.number(),
  reorderPoint: z.number(),
  target: z.number(),
  packageSize: z.number(),
  order: suggestionSchema,
  estimatedCostCents: centsSchema.nullable(),
  /** `use-90-days`: mean and spread of daily use; `minimum`: the minimum set by hand; `owed`: only what is promised. */
  basis: z.enum(['use-90-days', 'minimum', 'owed']),
});

export const skippedSchema = z.object({
  batchId: idSchema,
  lotNumber: z.string(),
  expiresOn: dateSchema,
  onHand: z.number(),
  reason: z.string(),
});
export const discrepancySchema = z.object({
  id: z.string(),
  kind: z.enum(['below-zero', 'counted-at-once', 'status-conflict']),
  batchId: idSchema,
  ndc: z.string(),
  name: z.string(),
  lotNumber: z.string(),
  expiresOn: dateSchema,
  onHand: z.number(),
  since: timeSchema,
  message: z.string(),
});
