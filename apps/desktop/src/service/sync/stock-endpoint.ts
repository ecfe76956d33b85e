import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { InventoryService } from '@apotheca/core';
import { type FeedReader, feedCloses, StockFeed } from '@apotheca/crdt-inventory';
import { type WebSocket, WebSocketServer } from 'ws';

export const stockPath = '/stock';

export interface StockEndpointOptions {
  /** Null while the inventory is off. */
  inventory(): InventoryService | null;
  onUnexpected(error: unknown): void;
  readonly limits?: { readonly readers: number; readonly perAddress: number; readonly wrongPerMinute: number };
}

const usualLimits = { readers: 32, perAddress: 8, wrongPerMinute: 20 };
const tickMs = 100;
/** A reader sends state vectors and nothing else that is worth reading. */
const messageBytesMax = 64 * 1024;
const tokenCharsMax = 200;
const minuteMs = 60_000;

interface Open {
  readonly socket: WebSocket;
  readonly reader: FeedReader;
  readonly viewerId: string;
  readonly address: string;
}

/**
 * `/stock/ROOM` on the sync port: the stock document over the y-websocket protocol, read-only, for tools that were
 * given a token. Who has none is refused before there is a WebSocket.
 */
export class StockEndpoint {
  readonly #options: StockEndpointOptions;
  readonly #limits: typeof usualLimits;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: messageBytesMax,
    perMessageDeflate: false,
    clientTracking: false,
  });
  readonly #open = new Set<Open>();
  readonly #wrong = new Map<string, { count: number; sinceMs: number }>();
  #feed: { readonly feed: StockFeed; readonly room: string; readonly stop: () => void } | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: StockEndpointOptions) {
    this.#options = options;
    this.#limits = { ...usualLimits, ...options.limits };
  }

  /** `GET /stock`: which room there is now. */
  route(request: IncomingMessage, response: ServerResponse): boolean {
    const url = urlOf(request);
    if (url?.pathname !== stockPath) return false;
    const found = this.#check(request, url, addressOf(request));
    const body = typeof found === 'string' ? { message: found } : { room: found.inventory.replica.room() };
    const status = typeof found === 'string' ? statusOf(found) : 200;
    const isKnown = request.method === 'GET';
    response.writeHead(isKnown ? status : 405, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
    response.end(`${JSON.stringify(isKnown ? body : { message: 'Only GET.' })}\n`);
    return true;
  }

  /** False where the address is none of this endpoint's. `proven` takes the connection out of the strangers' limit. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, proven: () => void): boolean {
    const url = urlOf(request);
    if (!url?.pathname.startsWith(`${stockPath}/`)) return false;
    const address = addressOf(request);
    const found = this.#check(request, url, address);
    const refusal = typeof found === 'string' ? found : this.#whyFull(found.inventory, url, address);
    if (refusal !== null || typeof found === 'string') refuse(socket, refusal ?? words.token);
    else {
      this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
        proven();
        this.#opened(webSocket, { ...found, address });
      });
    }
    return true;
  }

  stop(): void {
    this.#feed?.feed.close(feedCloses.stopping);
    this.#end();
  }

  #check(
    request: IncomingMessage,
    url: URL,
    address: string,
  ): { viewerId: string; inventory: InventoryService } | string {
    const inventory = this.#options.inventory();
    if (!inventory) return words.off;
    const nowMs = performance.now();
    const wrong = this.#wrong.get(address);
    if (wrong && nowMs - wrong.sinceMs < minuteMs && wrong.count >= this.#limits.wrongPerMinute) return words.wait;
    const token = tokenOf(request, url);
    const viewerId = token === null ? null : inventory.viewers.ofToken(token);
    if (viewerId !== null) return { viewerId, inventory };
    this.#noteWrong(address, nowMs);
    return words.token;
  }

  #noteWrong(address: string, nowMs: number): void {
    for (const [known, { sinceMs }] of this.#wrong) if (nowMs - sinceMs >= minuteMs) this.#wrong.delete(known);
    const before = this.#wrong.get(address);
    if (before) before.count += 1;
    else if (this.#wrong.size < 10_000) this.#wrong.set(address, { count: 1, sinceMs: nowMs });
  }

  #whyFull(inventory: InventoryService, url: URL, address: string): string | null {
    if (roomOf(url) !== inventory.replica.room()) return words.room;
    const ofAddress = [...this.#open].filter((one) => one.address === address).length;
    return this.#open.size >= this.#limits.readers || ofAddress >= this.#limits.perAddress ? words.full : null;
  }

  #opened(socket: WebSocket, from: { viewerId: string; inventory: InventoryService; address: string }): void {
    const { feed } = this.#feedOf(from.inventory);
    const reader = feed.attach(
      {
        send: (message) => socket.send(message),
        close: (code, reason) => {
          socket.close(code, reason);
          // Who reads nothing does not read this either.
          setTimeout(() => socket.terminate(), 2_000).unref();
        },
        get bufferedBytes() {
          return socket.bufferedAmount;
        },
      },
      performance.now(),
    );
    const open: Open = { socket, reader, viewerId: from.viewerId, address: from.address };
    this.#open.add(open);
    socket.on('message', (data, isBinary) => {
      if (isBinary) reader.received(new Uint8Array(data as Buffer));
      else socket.close(feedCloses.malformed.code, feedCloses.malformed.reason);
    });
    socket.on('error', () => socket.terminate());
    socket.once('close', () => {
      this.#open.delete(open);
      reader.detached();
      if (this.#open.size === 0) this.#end();
    });
    this.#timer ??= setInterval(() => this.#tick(), tickMs);
  }

  #feedOf(inventory: InventoryService): { feed: StockFeed } {
    if (this.#feed) return this.#feed;
    const feed = new StockFeed(inventory.replica);
    const stop = inventory.replica.onUpdate(() => feed.changed());
    this.#feed = { feed, stop, room: inventory.replica.room() };
    return this.#feed;
  }

  #tick(): void {
    try {
      const inventory = this.#options.inventory();
      if (!this.#feed) return;
      if (inventory?.replica.room() !== this.#feed.room) {
        this.#feed.feed.close(inventory ? feedCloses.moved : feedCloses.stopping);
        this.#end();
        return;
      }
      for (const { socket, viewerId } of this.#open) {
        if (!inventory.viewers.mayWatch(viewerId)) socket.close(feedCloses.revoked.code, feedCloses.revoked.reason);
      }
      this.#feed.feed.tick(performance.now());
    } catch (error) {
      this.#options.onUnexpected(error);
    }
  }

  #end(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    this.#feed?.stop();
    this.#feed = null;
  }
}

const words = {
  token: 'A token is needed that this store made for a tool (POST /inventory/viewers).',
  room: 'There is no such room here. Ask GET /stock for the present one, and begin with an empty document.',
  wait: 'Too many wrong tokens from this address. Wait a minute.',
  full: 'Too many tools watch already. Close one.',
  off: 'The inventory is switched off here. Try again later.',
} as const;

function statusOf(sentence: string): number {
  if (sentence === words.room) return 404;
  if (sentence === words.wait) return 429;
  return sentence === words.token ? 401 : 503;
}

function refuse(socket: Duplex, sentence: string): void {
  const body = `${sentence}\n`;
  const head = `HTTP/1.1 ${statusOf(sentence)} Refused\r\nContent-Type: text/plain\r\nConnection: close\r\n`;
  socket.end(`${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

function urlOf(request: IncomingMessage): URL | null {
  return URL.parse(request.url ?? '', 'https://terminal');
}

function roomOf(url: URL): string | null {
  try {
    return decodeURIComponent(url.pathname.slice(stockPath.length + 1));
  } catch {
    return null;
  }
}

/** A stock client in a browser can set no header, so the address may carry it; addresses are not logged here. */
function tokenOf(request: IncomingMessage, url: URL): string | null {
  const [scheme, given] = (request.headers.authorization ?? '').split(' ');
  const token = scheme === 'Bearer' ? given : url.searchParams.get('token');
  return token && token.length <= tokenCharsMax ? token : null;
}

function addressOf({ socket }: IncomingMessage): string {
  return (socket.remoteAddress ?? 'unknown').replace(/^::ffff:/, '');
}
