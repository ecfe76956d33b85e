import type { Call } from '../../kernel/module.ts';

/** A call nobody made: what the register asks of this terminal by itself. The audit log shows `system`. */
export function systemCall(procedure: string): Call {
  return {
    session: null,
    address: 'local',
    ownWindow: true,
    idempotencyKey: null,
    procedure,
    requestId: procedure,
    signal: new AbortController().signal,
  };
}
