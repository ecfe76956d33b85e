import { z } from 'zod';
import { centsSchema, dateSchema, idSchema, quantitySchema, timeSchema } from '../../kernel/contract.ts';
import { alertSchema } from '../clinical/contract.ts';
import { allStages, conflictKinds, fillStatuses, holdReasons, origins, priorities } from './model.ts';

/** Shapes of prescriptions on the wire; contract.ts puts them on paths. */
export const stageSchema = z.enum(allStages);
export const prioritySchema = z.enum(priorities);
export const originSchema = z.enum(origins);
export const holdReasonSchema = z.enum(holdReasons);

export const prescriberSchema = z.object({
  name: z.string().trim().min(1).max(120),
  npi: z.string().trim().nullish(),
  dea: z.string().trim().toUpperCase().nullish(),
  state: z.string().trim().max(40).nullish(),
  phone: z.string().trim().max(40).nullish(),
  address: z.string().trim().max(240).nullish(),
});
export const stampSchema = z.object({
  at: z.string(),
  userId: z.string(),
  userName: z.string(),
  role: z.string(),
  terminalId: z.string(),
});
export const productSchema = z.object({
  key: z.string(),
  ndc11: z.string().nullable(),
  name: z.string(),
  strength: z.string(),
  doseForm: z.string(),
  route: z.string(),
  schedule: z.string().nullable(),
  rxcui: z.string().nullable(),
  unit: z.enum(['EA', 'ML', 'GM']),
  packageSize: z.number().nullable(),
});
export const sigSchema = z.object({
  entered: z.string(),
  english: z.string(),
  spanish: z.string().nullable(),
  understood: z.boolean(),
  doseUnit: z.string().nullable(),
  maxPerDay: z.number().nullable(),
  maxPerDose: z.number().nullable(),
  cadence: z.enum(['daily', 'weekly', 'other', 'unknown']),
  courseDays: z.number().int().nullable(),
  asNeeded: z.boolean(),
  flags: z.array(z.string()),
});
/** Something to look at that does not stop the work. */
export const warningSchema = z.object({
  code: z.string(),
  message: z.string(),
  field: z.string().nullable(),
  cite: z.string().nullable(),
});
export const allocationSchema = z.object({
  batchId: z.string(),
  lotNumber: z.string(),
  expiresOn: z.string(),
  quantity: z.number(),
});
export const fillSchema = z.object({
  fillId: z.string(),
  fillNumber: z.number().int(),
  part: z.number().int(),
  status: z.enum(fillStatuses),
  ndc: z.string(),
  productName: z.string(),
  quantity: z.number(),
  daysSupply: z.number().int(),
  owed: z.number(),
  allocations: z.array(allocationSchema),
  scan: z.unknown(),
  label: z.unknown(),
  filledOn: z.string(),
  madeBy: stampSchema,
  verifiedBy: stampSchema.nullable(),
  binLocation: z.string().nullable(),
  handOver: z
    .object({
      saleId: z.string(),
      receiptNumber: z.string(),
      relationship: z.string(),
      counseling: z.string(),
      signatureBlobId: z.string().nullable(),
      patientPayCents: centsSchema,
      by: stampSchema,
    })
    .nullable(),
  closed: z.object({ reason: z.string(), by: stampSchema }).nullable(),
});
export const alertStateSchema = alertSchema.extend({
  alertKey: z.string(),
  doseKey: z.string(),
  override: z.object({ reasonCode: z.string(), note: z.string(), by: stampSchema }).nullable(),
});
export const transferPartySchema = z.object({
  pharmacyName: z.string().trim().min(1).max(120),
  address: z.string().trim().min(1).max(240),
  phone: z.string().trim().max(40).nullable().default(null),
  dea: z.string().trim().toUpperCase().nullable().default(null),
  npi: z.string().trim().nullable().default(null),
  pharmacistName: z.string().trim().min(1).max(120),
  rxNumber: z.string().trim().max(40).nullable().default(null),
});
export const conflictSchema = z.object({
  conflictId: z.string(),
  kind: z.enum(conflictKinds),
  sides: z.array(
    z.object({ type: z.string(), by: stampSchema, fillId: z.string().nullable(), detail: z.string().nullable() }),
  ),
  fillIds: z.array(z.string()),
  resolved: z.object({ keep: z.enum(['first', 'second', 'both']), note: z.string(), by: stampSchema }).nullable(),
});
export const historyEntrySchema = z.object({
  type: z.string(),
  at: z.string(),
  by: z.string(),
  role: z.string(),
  terminalId: z.string(),
  /** What happened, in words. */
  summary: z.string(),
  detail: z.record(z.string(), z.unknown()),
});
export const presenceSchema = z.object({
  userId: z.string(),
  userName: z.string(),
  terminalId: z.string(),
  since: timeSchema,
});
export const diagnosisSchema = z.object({
  code: z.string().trim().max(12).nullable().default(null),
  text: z.string().trim().min(1).max(200),
});

