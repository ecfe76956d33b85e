import { z } from 'zod';
import { dateSchema, endpoint, page, pageQuery, timeSchema } from '../../kernel/contract.ts';

export const auditEventSchema = z.object({
  id: z.string(),
  at: timeSchema,
  /** Who. */
  actor: z.object({ id: z.string(), name: z.string(), role: z.string() }),
  action: z.string(),
  outcome: z.enum(['change', 'read', 'denied', 'failed']),
  patientIds: z.array(z.string()),
  /** What was touched, as kind/id. */
  objects: z.array(z.string()),
  denials: z.array(z.string()),
  revision: z.string().nullable(),
  purpose: z.string(),
  terminalId: z.string(),
  address: z.string(),
  requestId: z.string(),
});

const filter = {
  patientId: z.string().optional(),
  actor: z.string().optional(),
  action: z.string().optional(),
  outcome: z.enum(['change', 'read', 'denied', 'failed']).optional(),
  from: z.union([dateSchema, timeSchema]).optional(),
  to: z.union([dateSchema, timeSchema]).optional(),
};

const verdictSchema = z.object({
  ok: z.boolean(),
  checked: z.number(),
  seals: z.number(),
  unsealed: z.number(),
  firstBad: z.object({ origin: z.string(), seq: z.number(), why: z.string() }).nullable(),
  digest: z.string(),
});

export const auditContract = {
  events: endpoint('GET', '/audit/events', {
    permission: 'audit.read',
    summary: 'Who saw or changed what, newest first',
    tag: 'audit',
  })
    .input(z.object({ ...filter, ...pageQuery }))
    .output(page(auditEventSchema)),
  verification: endpoint('GET', '/audit/verification', {
    permission: 'audit.read',
    summary: 'Checks the chain and the signatures of the whole ledger',
    tag: 'audit',
  }).output(verdictSchema),
  reports: endpoint('POST', '/audit/reports', {
    permission: 'audit.read',
    summary: 'The same list as a CSV file',
    tag: 'audit',
  })
    .input(z.object(filter))
    .output(z.object({ mediaType: z.literal('text/csv'), fileName: z.string(), rows: z.number(), text: z.string() })),
};
