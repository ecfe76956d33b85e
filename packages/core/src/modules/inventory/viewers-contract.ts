import { z } from 'zod';
import { endpoint, idSchema, timeSchema } from '../../kernel/contract.ts';

const tag = 'Inventory';
const manage = { permission: 'terminals.manage', tag } as const;

const viewer = z.object({
  id: idSchema,
  name: z.string(),
  addedAt: timeSchema,
  addedBy: z.string(),
  revokedAt: timeSchema.nullable(),
});
const sharing = z.object({
  isShared: z.boolean(),
  /** When it was last decided and by whom; empty where nobody ever did. */
  at: z.string(),
  by: z.string(),
});

export const viewersContract = {
  viewers: endpoint('GET', '/inventory/viewers', {
    ...manage,
    summary: 'Tools outside that may watch the stock',
  }).output(z.object({ items: z.array(viewer) })),
  addViewer: endpoint('POST', '/inventory/viewers', {
    ...manage,
    summary: 'Let a tool watch the stock: its token is shown this once',
  })
    .input(z.object({ name: z.string().trim().min(1).max(80) }))
    .output(
      z.object({
        id: idSchema,
        token: z.string(),
        /** Under the sync address of any terminal: `/stock/ROOM?token=TOKEN`, the y-websocket protocol. */
        room: z.string(),
      }),
    ),
  revokeViewer: endpoint('POST', '/inventory/viewers/{id}/revocation', {
    ...manage,
    summary: 'Take the token back: what is open under it closes at once',
  })
    .input(z.object({ id: idSchema, reason: z.string().trim().min(1).max(200) }))
    .output(viewer),
  sharing: endpoint('GET', '/inventory/sharing', {
    permission: 'store.read',
    tag,
    summary: 'Whether the chain may see the stock through the relay',
  }).output(sharing),
  setSharing: endpoint('PUT', '/inventory/sharing', {
    permission: 'store.manage',
    tag,
    summary:
      'Show the stock to the chain, or stop: the relay then holds lots and quantities in the clear, nothing else',
    refusals: {
      'owner-only': {
        status: 403,
        message: 'Only the owner decides whether the chain sees the stock. Ask the owner to sign in.',
      },
    },
  })
    .input(z.object({ isShared: z.boolean() }))
    .output(sharing),
};
