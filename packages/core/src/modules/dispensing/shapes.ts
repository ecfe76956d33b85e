import { z } from 'zod';
import { centsSchema, dateSchema, decisionSchema, idSchema, timeSchema } from '../../kernel/contract.ts';

export const partialReasons = ['STOCK', 'CARA', 'CARA_EMERG', 'LTCF_TERMINAL'] as const;
export const partialReasonSchema = z.enum(partialReasons);

export const fillStatusSchema = z.enum([
  'made',
  'verified',
  'handed-over',
  'rejected',
  'returned',
  'voided',
  'superseded',
]);

export const allocationSchema = z.object({
  batchId: z.string(),
  lotNumber: z.string(),
  expiresOn: dateSchema,
  quantity: z.number(),
});

/** One thing the person at the screen relies on: what was compared, and how it came out. */
export const checkSchema = z.object({
  id: z.enum([
    'barcode',
    'drug',
    'lot-expiry',
    'lot-source',
    'quantity',
    'days-supply',
    'product-change',
    'price',
    'owed',
    'refrigerated',
    'controlled',
  ]),
  status: z.enum(['pass', 'attention', 'not-checked']),
  text: z.string(),
});

export const owedSchema = z.object({
  quantity: z.number(),
  reason: partialReasonSchema.nullable(),
  /** Last moment the rest may be dispensed: a date, or an instant where the rule counts hours. */
  deadline: z.string().nullable(),
  isOver: z.boolean(),
  cite: z.string().nullable(),
});

export const fillSchema = z.object({
  fillId: idSchema,
  prescriptionId: idSchema,
  rxNumber: z.string(),
  patientId: idSchema.nullable(),
  stage: z.string(),
  status: fillStatusSchema,
  fillNumber: z.number().int(),
  part: z.number().int(),
  ndc: z.string(),
  productName: z.string(),
  quantity: z.number(),
  daysSupply: z.number().int(),
  owed: owedSchema.nullable(),
  allocations: z.array(allocationSchema),
  filledOn: dateSchema,
  madeBy: z.string(),
  madeAt: timeSchema,
  verifiedBy: z.string().nullable(),
  verifiedAt: timeSchema.nullable(),
  binLocation: z.string().nullable(),
  /** What is asked for this part at the hand-over, tax included. */
  dueCents: centsSchema,
  sale: z
    .object({
      saleId: z.string(),
      receiptNumber: z.string(),
      at: timeSchema,
      relationship: z.string(),
      counseling: z.string(),
    })
    .nullable(),
  closed: z.object({ reason: z.string(), at: timeSchema, by: z.string() }).nullable(),
  label: z.unknown(),
});

export const willCallSchema = z.object({
  fillId: idSchema,
  prescriptionId: idSchema,
  rxNumber: z.string(),
  patientId: idSchema.nullable(),
  patientName: z.string(),
  birthDate: z.string().nullable(),
  productName: z.string(),
  schedule: z.string().nullable(),
  quantity: z.number(),
  owedQuantity: z.number(),
  binLocation: z.string().nullable(),
  isBinShared: z.boolean(),
  isRefrigerated: z.boolean(),
  readyAt: timeSchema,
  ageDays: z.number().int(),
  returnOn: dateSchema,
  isReturnDue: z.boolean(),
  dueCents: centsSchema,
  needsCounseling: z.boolean(),
});

const productSchema = z.object({
  ndc: z.string().nullable(),
  key: z.string(),
  name: z.string(),
  brandName: z.string().nullable(),
  strength: z.string(),
  doseForm: z.string(),
  route: z.string(),
  labeler: z.string(),
  schedule: z.string().nullable(),
  teCode: z.string().nullable(),
  packageSize: z.number().nullable(),
  unit: z.enum(['EA', 'ML', 'GM']),
});

