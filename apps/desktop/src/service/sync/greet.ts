import type { Duplex } from 'node:stream';
import { type Handshake, type HandshakeRefusal, handshakeMsMax, refusals } from '@apotheca/core/replication/handshake';
import type { RawData, WebSocket } from 'ws';
import { closeSocket } from './socket-link.ts';

/** Why a link did not come about. `code` is a close code; 1006 where the connection broke. */
export class LinkRefused extends Error {
  readonly code: number;
  /** True where the other end said so, false where this end refused. */
  readonly byPeer: boolean;

  constructor(refusal: { readonly code: number; readonly reason: string }, byPeer: boolean) {
    super(refusal.reason);
    this.name = 'LinkRefused';
    this.code = refusal.code;
    this.byPeer = byPeer;
  }
}

export interface GreetLimits {
  readonly textBytesMax: number;
  readonly timeoutMs?: number;
}

/** Frames, masks and the close around two texts: what a stranger may send in all is a little over twice a text. */
const framingBytes = 1_024;

/**
 * Runs a handshake over an open socket. Until it is done the other end is a stranger: it gets little time and few
 * bytes, and a message longer than it may send is never put together. `proven` runs at once: the next message may be in
 * the same packet.
 */
export function greet<Peer, Result>(
  socket: WebSocket,
  transport: Duplex,
  handshake: Handshake<Peer>,
  limits: GreetLimits,
  proven: (peer: Peer) => Result,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    let heard = 0;
    const timer = setTimeout(() => refuse(refusals.timeout), limits.timeoutMs ?? handshakeMsMax);
    const end = () => {
      clearTimeout(timer);
      transport.removeListener('data', count);
      socket.removeListener('message', message);
      socket.removeListener('close', closed);
    };
    const refuse = (refusal: HandshakeRefusal) => {
      end();
      closeSocket(socket, refusal.code, refusal.reason);
      reject(new LinkRefused(refusal, false));
    };
    const count = (chunk: Uint8Array) => {
      heard += chunk.length;
      if (heard <= 2 * limits.textBytesMax + framingBytes) return;
      end();
      socket.terminate();
      reject(new LinkRefused(refusals.malformed, false));
    };
    const message = (data: RawData, isBinary: boolean) => {
      const text = isBinary ? '' : data.toString();
      if (isBinary || Buffer.byteLength(text) > limits.textBytesMax) return refuse(refusals.malformed);
      const step = handshake.received(text);
      if (step.kind === 'refused') return refuse(step.refusal);
      if (step.kind === 'send') return socket.send(step.text);
      end();
      if (step.text !== null) socket.send(step.text);
      resolve(proven(step.peer));
    };
    const closed = (code: number, reason: Buffer) => {
      end();
      reject(new LinkRefused({ code, reason: reason.toString() || 'The connection broke during the greeting.' }, true));
    };
    transport.on('data', count);
    socket.on('message', message);
    socket.on('close', closed);
    const opening = handshake.begin();
    if (opening !== null) socket.send(opening);
  });
}
