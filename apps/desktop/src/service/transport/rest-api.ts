import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EdgeContext } from '@apotheca/core';
import type { AnyContractRouter } from '@orpc/contract';
import { OpenAPIHandler } from '@orpc/openapi/node';
import type { Router } from '@orpc/server';
import { sendInvalidInput, sendRefusal } from './answers.ts';
import { type CallOrigin, callFacts, isIdempotencyKeyValid, type SessionLookup } from './call-facts.ts';
import { coerceQueries } from './query-coercion.ts';
import { type BodyResult, jsonBytesMax, jsonBytesMaxSignedOut, readJsonBody } from './read-body.ts';
import { RouteTable } from './route-table.ts';
import type { Uploads } from './uploads.ts';

export const apiPrefix = '/api/v1';

export interface RestApiOptions {
  readonly contract: Record<string, AnyContractRouter>;
  readonly router: Router<Record<string, AnyContractRouter>, EdgeContext>;
  readonly sessionOf: SessionLookup;
  readonly uploads: Uploads;
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
    await this.#call(request, response, origin);
  }

  async #call(request: IncomingMessage, response: ServerResponse, origin: CallOrigin): Promise<void> {
    const controller = new AbortController();
    response.once('close', () => {
      if (!response.writableFinished) controller.abort();
    });
    const call = callFacts(request.headers, origin, controller.signal, this.#options.sessionOf);
    response.setHeader('X-Request-Id', call.requestId);
    if (!isIdempotencyKeyValid(call.idempotencyKey)) {
      return sendInvalidInput(response, 'Idempotency-Key', 'Up to 200 printable characters without spaces.');
    }
    if (request.method !== 'GET') {
      const body = await this.#body(request, call.session !== null);
      if (!body.ok) return answerProblem(response, body);
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
    }
  }

  #body(request: IncomingMessage, isSignedIn: boolean): Promise<BodyResult> {
    const boundary = /^multipart\/form-data;.*boundary="?([^";]{1,200})"?/i.exec(
      request.headers['content-type'] ?? '',
    )?.[1];
    if (boundary !== undefined && isSignedIn) return this.#options.uploads.read(request, boundary);
    return readJsonBody(request, isSignedIn ? jsonBytesMax : jsonBytesMaxSignedOut);
  }
}

function answerProblem(response: ServerResponse, result: BodyResult & { ok: false }): void {
  const { problem } = result;
  // The rest of the body is not worth reading: answer, then let the connection go.
  if (problem.kind !== 'not-json') response.setHeader('Connection', 'close');
  if (problem.kind === 'not-json') sendInvalidInput(response, '', problem.message);
  else if (problem.kind === 'too-large') sendRefusal(response, 'body-too-large');
  else sendInvalidInput(response, '', 'The request broke off before its end.');
}
