import { open } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NodesService } from '@apotheca/core';
import { joinPath } from '@apotheca/core/replication/enrolment';
import type { DeskAnswer, DeskRefusal } from '@apotheca/core/replication/enrolment-desk';
import { systemClock, systemRandom } from '../terminal/machine.ts';
import { type SnapshotFile, sealSnapshot, snapshotChunkBytes } from './snapshot-manifest.ts';
import type { SnapshotShelf, Ticket } from './snapshot-shelf.ts';

const bodyBytesMax = 8 * 1024;

const statusOf: Record<DeskRefusal, number> = {
  refused: 403,
  'slow-down': 429,
  'not-understood': 400,
  'other-version': 426,
  'code-used': 410,
  'code-expired': 410,
  'code-void': 410,
  'terminal-revoked': 403,
};

export interface JoinRoutesFrom {
  readonly shelf: SnapshotShelf;
  /** Throws while the module is off. */
  nodes(): NodesService;
}

/** What a terminal that joins asks for on the sync port. False where the address is none of these. */
export async function joinRoute(
  from: JoinRoutesFrom,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const path = (request.url ?? '').split('?')[0] ?? '';
  if (path !== joinPath && !path.startsWith(`${joinPath}/`)) return false;
  const what = `${request.method} ${path.slice(joinPath.length)}`;
  if (what === 'POST /hello' || what === 'POST /proof') {
    await exchange(from, request, response, what === 'POST /hello' ? 'hello' : 'proof');
    return true;
  }
  const ticket = from.nodes().ticket(bearerOf(request));
  if (!ticket) answer(response, 403, { code: 'refused' });
  else if (what === 'GET /snapshot') sendManifest(from.shelf, ticket, response);
  else if (what === 'DELETE /snapshot') {
    from.shelf.remove(ticket);
    answer(response, 200, { done: true });
  } else {
    const match = /^GET \/snapshot\/(store|catalog)\/(\d{1,7})$/.exec(what);
    if (match) await sendChunk(from.shelf, ticket, match[1] as SnapshotFile['name'], Number(match[2]), response);
    else answer(response, 404, { code: 'not-found' });
  }
  return true;
}

async function exchange(
  from: JoinRoutesFrom,
  request: IncomingMessage,
  response: ServerResponse,
  step: 'hello' | 'proof',
): Promise<void> {
  const body = await readJson(request);
  const { desk } = from.nodes();
  const address = request.socket.remoteAddress ?? 'unknown';
  const nowMs = systemClock.monotonicMs();
  const result: DeskAnswer =
    desk === null ? { ok: false, refusal: 'refused', retryAfterMs: null } : desk[step](address, body, nowMs);
  if (result.ok) return answer(response, 200, result.body);
  if (result.retryAfterMs !== null) {
    response.setHeader('Retry-After', String(Math.ceil(result.retryAfterMs / 1000)));
  }
  answer(response, statusOf[result.refusal], { code: result.refusal });
}

function sendManifest(shelf: SnapshotShelf, ticket: Ticket, response: ServerResponse): void {
  const found = shelf.get(ticket);
  if (found.state !== 'ready') {
    if (found.state === 'preparing') answer(response, 202, { state: 'preparing' });
    else answer(response, 500, { code: 'snapshot-failed', message: found.message });
    return;
  }
  const sealed = sealSnapshot(found.snapshot, ticket.snapshotKey, systemRandom.bytes(12));
  response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': sealed.length });
  response.end(sealed);
}

async function sendChunk(
  shelf: SnapshotShelf,
  ticket: Ticket,
  name: SnapshotFile['name'],
  no: number,
  response: ServerResponse,
): Promise<void> {
  const chunk = await readChunk(shelf.imageOf(ticket, name), no);
  if (!chunk) return answer(response, 404, { code: 'not-found' });
  response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': chunk.length });
  response.end(chunk);
}

/** Undefined where there is no such chunk (any more). */
async function readChunk(file: string, no: number): Promise<Buffer | undefined> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (!handle) return undefined;
  try {
    const buffer = Buffer.alloc(snapshotChunkBytes);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, no * snapshotChunkBytes);
    return bytesRead === 0 ? undefined : buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function bearerOf(request: IncomingMessage): string {
  return /^Bearer ([0-9a-f]{64})$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
}

/** Undefined when it is too long or no JSON. */
async function readJson(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > bodyBytesMax) return undefined;
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    return undefined;
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
    ...(status === 200 || status === 202 ? {} : { Connection: 'close' }),
  });
  response.end(text);
}
