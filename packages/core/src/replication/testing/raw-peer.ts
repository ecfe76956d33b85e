import { decodeMessage, encodeMessage } from '../codec.ts';
import { limits } from '../limits.ts';
import type { Hello, Message } from '../messages.ts';
import type { Link, PeerIdentity } from '../ports.ts';
import { testStoreId } from './chain-writer.ts';
import type { Rig, RigNode } from './rig.ts';

type Sent = Exclude<Message, { type: 'skipped' }>;
let peers = 0;

/** The other end of a link, played by hand: says what it is told to and keeps what it hears. */
export class RawPeer {
  readonly heard: Message[] = [];
  readonly heardBytes: Uint8Array[] = [];
  closed: { code: number; reason: string } | null = null;
  buffered = 0;
  readonly link: Link;
  readonly #rig: Rig;
  readonly #to: RigNode;

  constructor(rig: Rig, to: RigNode, peer: PeerIdentity, dialled = false) {
    this.#rig = rig;
    this.#to = to;
    peers += 1;
    this.link = {
      id: `raw-${peers}`,
      peer,
      dialled,
      send: (bytes) => {
        this.heardBytes.push(bytes);
        this.heard.push(decodeMessage(bytes));
      },
      close: (code, reason) => {
        this.closed = { code, reason };
      },
      bufferedBytes: () => this.buffered,
    };
    to.node.attach(this.link, rig.nowMs);
  }

  hello(change: Partial<Hello> = {}): this {
    return this.say({
      type: 'hello',
      protocolMin: limits.protocolMin,
      protocolMax: limits.protocolMax,
      storeId: testStoreId,
      terminalId: this.link.peer.terminalId,
      origin: '',
      kind: this.link.peer.kind,
      appVersion: '0.1.0',
      schemaVersion: 1,
      nowMs: this.#rig.nowMs,
      windowBytes: limits.windowBytes,
      ...change,
    });
  }

  say(...messages: Sent[]): this {
    for (const message of messages) this.sayBytes(encodeMessage(message));
    return this;
  }

  sayBytes(bytes: Uint8Array): this {
    this.#to.node.received(this.link.id, bytes, this.#rig.nowMs);
    this.#rig.settle();
    return this;
  }

  all<T extends Message['type']>(type: T): Extract<Message, { type: T }>[] {
    return this.heard.filter((message) => message.type === type) as Extract<Message, { type: T }>[];
  }

  get frameBytes(): number {
    return this.heardBytes.reduce((sum, bytes, at) => sum + (this.heard[at]?.type === 'frames' ? bytes.length : 0), 0);
  }
}
