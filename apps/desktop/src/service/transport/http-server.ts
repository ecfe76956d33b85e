import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { AddressRoom, type RoomLimits } from './address-room.ts';
import { sendRefusal } from './answers.ts';
import type { CallOrigin } from './call-facts.ts';
import { guardRequest, isLaunchToken, isLoopback, type Reach } from './request-guard.ts';
import { apiPrefix } from './rest-api.ts';
import type { RpcChannels } from './rpc-channels.ts';
import { setSecurityHeaders } from './security-headers.ts';

const socketMessageBytesMax = 32 * 1024 * 1024;
/** Sockets of windows elsewhere. A store has tens; more is a program gone wrong. The own window is not counted. */
const socketRoom: RoomLimits = { total: 256, perAddress: 32 };
const connectionsMax = 1_024;
/** Connections from other machines: fewer than there may be in all, so that this one always gets through. */
const remoteRoom: RoomLimits = { total: 768, perAddress: 128 };

export interface HttpServerOptions {
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | null;
  readonly launchToken: string;
  /** Others than the usual ones, for tests. */
  readonly socketRoom?: RoomLimits;
  readonly remoteRoom?: RoomLimits;
  /** Known once the port is. */
  reach(): Reach;
  readonly rpc: RpcChannels;
  api(request: IncomingMessage, response: ServerResponse, path: string, origin: CallOrigin): Promise<void>;
  /** Maintenance commands of the same user; `name` is what stands after `/local/`. */
  local(request: IncomingMessage, response: ServerResponse, name: string, origin: CallOrigin): Promise<void>;
  /** Health, metrics, documents and pages; false when there is nothing at the address. */
  page(request: IncomingMessage, response: ServerResponse, path: string, nonce: string): Promise<boolean>;
  onUnexpected(error: unknown): void;
}

/** HTTP and WebSocket on one port: guards first, then API, then pages. */
export class HttpServer {
  readonly #options: HttpServerOptions;
  readonly #server: Server;
  readonly #sockets: WebSocketServer;
  readonly #open = new Set<ServerResponse>();
  readonly #socketRoom: AddressRoom;
  readonly #remoteRoom: AddressRoom;
  #isStopping = false;

  constructor(options: HttpServerOptions) {
    this.#options = options;
    this.#socketRoom = new AddressRoom(options.socketRoom ?? socketRoom);
    this.#remoteRoom = new AddressRoom(options.remoteRoom ?? remoteRoom);
    const handle = (request: IncomingMessage, response: ServerResponse) => void this.#handle(request, response);
    this.#server = options.tls ? createTlsServer(options.tls, handle) : createServer(handle);
    this.#server.headersTimeout = 10_000;
    this.#server.requestTimeout = 300_000;
    this.#server.keepAliveTimeout = 65_000;
    this.#server.maxHeadersCount = 100;
    this.#server.maxConnections = connectionsMax;
    this.#sockets = new WebSocketServer({
      noServer: true,
      maxPayload: socketMessageBytesMax,
      perMessageDeflate: false,
    });
    this.#server.on('connection', (socket) => this.#admit(socket));
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    this.#server.on('clientError', (_error, socket: Socket) => {
      if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    });
  }

  listen(host: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => {
        this.#server.removeListener('error', reject);
        this.#server.on('error', (error) => this.#options.onUnexpected(error));
        resolve((this.#server.address() as AddressInfo).port);
      });
    });
  }

  /** Lets requests that are under way finish, up to `graceMs`. Streams of changes never do: they are cut at once. */
  async stop(graceMs: number): Promise<void> {
    this.#isStopping = true;
    this.#options.rpc.close();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeIdleConnections();
    for (const response of this.#open) if (isStream(response)) response.destroy();
    const timer = setTimeout(() => {
      this.#options.rpc.terminate();
      this.#server.closeAllConnections();
    }, graceMs);
    await closed;
    clearTimeout(timer);
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#open.add(response);
    response.once('close', () => this.#open.delete(response));
    try {
      setSecurityHeaders(response, this.#options.tls !== null);
      const refusal = guardRequest(request, this.#options.reach());
      if (refusal) return sendRefusal(response, refusal);
      if (this.#isStopping) {
        response.setHeader('Connection', 'close');
        return sendRefusal(response, 'stopping');
      }
      await this.#route(request, response);
    } catch (error) {
      this.#options.onUnexpected(error);
      sendRefusal(response, 'internal-error', { requestId: '' });
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const nonce = randomBytes(16).toString('base64url');
    if (isRead && (await this.#options.page(request, response, path, nonce))) return;
    if (path.startsWith(`${apiPrefix}/`)) {
      return this.#options.api(request, response, path.slice(apiPrefix.length), this.#originOf(request));
    }
    if (path.startsWith('/local/')) {
      return this.#options.local(request, response, path.slice('/local/'.length), this.#originOf(request));
    }
    if (path === '/rpc') {
      response.setHeader('Upgrade', 'websocket');
      return sendRefusal(response, 'method-not-allowed', { methods: ['WebSocket'] });
    }
    sendRefusal(response, 'not-found', { what: 'address', id: path });
  }

  /** The window sends its launch token with REST calls too, for uploads and downloads. */
  #originOf(request: IncomingMessage): CallOrigin {
    const header = request.headers['x-apotheca-launch'];
    return this.#origin(request, typeof header === 'string' ? header : undefined);
  }

  #origin(request: IncomingMessage, launchToken: string | undefined): CallOrigin {
    const remote = request.socket.remoteAddress;
    const ownWindow = isLoopback(remote) && isLaunchToken(launchToken, this.#options.launchToken);
    return { address: remote ?? 'unknown', ownWindow };
  }

  #admit(socket: Socket): void {
    const address = socket.remoteAddress;
    if (isLoopback(address)) return;
    const leave = this.#remoteRoom.enter(address ?? 'unknown');
    if (leave) socket.once('close', leave);
    else socket.destroy();
  }

  #roomFor(origin: CallOrigin): (() => void) | null {
    return origin.ownWindow ? () => {} : this.#socketRoom.enter(origin.address);
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const [path, query] = (request.url ?? '').split('?');
    const refusal = guardRequest(request, this.#options.reach(), true);
    // A browser cannot set a header on a WebSocket. The address of a socket is in no history and no referrer.
    const origin = this.#origin(request, new URLSearchParams(query).get('launch') ?? undefined);
    const isFound = !refusal && path === '/rpc';
    const leave = isFound && !this.#isStopping ? this.#roomFor(origin) : null;
    if (!leave) {
      const status = refusal ? '403 Forbidden' : isFound ? '503 Service Unavailable' : '404 Not Found';
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    socket.once('close', leave);
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) =>
      this.#options.rpc.acceptSocket(webSocket, socket, origin),
    );
  }
}

function isStream(response: ServerResponse): boolean {
  return String(response.getHeader('content-type') ?? '').startsWith('text/event-stream');
}
