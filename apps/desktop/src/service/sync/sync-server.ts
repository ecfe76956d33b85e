import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import {
  directPath,
  directTextBytesMax,
  exporterBytes,
  exporterLabel,
  type Handshake,
  handshakeMsMax,
  type ProvenPeer,
} from '@apotheca/core/replication/handshake';
import { type WebSocket, WebSocketServer } from 'ws';
import type { TlsCredentials } from './certificate.ts';
import { Doorkeeper, type DoorLimits } from './doorkeeper.ts';
import { greet, LinkRefused } from './greet.ts';
import { messageBytesMax } from './socket-link.ts';

export interface SyncServerOptions {
  readonly credentials: TlsCredentials;
  readonly limits?: DoorLimits;
  /** For tests; 10 s. */
  readonly handshakeMs?: number;
  /** This end of a new link, over the channel of that keying material. */
  handshake(exporter: Uint8Array): Handshake<ProvenPeer>;
  /** The other end is proven. Runs before its next message. */
  opened(socket: WebSocket, peer: ProvenPeer, address: string): void;
  /** A connection that came to nothing: for counting, with a close code or the word of a limit. */
  refused(why: number | 'too-many' | 'not-tls' | 'broken'): void;
  /** Other things that live on this port, such as joining; false where there is nothing at the address. */
  route?(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  /** The same for other WebSockets. `proven` is called when whoever it is has shown a right to be here. */
  upgrade?(request: IncomingMessage, socket: Duplex, head: Buffer, proven: () => void): boolean;
  onUnexpected(error: unknown): void;
}

const connectionsMax = 256;
/** One request of who joins: a piece of the store at the most. */
const requestMsMax = 60_000;
const tlsRecordHandshake = 0x16;

/** The port on which terminals meet: TLS 1.3, a WebSocket at one path, nothing for browsers. */
export class SyncServer {
  readonly #options: SyncServerOptions;
  readonly #front: Server;
  readonly #tls: TlsServer;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: messageBytesMax,
    perMessageDeflate: false,
    clientTracking: false,
  });
  readonly #door: Doorkeeper;
  readonly #handshakeMs: number;
  readonly #open = new Set<Socket>();
  /** Connections whose other end is not proven, by its address and port. */
  readonly #waiting = new Map<string, { proven(): void; wait(ms: number): void }>();
  #isStopping = false;

  constructor(options: SyncServerOptions) {
    this.#options = options;
    this.#door = new Doorkeeper(options.limits);
    this.#handshakeMs = options.handshakeMs ?? handshakeMsMax;
    const { cert, key } = options.credentials;
    this.#tls = createTlsServer(
      { cert, key, minVersion: 'TLSv1.3', handshakeTimeout: this.#handshakeMs },
      (request, response) => void this.#request(request, response),
    );
    this.#tls.headersTimeout = handshakeMsMax;
    this.#tls.requestTimeout = requestMsMax;
    this.#tls.maxHeadersCount = 50;
    this.#tls.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    this.#tls.on('tlsClientError', () => options.refused('broken'));
    this.#tls.on('clientError', (_error, socket) => socket.destroy());
    this.#front = createServer((socket) => this.#arrived(socket));
    this.#front.maxConnections = connectionsMax;
  }

  get halfOpen(): number {
    return this.#door.halfOpen;
  }

  listen(host: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#front.once('error', reject);
      this.#front.listen(port, host, () => {
        this.#front.removeListener('error', reject);
        this.#front.on('error', (error) => this.#options.onUnexpected(error));
        resolve((this.#front.address() as AddressInfo).port);
      });
    });
  }

  /** Takes nobody in any more. Links are closed by who owns them; what is open after the grace is cut. */
  async stop(graceMs: number): Promise<void> {
    this.#isStopping = true;
    const closed = new Promise<void>((resolve) => this.#front.close(() => resolve()));
    for (const { proven } of [...this.#waiting.values()]) proven();
    this.#tls.closeIdleConnections();
    const timer = setTimeout(() => {
      for (const socket of this.#open) socket.destroy();
    }, graceMs);
    await closed;
    clearTimeout(timer);
  }

  /** First of all the door and the first byte: who speaks plain HTTP to this port gets an answer it can read. */
  #arrived(socket: Socket): void {
    const address = addressOf(socket);
    socket.on('error', () => socket.destroy());
    if (this.#isStopping || !this.#door.enter(address, performance.now())) {
      this.#options.refused('too-many');
      socket.destroy();
      return;
    }
    this.#open.add(socket);
    socket.setNoDelay(true);
    const name = nameOf(socket);
    let timer: NodeJS.Timeout | undefined;
    const wait = (ms: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => socket.destroy(), ms);
    };
    const proven = () => {
      if (!this.#waiting.delete(name)) return;
      clearTimeout(timer);
      this.#door.leave(address);
    };
    this.#waiting.set(name, { proven, wait });
    wait(2 * this.#handshakeMs);
    socket.once('close', () => {
      proven();
      this.#open.delete(socket);
    });
    socket.once('readable', () => {
      const first: Buffer | null = socket.read(1);
      if (first === null) return;
      if (first[0] !== tlsRecordHandshake) return this.#answerPlain(socket);
      socket.unshift(first);
      this.#tls.emit('connection', socket);
    });
  }

  #answerPlain(socket: Socket): void {
    this.#options.refused('not-tls');
    socket.resume();
    socket.end(
      plainAnswer('400 Bad Request', 'This port speaks TLS, to terminals of the store only. Use https:// in --peer.'),
    );
  }

  async #request(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Who joins asks several times over one connection, and is a stranger all the while.
    const stranger = this.#waiting.get(nameOf(request.socket));
    stranger?.wait(requestMsMax);
    response.once('close', () => stranger?.wait(2 * this.#handshakeMs));
    try {
      if (await this.#options.route?.(request, response)) return;
      const isSync = pathOf(request) === directPath;
      response.writeHead(isSync ? 426 : 404, {
        'Content-Type': 'application/json',
        'Cache-Control': 'no-store',
        Connection: 'close',
        ...(isSync ? { Upgrade: 'websocket' } : {}),
      });
      response.end(`${JSON.stringify({ code: isSync ? 'upgrade-required' : 'not-found', message: portSentence })}\n`);
    } catch (error) {
      this.#options.onUnexpected(error);
      response.destroy();
    }
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const proven = () => this.#waiting.get(nameOf(request.socket))?.proven();
    if (!this.#isStopping && this.#options.upgrade?.(request, socket, head, proven)) return;
    // A browser names its page's origin; no terminal does.
    if (this.#isStopping || pathOf(request) !== directPath || request.headers.origin !== undefined) {
      const status = this.#isStopping ? '503 Service Unavailable' : '404 Not Found';
      socket.end(plainAnswer(status, portSentence));
      return;
    }
    const exporter = (socket as TLSSocket).exportKeyingMaterial(exporterBytes, exporterLabel, Buffer.alloc(0));
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.on('error', () => webSocket.terminate());
      const limits = { textBytesMax: directTextBytesMax, timeoutMs: this.#handshakeMs };
      greet(webSocket, socket, this.#options.handshake(exporter), limits, (peer) => {
        this.#waiting.get(nameOf(request.socket))?.proven();
        this.#options.opened(webSocket, peer, addressOf(request.socket));
      }).catch((error: unknown) => {
        if (error instanceof LinkRefused) this.#options.refused(error.byPeer ? 'broken' : error.code);
        else this.#options.onUnexpected(error);
      });
    });
  }
}

const portSentence =
  'This port is for terminals of the store, not for browsers. The workstation is at the address of the ready line.';

function plainAnswer(status: string, sentence: string): string {
  const body = `${sentence}\n`;
  const head = `HTTP/1.1 ${status}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n`;
  return `${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?')[0] ?? '/';
}

function addressOf(socket: { readonly remoteAddress?: string | undefined }): string {
  return (socket.remoteAddress ?? 'unknown').replace(/^::ffff:/, '');
}

function nameOf(socket: { readonly remoteAddress?: string | undefined; readonly remotePort?: number | undefined }) {
  return `${socket.remoteAddress} ${socket.remotePort}`;
}
