import type { Call } from '@apotheca/core';
import { newRequestId } from '../transport/call-facts.ts';

/** A call of the person at this machine, outside any session: the audit log shows `system`. */
export function localCall(procedure: string): Call {
  return {
    session: null,
    address: 'local',
    ownWindow: true,
    idempotencyKey: null,
    procedure,
    requestId: newRequestId(),
    signal: new AbortController().signal,
  };
}
