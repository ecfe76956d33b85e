import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type FeedReader, feedCloses } from '@apotheca/crdt-inventory';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Rooms } from '../rooms/rooms.ts';
import { type AddressLimits, addressOf } from './address-limits.ts';

export interface StockEndpointOptions {
  readonly rooms: Rooms;
  /** What the chain reads with; null where this relay shows no stock. */
  readonly chainToken: string | null;
  readonly limits: AddressLimits;
  readonly trustProxy: boolean;
  readonly monotonicMs: () => number;
}

const tickMs = 100;
/** A reader sends state vectors and nothing else that is worth reading. */
const messageBytesMax = 64 * 1024;
const readersMax = 2_000;
const prefix = '/stock/';

/**
 * `/stock/ROOM`: stock that stores share with their chain, over the y-websocket protocol, read-only, for who has the
 * chain's token. A store that shares nothing is refused like one that does not exist.
 */
export class StockEndpoint {
  readonly #options: StockEndpointOptions;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: messageBytesMax,
    perMessageDeflate: false,
    clientTracking: false,
  });
  #readers = 0;
  readonly #timer: NodeJS.Timeout;

  constructor(options: StockEndpointOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#tick(), tickMs).unref();
  }

  /** Rooms that are shared now, for who has the token; null for everybody else. */
  list(authorization: string | undefined): string[] | null {
    const [scheme, given] = (authorization ?? '').split(' ');
    if (scheme !== 'Bearer' || !this.#isToken(given ?? null)) return null;
    return [...this.#options.rooms.open].flatMap((room) => room.stock?.shown?.room ?? []).sort();
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { limits, trustProxy, monotonicMs, chainToken } = this.#options;
    const address = addressOf(request, trustProxy);
    const url = URL.parse(request.url ?? '', 'http://relay');
    if (chainToken === null || url === null) {
      refuse(socket, 404);
      return;
    }
    if (limits.refusal(address, monotonicMs()) !== null || this.#readers >= readersMax) {
      refuse(socket, 429);
      return;
    }
    const [scheme, given] = (request.headers.authorization ?? '').split(' ');
    if (!this.#isToken(scheme === 'Bearer' ? (given ?? null) : url.searchParams.get('token'))) {
      refuse(socket, 401);
      return;
    }
    const feed = this.#feedOf(url.pathname.slice(prefix.length));
    if (!feed) {
      refuse(socket, 404);
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      limits.opened(address);
      this.#readers += 1;
      const reader = feed.attach(feedSocket(webSocket), monotonicMs());
      webSocket.once('close', () => {
        limits.closed(address);
        this.#readers -= 1;
        reader.detached();
      });
      listen(webSocket, reader);
    });
  }

  close(): void {
    clearInterval(this.#timer);
    for (const room of this.#options.rooms.open) room.stock?.close(feedCloses.stopping);
  }

  #feedOf(text: string) {
    let name: string;
    try {
      name = decodeURIComponent(text);
    } catch {
      return null;
    }
    const storeId = name.split('/').slice(1, -1).join('/');
    const shown = this.#options.rooms.find(storeId)?.stock?.shown;
    return shown?.room === name ? shown.feed : null;
  }

  #isToken(given: string | null): boolean {
    const { chainToken } = this.#options;
    if (chainToken === null || given === null) return false;
    const digest = (text: string) => createHash('sha256').update(text).digest();
    return timingSafeEqual(digest(given), digest(chainToken));
  }

  #tick(): void {
    if (this.#readers === 0) return;
    const nowMs = this.#options.monotonicMs();
    for (const room of this.#options.rooms.open) room.stock?.shown?.feed.tick(nowMs);
  }
}

function feedSocket(socket: WebSocket) {
  return {
    send: (message: Uint8Array) => socket.send(message),
    close(code: number, reason: string) {
      socket.close(code, reason);
      // Who reads nothing does not read this either.
      setTimeout(() => socket.terminate(), 2_000).unref();
    },
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
  };
}

function listen(socket: WebSocket, reader: FeedReader): void {
  socket.on('error', () => socket.terminate());
  socket.on('message', (data, isBinary) => {
    if (isBinary) reader.received(new Uint8Array(data as Buffer));
    else socket.close(feedCloses.malformed.code, feedCloses.malformed.reason);
  });
}

const names: Readonly<Record<number, string>> = { 401: 'Unauthorized', 404: 'Not Found', 429: 'Too Many Requests' };

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} ${names[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