/** Everything the fill station or the verification screen shows, in one answer. */
export const workSchema = z.object({
  prescription: z.object({
    id: idSchema,
    rxNumber: z.string(),
    stage: z.string(),
    prescriberName: z.string().nullable(),
    sigEntered: z.string().nullable(),
    sig: z.string().nullable(),
    quantity: z.number().nullable(),
    daysSupply: z.number().nullable(),
    refillsRemaining: z.number().int(),
    daw: z.number().int(),
    writtenOn: z.string().nullable(),
    expiresOn: z.string().nullable(),
    promisedAt: z.string().nullable(),
    priority: z.string(),
    attachmentBlobId: z.string().nullable(),
    note: z.string().nullable(),
  }),
  patient: z
    .object({
      id: idSchema,
      name: z.string(),
      birthDate: z.string().nullable(),
      sex: z.string().nullable(),
      allergies: z.array(z.string()),
    })
    .nullable(),
  prescribed: productSchema.nullable(),
  product: productSchema.nullable(),
  fillNumber: z.number().int(),
  part: z.number().int(),
  /** What may still be dispensed of this fill. */
  remaining: z.number(),
  owed: owedSchema.nullable(),
  /** Proposed by first expired, first out, for a fill that is not made yet; empty afterwards. */
  proposal: z.array(allocationSchema),
  shortBy: z.number(),
  skippedLots: z.array(
    z.object({ lotNumber: z.string(), expiresOn: z.string(), onHand: z.number(), reason: z.string() }),
  ),
  /** Held for fills in progress at these terminals: another lot is proposed where one expires little later. */
  heldLots: z.array(z.object({ lotNumber: z.string(), terminals: z.array(z.string()) })),
  partialReasons: z.array(
    z.object({
      code: partialReasonSchema,
      label: z.string(),
      deadline: z.string(),
      cite: z.string(),
      mark: z.string(),
    }),
  ),
  fill: fillSchema.nullable(),
  alerts: z.array(
    z.object({ id: z.string(), severity: z.string(), message: z.string(), overriddenBy: z.string().nullable() }),
  ),
  checks: z.array(checkSchema),
  /** What the gate would say to the next step; null when there is no next step. */
  decision: decisionSchema.nullable(),
  needsSecondFactor: z.boolean(),
  needsCounseling: z.boolean(),
  lastFills: z.array(
    z.object({
      fillId: z.string(),
      fillNumber: z.number().int(),
      part: z.number().int(),
      filledOn: dateSchema,
      ndc: z.string(),
      productName: z.string(),
      quantity: z.number(),
      daysSupply: z.number().int(),
      status: fillStatusSchema,
    }),
  ),
});

export const settingsSchema = z.object({
  /** Days after the bag is ready on which it goes back to stock. */
  returnToStockDays: z.number().int().min(10).max(14),
  /** Remaining life a lot must have beyond the days supply. */
  expiryMarginDays: z.number().int().min(0).max(365),
  /** Places of the will-call list that are cold, and those that are locked; the others are open shelves. */
  refrigeratedBins: z.array(z.string().min(1).max(40)).max(200),
  lockedBins: z.array(z.string().min(1).max(40)).max(200),
});

/** `declined` is the same answer as `refused`; the record keeps `refused`. */
export const counselingSchema = z
  .enum(['accepted', 'refused', 'declined', 'not-required'])
  .transform((answer) => (answer === 'declined' ? 'refused' : answer));

export const identificationSchema = z.object({
  checked: z
    .array(z.enum(['name', 'birth-date', 'address', 'phone', 'photo-id']))
    .max(5)
    .default([]),
  /** Who collected, when it is not the patient. */
  name: z.string().trim().max(120).optional(),
  kind: z.enum(['driver-license', 'state-id', 'passport', 'military-id', 'aadhaar', 'voter-id', 'other']).optional(),
  number: z.string().trim().max(40).optional(),
  issuer: z.string().trim().max(40).optional(),
  expiresOn: dateSchema.optional(),
});
