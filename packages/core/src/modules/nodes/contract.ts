import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { endpoint } from '../../kernel/contract.ts';
import { terminalContract } from './terminal-contract.ts';

const moduleSchema = z.object({
  name: z.string(),
  version: z.string(),
  state: z.enum(['running', 'failing', 'off']),
  lastError: z.string().nullable(),
});

/** Stock as the ledger makes it against the document that terminals share. */
const stockHealthSchema = z.object({
  state: z.enum(['ok', 'rebuilt', 'behind']),
  lots: z.number().int(),
  discrepancies: z.number().int(),
  /** What the last cross-check found, in plain words; empty when all agreed. */
  findings: z.array(z.string()),
  lastCheckedAt: z.string().nullable(),
});

/** How this terminal stands to the store's register. */
const membershipSchema = z.object({
  state: z.enum(['member', 'revoked', 'unknown']),
  name: z.string().nullable(),
  text: z.string(),
});

const peerSchema = z.object({
  terminalId: z.string(),
  name: z.string(),
  kind: z.enum(['direct', 'relay']),
  connected: z.boolean(),
  /** Events here that it has not confirmed. */
  lagEvents: z.number().int(),
  /** Events there that are not here yet. */
  behindEvents: z.number().int(),
  lastHeardAt: z.string().nullable(),
  /** How far its clock is ahead of this one, where they differ noticeably. */
  clockAheadSeconds: z.number().int().nullable(),
  text: z.string(),
});

export const nodesContract = {
  ...terminalContract,
  status: endpoint('GET', '/system/status', {
    permission: 'system.read',
    summary: 'This terminal, its peers, modules and digests',
    tag: 'system',
  }).output(
    z.object({
      terminalId: z.string(),
      storeId: z.string(),
      roles: z.array(z.string()),
      leader: z.string().nullable(),
      membership: membershipSchema,
      syncUrl: z.string().nullable(),
      peers: z.array(peerSchema),
      /** What has arrived or is announced and cannot be shown yet, in plain words. */
      waiting: z.array(z.object({ events: z.number().int(), text: z.string() })),
      /** Terminals with two histories under one name, in plain words. */
      quarantined: z.array(z.object({ origin: z.string(), terminalId: z.string(), text: z.string() })),
      modules: z.array(moduleSchema),
      ledger: z.object({ digest: z.string(), vector: z.record(z.string(), z.number()), unsealed: z.number() }),
      projectionsDigest: z.string(),
      inventoryDigest: z.string(),
      /** Null while the inventory is switched off. */
      stock: stockHealthSchema.nullable(),
      now: z.string(),
      today: z.string(),
    }),
  ),
  switchModule: endpoint('POST', '/system/modules/{name}/switch', {
    permission: 'modules.manage',
    summary: 'Switch a module on or off; the others go on',
    tag: 'system',
    refusals: {
      'module-needed': { status: 422, message: 'This module cannot be switched off: the system page itself needs it.' },
    },
  })
    .input(z.object({ name: z.string(), to: z.enum(['on', 'off']) }))
    .output(z.object({ modules: z.array(moduleSchema) })),
  changes: endpoint('GET', '/system/changes', {
    permission: 'system.read',
    summary: 'What changes, as it happens',
    tag: 'system',
  }).output(eventIterator(z.object({ changes: z.array(z.object({ kind: z.string(), id: z.string() })) }))),
};
