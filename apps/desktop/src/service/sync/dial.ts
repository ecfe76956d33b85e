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
  relayPath,
  relayTextBytesMax,
} from '@apotheca/core/replication/handshake';
import { WebSocket } from 'ws';
import { greet, LinkRefused } from './greet.ts';
import { messageBytesMax } from './socket-link.ts';

const socketOptions = {
  perMessageDeflate: false,
  maxPayload: messageBytesMax,
  handshakeTimeout: handshakeMsMax,
  followRedirects: false,
} as const;

/** A connection being made; `cancel` gives it up. */
export interface Dialling<Result> {
  readonly done: Promise<Result>;
  cancel(): void;
}

/** Dials a terminal. Its certificate says nothing; its key must sign this very channel. */
export function dialTerminal<Result>(
  url: URL,
  handshake: (exporter: Uint8Array) => Handshake<ProvenPeer>,
  proven: (socket: WebSocket, peer: ProvenPeer) => Result,
): Dialling<Result> {
  const target = new URL(directPath, url);
  target.protocol = 'wss:';
  const options = { ...socketOptions, rejectUnauthorized: false, minVersion: 'TLSv1.3' as const };
  return dial(new WebSocket(target, options), async (socket, transport) => {
    const exporter = (transport as TLSSocket).exportKeyingMaterial(exporterBytes, exporterLabel, Buffer.alloc(0));
    const limits = { textBytesMax: directTextBytesMax };
    return greet(socket, transport, handshake(exporter), limits, (peer) => proven(socket, peer));
  });
}

/** Dials a relay, which its certificate names where the address is wss://. */
export function dialRelay<Result>(
  url: URL,
  handshake: () => Handshake<{ readonly relayId: string }>,
  proven: (socket: WebSocket, peer: { readonly relayId: string }) => Result,
): Dialling<Result> {
  return dial(new WebSocket(new URL(relayPath, url), socketOptions), (socket, transport) =>
    greet(socket, transport, handshake(), { textBytesMax: relayTextBytesMax }, (peer) => proven(socket, peer)),
  );
}

function dial<Result>(
  socket: WebSocket,
  greeted: (socket: WebSocket, transport: Duplex) => Promise<Result>,
): Dialling<Result> {
  const done = new Promise<Result>((resolve, reject) => {
    const fail = (error: unknown) => {
      // A refusal has been said to the other end and the close is under way.
      if (error instanceof LinkRefused) return reject(error);
      socket.terminate();
      reject(new LinkRefused({ code: 1006, reason: sentenceOf(error) }, false));
    };
    let transport: Duplex | null = null;
    socket.on('error', fail);
    socket.once('close', () => fail(new Error('closed')));
    socket.once('upgrade', (response) => {
      transport = response.socket;
    });
    socket.once('open', () => {
      if (transport) greeted(socket, transport).then(resolve, fail);
    });
  });
  return { done, cancel: () => socket.terminate() };
}

/** What keeps a connection from being made, in words for the system page. */
function sentenceOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'Nothing answers at its address. Is it switched on, and Apotheca running?',
    EHOSTUNREACH: 'Its address cannot be reached. Check the network cable or the wireless network.',
    ENETUNREACH: 'This terminal has no network. Check the cable or the wireless network.',
    ETIMEDOUT: 'It does not answer. Check that it is switched on and on the same network.',
    ENOTFOUND: 'Its name is not known to the network. Check the address.',
    EAI_AGAIN: 'The name service of the network does not answer. Check the network.',
    ECONNRESET: 'The connection broke.',
    EPROTO: 'Something else than Apotheca answers at its address. Check the address and the port.',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'The certificate of the relay is not trusted. Ask who runs it for a valid one.',
    CERT_HAS_EXPIRED: 'The certificate of the relay has run out. Ask who runs it to renew it.',
    ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate of the relay is for another name. Check the address of --relay.',
  };
  if (known[code]) return known[code];
  const message = error instanceof Error ? error.message : '';
  if (/Unexpected server response/.test(message)) {
    return 'Something else than Apotheca answers at its address. Check the address and the port.';
  }
  if (/handshake has timed out/i.test(message)) return known.ETIMEDOUT as string;
  return code === '' ? 'The connection broke.' : `The connection failed (${code}).`;
}
