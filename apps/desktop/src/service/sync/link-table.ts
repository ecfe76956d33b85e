import { type HandshakeRefusal, refusals } from '@apotheca/core/replication/handshake';
import type { Link, PeerIdentity } from '@apotheca/core/replication/ports';
import type { RawData, WebSocket } from 'ws';
import type { Connection } from './mesh.ts';
import { closeSocket, type LinkTraffic, SocketLink } from './socket-link.ts';

export interface LinkTableOptions {
  readonly traffic: LinkTraffic;
  attached(link: Link): void;
  received(linkId: string, bytes: Uint8Array): void;
  detached(linkId: string): void;
  onUnexpected(error: unknown): void;
}

/** More links than a store has terminals: someone goes wrong. */
const linksMax = 96;

/** The open links by name: whose other end is proven and whose socket is not closed yet. */
export class LinkTable {
  readonly #options: LinkTableOptions;
  readonly #open = new Map<string, { readonly link: SocketLink; readonly socket: WebSocket }>();
  #last = 0;

  constructor(options: LinkTableOptions) {
    this.#options = options;
  }

  /** Takes a socket over as soon as its other end is proven. */
  open(socket: WebSocket, peer: PeerIdentity, dialled: boolean): Connection {
    const { traffic, attached, received, detached, onUnexpected } = this.#options;
    this.#last += 1;
    const link = new SocketLink(socket, { id: `link-${this.#last}`, peer, dialled }, traffic);
    const ended = new Promise<{ code: number; reason: string }>((resolve) => {
      socket.once('close', (code, reason) => {
        if (this.#open.delete(link.id)) detached(link.id);
        resolve({ code, reason: reason.toString() });
      });
    });
    if (this.#open.size >= linksMax) {
      closeSocket(socket, refusals.tooMany.code, refusals.tooMany.reason);
      return { terminalId: peer.terminalId, ended };
    }
    socket.on('message', (data: RawData, isBinary: boolean) => {
      if (!this.#open.has(link.id)) return;
      if (!isBinary || !(data instanceof Uint8Array)) {
        link.close(refusals.malformed.code, refusals.malformed.reason);
        return;
      }
      traffic.received(data.length);
      try {
        received(link.id, data);
      } catch (error) {
        onUnexpected(error);
        link.close(refusals.malformed.code, refusals.malformed.reason);
      }
    });
    this.#open.set(link.id, { link, socket });
    attached(link);
    return { terminalId: peer.terminalId, ended };
  }

  of(kind: PeerIdentity['kind']): SocketLink[] {
    return [...this.#open.values()].map(({ link }) => link).filter((link) => link.peer.kind === kind);
  }

  peers(): PeerIdentity[] {
    return [...this.#open.values()].map(({ link }) => link.peer);
  }

  to(terminalId: string): SocketLink[] {
    return [...this.#open.values()].map(({ link }) => link).filter((link) => link.peer.terminalId === terminalId);
  }

  bufferedBytes(): number {
    return [...this.#open.values()].reduce((sum, { link }) => sum + link.bufferedBytes(), 0);
  }

  /** Closes all, and cuts after the grace who does not take part. */
  async stop({ code, reason }: HandshakeRefusal, graceMs: number): Promise<void> {
    const closing = [...this.#open.values()].map(({ link, socket }) => {
      link.close(code, reason);
      return new Promise<void>((resolve) => {
        const timer = setTimeout(() => socket.terminate(), graceMs);
        socket.once('close', () => {
          clearTimeout(timer);
          resolve();
        });
      });
    });
    await Promise.all(closing);
  }
}