/** What is needed next, for the queue: one short tag each. */
export const needTags = [
  'data',
  'pharmacist',
  'alerts',
  'price',
  'rejected-claim',
  'stock-owed',
  'corrected',
  'conflict',
  'controlled',
  'expired',
  'first-fill-later',
] as const;

/** One row of the queue screen. */
export const prescriptionRowSchema = z.object({
  id: z.string(),
  rxNumber: z.string(),
  stage: stageSchema,
  stageSince: z.string().nullable(),
  /** When it is due: promised time, or null. */
  due: z.string().nullable(),
  late: z.boolean(),
  priority: prioritySchema,
  patientId: z.string().nullable(),
  patientName: z.string().nullable(),
  patientBirthDate: z.string().nullable(),
  drug: z.string().nullable(),
  schedule: z.string().nullable(),
  quantity: z.number().nullable(),
  unit: z.string().nullable(),
  daysSupply: z.number().nullable(),
  fillNumber: z.number().int(),
  refillsRemaining: z.number().int(),
  prescriberName: z.string().nullable(),
  origin: originSchema,
  holdReason: holdReasonSchema.nullable(),
  heldUntil: z.string().nullable(),
  binLocation: z.string().nullable(),
  needs: z.array(z.enum(needTags)),
  /** Who has it open now. */
  with: z.array(presenceSchema),
});

export const prescriptionSchema = z.object({
  id: z.string(),
  rxNumber: z.string(),
  stage: stageSchema,
  version: z.number().int(),
  stageSince: stampSchema.nullable(),
  entered: stampSchema.nullable(),
  patientId: z.string().nullable(),
  patientName: z.string().nullable(),
  prescriber: prescriberSchema.nullable(),
  drug: productSchema.nullable(),
  product: productSchema.nullable(),
  sig: sigSchema.nullable(),
  quantity: z.number().nullable(),
  daysSupply: z.number().int().nullable(),
  refillsAuthorized: z.number().int().nullable(),
  refillsRemaining: z.number().int(),
  daw: z.number().int(),
  writtenOn: z.string().nullable(),
  earliestFillOn: z.string().nullable(),
  expiresOn: z.string().nullable(),
  origin: originSchema,
  priority: prioritySchema,
  promisedAt: z.string().nullable(),
  diagnosis: z.object({ code: z.string().nullable(), text: z.string() }).nullable(),
  note: z.string().nullable(),
  language: z.string(),
  attachmentBlobId: z.string().nullable(),
  cycle: z.number().int(),
  missing: z.array(z.string()),
  warnings: z.array(warningSchema),
  hold: z
    .object({ reason: holdReasonSchema, until: z.string().nullable(), note: z.string().nullable(), by: stampSchema })
    .nullable(),
  review: z.object({ byPharmacist: z.boolean(), accepted: z.boolean(), by: stampSchema }).nullable(),
  alerts: z.array(alertStateSchema),
  adjudication: z
    .object({
      payer: z.string(),
      status: z.enum(['paid', 'rejected', 'pending']),
      patientPayCents: centsSchema,
      price: z.unknown(),
      rejects: z.array(z.object({ code: z.string(), message: z.string() })),
      by: stampSchema,
    })
    .nullable(),
  fills: z.array(fillSchema),
  owed: z.number(),
  cancellation: z.object({ reason: z.string(), requestedBy: z.string(), by: stampSchema }).nullable(),
  transferOut: z.unknown(),
  transferIn: z.unknown(),
  renewals: z.array(z.object({ sentTo: z.string(), method: z.string(), note: z.string().nullable(), by: stampSchema })),
  conflicts: z.array(conflictSchema),
  with: z.array(presenceSchema),
});

/** Fields of POST /prescriptions; with an attachment all of them may wait, except how it came. */
export const prescriptionInput = {
  patientId: idSchema,
  prescriber: prescriberSchema,
  drug: z.object({ ndc: z.string().trim().min(1).max(40) }),
  sig: z.string().trim().min(1).max(500),
  quantity: quantitySchema,
  daysSupply: z.number().int().min(1).max(3660),
  refillsAuthorized: z.number().int().min(0).max(99),
  daw: z.number().int().min(0).max(9),
  writtenOn: dateSchema,
  earliestFillOn: dateSchema,
  diagnosis: diagnosisSchema,
  note: z.string().trim().max(1000),
  language: z.string().trim().min(2).max(35),
};
