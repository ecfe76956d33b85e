// long: every endpoint of the module in one list, as the API page shows them
import { z } from 'zod';
import { endpoint, idSchema, page, pageQuery, queryBool } from '../../kernel/contract.ts';
import { alertSchema } from '../clinical/contract.ts';
import { fillSchema, prescriptionRowSchema } from '../prescriptions/wire.ts';
import { importRefusals, mergeRefusals, patientRefusals } from './refusals.ts';
import {
  allergySchema,
  birthDateSchema,
  caregiverSchema,
  conditionSchema,
  coverageSchema,
  duplicateSchema,
  measurementSchema,
  patientInput,
  patientRowSchema,
  patientSchema,
} from './wire.ts';

const tag = 'patients';
const byId = z.object({ id: idSchema });
const change = byId.extend({ expectedVersion: z.number().int().optional() });
const endEntry = change.extend({ entryId: idSchema, reason: z.string().trim().min(1).max(200) });

export const importJobSchema = z.object({
  id: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  files: z.number().int(),
  recordsTotal: z.number().int(),
  recordsDone: z.number().int(),
  patientsAdded: z.number().int(),
  patientsChanged: z.number().int(),
  medicationsAdded: z.number().int(),
  allergiesAdded: z.number().int(),
  conditionsAdded: z.number().int(),
  /** Seen before under the same source and resource id: nothing to do. */
  alreadyHere: z.number().int(),
  rejectedCount: z.number().int(),
  /** The first 200; position is the line of an NDJSON file or the entry of a bundle. */
  rejected: z.array(
    z.object({
      file: z.string(),
      position: z.number().int(),
      resourceType: z.string().nullable(),
      resourceId: z.string().nullable(),
      reason: z.string(),
    }),
  ),
  error: z.string().nullable(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
});

export const patientsContract = {
  list: endpoint('GET', '/patients', { permission: 'patients.read', tag, summary: 'Search patients while typing' })
    .input(
      z.object({
        /** Name in any order, the beginning of words, a birth date in any usual form, phone digits or the last four. */
        q: z.string().max(120).default(''),
        withDeceased: queryBool.default(true),
        ...pageQuery,
      }),
    )
    .output(page(patientRowSchema)),
  create: endpoint('POST', '/patients', {
    permission: 'patients.write',
    tag,
    summary: 'Add a patient',
    refusals: patientRefusals,
  })
    .input(
      z
        .object(patientInput)
        .partial({
          sex: true,
          phones: true,
          address: true,
          language: true,
          pregnant: true,
          pregnancyDueOn: true,
          lactating: true,
          noKnownAllergies: true,
          easyOpenCaps: true,
          deceasedOn: true,
          identifiers: true,
        })
        .extend({
          allergies: z.array(allergySchema).max(100).optional(),
          conditions: z.array(conditionSchema).max(100).optional(),
          coverages: z.array(coverageSchema).max(9).optional(),
          caregivers: z.array(caregiverSchema).max(10).optional(),
          weightKg: z.number().positive().max(700).optional(),
          /** Set after looking at `duplicates` of the refusal: this is another person. */
          confirmNotDuplicate: z.boolean().default(false),
        }),
    )
    .output(patientSchema.extend({ duplicates: z.array(duplicateSchema) })),
  get: endpoint('GET', '/patients/{id}', { permission: 'patients.read', tag, summary: 'One patient' })
    .input(byId)
    .output(patientSchema),
  update: endpoint('PATCH', '/patients/{id}', {
    permission: 'patients.write',
    tag,
    summary: 'Change fields of a patient',
    refusals: patientRefusals,
  })
    .input(
      change.extend({
        ...z.object(patientInput).partial().shape,
        weightKg: z.number().positive().max(700).optional(),
        seenConflictIds: z.array(idSchema).max(50).optional(),
      }),
    )
    .output(patientSchema),
  addAllergy: endpoint('POST', '/patients/{id}/allergies', {
    permission: 'patients.write',
    tag,
    summary: 'Add an allergy or intolerance',
    refusals: patientRefusals,
  })
    .input(change.extend(allergySchema.shape))
    .output(patientSchema),
  endAllergy: endpoint('POST', '/patients/{id}/allergies/{entryId}/end', {
    permission: 'patients.write',
    tag,
    summary: 'End an allergy with a reason',
    refusals: patientRefusals,
  })
    .input(endEntry)
    .output(patientSchema),
  addCondition: endpoint('POST', '/patients/{id}/conditions', {
    permission: 'patients.write',
    tag,
    summary: 'Add a condition',
    refusals: patientRefusals,
  })
    .input(change.extend({ condition: conditionSchema }))
    .output(patientSchema),
  endCondition: endpoint('POST', '/patients/{id}/conditions/{entryId}/end', {
    permission: 'patients.write',
    tag,
    summary: 'End a condition with a reason',
    refusals: patientRefusals,
  })
    .input(endEntry)
    .output(patientSchema),
  addCoverage: endpoint('POST', '/patients/{id}/coverages', {
    permission: 'patients.write',
    tag,
    summary: 'Add a coverage',
    refusals: patientRefusals,
  })
    .input(change.extend(coverageSchema.shape))
    .output(patientSchema),
  endCoverage: endpoint('POST', '/patients/{id}/coverages/{entryId}/end', {
    permission: 'patients.write',
    tag,
    summary: 'End a coverage with a reason',
    refusals: patientRefusals,
  })
    .input(endEntry)
    .output(patientSchema),
  addNote: endpoint('POST', '/patients/{id}/notes', {
    permission: 'patients.write',
    tag,
    summary: 'Add a note',
    refusals: patientRefusals,
  })
    .input(change.extend({ text: z.string().trim().min(1).max(2000), isImportant: z.boolean().default(false) }))
    .output(patientSchema),
  endNote: endpoint('POST', '/patients/{id}/notes/{entryId}/end', {
    permission: 'patients.write',
    tag,
    summary: 'End a note with a reason',
    refusals: patientRefusals,
  })
    .input(endEntry)
    .output(patientSchema),
  addCaregiver: endpoint('POST', '/patients/{id}/caregivers', {
    permission: 'patients.write',
    tag,
    summary: 'Add a caregiver',
    refusals: patientRefusals,
  })
    .input(change.extend(caregiverSchema.shape))
    .output(patientSchema),
  endCaregiver: endpoint('POST', '/patients/{id}/caregivers/{entryId}/end', {
    permission: 'patients.write',
    tag,
    summary: 'End a caregiver with a reason',
    refusals: patientRefusals,
  })
    .input(endEntry)
    .output(patientSchema),
  measure: endpoint('POST', '/patients/{id}/measurements', {
    permission: 'patients.write',
    tag,
    summary: 'Record weight, height or serum creatinine',
    refusals: patientRefusals,
  })
    .input(change.extend(measurementSchema.shape))
    .output(patientSchema),
  profile: endpoint('GET', '/patients/{id}/profile', {
    permission: 'patients.read',
    tag,
    summary: 'Active medications, fills and alerts',
  })
    .input(byId)
    .output(
      z.object({
        patient: patientSchema,
        activeMedications: z.array(
          z.object({
            prescriptionId: z.string().nullable(),
            rxNumber: z.string().nullable(),
            drug: z.string(),
            rxcui: z.string().nullable(),
            directions: z.string().nullable(),
            lastFilledOn: z.string().nullable(),
            daysSupply: z.number().nullable(),
            runsOutOn: z.string().nullable(),
            refillsRemaining: z.number().nullable(),
            prescriber: z.string().nullable(),
            source: z.string(),
            stage: z.string().nullable(),
          }),
        ),
        prescriptions: z.array(prescriptionRowSchema),
        fills: z.array(fillSchema.extend({ prescriptionId: z.string(), rxNumber: z.string() })),
        alerts: z.array(alertSchema),
        /** Parts that could not be read because their module is off. */
        missingParts: z.array(z.string()),
      }),
    ),
  identify: endpoint('POST', '/patients/identity-checks', {
    permission: 'patients.read',
    tag,
    summary: 'Is this person who they say they are',
  })
    .input(
      z.object({
        name: z.union([
          z.string().trim().min(1).max(200),
          z.object({ given: z.string().max(120).default(''), family: z.string().max(120).default('') }),
        ]),
        birthDate: birthDateSchema,
        phone: z.string().max(40).optional(),
        postalCode: z.string().max(16).optional(),
      }),
    )
    .output(
      z.object({
        verified: z.boolean(),
        patientId: z.string().optional(),
        /** `none`; `one`: name alone; `two`: name and birth date; `three`: and phone or postal code; `ambiguous`: several fit. */
        level: z.enum(['none', 'one', 'two', 'three', 'ambiguous']),
        matched: z.array(z.enum(['name', 'birth-date', 'phone', 'postal-code'])),
      }),
    ),
  duplicates: endpoint('POST', '/patients/duplicate-checks', {
    permission: 'patients.read',
    tag,
    summary: 'Records that may be the same person',
  })
    .input(z.object({ name: patientInput.name, birthDate: birthDateSchema, phone: z.string().max(40).optional() }))
    .output(z.object({ items: z.array(duplicateSchema) })),
  merge: endpoint('POST', '/patients/{id}/merge', {
    permission: 'patients.merge',
    tag,
    summary: 'Merge another record of the same person into this one',
    refusals: mergeRefusals,
  })
    .input(
      byId.extend({
        otherId: idSchema,
        reason: z.string().trim().min(1).max(200),
        confirmDifferentBirthDate: z.boolean().default(false),
      }),
    )
    .output(patientSchema),
  unmerge: endpoint('POST', '/patients/{id}/unmerge', {
    permission: 'patients.merge',
    tag,
    summary: 'Take a merged record out again',
    refusals: mergeRefusals,
  })
    .input(byId.extend({ otherId: idSchema, reason: z.string().trim().min(1).max(200) }))
    .output(patientSchema),
  history: endpoint('GET', '/patients/{id}/history', {
    permission: 'patients.read',
    tag,
    summary: 'Everything that changed, by whom',
  })
    .input(byId)
    .output(
      z.object({
        items: z.array(
          z.object({
            type: z.string(),
            at: z.string(),
            by: z.string(),
            terminalId: z.string(),
            detail: z.record(z.string(), z.unknown()),
          }),
        ),
      }),
    ),
  startImport: endpoint('POST', '/patients/imports', {
    permission: 'patients.import',
    tag,
    summary: 'Import FHIR R4 files',
    refusals: importRefusals,
    successStatus: 202,
  })
    .input(
      z.object({
        files: z.union([z.array(z.file()).min(1).max(500), z.file().transform((f) => [f])]),
        /** Name of where the data come from: a second import of the same source changes nothing that is already here. */
        source: z.string().trim().min(1).max(80).default('fhir-r4'),
      }),
    )
    .output(importJobSchema),
  getImport: endpoint('GET', '/patients/imports/{id}', {
    permission: 'patients.import',
    tag,
    summary: 'Progress and report of an import',
  })
    .input(byId)
    .output(importJobSchema),
  cancelImport: endpoint('POST', '/patients/imports/{id}/cancel', {
    permission: 'patients.import',
    tag,
    summary: 'Stop an import; what is in stays in',
  })
    .input(byId)
    .output(importJobSchema),
};
