import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Admission, EdgeContext } from '@apotheca/core';
import type { AnyContractRouter } from '@orpc/contract';
import { OpenAPIHandler } from '@orpc/openapi/node';
import type { Router } from '@orpc/server';
import { sendInvalidInput, sendJson, sendRefusal } from './answers.ts';
import { type CallOrigin, callFacts, isIdempotencyKeyValid, type SessionLookup } from './call-facts.ts';
import { coerceQueries } from './query-coercion.ts';
import { type BodyResult, jsonBytesMax, jsonBytesMaxSignedOut, readJsonBody } from './read-body.ts';
import { retryAfter } from './retry-after.ts';
import { type Route, RouteTable } from './route-table.ts';
import type { Uploads } from './uploads.ts';

export const apiPrefix = '/api/v1';

export interface RestApiOptions {
  readonly contract: Record<string, AnyContractRouter>;
  readonly router: Router<Record<string, AnyContractRouter>, EdgeContext>;
  readonly sessionOf: SessionLookup;
  readonly uploads: Uploads;
  /** Session, role and window are looked at before a body is read: who may not call may not send either. */
  readonly admission: Admission;
  onUnexpected(error: unknown, requestId: string): void;
}

/** The contract as REST: one method and path an endpoint, JSON in and out, every refusal as {code, message, data}. */
export class RestApi {
  readonly #options: RestApiOptions;
  readonly #routes: RouteTable;
  readonly #handler: OpenAPIHandler<EdgeContext>;

  constructor(options: RestApiOptions) {
    this.#options = options;
    this.#routes = new RouteTable(options.contract);
    this.#handler = new OpenAPIHandler<EdgeContext>(options.router, {
      clientInterceptors: [coerceQueries()],
      rootInterceptors: [retryAfter],
      customErrorResponseBodyEncoder: (error) => ({
        code: error.code,
        message: error.message,
        data: (error.data as unknown) ?? null,
      }),
    });
  }

  async handle(request: IncomingMessage, response: ServerResponse, path: string, origin: CallOrigin): Promise<void> {
    const methods = this.#routes.methodsOf(path);
    if (methods.length === 0) return sendRefusal(response, 'not-found', { what: 'address', id: path });
    response.setHeader('Allow', ['OPTIONS', ...methods].join(', '));
    const method = request.method ?? 'GET';
    if (method === 'OPTIONS') return void response.writeHead(204).end();
    if (!methods.includes(method)) return sendRefusal(response, 'method-not-allowed', { methods });
    response.removeHeader('Allow');
    // Node leaves the body of an answer to HEAD out by itself.
    if (method === 'HEAD') request.method = 'GET';
    await this.#call(request, response, origin, this.#routes.find(request.method ?? 'GET', path));
  }

  async #call(
    request: IncomingMessage,
    response: ServerResponse,
    origin: CallOrigin,
    route: Route | undefined,
  ): Promise<void> {
    const controller = new AbortController();
    response.once('close', () => {
      if (!response.writableFinished) controller.abort();
    });
    const call = callFacts(request.headers, origin, controller.signal, this.#options.sessionOf);
    response.setHeader('X-Request-Id', call.requestId);
    if (!isIdempotencyKeyValid(call.idempotencyKey)) {
      return sendInvalidInput(response, 'Idempotency-Key', 'Up to 200 printable characters without spaces.');
    }
    let release: (() => Promise<void>) | undefined;
    if (request.method !== 'GET') {
      const refused = route && isWorthAsking(request) && this.#options.admission(route.name, route.procedure, call);
      if (refused) {
        response.setHeader('Connection', 'close');
        return sendJson(response, refused.status, refused.body);
      }
      const body = await this.#body(request, call.session !== null, route?.takesFiles ?? false);
      if (!body.ok) return answerProblem(response, body);
      release = body.release;
      // The adapter takes a body that is already there instead of reading the stream.
      (request as IncomingMessage & { body: unknown }).body = body.value;
    }
    response.setHeader('Cache-Control', 'no-store');
    try {
      const { matched } = await this.#handler.handle(request, response, { prefix: apiPrefix, context: { call } });
      if (!matched) sendRefusal(response, 'not-found', { what: 'address', id: request.url?.split('?')[0] ?? '' });
    } catch (error) {
      this.#options.onUnexpected(error, call.requestId);
      sendRefusal(response, 'internal-error', { requestId: call.requestId });
    } finally {
      await release?.();
    }
  }

  async #body(request: IncomingMessage, isSignedIn: boolean, takesFiles: boolean): Promise<BodyResult> {
    const type = request.headers['content-type'] ?? '';
    if (isMultipart(request) && !takesFiles) return { ok: false, problem: { kind: 'no-files' } };
    const boundary = /^multipart\/form-data;.*boundary="?([^";]{1,200})"?/i.exec(type)?.[1];
    if (boundary !== undefined && isSignedIn) return this.#options.uploads.read(request, boundary);
    return readJsonBody(request, isSignedIn ? jsonBytesMax : jsonBytesMaxSignedOut);
  }
}

/** A small body is read in any case: the router asks then, and the connection is kept. */
function isWorthAsking(request: IncomingMessage): boolean {
  const declared = request.headers['content-length'];
  const isSmall = declared !== undefined && Number(declared) <= jsonBytesMaxSignedOut;
  return !isSmall || isMultipart(request);
}

function isMultipart(request: IncomingMessage): boolean {
  return /^multipart\//i.test(request.headers['content-type'] ?? '');
}

function answerProblem(response: ServerResponse, result: BodyResult & { ok: false }): void {
  const { problem } = result;
  // The rest of the body is not worth reading: answer, then let the connection go.
  if (problem.kind !== 'not-json') response.setHeader('Connection', 'close');
  if (problem.kind === 'not-json') sendInvalidInput(response, '', problem.message);
  else if (problem.kind === 'too-large') sendRefusal(response, 'body-too-large');
  else if (problem.kind === 'no-files') sendRefusal(response, 'unsupported-media-type');
  else if (problem.kind === 'busy') {
    response.setHeader('Retry-After', '60');
    sendRefusal(response, 'uploads-busy');
  } else sendInvalidInput(response, '', 'The request broke off before its end.');
}
