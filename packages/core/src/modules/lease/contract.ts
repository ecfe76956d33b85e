import { z } from 'zod';
import { endpoint } from '../../kernel/contract.ts';

export const leaseContract = {
  lease: endpoint('GET', '/system/lease', {
    permission: 'system.read',
    summary: 'Which terminal leads the store, and who votes',
    tag: 'system',
  }).output(
    z.object({
      /** Null while nobody was heard of: the next leader is being chosen, or too few voters are reachable. */
      leader: z.string().nullable(),
      isHere: z.boolean(),
      epoch: z.number().int().nullable(),
      voters: z.array(z.string()),
    }),
  ),
};
