import { z } from 'zod';
import { endpoint, idSchema, quantitySchema } from '../../kernel/contract.ts';
import { rightsRefusals } from './refusals.ts';

const tag = 'Inventory';

export const rightsContract = {
  rights: endpoint('GET', '/inventory/lots/{id}/rights', {
    permission: 'inventory.read',
    tag,
    summary: 'Which terminal may take how much of a lot',
  })
    .input(z.object({ id: idSchema }))
    .output(
      z.object({
        items: z.array(
          z.object({
            /** Incarnation of a terminal. */
            origin: z.string(),
            terminalId: z.string(),
            quantity: z.number(),
            isHere: z.boolean(),
            /** Why this incarnation will write no more; null while it may. */
            stranding: z.enum(['revoked', 'superseded']).nullable(),
          }),
        ),
      }),
    ),
  reclaim: endpoint('POST', '/inventory/lots/{id}/rights/reclaims', {
    permission: 'inventory.adjust-controlled',
    tag,
    summary: 'Take back the part of a terminal that is gone, after a count with a witness',
    refusals: rightsRefusals,
  })
    .input(
      z.object({
        id: idSchema,
        origin: z.string().min(1).max(200),
        /** All that lies on the shelf of this lot. */
        counted: quantitySchema.or(z.literal(0)),
        witness: z.object({ username: z.string().min(1).max(100), password: z.string().min(1).max(500) }),
      }),
    )
    .output(
      z.object({
        reclaimed: z.number(),
        /** Booked and not found: stays open until late entries or a loss report explain it. */
        unaccounted: z.number(),
      }),
    ),
};
