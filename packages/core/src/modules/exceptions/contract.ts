import { z } from 'zod';
import { endpoint, page, pageQuery, quantitySchema, timeSchema } from '../../kernel/contract.ts';
import { exceptionKinds } from './model.ts';
import { exceptionRefusals } from './refusals.ts';

const tag = 'Exceptions';
const kindSchema = z.enum(exceptionKinds);

const decisionSchema = z.object({
  action: z.string(),
  text: z.string(),
  note: z.string().nullable(),
  by: z.string(),
  terminalId: z.string(),
  terminal: z.string(),
  at: timeSchema,
});

export const exceptionSchema = z.object({
  id: z.string(),
  kind: kindSchema,
  reason: z.string(),
  status: z.enum(['open', 'resolved']),
  since: z.string(),
  title: z.string(),
  text: z.string(),
  patient: z.object({ id: z.string(), name: z.string() }).nullable(),
  link: z.object({ kind: z.enum(['prescription', 'patient', 'lot', 'sale', 'terminal']), id: z.string() }).nullable(),
  /** What each terminal did, the earlier first; two as a rule. */
  sides: z.array(
    z.object({
      what: z.string(),
      who: z.string(),
      terminalId: z.string(),
      terminal: z.string(),
      at: z.string(),
      detail: z.string().nullable(),
    }),
  ),
  /** At most three. */
  actions: z.array(
    z.object({
      action: z.string(),
      text: z.string(),
      /** `witness`: done with `POST /inventory/lots/{id}/rights/reclaims`. */
      needs: z.enum(['nothing', 'note', 'count', 'witness']),
      target: z.string().optional(),
      /** Whether this caller may do it. */
      allowed: z.boolean(),
    }),
  ),
  resolution: decisionSchema.nullable(),
  /** Decisions taken elsewhere at the same time, which came second. */
  otherDecisions: z.array(decisionSchema),
});

export const exceptionsContract = {
  list: endpoint('GET', '/exceptions', {
    permission: 'exceptions.read',
    tag,
    summary: 'What waits for a person because two terminals did things at once, or because something cannot be',
  })
    .input(
      z.object({
        kind: kindSchema.optional(),
        /** Resolved ones with who resolved them, the last first. */
        status: z.enum(['open', 'resolved']).default('open'),
        ...pageQuery,
      }),
    )
    .output(page(exceptionSchema)),
  get: endpoint('GET', '/exceptions/{id}', {
    permission: 'exceptions.read',
    tag,
    summary: 'One exception with both sides',
  })
    .input(z.object({ id: z.string().min(1).max(400) }))
    .output(exceptionSchema),
  counts: endpoint('GET', '/exception-counts', {
    permission: 'exceptions.read',
    tag,
    summary: 'How many wait',
  }).output(z.object({ open: z.number().int(), byKind: z.partialRecord(kindSchema, z.number().int()) })),
  resolve: endpoint('POST', '/exceptions/{id}/resolution', {
    permission: 'exceptions.resolve',
    tag,
    summary: 'Decide: one of the actions of the exception',
    refusals: exceptionRefusals,
  })
    .input(
      z.object({
        id: z.string().min(1).max(400),
        action: z.string().min(1).max(40),
        note: z.string().trim().min(1).max(500).optional(),
        /** For an action that needs a count: all that lies on the shelf of the lot. */
        counted: quantitySchema.or(z.literal(0)).optional(),
      }),
    )
    .output(exceptionSchema),
};
