import { z } from 'zod';
import { dateSchema } from '../../kernel/contract.ts';
import {
  coverageRelationships,
  measurementKinds,
  patientConflictKinds,
  phoneKinds,
  reactionSeverities,
  sexes,
} from './model.ts';

/** Shapes of patients on the wire; contract.ts puts them on paths. */
const line = (max: number) => z.string().trim().max(max);
const noted = {
  id: z.string(),
  addedAt: z.string(),
  addedBy: z.string(),
  source: z.string(),
  ended: z.object({ at: z.string(), by: z.string(), reason: z.string() }).nullable(),
};

export const nameSchema = z
  .object({ given: line(120).default(''), family: line(120).default(''), preferred: line(80).nullish() })
  .refine((n) => n.given !== '' || n.family !== '', 'a given or a family name is needed');
/** A calendar day on which someone may have been born: from 1880, checked against today by the decision. */
export const birthDateSchema = dateSchema.refine((d) => d >= '1880-01-01', 'before 1880');
export const phoneSchema = z.object({
  number: line(40).refine((n) => n.replace(/\D/g, '').length >= 7, 'at least seven digits'),
  kind: z.enum(phoneKinds).default('mobile'),
  smsConsent: z.boolean().default(false),
  voiceConsent: z.boolean().default(false),
});
export const addressSchema = z.object({
  line1: line(160),
  line2: line(160).nullish(),
  city: line(80),
  state: line(60),
  postalCode: line(16),
  country: line(2).toUpperCase().optional(),
});
export const allergySchema = z.object({
  substance: line(160).min(1),
  rxcui: line(16).nullish(),
  reaction: line(200).nullish(),
  severity: z.enum(reactionSeverities).default('unknown'),
  onsetOn: dateSchema.nullish(),
  kind: z.enum(['allergy', 'intolerance']).default('allergy'),
});
/** A plain text is taken as the text of a condition without a code. */
export const conditionSchema = z.union([
  line(200)
    .min(1)
    .transform((text) => ({ code: null, text, onsetOn: null })),
  z.object({
    code: line(10)
      .regex(/^[A-TV-Z][0-9][0-9A-Z](\.?[0-9A-Z]{1,4})?$/i, 'not the form of an ICD-10 code')
      .nullish(),
    text: line(200).min(1),
    onsetOn: dateSchema.nullish(),
  }),
]);
export const coverageSchema = z.object({
  payerName: line(120).min(1),
  bin: line(8).regex(/^(\d{6}|\d{8})$/, 'six digits, or an eight-digit IIN'),
  pcn: line(10).nullish(),
  groupId: line(15).nullish(),
  memberId: line(20).min(1),
  personCode: line(3).nullish(),
  relationship: z.enum(coverageRelationships).default('self'),
  priority: z.number().int().min(1).max(9).default(1),
  startsOn: dateSchema.nullish(),
  endsOn: dateSchema.nullish(),
});
export const caregiverSchema = z.object({
  name: line(120).min(1),
  relationship: line(60).min(1),
  phone: line(40).nullish(),
  mayPickUp: z.boolean().default(true),
  mayReceiveMessages: z.boolean().default(false),
});
export const identifierSchema = z.object({ system: line(200), value: line(80), kind: line(20) });
/** Weight in kilograms, height in centimetres, serum creatinine in mg/dL, up to three decimals. */
export const measurementSchema = z.object({
  kind: z.enum(measurementKinds),
  value: z.number().positive().max(1000),
  takenOn: dateSchema.optional(),
});

