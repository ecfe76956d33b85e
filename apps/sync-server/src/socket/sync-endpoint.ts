import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { limits } from '@apotheca/core/replication';
import {
  type Handshake,
  type HandshakeRefusal,
  handshakeMsMax,
  membersTextBytesMax,
  type RelayProof,
  readText,
  refusals,
  relayMembersSchema,
  relayProofSchema,
  relayTextBytesMax,
} from '@apotheca/core/replication/handshake';
import { relayAnswering } from '@apotheca/core/replication/relay-handshake';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { type Logger, tagOf } from '../observe/logger.ts';
import type { Metrics } from '../observe/metrics.ts';
import type { Room } from '../rooms/room.ts';
import type { Rooms } from '../rooms/rooms.ts';
import { type AddressLimits, addressOf, strangersMax } from './address-limits.ts';
import { closeSocket, RelayLink } from './relay-link.ts';

export interface SyncEndpointOptions {
  readonly rooms: Rooms;
  readonly relayId: string;
  /** Names of this relay, with port where terminals write one. */
  readonly hosts: () => readonly string[];
  readonly limits: AddressLimits;
  readonly storeConnections: number;
  readonly trustProxy: boolean;
  readonly random: { bytes(count: number): Uint8Array };
  readonly monotonicMs: () => number;
  readonly metrics: Metrics;
  readonly log: Logger;
}

/** `/v1/sync`: lets a terminal prove who it is, and makes it a link of its store's room. */
export class SyncEndpoint {
  readonly #options: SyncEndpointOptions;
  readonly #server: WebSocketServer;
  #strangers = 0;
  #links = 0;
  #lastId = 0;
  #isStopping = false;

