import type { StandardHandlerOptions } from '@orpc/server/standard';
import { experimental_ZodSmartCoercionPlugin as SmartCoercion } from '@orpc/zod/zod4';

/**
 * A query string carries text only: `limit=20` becomes 20 where the schema asks for a number. Not for JSON bodies:
 * there "20" is text, and taking it for a number would hide a caller's mistake.
 */
export function coerceQueries(): NonNullable<
  StandardHandlerOptions<Record<never, never>>['clientInterceptors']
>[number] {
  const options: StandardHandlerOptions<Record<never, never>> = {};
  new SmartCoercion().init(options);
  const coerce = options.clientInterceptors?.[0];
  if (!coerce) throw new Error('the coercion plugin offers an interceptor');
  return (call) => {
    const method = call.procedure['~orpc'].route.method;
    return method === 'GET' || method === 'DELETE' ? coerce(call) : call.next();
  };
}
