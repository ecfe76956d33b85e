import { z } from 'zod';

const id = z.string().min(1).max(200);
const count = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

/** What voters and candidates tell each other. No patient data; travels unsealed so that the relay can vote. */
const leaseMessageSchema = z.discriminatedUnion('type', [
  /** Asks for a vote, or for a longer one. `round` ties an answer to the time its question was sent. */
  z.object({ type: z.literal('ask'), epoch: count, round: count, config: count }),
  z.object({ type: z.literal('grant'), epoch: count, round: count }),
  /** `epoch` and `config` tell the candidate what it would need; `holder` whom the vote is promised to. */
  z.object({ type: z.literal('deny'), epoch: count, round: count, config: count, holder: id.nullable() }),
  /** From the holder to all, with each renewal: who leads, for the screens of terminals without a vote. */
  z.object({ type: z.literal('hold'), epoch: count }),
  /** From a holder that stops: its voters are free at once. */
  z.object({ type: z.literal('release'), epoch: count }),
]);
export type LeaseMessage = z.infer<typeof leaseMessageSchema>;

export const leaseChannel = 'lease';
const messageBytesMax = 1024;

export function encodeLease(message: LeaseMessage): Uint8Array {
  return Buffer.from(JSON.stringify(message));
}

/** Undefined for anything that is not a lease message. */
export function decodeLease(bytes: Uint8Array): LeaseMessage | undefined {
  if (bytes.length > messageBytesMax) return undefined;
  try {
    return leaseMessageSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    return undefined;
  }
}
