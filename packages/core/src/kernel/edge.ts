import { type AnyContractProcedure, type AnyContractRouter, ORPCError } from '@orpc/contract';
import { implement, type Router, ValidationError } from '@orpc/server';
import { commonRefusals, type EndpointMeta } from './contract.ts';
import type { ModuleHost } from './host.ts';
import { inputDigest } from './input-digest.ts';
import type { Call } from './module.ts';
import { holds } from './permissions.ts';
import { assert, RefusalError, type RefusalMap } from './refusal.ts';

export interface EdgeContext {
  readonly call: Omit<Call, 'procedure'>;
}

/** Something nobody declared went wrong; the transport logs it with the request id, the caller learns only that. */
export interface EdgeOptions {
  onUnexpected(error: unknown, requestId: string, procedure: string): void;
  /** True when a session is locked: then only `auth.unlock` and `auth.signOut` pass. */
  isLocked(sessionId: string): boolean;
  /** Duration of every call, for metrics. */
  onDone?(procedure: string, durationMs: number, code: string): void;
  monotonicMs(): number;
}

const passWhileLocked = new Set(['auth.unlock', 'auth.signOut', 'auth.session']);

interface Definition {
  readonly meta: EndpointMeta;
  readonly errorMap: RefusalMap;
}

/**
 * The one router that every transport serves: checks session, role and module, validates, calls the handler, turns
 * refusals into the answers the contract declares.
 */
export function buildRouter(
  contract: Record<string, AnyContractRouter>,
  host: ModuleHost,
  options: EdgeOptions,
): Router<Record<string, AnyContractRouter>, EdgeContext> {
  const os = implement(contract as unknown as { module: { endpoint: AnyContractProcedure } }).$context<EdgeContext>();
  const guarded = os.use(async ({ context, next, path, procedure }, input) => {
    const name = path.join('.');
    const definition = procedure['~orpc'] as unknown as Definition;
    const startedMs = options.monotonicMs();
    try {
      admit(name, definition, context.call, options);
      host.ensure(path[0] as string);
      const result = await next({ context: { call: await withProcedure(context.call, name, input) } });
      options.onDone?.(name, options.monotonicMs() - startedMs, 'ok');
      return result;
    } catch (error) {
      const answer = answerOf(error, definition);
      if (!answer) {
        host.failed(path[0] as string, error);
        options.onUnexpected(error, context.call.requestId, name);
      }
      options.onDone?.(name, options.monotonicMs() - startedMs, answer?.code ?? 'internal-error');
      throw answer ?? internalError(context.call.requestId);
    }
  }) as unknown as Record<string, Record<string, HandlerBuilder>> & { router(value: unknown): unknown };
  const built: Record<string, Record<string, unknown>> = {};
  for (const [module, endpoints] of Object.entries(contract)) {
    const implemented: Record<string, unknown> = {};
    for (const endpoint of Object.keys(endpoints as object)) {
      const handler = host.handler(module, endpoint);
      implemented[endpoint] = guarded[module]?.[endpoint]?.handler(({ input, context }) =>
        handler(input as never, context.call as never),
      );
    }
    built[module] = implemented;
  }
  return guarded.router(built) as Router<Record<string, AnyContractRouter>, EdgeContext>;
}

interface HandlerBuilder {
  handler(run: (options: { input: unknown; context: { call: Call } }) => unknown): unknown;
}

async function withProcedure(call: EdgeContext['call'], procedure: string, input: unknown): Promise<Call> {
  return { ...call, procedure, inputDigest: call.idempotencyKey ? await digestOf(input) : '' };
}

/** A refusal as it goes over the wire, for a transport that asks before it reads the body. Null lets the call in. */
export type Admission = (
  name: string,
  procedure: AnyContractProcedure,
  call: EdgeContext['call'],
) => { status: number; body: { code: string; message: string; data: unknown } } | null;

/** The same checks of session, lock, role and window that the router makes. */
export function admissionOf(options: EdgeOptions): Admission {
  return (name, procedure, call) => {
    const definition = procedure['~orpc'] as unknown as Definition;
    try {
      admit(name, definition, call, options);
      return null;
    } catch (error) {
      const answer = answerOf(error, definition);
      assert(answer, 'every endpoint declares the refusals of admission');
      options.onDone?.(name, 0, answer.code);
      const { code, message, data, status } = answer;
      return { status, body: { code, message, data: data ?? null } };
    }
  };
}

/** JSON nested deeper than the stack is the caller's mistake: as a throw it would switch the module off for all. */
async function digestOf(input: unknown): Promise<string> {
  try {
    return await inputDigest(input);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const fields = [{ path: '', message: 'The input is nested too deeply.' }];
    throw new RefusalError({ kind: 'invalid-input', data: { fields } });
  }
}

function admit(name: string, definition: Definition, call: EdgeContext['call'], options: EdgeOptions): void {
  const { permission, ownWindowOnly } = definition.meta;
  if (ownWindowOnly && !call.ownWindow) throw new RefusalError({ kind: 'own-window-only', data: undefined });
  if (permission === 'public') return;
  if (!call.session) throw new RefusalError({ kind: 'sign-in-required', data: undefined });
  if (options.isLocked(call.session.id) && !passWhileLocked.has(name)) {
    throw new RefusalError({ kind: 'session-locked', data: undefined });
  }
  if (permission === 'signed-in') return;
  if (!holds(call.session.role, permission)) {
    throw new RefusalError({ kind: 'forbidden', data: { permission, role: call.session.role } });
  }
}

/** The declared answer of a refusal or of input that does not fit; null for what nobody declared. */
function answerOf(error: unknown, definition: Definition): ORPCError<string, unknown> | null {
  if (error instanceof RefusalError) {
    const { kind, data } = error.refusal;
    const declared = definition.errorMap[kind];
    if (!declared) return null;
    return new ORPCError(kind, { defined: true, status: declared.status, message: declared.message, data });
  }
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST') {
    return new ORPCError('invalid-input', {
      defined: true,
      status: 400,
      message: commonRefusals['invalid-input'].message,
      data: { fields: fieldsOf(error.cause) },
    });
  }
  return null;
}

function fieldsOf(cause: unknown): { path: string; message: string }[] {
  if (!(cause instanceof ValidationError)) return [{ path: '', message: 'The request is not valid.' }];
  return cause.issues.map((issue) => ({
    path: (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.'),
    message: issue.message,
  }));
}

function internalError(requestId: string): ORPCError<string, unknown> {
  return new ORPCError('internal-error', {
    defined: true,
    status: 500,
    message: 'Something went wrong here. Nothing was changed. Try again; if it stays, quote the request id.',
    data: { requestId },
  });
}
