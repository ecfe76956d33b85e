import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { CallContext, Connection } from './resilient-link.ts';

export type HeadersOf = (context: CallContext) => Record<string, string>;

const openMsMax = 5000;

/** Over loopback or the LAN. The launch token, where there is one, opens what only the own window may do. */
export function openSocket(url: string, headersOf: HeadersOf): Promise<Connection> {
  const socket = new WebSocket(url);
  const link = new SocketLink<CallContext>({ websocket: socket, headers: ({ context }) => headersOf(context) });
  const connection: Connection = {
    link,
    get isOpen() {
      return socket.readyState === WebSocket.OPEN;
    },
    onClose: (listener) => socket.addEventListener('close', listener, { once: true }),
    close: () => socket.close(),
  };
  return new Promise((resolve, reject) => {
    const giveUp = setTimeout(() => socket.close(), openMsMax);
    socket.addEventListener('open', () => {
      clearTimeout(giveUp);
      resolve(connection);
    });
    socket.addEventListener('close', () => {
      clearTimeout(giveUp);
      reject(new Error('socket closed'));
    });
  });
}

/** In Electron: the preload hands over one MessagePort; a closed port means the service is being started again. */
export function openPort(headersOf: HeadersOf): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const giveUp = setTimeout(() => {
      window.removeEventListener('message', receive);
      reject(new Error('no port was handed over'));
    }, openMsMax);
    const receive = (event: MessageEvent) => {
      const port = event.ports[0];
      if (event.source !== window || event.data?.kind !== 'apotheca-port' || !port) return;
      clearTimeout(giveUp);
      window.removeEventListener('message', receive);
      resolve(portConnection(port, headersOf));
    };
    window.addEventListener('message', receive);
    window.postMessage({ kind: 'apotheca-port-wanted' }, window.location.origin);
  });
}

function portConnection(port: MessagePort, headersOf: HeadersOf): Connection {
  const link = new PortLink<CallContext>({ port, headers: ({ context }) => headersOf(context) });
  let isOpen = true;
  const listeners: (() => void)[] = [];
  const closed = () => {
    if (!isOpen) return;
    isOpen = false;
    for (const listener of listeners) listener();
  };
  port.addEventListener('close', closed);
  port.start();
  return {
    link,
    get isOpen() {
      return isOpen;
    },
    onClose: (listener) => listeners.push(listener),
    close: () => {
      port.close();
      closed();
    },
  };
}
