import { z } from 'zod';
import { endpoint, queryInt } from '../../kernel/contract.ts';

export const controlledContract = {
  ledger: endpoint('GET', '/controlled/ledger', {
    permission: 'inventory.read',
    summary: 'Every movement of a controlled drug in the one order of the store, with its balance',
    tag: 'Controlled',
  })
    .input(
      z.object({
        ndc: z.string().min(1).max(40),
        after: queryInt.min(0).default(0),
        limit: queryInt.min(1).max(500).default(100),
      }),
    )
    .output(
      z.object({
        entries: z.array(
          z.object({
            epoch: z.number().int(),
            index: z.number().int(),
            ndc: z.string(),
            batchId: z.string(),
            delta: z.number(),
            /** On hand of the drug after it, in this order. */
            balance: z.number(),
            /** A majority of the voters have it: its place never changes. */
            isFinal: z.boolean(),
            /** SHA-256 of the entry before it and of this one, hex. */
            hash: z.string(),
            at: z.string(),
          }),
        ),
        /** Give it as `after` for the rest; null at the end. */
        nextAfter: z.number().int().nullable(),
        /** Movements that have no place yet: made while cut off, or a moment ago. */
        waiting: z.number().int(),
      }),
    ),
};
