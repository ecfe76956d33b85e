import { z } from 'zod';
import { dateSchema, endpoint, idSchema, page, pageQuery, queryInt, timeSchema } from '../../kernel/contract.ts';
import { catalogSources, marketingStatuses, schedules, substituteClasses, units } from './model.ts';
import { importEndedRefusals, importRefusals, scanRefusals, scheduleRefusals } from './refusals.ts';

const tag = 'Drugs';

export const scheduleSchema = z.enum(schedules);

export const drugSchema = z.object({
  /** Addresses the drug everywhere a path or field says `drug` or `ndc`. */
  key: z.string(),
  /** 11 digits without hyphens (12 where the labeler number has six). Absent for an application product. */
  ndc: z.string().optional(),
  /** With hyphens, as the labeler prints it. */
  ndcLabel: z.string().optional(),
  product: z.string().optional(),
  name: z.string(),
  /** `name` with tall-man letters, for display only. */
  displayName: z.string(),
  brandName: z.string().nullable(),
  ingredients: z.array(z.object({ name: z.string(), rxcui: z.string().nullable(), strength: z.string().nullable() })),
  strength: z.string(),
  doseForm: z.string(),
  route: z.string(),
  labeler: z.string(),
  schedule: scheduleSchema.nullable(),
  /** False: no source states a schedule; the drug may be controlled. */
  scheduleKnown: z.boolean(),
  teCode: z.string().nullable(),
  rxcui: z.string().optional(),
  packageSize: z.number().optional(),
  unit: z.enum(units),
  classes: z.array(z.string()),
  marketingStatus: z.enum(marketingStatuses),
  source: z.enum(catalogSources),
  edition: z.string(),
});

export const drugDetailSchema = drugSchema.extend({
  /** Other packages of the same labeler and product. */
  packages: z.array(z.object({ key: z.string(), ndcLabel: z.string(), packageSize: z.number().nullable() })),
  /** The application product this package was joined to, with what its edition says of it. */
  application: z
    .object({
      product: z.string(),
      applicant: z.string(),
      teCode: z.string().nullable(),
      referenceListed: z.boolean(),
      marketingStatus: z.enum(marketingStatuses),
      source: z.enum(catalogSources),
      edition: z.string(),
    })
    .nullable(),
  /** Patents and exclusivities of that product that the imported Orange Book lists. */
  protections: z.array(
    z.object({ kind: z.enum(['patent', 'exclusivity']), number: z.string(), expiresOn: dateSchema.nullable() }),
  ),
  /** Set where a pharmacist of this store stated the schedule. */
  scheduleStatedBy: z.object({ name: z.string(), at: timeSchema, note: z.string() }).nullable(),
});

export const editionSchema = z.object({
  source: z.enum(catalogSources),
  editionDate: dateSchema.nullable(),
  digest: z.string(),
  rows: z.number().int(),
  rejected: z.number().int(),
  importedAt: timeSchema,
  importId: z.string().nullable(),
  files: z.array(z.string()),
  /** False: another terminal of the store imported it; this terminal has not. */
  onThisTerminal: z.boolean(),
});

export const importPhases = [
  'waiting',
  'checking',
  'reading',
  'joining',
  'indexing',
  'publishing',
  'done',
  'failed',
  'cancelled',
] as const;
export const importSchema = z.object({
  jobId: idSchema,
  phase: z.enum(importPhases),
  files: z.array(z.string()),
  sources: z.array(z.enum(catalogSources)),
  /** Bytes read of bytes to read while `reading`, rows afterwards. `total` is 0 until it is known. */
  done: z.number().int(),
  total: z.number().int(),
  rows: z.number().int(),
  rejected: z.number().int(),
  startedAt: timeSchema,
  endedAt: timeSchema.nullable(),
  /** One sentence: what is wrong and what to do. The catalogue is as it was before. */
  error: z.string().nullable(),
});

export const rejectionSchema = z.object({
  file: z.string(),
  /** 1 is the first line of the file, header included. */
  line: z.number().int(),
  reason: z.string(),
  excerpt: z.string(),
});

export const substituteSchema = z.object({
  key: z.string(),
  ndc: z.string().optional(),
  product: z.string().optional(),
  name: z.string(),
  displayName: z.string(),
  labeler: z.string(),
  class: z.enum(substituteClasses),
  teCode: z.string().nullable(),
  reason: z.string(),
  priceCents: z.number().int().optional(),
  savingCents: z.number().int().optional(),
});

