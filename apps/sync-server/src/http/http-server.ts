import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { relayPath } from '@apotheca/core/replication/handshake';
import type { Metrics } from '../observe/metrics.ts';
import { type RelayStatus, statusPage, statusPagePolicy } from './status-page.ts';

export interface HttpOptions {
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | null;
  readonly statusToken: string | null;
  readonly metrics: Metrics;
  readonly fault: () => string | null;
  readonly status: () => Promise<RelayStatus>;
  readonly onSync: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Rooms whose stock is shared; null for who may not know. */
  readonly stockRooms: (authorization: string | undefined) => readonly string[] | null;
  readonly onStock: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

/** Path of shared stock documents: `/stock/ROOM`, over the stock y-websocket protocol. */
export const stockPath = '/stock/';

export function openHttpServer(options: HttpOptions): Server {
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    respond(options, request, response).catch(() => {
      if (!response.headersSent) send(response, 500, 'text/plain', 'The relay failed on this request.\n');
    });
  };
  const limits = { headersTimeout: 10_000, requestTimeout: 15_000, maxHeaderSize: 8 * 1024 };
  const server = options.tls
    ? createTlsServer({ ...limits, ...options.tls, minVersion: 'TLSv1.2' }, answer)
    : createServer(limits, answer);
  server.maxConnections = 200_000;
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // A socket that breaks before it is a WebSocket is nobody's fault here.
    socket.on('error', () => socket.destroy());
    const path = pathOf(request);
    if (path === relayPath) options.onSync(request, socket, head);
    else if (path.startsWith(stockPath)) options.onStock(request, socket, head);
    else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
  return server;
}

async function respond(options: HttpOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = pathOf(request);
  // Answers are whole without what a request may bring along.
  request.resume();
  if (path === '/health') return answerHealth(options, response);
  if (path === '/stock') return answerStock(options, request, response);
  if (path !== '/' && path !== '/metrics') {
    return send(response, 404, 'text/plain', 'Nothing here. Terminals use /v1/sync.\n');
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return send(response, 405, 'text/plain', 'Only GET and HEAD.\n');
  }
  if (!isAllowed(options.statusToken, request)) {
    response.setHeader('WWW-Authenticate', 'Basic realm="Apotheca relay"');
    return send(response, 401, 'text/plain', 'This page wants the status token, as password or as Bearer token.\n');
  }
  if (path === '/metrics') return send(response, 200, options.metrics.contentType, await options.metrics.text());
  response.setHeader('Content-Security-Policy', statusPagePolicy);
  send(response, 200, 'text/html; charset=utf-8', statusPage(await options.status()));
}

function answerStock(options: HttpOptions, request: IncomingMessage, response: ServerResponse): void {
  const rooms = options.stockRooms(request.headers.authorization);
  if (rooms) send(response, 200, 'application/json', `${JSON.stringify({ rooms })}\n`);
  else send(response, 401, 'text/plain', 'Shared stock is for the chain: its token is wanted as a Bearer token.\n');
}

/** Open to all, because what watches a machine has no token: one bit and a code. */
function answerHealth({ fault }: HttpOptions, response: ServerResponse): void {
  const code = fault();
  const body = JSON.stringify(code === null ? { status: 'ok' } : { status: 'failing', code });
  send(response, code === null ? 200 : 503, 'application/json', `${body}\n`);
}

function isAllowed(token: string | null, request: IncomingMessage): boolean {
  if (token === null) return true;
  const [scheme, given = ''] = (request.headers.authorization ?? '').split(' ');
  const password =
    scheme === 'Basic' ? (Buffer.from(given, 'base64').toString().split(':').slice(1).join(':') ?? '') : given;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(password), digest(token));
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}

function send(response: ServerResponse, code: number, type: string, body: string): void {
  response.writeHead(code, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}
