import type { Duplex } from 'node:stream';
import type { Link, PeerIdentity } from '@apotheca/core/replication';
import type { WebSocket } from 'ws';

/** What a socket may hold in memory for one that does not read: a whole oversized row, and what came before it. */
export const bufferedBytesMax = 36 * 1024 * 1024;

export interface LinkWatcher {
  sent(bytes: number): void;
  /** The other end takes nothing: the socket is gone. */
  stuck(): void;
}

/** A proven WebSocket as the link of a peer session. */
export class RelayLink implements Link {
  readonly id: string;
  readonly peer: PeerIdentity;
  readonly dialled = false;
  readonly #socket: WebSocket;
  readonly #raw: Duplex;
  readonly #watcher: LinkWatcher;
  #isCorked = false;

  constructor(id: string, terminalId: string, sockets: { ws: WebSocket; raw: Duplex }, watcher: LinkWatcher) {
    this.id = id;
    this.peer = { terminalId, kind: 'direct' };
    this.#socket = sockets.ws;
    this.#raw = sockets.raw;
    this.#watcher = watcher;
  }

  send(message: Uint8Array): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount + message.length > bufferedBytesMax) {
      this.#watcher.stuck();
      this.#socket.terminate();
      return;
    }
    this.#watcher.sent(message.length);
    this.#cork();
    this.#socket.send(message, { binary: true, compress: false });
  }

  /** What goes out in one turn of the event loop goes in one write. */
  #cork(): void {
    if (this.#isCorked) return;
    this.#isCorked = true;
    this.#raw.cork();
    process.nextTick(() => {
      this.#isCorked = false;
      this.#raw.uncork();
    });
  }

  close(code: number, reason: string): void {
    closeSocket(this.#socket, code, reason);
  }

  bufferedBytes(): number {
    return this.#socket.bufferedAmount;
  }
}

/** How long the other end may take to close before the socket is cut. */
const closeMsMax = 5_000;

/** A close frame holds 123 bytes of reason. */
export function closeSocket(socket: WebSocket, code: number, reason: string): void {
  let text = reason;
  while (Buffer.byteLength(text) > 123) text = text.slice(0, -1);
  socket.close(code, text);
  setTimeout(() => socket.terminate(), closeMsMax).unref();
}
