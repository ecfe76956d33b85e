import { z } from 'zod';
import { dateSchema, endpoint, idSchema, queryInt, timeSchema } from '../../kernel/contract.ts';

/** Languages a label, bag label or leaflet can be worded in. */
export const labelLanguageSchema = z.enum(['en', 'es', 'fr', 'hi', 'ar']);
export const labelFormatSchema = z.enum(['pdf', 'zpl', 'json']);
export const labelStockSchema = z.enum(['2.25x4', '4x2']);
export const documentKindSchema = z.enum(['vial', 'bag', 'leaflet', 'signature']);

export const labelProblemSchema = z.object({
  /** Element of the jurisdiction's table, e.g. `prescriber-name`. */
  element: z.string(),
  message: z.string(),
  cite: z.string(),
});

/**
 * What a label says, as facts: composed once when the fill is made, kept with it, and worded in any language when it
 * is printed. Dates yyyy-mm-dd; quantities in thousandths of the dispensing unit.
 */
export const labelContentSchema = z.object({
  version: z.literal(1),
  demo: z.boolean(),
  jurisdiction: z.string(),
  pharmacy: z.object({ name: z.string(), addressLines: z.array(z.string()), phone: z.string() }),
  pharmacistInCharge: z.string().nullable(),
  rxNumber: z.string(),
  fillId: z.string(),
  fillNumber: z.number().int(),
  part: z.number().int(),
  filledOn: dateSchema,
  writtenOn: dateSchema.nullable(),
  patient: z.object({ name: z.string(), addressLines: z.array(z.string()), birthDate: dateSchema.nullable() }),
  prescriberName: z.string(),
  drug: z.object({
    /** Display name, tall-man letters in place. */
    display: z.string(),
    /** Plain name, as the catalogue has it. */
    name: z.string(),
    strength: z.string().nullable(),
    doseForm: z.string(),
    route: z.string().nullable(),
    /** Brand this generic stands in for: "generic for ...". */
    brandName: z.string().nullable(),
    manufacturer: z.string().nullable(),
    ndc: z.string().nullable(),
    schedule: z.string().nullable(),
    unit: z.enum(['EA', 'ML', 'GM']),
    ingredients: z.array(z.string()),
    classes: z.array(z.string()),
    physicalDescription: z.string().nullable(),
  }),
  /** Directions as written out by the pharmacy, English. */
  directions: z.string(),
  purpose: z.string().nullable(),
  quantityMilli: z.number().int(),
  owedMilli: z.number().int(),
  daysSupply: z.number().int().nullable(),
  refillsLeft: z.number().int(),
  refillsUntil: dateSchema.nullable(),
  expiresOn: dateSchema,
  /** Why that date: lot-expiry, one-year or reconstituted. */
  expiresBasis: z.enum(['lot-expiry', 'one-year', 'reconstituted', 'in-use']),
  lotNumber: z.string().nullable(),
  /** Codes of auxiliary labels, most important first. */
  auxiliary: z.array(z.string()),
  /** The C-II to C-IV caution against transfer, 21 CFR 290.5. */
  transferCaution: z.boolean(),
  technicianInitials: z.string().nullable(),
  pharmacistInitials: z.string().nullable(),
  /** What the bar code carries: prescription number, fill number and part. */
  barcode: z.string(),
  /** Elements the jurisdiction asks for that could not be filled in. */
  problems: z.array(labelProblemSchema),
});

export const documentSchema = z.object({
  mediaType: z.enum(['application/pdf', 'text/vnd.zpl', 'application/json']),
  fileName: z.string(),
  base64: z.string(),
  pages: z.number().int(),
});

const labelQuery = {
  language: labelLanguageSchema.optional(),
  stock: labelStockSchema.optional(),
};
const noLabelYet = {
  status: 409,
  message: 'This fill has no complete label facts. Open the prescription and correct what is named below.',
  data: z.object({ problems: z.array(labelProblemSchema) }),
} as const;

