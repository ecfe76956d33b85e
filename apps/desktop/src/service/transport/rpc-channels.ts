import type { Duplex } from 'node:stream';
import type { EdgeContext } from '@apotheca/core';
import type { AnyContractRouter } from '@orpc/contract';
import { ORPCError, type Router } from '@orpc/server';
import { RPCHandler as PortHandler } from '@orpc/server/message-port';
import type { StandardHandlerOptions } from '@orpc/server/standard';
import { RPCHandler as SocketHandler } from '@orpc/server/ws';
import type { WebSocket } from 'ws';
import { boundReceiving } from './bound-receiving.ts';
import { type CallOrigin, callFacts, isIdempotencyKeyValid, type SessionLookup } from './call-facts.ts';

/** What a channel is opened with: where its calls come from. Facts of each call are read from its own headers. */
interface ChannelContext extends EdgeContext {
  readonly origin: CallOrigin;
  /** Set by the first call with a session. */
  readonly channel: { isSignedIn: boolean };
}

/** A slow or stalled window may not fill this process's memory. */
const bufferedBytesMax = 32 * 1024 * 1024;
const heartbeatMs = 30_000;

/** The contract over a lasting channel: WebSocket for a window on loopback, MessagePort in Electron. */
export class RpcChannels {
  readonly #sockets: SocketHandler<ChannelContext>;
  readonly #ports: PortHandler<ChannelContext>;
  readonly #open = new Set<WebSocket>();

  constructor(router: Router<Record<string, AnyContractRouter>, EdgeContext>, sessionOf: SessionLookup) {
    const options: StandardHandlerOptions<ChannelContext> = {
      rootInterceptors: [
        ({ next, context, request, ...rest }) => {
          const signal = request.signal ?? new AbortController().signal;
          const call = callFacts(request.headers, context.origin, signal, sessionOf);
          if (call.session !== null) context.channel.isSignedIn = true;
          return next({ ...rest, request, context: { ...context, call } });
        },
      ],
      clientInterceptors: [
        (call) => {
          if (isIdempotencyKeyValid(call.context.call.idempotencyKey)) return call.next();
          throw new ORPCError('invalid-input', {
            status: 400,
            message: 'Some fields are not valid. Correct the fields named below and send again.',
            data: { fields: [{ path: 'Idempotency-Key', message: 'Up to 200 printable characters without spaces.' }] },
          });
        },
      ],
    };
    this.#sockets = new SocketHandler<ChannelContext>(router, { ...options });
    this.#ports = new PortHandler<ChannelContext>(router, { ...options });
  }

  get openSockets(): number {
    return this.#open.size;
  }

  /** `connection` is what the socket runs over. */
  acceptSocket(socket: WebSocket, connection: Duplex, origin: CallOrigin): void {
    this.#open.add(socket);
    const channel = { isSignedIn: false };
    let isAlive = true;
    const heartbeat = setInterval(() => {
      if (!isAlive) return socket.terminate();
      isAlive = false;
      socket.ping();
    }, heartbeatMs);
    heartbeat.unref();
    socket.on('pong', () => {
      isAlive = true;
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearInterval(heartbeat);
      this.#open.delete(socket);
    });
    boundSending(socket);
    boundReceiving(socket, connection, () => origin.ownWindow || channel.isSignedIn);
    void this.#sockets.upgrade(socket, { context: { origin, channel } as ChannelContext });
  }

  /** `port` is a MessagePort of the terminal's own window. */
  acceptPort(port: Parameters<PortHandler<ChannelContext>['upgrade']>[0]): void {
    const origin: CallOrigin = { address: 'local', ownWindow: true };
    const channel = { isSignedIn: false };
    this.#ports.upgrade(port, { context: { origin, channel } as ChannelContext });
  }

  /** Asks the windows to let go. */
  close(): void {
    for (const socket of this.#open) socket.close(1001, 'stopping');
  }

  /** Cuts those that did not. */
  terminate(): void {
    for (const socket of this.#open) socket.terminate();
  }
}

function boundSending(socket: WebSocket): void {
  const send = socket.send.bind(socket) as (...args: unknown[]) => void;
  socket.send = ((...args: unknown[]) => {
    if (socket.bufferedAmount > bufferedBytesMax) return socket.terminate();
    // A window that went away while its answer was made is not an error.
    if (socket.readyState !== socket.OPEN) return;
    send(...args);
  }) as WebSocket['send'];
}
