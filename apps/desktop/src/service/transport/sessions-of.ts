import type { Kernel } from '@apotheca/core';
import type { SessionLookup } from './call-facts.ts';

/**
 * Who a token is. Taken once: while the endpoints of the auth module are left alone after failures, everyone who is
 * signed in works on.
 */
export function sessionsOf(kernel: Kernel): { sessionOf: SessionLookup; isLocked(sessionId: string): boolean } {
  const auth = kernel.host.has('auth') ? kernel.host.service('auth') : null;
  return {
    sessionOf: (token) => auth?.authenticate(token) ?? null,
    isLocked: (sessionId) => auth?.isLocked(sessionId) ?? false,
  };
}
