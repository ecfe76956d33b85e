import { z } from 'zod';
import { dateSchema, decisionSchema, endpoint, idSchema } from '../../kernel/contract.ts';

export const severitySchema = z.enum(['contraindicated', 'major', 'moderate', 'minor']);

export const alertKindSchema = z.enum([
  'drug-interaction',
  'duplicate-ingredient',
  'duplicate-therapy',
  'allergy',
  'dose-high',
  'duration',
  'age',
  'pregnancy',
  'disease',
  'sex',
  'opioid-dose',
  'controlled-overlap',
  'early-refill',
  'late-refill',
  'lab-monitoring',
  'missing-fact',
]);

/** NCPDP 439-E4. */
const reasonForServiceSchema = z.string().regex(/^[A-Z]{2}$/);

export const alertSubjectSchema = z.object({
  role: z.enum(['candidate', 'profile', 'allergy', 'condition', 'patient']),
  name: z.string(),
  /** Drug key (NDC or application-product) where the subject is a drug. */
  drug: z.string().nullable(),
  prescriptionId: z.string().nullable(),
});

export const acceptanceSchema = z.object({
  reasonCode: z.string(),
  note: z.string(),
  by: z.string(),
  at: z.string(),
});

export const alertSchema = z.object({
  /** Stable for one finding at one dose: the same screening twice gives the same id. */
  id: z.string(),
  kind: alertKindSchema,
  severity: severitySchema,
  message: z.string(),
  /** Why we say so: mechanism and what was counted. */
  evidence: z.string(),
  /** What a pharmacist can do about it. */
  management: z.string(),
  source: z.string(),
  ruleId: z.string(),
  ruleVersion: z.number().int(),
  /** Other rules that found the same pair and were folded into this alert. */
  foldedRuleIds: z.array(z.string()),
  reasonForService: reasonForServiceSchema,
  subjects: z.array(alertSubjectSchema),
  overridable: z.boolean(),
  /** It stops the prescription until a pharmacist overrides it. */
  blocking: z.boolean(),
  /** open: decide. overridden: decided on this prescription. quiet: accepted within 180 days at the same dose. */
  status: z.enum(['open', 'overridden', 'quiet']),
  accepted: acceptanceSchema.nullable(),
  /** Minor findings are folded away on screens. */
  folded: z.boolean(),
});

export const ruleSetSchema = z.object({ version: z.string(), rules: z.number().int(), notice: z.string() });

export const notScreenedSchema = z.object({ name: z.string(), why: z.string() });

export const allergyInputSchema = z.union([
  z.string().min(1).max(200),
  z.object({
    substance: z.string().min(1).max(200),
    rxcui: z.string().max(20).nullish(),
    reaction: z.string().max(300).nullish(),
    severity: z.string().max(40).nullish(),
  }),
]);

export const overrideReasonSchema = z.object({
  code: z.string(),
  label: z.string(),
  /** NCPDP 440-E5 professional service and 441-E6 result of service. */
  professionalService: z.string(),
  resultOfService: z.string(),
  noteRequired: z.boolean(),
  /** Says that the prescriber was spoken to. */
  prescriberContacted: z.boolean(),
  /** Good enough for a contraindicated finding. */
  forContraindicated: z.boolean(),
  /** Reasons for service (439-E4) it makes sense for; empty means any. */
  appliesTo: z.array(z.string()),
});

const reviewAnswerSchema = z.object({
  prescriptionId: z.string(),
  stage: z.string(),
  /** True when this review moved the prescription on to adjudication. */
  moved: z.boolean(),
  alerts: z.array(alertSchema),
  /** Ids of the open alerts that stop it. */
  blocking: z.array(z.string()),
  decision: decisionSchema,
  ruleSet: ruleSetSchema,
  /** Drugs of the profile that could not be looked up: nothing is claimed about them. */
  notScreened: z.array(notScreenedSchema),
});

const notInReview = {
  status: 409,
  message: 'This prescription is not waiting for review. Open it again and look at its stage.',
  data: z.object({ stage: z.string() }),
} as const;

