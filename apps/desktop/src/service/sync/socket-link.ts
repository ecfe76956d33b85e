import type { Link, PeerIdentity } from '@apotheca/core/replication/ports';
import type { WebSocket } from 'ws';

/** Largest message: a frame with one oversized row (design of the session). Nothing longer is ever buffered. */
export const messageBytesMax = 24 * 1024 * 1024;
/** A peer that does not answer the close is cut after this. */
const closeGraceMs = 2_000;

export interface LinkTraffic {
  sent(bytes: number): void;
  received(bytes: number): void;
}

/** A WebSocket whose other end is proven, as the link of a peer session. Binary messages only. */
export class SocketLink implements Link {
  readonly id: string;
  readonly peer: PeerIdentity;
  /** True when this end opened it: of two links between two terminals one goes. */
  readonly dialled: boolean;
  readonly #socket: WebSocket;
  readonly #traffic: LinkTraffic;
  #isClosed = false;

  constructor(
    socket: WebSocket,
    about: { readonly id: string; readonly peer: PeerIdentity; readonly dialled: boolean },
    traffic: LinkTraffic,
  ) {
    this.#socket = socket;
    this.#traffic = traffic;
    this.id = about.id;
    this.peer = about.peer;
    this.dialled = about.dialled;
  }

  send(message: Uint8Array): void {
    if (this.#isClosed || this.#socket.readyState !== this.#socket.OPEN) return;
    this.#traffic.sent(message.length);
    this.#socket.send(message);
  }

  /** Text beside the session: what a relay is told of the members. */
  sendText(text: string): void {
    if (!this.#isClosed && this.#socket.readyState === this.#socket.OPEN) this.#socket.send(text);
  }

  close(code: number, reason: string): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    closeSocket(this.#socket, code, reason);
  }

  bufferedBytes(): number {
    return this.#socket.bufferedAmount;
  }
}

/** Closes with a code and a sentence, and cuts a peer that does not take part in it. */
export function closeSocket(socket: WebSocket, code: number, reason: string): void {
  socket.close(code, fitting(reason));
  const timer = setTimeout(() => socket.terminate(), closeGraceMs);
  timer.unref();
  socket.once('close', () => clearTimeout(timer));
}

/** A close frame holds 123 bytes of reason (RFC 6455 section 5.5). */
function fitting(reason: string): string {
  let text = reason;
  while (Buffer.byteLength(text) > 123) text = text.slice(0, -1);
  return text;
}
