import { randomBytes } from 'node:crypto';
import { type Signal, SyncNode } from '@apotheca/core/replication';
import { handshakeCode } from '@apotheca/core/replication/handshake';
import {
  admit,
  type MemberStatement,
  type MembershipStatement,
  putOut,
  type Signer,
} from '@apotheca/core/replication/membership';
import { askingRelay } from '@apotheca/core/replication/relay-handshake';
import { ChainWriter, type TestTerminal, testTerminal } from '@apotheca/core/replication/testing/chain-writer';
import { MemoryReplica } from '@apotheca/core/replication/testing/memory-replica';
import WebSocket from 'ws';

const boxKey = new Uint8Array(32).fill(3);

export function signerOfTerminal(terminal: TestTerminal): Signer {
  return {
    terminalId: terminal.terminalId,
    privateKey: terminal.key.export({ type: 'pkcs8', format: 'der' }),
  };
}

export function vouch(storeId: string, by: string, name: string): MemberStatement {
  const { terminalId, publicKey } = testTerminal(name);
  return admit(storeId, signerOfTerminal(testTerminal(by)), { terminalId, publicKey, boxKey });
}

export function revoke(storeId: string, by: string, name: string): MembershipStatement {
  return putOut(storeId, signerOfTerminal(testTerminal(by)), testTerminal(name).terminalId);
}

/** The founder is `a`; everybody else was let in by it. */
export function vouchersOf(storeId: string, name: string): MemberStatement[] {
  const founder = vouch(storeId, 'a', 'a');
  return name === 'a' ? [founder] : [founder, vouch(storeId, 'a', name)];
}

export interface ClientOptions {
  readonly url: string;
  readonly storeId: string;
  readonly name: string;
  /** All terminals of the store, for the client's own checks. */
  readonly members?: readonly string[];
  readonly vouchers?: readonly MemberStatement[];
  readonly registrationToken?: string | null;
  /** The name of the relay that is signed; of the address unless told otherwise. */
  readonly host?: string;
  readonly signAs?: string;
  readonly incarnation?: string;
}

export interface Closed {
  readonly code: number;
  readonly reason: string;
}

/** A terminal as the relay meets it: handshake, peer session, rows in memory. */
export class RelayClient {
  readonly store: MemoryReplica;
  readonly writer: ChainWriter;
  readonly node: SyncNode;
  readonly signals: Signal[] = [];
  readonly #options: ClientOptions;
  readonly #timer: NodeJS.Timeout;
  socket: WebSocket | null = null;
  closed: Closed | null = null;

  constructor(options: ClientOptions) {
    this.#options = options;
    const { storeId, name, members = ['a', 'b', 'c', 'd'] } = options;
    const terminal = testTerminal(name);
    this.store = new MemoryReplica({ storeId, members: members.map(testTerminal) });
    this.writer = new ChainWriter({ terminal, storeId, nowMs: Date.now(), incarnation: options.incarnation });
    this.node = new SyncNode({
      store: this.store,
      self: { terminalId: name, origin: this.writer.origin, kind: 'direct', appVersion: '0.1.0', schemaVersion: 1 },
      sealer: { seal: (signal) => signal.body, open: (signal) => signal.body },
      random: { bytes: (count) => randomBytes(count) },
      defer: (work) => void setImmediate(work),
      onSignal: (signal) => this.signals.push(signal),
      onAlarm: () => {},
      forwards: false,
    });
    this.#timer = setInterval(() => this.node.tick(Date.now()), 100).unref();
  }

  /** Answers how it went: `open`, or the close of the relay. */
  async connect(url: string = this.#options.url): Promise<'open' | Closed> {
    const { storeId, name, vouchers, registrationToken = null, signAs = name } = this.#options;
    const socket = new WebSocket(`${url}/v1/sync`, { perMessageDeflate: false });
    this.socket = socket;
    this.closed = null;
    const handshake = askingRelay(
      {
        storeId,
        signer: { ...signerOfTerminal(testTerminal(signAs)), terminalId: name },
        vouchers: vouchers ?? vouchersOf(storeId, name),
        lookup: () => undefined,
        nonce: randomBytes(32),
      },
      { host: this.#options.host ?? new URL(url).host, publicKey: testTerminal(name).publicKey, registrationToken },
    );
    const linkId = `${name}-${Math.random()}`;
    let isOpen = false;
    return new Promise((resolve) => {
      socket.on('message', (data: Buffer, isBinary) => {
        if (isBinary) {
          this.node.received(linkId, data, Date.now());
          return;
        }
        const step = handshake.received(data.toString());
        if (step.kind === 'send') socket.send(step.text);
        if (step.kind !== 'done') return;
        isOpen = true;
        this.node.attach(
          {
            id: linkId,
            peer: { terminalId: step.peer.relayId, kind: 'relay' },
            dialled: true,
            send: (message) => socket.send(message),
            close: (code, reason) => socket.close(code, Buffer.from(reason).subarray(0, 120).toString()),
            bufferedBytes: () => socket.bufferedAmount,
          },
          Date.now(),
        );
        resolve('open');
      });
      socket.on('error', () => {});
      socket.on('close', (code, reason) => {
        this.closed = { code, reason: reason.toString() };
        if (isOpen) this.node.detached(linkId, Date.now());
        resolve(this.closed);
      });
    });
  }

  write(count: number, words = 'row'): void {
    const from = this.writer.rows.length;
    this.writer.appendMany(count, words);
    this.store.write(this.writer.batch(from), Date.now());
    this.node.storeAdvanced(Date.now());
  }

  seal(): void {
    const seal = this.writer.seal();
    this.store.write({ origin: this.writer.record, rows: [], seals: [seal] }, Date.now());
    this.node.storeAdvanced(Date.now());
  }

  tell(statements: readonly MembershipStatement[]): void {
    this.socket?.send(JSON.stringify({ t: 'members', statements }));
  }

  /** Rows of another terminal that are here. */
  has(other: { readonly writer: ChainWriter }): number {
    return this.store.head(other.writer.origin)?.seq ?? 0;
  }

  close(): void {
    clearInterval(this.#timer);
    this.socket?.terminate();
  }
}

export async function until(what: string, isTrue: () => boolean | Promise<boolean>, ms = 10_000): Promise<void> {
  const end = performance.now() + ms;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error(`waited ${ms} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export const refusalCode = handshakeCode;