export const ruleSummarySchema = z.object({
  id: z.string(),
  version: z.number().int(),
  kind: alertKindSchema,
  severity: severitySchema,
  title: z.string(),
  evidence: z.string(),
  management: z.string(),
  source: z.string(),
});

export const clinicalContract = {
  review: endpoint('POST', '/prescriptions/{id}/review', {
    permission: 'prescriptions.review',
    summary: 'Screen a prescription; by a pharmacist and with nothing blocking it moves on to adjudication',
    tag: 'Clinical',
    refusals: {
      'not-in-review': notInReview,
      'prescription-incomplete': {
        status: 409,
        message: 'This prescription is not complete. Enter the fields named below, then review it.',
        data: z.object({ missing: z.array(z.string()) }),
      },
      'drug-unknown': {
        status: 422,
        message:
          'The drug of this prescription is not in the catalogue, so it cannot be screened. Choose a known product.',
        data: z.object({ drug: z.string() }),
      },
    },
  })
    .input(z.object({ id: idSchema, version: z.number().int().nonnegative().optional() }))
    .output(reviewAnswerSchema),

  override: endpoint('POST', '/prescriptions/{id}/overrides', {
    permission: 'clinical.override',
    summary: 'Accept an alert with a coded reason',
    tag: 'Clinical',
    refusals: {
      'not-in-review': notInReview,
      'alert-not-open': {
        status: 409,
        message: 'This alert is not open on this prescription any more. Review it again to see what is.',
        data: z.object({ alertId: z.string() }),
      },
      'alert-not-overridable': {
        status: 422,
        message: 'This alert cannot be overridden. Correct the patient record or the prescription, or cancel it.',
        data: z.object({ alertId: z.string(), ruleId: z.string() }),
      },
      'reason-not-valid': {
        status: 422,
        message: 'This reason does not fit this alert. Choose one of the reasons named below.',
        data: z.object({ reasonCode: z.string(), allowed: z.array(z.string()) }),
      },
      'note-required': {
        status: 422,
        message: 'Say in the note what was decided and with whom: at least ten characters.',
        data: z.object({ reasonCode: z.string() }),
      },
    },
  })
    .input(
      z.object({
        id: idSchema,
        alertId: z.string().min(1).max(120),
        reasonCode: z.string().min(1).max(60),
        note: z.string().max(1000).default(''),
      }),
    )
    .output(reviewAnswerSchema),

  overrideReasons: endpoint('GET', '/clinical/override-reasons', {
    permission: 'prescriptions.read',
    summary: 'Coded reasons for accepting an alert',
    tag: 'Clinical',
  })
    .input(z.object({}))
    .output(z.object({ items: z.array(overrideReasonSchema) })),

  rules: endpoint('GET', '/clinical/rules', {
    permission: 'drugs.read',
    summary: 'The screening rules in use, with source and text',
    tag: 'Clinical',
  })
    .input(z.object({ q: z.string().max(100).optional(), kind: alertKindSchema.optional() }))
    .output(z.object({ ruleSet: ruleSetSchema, items: z.array(ruleSummarySchema) })),

  interactionCheck: endpoint('POST', '/drugs/interaction-checks', {
    permission: 'drugs.read',
    summary: 'Screen a list of drugs against each other and against allergies',
    tag: 'Clinical',
  })
    .input(
      z.object({
        drugs: z
          .array(
            z
              .object({
                ndc: z.string().max(40).optional(),
                rxcui: z.string().max(20).optional(),
                /** Over-the-counter, herbal or other item by ingredient name. */
                name: z.string().max(200).optional(),
              })
              .refine((d) => Boolean(d.ndc || d.rxcui || d.name), 'give ndc, rxcui or name'),
          )
          .min(1)
          .max(60),
        allergies: z.array(allergyInputSchema).max(60).default([]),
        /** For age rules; leave out to check the drugs alone. */
        birthDate: dateSchema.optional(),
      }),
    )
    .output(
      z.object({
        alerts: z.array(alertSchema),
        notScreened: z.array(notScreenedSchema),
        ruleSet: ruleSetSchema,
      }),
    ),
};
