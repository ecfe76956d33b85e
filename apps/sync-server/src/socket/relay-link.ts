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
    this.#raw.write(framed(message));
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

let lastMessage: Uint8Array | null = null;
let lastFrame: Buffer = Buffer.alloc(0);

/**
 * A binary message as a server sends it (RFC 6455, 5.2: one frame, no mask), in one piece. What goes to several
 * terminals is made once.
 */
function framed(message: Uint8Array): Buffer {
  if (message === lastMessage) return lastFrame;
  const { length } = message;
  const headerBytes = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headerBytes + length);
  frame[0] = 0x82;
  frame[1] = length < 126 ? length : length < 65_536 ? 126 : 127;
  if (headerBytes === 4) frame.writeUInt16BE(length, 2);
  if (headerBytes === 10) frame.writeBigUInt64BE(BigInt(length), 2);
  frame.set(message, headerBytes);
  lastMessage = message;
  lastFrame = frame;
  return frame;
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
