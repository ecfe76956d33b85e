import type { StandardHandlerOptions } from '@orpc/server/standard';
import { z } from 'zod';

const waits = z.object({
  data: z.union([z.object({ retryAfterSeconds: z.number() }), z.object({ retryAt: z.string() })]),
});

/** A refusal that says when to come back says so in the header too, where clients look for it (RFC 9110, 10.2.3). */
export const retryAfter: NonNullable<StandardHandlerOptions<Record<never, never>>['rootInterceptors']>[number] = async (
  options,
) => {
  const result = await options.next();
  if (!result.matched || result.response.status !== 429) return result;
  const wait = waits.safeParse(result.response.body).data?.data;
  if (!wait) return result;
  const value = 'retryAt' in wait ? new Date(wait.retryAt).toUTCString() : String(wait.retryAfterSeconds);
  const headers = { ...result.response.headers, 'retry-after': value };
  return { ...result, response: { ...result.response, headers } };
};