export const labelPrintSchema = z.object({
  printId: z.string(),
  fillId: z.string(),
  kind: documentKindSchema,
  language: labelLanguageSchema,
  copies: z.number().int(),
  /** 1 is the first print; above that it is a reprint. */
  printNumber: z.number().int(),
  reprint: z.boolean(),
  reason: z.string().nullable(),
  printedBy: z.string(),
  printedAt: timeSchema,
  terminalId: z.string(),
});

export const labelsContract = {
  label: endpoint('GET', '/fills/{id}/label', {
    permission: 'labels.print',
    summary: 'The vial label of a fill as PDF, ZPL or JSON, in one of five languages',
    tag: 'Labels',
    refusals: { 'label-incomplete': noLabelYet },
  })
    .input(
      z.object({
        id: idSchema,
        format: labelFormatSchema.default('json'),
        dpi: queryInt.pipe(z.union([z.literal(203), z.literal(300)])).optional(),
        ...labelQuery,
      }),
    )
    .output(
      z.object({
        fillId: z.string(),
        format: labelFormatSchema,
        language: labelLanguageSchema,
        content: labelContentSchema,
        /** Every line as worded in that language, in printing order; `key` names the element. */
        lines: z.array(z.object({ key: z.string(), text: z.string() })),
        /** Null for format=json. */
        document: documentSchema.nullable(),
        prints: z.number().int(),
      }),
    ),

  bagLabel: endpoint('GET', '/fills/{id}/bag-label', {
    permission: 'labels.print',
    summary: 'The bag label of a fill as PDF',
    tag: 'Labels',
    refusals: { 'label-incomplete': noLabelYet },
  })
    .input(z.object({ id: idSchema, language: labelLanguageSchema.optional() }))
    .output(z.object({ fillId: z.string(), language: labelLanguageSchema, document: documentSchema })),

  leaflet: endpoint('GET', '/fills/{id}/leaflet', {
    permission: 'labels.print',
    summary: 'The patient leaflet of a fill as PDF, with its text',
    tag: 'Labels',
    refusals: { 'label-incomplete': noLabelYet },
  })
    .input(z.object({ id: idSchema, language: labelLanguageSchema.optional() }))
    .output(
      z.object({
        fillId: z.string(),
        language: labelLanguageSchema,
        /** False: we hold no text of our own about this medicine and the leaflet says so. */
        hasMonograph: z.boolean(),
        sections: z.array(z.object({ key: z.string(), heading: z.string(), paragraphs: z.array(z.string()) })),
        document: documentSchema,
      }),
    ),

  signaturePage: endpoint('GET', '/fills/{id}/signature-page', {
    permission: 'labels.print',
    summary: 'The hand-over signature page of a fill as PDF',
    tag: 'Labels',
    refusals: { 'label-incomplete': noLabelYet },
  })
    .input(z.object({ id: idSchema, language: labelLanguageSchema.optional() }))
    .output(z.object({ fillId: z.string(), language: labelLanguageSchema, document: documentSchema })),

  print: endpoint('POST', '/fills/{id}/label-prints', {
    permission: 'labels.print',
    summary: 'Print: records who printed what, counts reprints, answers the document',
    tag: 'Labels',
    refusals: {
      'label-incomplete': noLabelYet,
      'fill-void': {
        status: 409,
        message: 'This fill was voided or returned to stock: its label cannot be printed. Start a new fill.',
        data: z.object({ status: z.string() }),
      },
    },
  })
    .input(
      z.object({
        id: idSchema,
        kind: documentKindSchema.default('vial'),
        format: z.enum(['pdf', 'zpl']).default('pdf'),
        language: labelLanguageSchema.optional(),
        stock: labelStockSchema.optional(),
        dpi: z.union([z.literal(203), z.literal(300)]).default(203),
        copies: z.number().int().min(1).max(10).default(1),
        /** Why it is printed again; optional so that a reprint is two keys. */
        reason: z.string().max(200).optional(),
      }),
    )
    .output(labelPrintSchema.extend({ document: documentSchema })),

  prints: endpoint('GET', '/fills/{id}/label-prints', {
    permission: 'labels.print',
    summary: 'Who printed what of this fill, and when',
    tag: 'Labels',
  })
    .input(z.object({ id: idSchema }))
    .output(z.object({ items: z.array(labelPrintSchema) })),
};
