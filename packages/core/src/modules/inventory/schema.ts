import { z } from 'zod';
import { centsSchema, dateSchema, idSchema, timeSchema } from '../../kernel/contract.ts';
import { adjustmentReasons, lotStatuses, type MovementReason, movementReasons, referenceKinds } from './model.ts';

/** NDC in any of its formats, or application and product number (`N020702-001`). */
export const drugRefSchema = z.string().trim().min(1).max(40);
export const lotNumberSchema = z.string().trim().min(1).max(20);
/** A derived quantity: may be zero, or below zero where a count is due. */
export const onHandSchema = z.number();
export const statusSchema = z.enum(lotStatuses);
export const adjustmentReasonSchema = z.enum(adjustmentReasons);
export const noteSchema = z.string().trim().max(500);

export const batchSchema = z.object({
  batchId: idSchema,
  lotNumber: z.string(),
  expiresOn: dateSchema,
  onHand: onHandSchema,
  status: statusSchema,
  tier: z.enum(['expired', 'pull', 'push', 'watch', 'normal']),
  costCents: centsSchema.nullable(),
  /** Fills in progress that are about to take from it, by the name of the terminal. */
  holds: z.array(z.object({ terminal: z.string(), quantity: z.number() })),
});
export const suggestionSchema = z.object({ packages: z.number().int(), quantity: z.number() });
export const stockItemSchema = z.object({
  /** `DrugRecord.key`: NDC of eleven digits, or application and product number. */
  ndc: z.string(),
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
  /** The store's date it counts for; before `at` only for history brought in. */
  on: dateSchema,
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
  /** Sent back with a status change: refused if the lot changed since. */
  version: z.number().int(),
  statusHistory: z.array(
    z.object({
      status: statusSchema,
      reason: z.string(),
      recallNumber: z.string().nullable(),
      at: timeSchema,
      by: z.string(),
    }),
  ),
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