export const drugsContract = {
  search: endpoint('GET', '/drugs', { permission: 'drugs.read', summary: 'Search drugs by text, NDC or barcode', tag })
    .input(z.object({ q: z.string().max(400).default(''), ...pageQuery }))
    .output(page(drugSchema)),

  get: endpoint('GET', '/drugs/{drug}', {
    permission: 'drugs.read',
    summary: 'One drug by NDC in any format, or by application and product number',
    tag,
    refusals: { 'ndc-ambiguous': scanRefusals['ndc-ambiguous'] },
  })
    .input(z.object({ drug: z.string().max(80) }))
    .output(drugDetailSchema),

  substitutes: endpoint('GET', '/drugs/{drug}/substitutes', {
    permission: 'drugs.read',
    summary: 'What may be dispensed in its place, what may not, and why',
    tag,
    refusals: { 'ndc-ambiguous': scanRefusals['ndc-ambiguous'] },
  })
    .input(
      z.object({
        drug: z.string().max(80),
        state: z.string().max(8).optional(),
        daw: queryInt.min(0).max(9).default(0),
      }),
    )
    .output(
      z.object({
        items: z.array(substituteSchema),
        notAllowed: z.array(
          substituteSchema.omit({ class: true }).extend({ class: z.enum(substituteClasses).nullable() }),
        ),
        /** The edition the answer rests on; null: none is imported, so nothing can be called equivalent. */
        edition: z.object({ source: z.enum(catalogSources), editionDate: dateSchema.nullable() }).nullable(),
        /** What this answer does not cover; show it beside the list. */
        notes: z.array(z.string()),
      }),
    ),

  scan: endpoint('POST', '/drugs/scans', {
    permission: 'drugs.read',
    summary: 'Read a scanned code: NDC, UPC-A, GTIN or GS1 DataMatrix',
    tag,
    refusals: scanRefusals,
  })
    .input(z.object({ barcode: z.string().max(400) }))
    .output(
      z.object({
        carrier: z.enum(['ndc', 'upc-a', 'gtin-14', 'gs1']),
        ndc: z.string().nullable(),
        ndcLabel: z.string().nullable(),
        candidates: z.array(z.string()),
        gtin: z.string().optional(),
        lotNumber: z.string().optional(),
        expiresOn: dateSchema.optional(),
        serial: z.string().optional(),
        drug: drugSchema.nullable(),
      }),
    ),

  stateSchedule: endpoint('POST', '/drugs/{drug}/schedule', {
    permission: 'drugs.state-schedule',
    summary: "State a drug's schedule where no source does, or where the store knows better",
    tag,
    refusals: { 'ndc-ambiguous': scanRefusals['ndc-ambiguous'], ...scheduleRefusals },
  })
    .input(
      z.object({
        drug: z.string().max(80),
        schedule: scheduleSchema.nullable(),
        note: z.string().trim().min(3).max(500),
      }),
    )
    .output(drugSchema),

  unmatched: endpoint('GET', '/drugs/unmatched', {
    permission: 'drugs.read',
    summary: 'What the imported files say that could not be joined, with the reason',
    tag,
  })
    .input(z.object({ source: z.enum(catalogSources).optional(), ...pageQuery }))
    .output(page(z.object({ source: z.enum(catalogSources), key: z.string(), name: z.string(), reason: z.string() }))),

  editions: endpoint('GET', '/drugs/editions', {
    permission: 'drugs.read',
    summary: 'Which editions of which sources the catalogue is made of',
    tag,
  })
    .input(z.object({}))
    .output(z.object({ items: z.array(editionSchema) })),

  startImport: endpoint('POST', '/drugs/imports', {
    permission: 'drugs.import',
    summary: 'Import Orange Book, Drugs@FDA, NDC Directory or RxNorm files as their publishers ship them',
    tag,
    refusals: importRefusals,
    successStatus: 202,
  })
    .input(z.object({ files: z.union([z.file().transform((one) => [one]), z.array(z.file()).min(1).max(12)]) }))
    .output(z.object({ jobId: idSchema })),

  imports: endpoint('GET', '/drugs/imports', {
    permission: 'drugs.read',
    summary: 'Imports on this terminal, newest first',
    tag,
  })
    .input(z.object({}))
    .output(z.object({ items: z.array(importSchema) })),

  getImport: endpoint('GET', '/drugs/imports/{id}', {
    permission: 'drugs.read',
    summary: 'How far an import is',
    tag,
  })
    .input(z.object({ id: idSchema }))
    .output(importSchema),

  importRejections: endpoint('GET', '/drugs/imports/{id}/rejections', {
    permission: 'drugs.read',
    summary: 'Every row an import did not take, with file, line and reason',
    tag,
  })
    .input(z.object({ id: idSchema, ...pageQuery }))
    .output(page(rejectionSchema)),

  cancelImport: endpoint('POST', '/drugs/imports/{id}/cancel', {
    permission: 'drugs.import',
    summary: 'Stop an import; the catalogue stays as it was',
    tag,
    refusals: importEndedRefusals,
  })
    .input(z.object({ id: idSchema }))
    .output(importSchema),
};
