import { z } from 'zod';

const name = z.string().min(1).max(200);
const milli = z.int().min(0).max(1_000_000_000_000);

/** What terminals tell each other about rights to controlled lots. Passing them on is a ledger entry, never a message. */
const rightsMessageSchema = z.discriminatedUnion('type', [
  /** Says under which incarnation a terminal writes; whoever did not know answers with the same. */
  z.object({ type: z.literal('here'), origin: name }),
  z.object({
    type: z.literal('wish'),
    id: name,
    wish: z.object({ batchId: name, to: name, quantityMilli: milli.min(1), isUrgent: z.boolean() }),
  }),
  /** The answer to a wish: where in the ledger the entry stands, when there is one. */
  z.object({ type: z.literal('passed'), id: name, quantityMilli: milli, origin: name, seq: z.int().min(0) }),
]);
export type RightsMessage = z.infer<typeof rightsMessageSchema>;

export const rightsChannel = 'rights';
const messageBytesMax = 2_048;

export function encodeRights(message: RightsMessage): Uint8Array {
  return Buffer.from(JSON.stringify(message));
}

/** Undefined for anything that is not such a message. */
export function decodeRights(bytes: Uint8Array): RightsMessage | undefined {
  if (bytes.length > messageBytesMax) return undefined;
  try {
    return rightsMessageSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    return undefined;
  }
}