  constructor(options: SyncEndpointOptions) {
    this.#options = options;
    this.#server = new WebSocketServer({
      noServer: true,
      maxPayload: limits.oversizedBytes,
      perMessageDeflate: false,
      clientTracking: true,
    });
  }

  get sockets(): number {
    return this.#links;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const address = addressOf(request, this.#options.trustProxy);
    const quota = this.#quotaAgainst(address);
    if (quota) {
      this.#options.metrics.quota.inc({ quota });
      socket.end('HTTP/1.1 429 Too Many Requests\r\nRetry-After: 60\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (ws) => this.#greet(ws, socket, address));
  }

  #quotaAgainst(address: string): string | null {
    if (this.#strangers >= strangersMax) return 'strangers';
    const refusal = this.#options.limits.refusal(address, this.#options.monotonicMs());
    return refusal && `address-${refusal}`;
  }

  #greet(ws: WebSocket, raw: Duplex, address: string): void {
    this.#options.limits.opened(address);
    ws.on('close', () => this.#options.limits.closed(address));
    // A broken frame closes the socket; there is nothing else to do about it.
    ws.on('error', () => this.#options.metrics.refused.inc({ reason: 'broken-socket' }));
    if (this.#isStopping) {
      this.#refuse(ws, refusals.stopping);
      return;
    }
    new Greeting(ws, raw, this.#options, {
      began: () => {
        this.#strangers += 1;
      },
      ended: () => {
        this.#strangers -= 1;
      },
      refused: (refusal) => this.#refuse(ws, refusal),
      entered: (room, terminalId) => this.#entered({ ws, raw }, room, terminalId),
    });
  }

  #refuse(ws: WebSocket, refusal: HandshakeRefusal): void {
    this.#options.metrics.refused.inc({ reason: `handshake-${refusal.code}` });
    closeSocket(ws, refusal.code, refusal.reason);
  }

  #entered({ ws, raw }: { ws: WebSocket; raw: Duplex }, room: Room, terminalId: string): boolean {
    if (this.#isStopping || room.sockets >= this.#options.storeConnections) {
      if (!this.#isStopping) this.#options.metrics.quota.inc({ quota: 'connections' });
      this.#refuse(ws, this.#isStopping ? refusals.stopping : refusals.tooMany);
      return false;
    }
    const { metrics, log } = this.#options;
    this.#lastId += 1;
    const link = new RelayLink(
      `${this.#lastId}`,
      terminalId,
      { ws, raw },
      {
        sent: (bytes) => metrics.sentBytes.inc(bytes),
        stuck: () => metrics.refused.inc({ reason: 'stuck' }),
      },
    );
    const who = { store: tagOf(room.storeId), terminal: tagOf(terminalId) };
    this.#links += 1;
    ws.on('close', (code) => {
      this.#links -= 1;
      room.detached(link.id);
      log.info({ ...who, code }, 'terminal left');
    });
    ws.on('message', (data, isBinary) => {
      const bytes = data as Buffer;
      metrics.receivedBytes.inc(bytes.length);
      if (isBinary) return this.#guarded(link, () => room.received(link.id, bytes));
      const members = bytes.length <= membersTextBytesMax ? readText(relayMembersSchema, bytes.toString()) : undefined;
      if (members) this.#guarded(link, () => room.told(members.statements));
      else this.#refuse(ws, refusals.malformed);
    });
    log.info(who, 'terminal came');
    room.attach(link);
    return true;
  }

  /** A fault of ours in handling one message costs that link, not the process. */
  #guarded(link: RelayLink, work: () => void): void {
    try {
      work();
    } catch (err) {
      this.#options.log.error({ err }, 'a message could not be handled');
      this.#options.metrics.refused.inc({ reason: 'fault' });
      link.close(1011, 'The relay failed on this message: it will be dialled again by itself.');
    }
  }

  /** Says goodbye to all; those that do not answer are cut. */
  async close(): Promise<void> {
    this.#isStopping = true;
    for (const ws of this.#server.clients) closeSocket(ws, refusals.stopping.code, refusals.stopping.reason);
    await Promise.race([
      Promise.all([...this.#server.clients].map((ws) => new Promise<void>((resolve) => ws.once('close', resolve)))),
      new Promise((resolve) => setTimeout(resolve, 2_000)),
    ]);
    for (const ws of this.#server.clients) ws.terminate();
  }
}

interface GreetingEnd {
  began(): void;
  ended(): void;
  refused(refusal: HandshakeRefusal): void;
  /** False where it was refused after all. */
  entered(room: Room, terminalId: string): boolean;
}

/** One socket until it is proven: bounded in bytes and in time. */
class Greeting {
  readonly #ws: WebSocket;
  readonly #options: SyncEndpointOptions;
  readonly #end: GreetingEnd;
  readonly #stopWatching: () => void;
  #hasProof = false;
  #isOver = false;

  constructor(ws: WebSocket, raw: Duplex, options: SyncEndpointOptions, end: GreetingEnd) {
    this.#ws = ws;
    this.#options = options;
    this.#end = end;
    let bytes = 0;
    // Counted on the socket: a message is whole only after all of it is in memory.
    const count = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes > 2 * relayTextBytesMax) this.#refuse(refusals.malformed);
    };
    const timer = setTimeout(() => this.#refuse(refusals.timeout), handshakeMsMax);
    const onClose = () => this.#finish();
    const onMessage = (data: RawData, isBinary: boolean) => void this.#received(data as Buffer, isBinary);
    raw.on('data', count);
    ws.on('close', onClose);
    ws.on('message', onMessage);
    this.#stopWatching = () => {
      clearTimeout(timer);
      raw.off('data', count);
      ws.off('close', onClose);
      ws.off('message', onMessage);
    };
    end.began();
    this.#nonce = options.random.bytes(32);
    ws.send(this.#handshake(undefined).begin() ?? '');
  }

  readonly #nonce: Uint8Array;

  #handshake(room: Room | undefined): Handshake<{ storeId: string; terminalId: string }> {
    const { relayId, rooms } = this.#options;
    const admit = (proof: RelayProof) => rooms.judge(room, proof);
    return relayAnswering(this.#nonce, { relayId, hosts: this.#options.hosts(), admit });
  }

  async #received(data: Buffer, isBinary: boolean): Promise<void> {
    if (this.#hasProof || isBinary || data.length > relayTextBytesMax) return this.#refuse(refusals.malformed);
    this.#hasProof = true;
    const text = data.toString();
    const proof = readText(relayProofSchema, text);
    if (!proof) return this.#refuse(refusals.malformed);
    this.#ws.pause();
    try {
      await this.#judge(proof, text);
    } catch (err) {
      this.#options.log.error({ err }, 'a terminal could not be let in');
      this.#refuse(refusals.stopping);
    } finally {
      this.#ws.resume();
    }
  }

  async #judge(proof: RelayProof, text: string): Promise<void> {
    const step = this.#handshake(await this.#options.rooms.of(proof.storeId)).received(text);
    if (step.kind === 'refused') return this.#refuse(step.refusal);
    const room = await this.#options.rooms.enter(proof);
    if ('code' in room) return this.#refuse(room);
    if (this.#isOver) return;
    this.#finish();
    if (step.kind === 'done' && step.text !== null) this.#ws.send(step.text);
    this.#end.entered(room, proof.terminalId);
  }

  #refuse(refusal: HandshakeRefusal): void {
    if (this.#isOver) return;
    this.#finish();
    this.#end.refused(refusal);
  }

  #finish(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#stopWatching();
    this.#end.ended();
  }
}