const entry = <T extends z.ZodRawShape>(shape: T) => z.object({ ...shape, ...noted });
export const patientSchema = z.object({
  id: z.string(),
  version: z.number().int(),
  name: z.object({ given: z.string(), family: z.string(), preferred: z.string().nullable() }),
  birthDate: z.string(),
  age: z.number().int(),
  sex: z.enum(sexes),
  phones: z.array(
    z.object({
      number: z.string(),
      digits: z.string(),
      kind: z.enum(phoneKinds),
      smsConsent: z.boolean(),
      voiceConsent: z.boolean(),
    }),
  ),
  address: z
    .object({
      line1: z.string(),
      line2: z.string().nullable(),
      city: z.string(),
      state: z.string(),
      postalCode: z.string(),
      country: z.string(),
    })
    .nullable(),
  language: z.string(),
  allergies: z.array(
    entry({
      substance: z.string(),
      rxcui: z.string().nullable(),
      reaction: z.string().nullable(),
      severity: z.enum(reactionSeverities),
      onsetOn: z.string().nullable(),
      kind: z.enum(['allergy', 'intolerance']),
    }),
  ),
  noKnownAllergies: z.boolean(),
  conditions: z.array(entry({ code: z.string().nullable(), text: z.string(), onsetOn: z.string().nullable() })),
  pregnant: z.boolean().nullable(),
  pregnancyDueOn: z.string().nullable(),
  lactating: z.boolean().nullable(),
  weightKg: z.number().nullable(),
  weightTakenOn: z.string().nullable(),
  heightCm: z.number().nullable(),
  serumCreatinineMgDl: z.number().nullable(),
  measurements: z.array(
    z.object({ kind: z.enum(measurementKinds), value: z.number(), takenOn: z.string(), source: z.string() }),
  ),
  coverages: z.array(
    entry({
      payerName: z.string(),
      bin: z.string(),
      pcn: z.string().nullable(),
      groupId: z.string().nullable(),
      memberId: z.string(),
      personCode: z.string().nullable(),
      relationship: z.enum(coverageRelationships),
      priority: z.number().int(),
      startsOn: z.string().nullable(),
      endsOn: z.string().nullable(),
    }),
  ),
  notes: z.array(entry({ text: z.string(), isImportant: z.boolean() })),
  caregivers: z.array(
    entry({
      name: z.string(),
      relationship: z.string(),
      phone: z.string().nullable(),
      mayPickUp: z.boolean(),
      mayReceiveMessages: z.boolean(),
    }),
  ),
  medications: z.array(
    z.object({
      id: z.string(),
      source: z.string(),
      text: z.string(),
      rxcui: z.string().nullable(),
      authoredOn: z.string().nullable(),
      status: z.string(),
      dosage: z.string().nullable(),
      reason: z.string().nullable(),
      prescriber: z.string().nullable(),
    }),
  ),
  easyOpenCaps: z.boolean(),
  deceasedOn: z.string().nullable(),
  identifiers: z.array(identifierSchema),
  mergedInto: z.string().nullable(),
  absorbed: z.array(z.string()),
  lastChange: z.object({ at: z.string(), by: z.string() }),
  conflicts: z.array(
    z.object({
      conflictId: z.string(),
      field: z.string(),
      kind: z.enum(patientConflictKinds),
      kept: z.object({ value: z.unknown(), by: z.string(), at: z.string(), terminalId: z.string() }),
      other: z.object({ value: z.unknown(), by: z.string(), at: z.string(), terminalId: z.string() }),
    }),
  ),
});

export const patientRowSchema = z.object({
  id: z.string(),
  name: z.object({ given: z.string(), family: z.string() }),
  birthDate: z.string(),
  sex: z.enum(sexes),
  phone: z.string().nullable(),
  city: z.string().nullable(),
  state: z.string().nullable(),
  deceased: z.boolean(),
  /** Part of the text that matched through another name, a phone or a merged record. */
  via: z.enum(['name', 'birth-date', 'phone', 'id']),
});

/** Why two records may be one person. */
export const duplicateReasons = [
  'name-and-birth-date',
  'phone-and-birth-date',
  'similar-name-and-birth-date',
  'name-and-near-birth-date',
  'name-and-phone',
] as const;
export const duplicateSchema = z.object({
  patientId: z.string(),
  reason: z.enum(duplicateReasons),
  score: z.number().int(),
  row: patientRowSchema,
});

/** Fields of POST and PATCH /patients. */
export const patientInput = {
  name: nameSchema,
  birthDate: birthDateSchema,
  sex: z.enum(sexes),
  phones: z.array(phoneSchema).max(10),
  address: addressSchema.nullable(),
  language: line(35).min(2),
  pregnant: z.boolean().nullable(),
  pregnancyDueOn: dateSchema.nullable(),
  lactating: z.boolean().nullable(),
  noKnownAllergies: z.boolean(),
  easyOpenCaps: z.boolean(),
  deceasedOn: dateSchema.nullable(),
  identifiers: z.array(identifierSchema).max(20),
};
