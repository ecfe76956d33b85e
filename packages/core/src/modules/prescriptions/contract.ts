// long: every endpoint of the module in one list, as the API page shows them
import { z } from 'zod';
import { dateSchema, endpoint, idSchema, page, pageQuery, queryBool, timeSchema } from '../../kernel/contract.ts';
import {
  changeRefusals,
  drugRefusals,
  entryRefusals,
  refillRefusals,
  stageRefusals,
  transferRefusals,
} from './refusals.ts';
import {
  historyEntrySchema,
  holdReasonSchema,
  originSchema,
  prescriberSchema,
  prescriptionInput,
  prescriptionRowSchema,
  prescriptionSchema,
  presenceSchema,
  prioritySchema,
  stageSchema,
  transferPartySchema,
  warningSchema,
} from './wire.ts';

const tag = 'prescriptions';
const byId = z.object({ id: idSchema });
/** The version a screen had loaded; a different one now is refused `changed-elsewhere`. */
const expectedVersion = z.number().int().optional();
const change = byId.extend({ expectedVersion });
const moved = z.object({
  id: z.string(),
  rxNumber: z.string(),
  stage: stageSchema,
  version: z.number().int(),
  warnings: z.array(warningSchema),
});

export const prescriptionsContract = {
  list: endpoint('GET', '/prescriptions', {
    permission: 'prescriptions.read',
    tag,
    summary: 'The queue, or what matches a search',
  })
    .input(
      z.object({
        /** One stage, several with commas, or `open`. Without stage, patient and text: the open ones. */
        stage: z.string().max(120).optional(),
        patientId: idSchema.optional(),
        /** Rx number, patient name or drug, from the beginning of a word. */
        q: z.string().max(100).optional(),
        late: queryBool.optional(),
        /** `me`, `nobody` or a user id: who has it open. */
        with: z.string().max(80).optional(),
        ...pageQuery,
      }),
    )
    .output(page(prescriptionRowSchema)),
  counts: endpoint('GET', '/prescriptions/counts', {
    permission: 'prescriptions.read',
    tag,
    summary: 'Open prescriptions by stage, late ones and conflicts',
  }).output(
    z.object({
      stages: z.record(z.string(), z.number().int()),
      late: z.number().int(),
      conflicts: z.number().int(),
      waiting: z.number().int(),
    }),
  ),
  prescribers: endpoint('GET', '/prescriptions/prescribers', {
    permission: 'prescriptions.read',
    tag,
    summary: 'Prescribers seen on prescriptions here',
  })
    .input(z.object({ q: z.string().max(100).default(''), limit: pageQuery.limit }))
    .output(
      z.object({ items: z.array(prescriberSchema.extend({ used: z.number().int(), lastOn: z.string().nullable() })) }),
    ),
  create: endpoint('POST', '/prescriptions', {
    permission: 'prescriptions.write',
    tag,
    summary: 'Take in a prescription',
    refusals: { ...entryRefusals, ...drugRefusals },
  })
    .input(
      z
        .object(prescriptionInput)
        .partial()
        .extend({
          origin: originSchema,
          promisedAt: timeSchema.nullish(),
          priority: prioritySchema.optional(),
          attachment: z
            .object({
              mediaType: z.enum(['image/png', 'image/jpeg', 'image/webp', 'image/tiff', 'application/pdf']),
              base64: z.string().min(1).max(20_000_000),
            })
            .optional(),
        }),
    )
    .output(moved.extend({ expiresOn: z.string().nullable(), missing: z.array(z.string()) })),
  get: endpoint('GET', '/prescriptions/{id}', {
    permission: 'prescriptions.read',
    tag,
    summary: 'One prescription with its history',
  })
    .input(byId)
    .output(prescriptionSchema.extend({ history: z.array(historyEntrySchema) })),
  attachment: endpoint('GET', '/prescriptions/{id}/attachment', {
    permission: 'prescriptions.read',
    tag,
    summary: 'The image it came as',
  })
    .input(byId)
    .output(z.object({ mediaType: z.string(), base64: z.string() })),
  correct: endpoint('PATCH', '/prescriptions/{id}', {
    permission: 'prescriptions.write',
    tag,
    summary: 'Correct or complete what was entered',
    refusals: { ...entryRefusals, ...drugRefusals, ...stageRefusals, ...changeRefusals },
  })
    .input(
      change.extend({
        ...z.object(prescriptionInput).partial().shape,
        diagnosis: prescriptionInput.diagnosis.nullish(),
        note: prescriptionInput.note.nullish(),
        earliestFillOn: prescriptionInput.earliestFillOn.nullish(),
        reason: z.string().trim().max(200).optional(),
      }),
    )
    .output(moved.extend({ expiresOn: z.string().nullable(), missing: z.array(z.string()) })),
  presence: endpoint('POST', '/prescriptions/{id}/presence', {
    permission: 'prescriptions.read',
    tag,
    summary: 'Say that it is open here, or closed again',
  })
    .input(byId.extend({ open: z.boolean().default(true) }))
    .output(z.object({ with: z.array(presenceSchema), refreshSeconds: z.number().int() })),
  promise: endpoint('POST', '/prescriptions/{id}/promise', {
    permission: 'prescriptions.write',
    tag,
    summary: 'Set promised time and priority',
    refusals: stageRefusals,
  })
    .input(change.extend({ promisedAt: timeSchema.nullable().optional(), priority: prioritySchema.optional() }))
    .output(moved),
  hold: endpoint('POST', '/prescriptions/{id}/hold', {
    permission: 'prescriptions.write',
    tag,
    summary: 'Put it aside with a reason',
    refusals: stageRefusals,
  })
    .input(
      change.extend({
        reason: holdReasonSchema,
        until: dateSchema.nullish(),
        note: z.string().trim().max(500).nullish(),
      }),
    )
    .output(moved),
  release: endpoint('POST', '/prescriptions/{id}/release', {
    permission: 'prescriptions.write',
    tag,
    summary: 'Take it back into work',
    refusals: stageRefusals,
  })
    .input(change.extend({ note: z.string().trim().max(500).nullish() }))
    .output(moved),
  cancel: endpoint('POST', '/prescriptions/{id}/cancel', {
    permission: 'prescriptions.cancel',
    tag,
    summary: 'Cancel it and its remaining refills',
    refusals: { ...stageRefusals, ...changeRefusals },
  })
    .input(
      change.extend({
        reason: z.string().trim().min(1).max(200),
        requestedBy: z.enum(['prescriber', 'patient', 'pharmacy']).default('pharmacy'),
      }),
    )
    .output(moved),
  transfer: endpoint('POST', '/prescriptions/{id}/transfer', {
    permission: 'prescriptions.transfer',
    tag,
    summary: 'Transfer it out to another pharmacy',
    refusals: { ...stageRefusals, ...changeRefusals, ...transferRefusals },
  })
    .input(
      change.extend({
        to: transferPartySchema,
        patientRequested: z.boolean().default(true),
        sharedDatabase: z.boolean().default(false),
        reason: z.string().trim().max(200).default('patient request'),
      }),
    )
    .output(moved),
  transferIn: endpoint('POST', '/prescriptions/transfers-in', {
    permission: 'prescriptions.transfer',
    tag,
    summary: 'Take over a prescription from another pharmacy',
    refusals: { ...entryRefusals, ...drugRefusals, ...transferRefusals },
  })
    .input(
      z
        .object(prescriptionInput)
        .partial({
          daw: true,
          earliestFillOn: true,
          diagnosis: true,
          note: true,
          language: true,
          refillsAuthorized: true,
        })
        .extend({
          from: transferPartySchema,
          transferredOn: dateSchema.optional(),
          firstFilledOn: dateSchema.nullish(),
          originalRefills: z.number().int().min(0).max(99),
          refillsRemaining: z.number().int().min(0).max(99),
          priorFills: z
            .array(z.object({ filledOn: dateSchema, pharmacy: z.string().trim().max(120) }))
            .max(100)
            .default([]),
          initialFill: z.boolean().default(false),
          alreadyTransferred: z.boolean().default(false),
          sharedDatabase: z.boolean().default(false),
          promisedAt: timeSchema.nullish(),
          priority: prioritySchema.optional(),
        }),
    )
    .output(moved.extend({ expiresOn: z.string().nullable(), missing: z.array(z.string()) })),
  refill: endpoint('POST', '/prescriptions/{id}/refills', {
    permission: 'prescriptions.write',
    tag,
    summary: 'Use a refill that remains',
    refusals: { ...stageRefusals, ...refillRefusals },
  })
    .input(
      change.extend({
        requestedBy: z.enum(['patient', 'caregiver', 'prescriber', 'pharmacy']).default('patient'),
        /** Why it may be filled before it is due. */
        earlyReason: z
          .object({
            reasonCode: z.enum(['vacation', 'lost', 'dose-change', 'long-term-care', 'disaster', 'other']),
            note: z.string().trim().max(300).default(''),
          })
          .optional(),
        promisedAt: timeSchema.nullish(),
        priority: prioritySchema.optional(),
      }),
    )
    .output(moved.extend({ fillNumber: z.number().int(), refillsRemaining: z.number().int() })),
  product: endpoint('POST', '/prescriptions/{id}/product', {
    permission: 'prescriptions.write',
    tag,
    summary: 'Choose the product to dispense',
    refusals: { ...stageRefusals, ...drugRefusals, ...changeRefusals },
  })
    .input(
      change.extend({
        ndc: z.string().trim().min(1).max(40),
        daw: z.number().int().min(0).max(9).optional(),
        reason: z.string().trim().min(1).max(200),
      }),
    )
    .output(moved),
  renewal: endpoint('POST', '/prescriptions/{id}/renewals', {
    permission: 'prescriptions.write',
    tag,
    summary: 'Note that the prescriber was asked for more',
    refusals: stageRefusals,
  })
    .input(
      change.extend({
        sentTo: z.string().trim().min(1).max(120).optional(),
        method: z.enum(['phone', 'fax', 'electronic', 'portal']),
        note: z.string().trim().max(500).nullish(),
      }),
    )
    .output(moved),
  releaseOwed: endpoint('POST', '/prescriptions/{id}/owed-release', {
    permission: 'prescriptions.write',
    tag,
    summary: 'Give up what is still owed',
    refusals: stageRefusals,
  })
    .input(change.extend({ reason: z.string().trim().min(1).max(200) }))
    .output(moved),
  resolveConflict: endpoint('POST', '/prescriptions/{id}/conflicts/{conflictId}/resolution', {
    permission: 'clinical.override',
    tag,
    summary: 'Decide a conflict between two terminals',
    refusals: { ...stageRefusals, ...changeRefusals },
  })
    .input(
      byId.extend({
        conflictId: z.string().min(1).max(240),
        keep: z.enum(['first', 'second', 'both']),
        note: z.string().trim().min(1).max(500),
      }),
    )
    .output(moved),
  expandSig: endpoint('POST', '/prescriptions/sig-expansions', {
    permission: 'prescriptions.read',
    tag,
    summary: 'Directions in plain words while they are typed',
  })
    .input(
      z.object({
        sig: z.string().max(500),
        ndc: z.string().max(40).optional(),
        quantity: z.number().positive().optional(),
        daysSupply: z.number().int().positive().optional(),
      }),
    )
    .output(
      z.object({
        english: z.string(),
        spanish: z.string().nullable(),
        understood: z.boolean(),
        maxPerDay: z.number().nullable(),
        doseUnit: z.string().nullable(),
        asNeeded: z.boolean(),
        structured: z.unknown(),
        issues: z.array(
          z.object({
            code: z.string(),
            severity: z.enum(['unsafe', 'ambiguous', 'unknown', 'note']),
            token: z.string(),
            message: z.string(),
            suggestion: z.string().nullable(),
          }),
        ),
        /** Days supply by the rules of the dose form, with the sum in words; null when it cannot be computed honestly. */
        daysSupply: z.object({ days: z.number().int(), calculation: z.string(), ruleId: z.string() }).nullable(),
        warnings: z.array(warningSchema),
      }),
    ),
};
