import { type CloseName, closeCodes } from './close-codes.ts';
import { decodeMessage, encodeMessage } from './codec.ts';
import { Bucket, ReceiveWindow, SendWindow } from './credit.ts';
import type { Elapsed } from './elapsed.ts';
import { limits } from './limits.ts';
import type { Frames, Have, Hello, Message, RoutedSignal } from './messages.ts';
import type { CertifiedOrigin, Link, OriginHead } from './ports.ts';
import type { SelfIdentity } from './sync-types.ts';
import { WireFault } from './wire.ts';

/** What a session tells of what came in; each only after HELLO. */
export interface SessionEvents {
  ready(session: PeerSession): void;
  have(session: PeerSession, message: Have): void;
  want(session: PeerSession, origin: string, afterSeq: number): void;
  drop(session: PeerSession, origin: string): void;
  frames(session: PeerSession, frames: Frames, bytes: Uint8Array): void;
  floor(session: PeerSession, origin: string, seq: number): void;
  signal(session: PeerSession, signal: RoutedSignal): void;
  /** Credit came back. */
  writable(session: PeerSession): void;
  /** Closed from here or by BYE; `isOurs` when this end found fault. */
  closed(session: PeerSession, code: number, reason: string, isOurs: boolean): void;
}

/** One link: handshake, liveness, credit, and what the peer has told. Says what came in to `events`. */
export class PeerSession {
  readonly link: Link;
  hello: Hello | null = null;
  isClosed = false;
  sending: SendWindow = new SendWindow(limits.windowBytesMin);
  readonly receiving: ReceiveWindow;
  readonly heads = new Map<string, OriginHead>();
  /** Records of origins that are asked for here. */
  readonly wanted = new Map<string, CertifiedOrigin | null>();
  readonly floors = new Map<string, number>();
  /** Origins not to be asked for here: the peer passed on what cannot be right (Infinity), or stalled (until then). */
  readonly blockedUntil = new Map<string, number>();
  readonly signalBucket = new Bucket(limits.signalBurst, limits.signalsPerSecond);
  framesAtMs = 0;
  heardAtMs: number;
  heardWallMs: number | null = null;
  roundTripMs: number | null = null;
  /** Heads that the peer has not been told. */
  readonly untold = new Set<string>();
  untoldRows = 0;
  untoldSinceMs = 0;
  /** Among them is one that the peer does not have and may want to ask for. */
  isUntoldUrgent = false;
  toldAtMs = 0;
  /** In this turn: what waits to be told goes with it. */
  hasSentFrames = false;
  readonly #self: SelfIdentity;
  readonly #windowBytes: number;
  readonly #storeId: string;
  readonly #elapsed: Elapsed;
  readonly #events: SessionEvents;
  readonly #control = new Bucket(limits.controlBurst, limits.controlPerSecond);
  readonly #attachedAtMs: number;
  #stuckSinceMs: number | null = null;
  #pingedAtMs = 0;
  #nonce = 0;

  constructor(
    link: Link,
    context: { self: SelfIdentity; storeId: string; windowBytes: number; elapsed: Elapsed; events: SessionEvents },
  ) {
    this.link = link;
    this.#self = context.self;
    this.#windowBytes = context.windowBytes;
    this.#storeId = context.storeId;
    this.#elapsed = context.elapsed;
    this.#events = context.events;
    this.receiving = new ReceiveWindow(context.windowBytes);
    this.#attachedAtMs = context.elapsed.ms;
    this.heardAtMs = context.elapsed.ms;
  }

  get terminalId(): string {
    return this.link.peer.terminalId;
  }

  get isReady(): boolean {
    return this.hello !== null && !this.isClosed;
  }

  /** Two for a relay's stand-in, three for another terminal, four for the terminal that writes the origin. */
  rankFor(origin: string): number {
    if (this.link.peer.kind === 'relay') return 2;
    return origin.slice(0, origin.lastIndexOf(':')) === this.terminalId ? 4 : 3;
  }

  start(): void {
    this.send({
      type: 'hello',
      protocolMin: limits.protocolMin,
      protocolMax: limits.protocolMax,
      storeId: this.#storeId,
      terminalId: this.#self.terminalId,
      origin: this.#self.origin,
      kind: this.#self.kind,
      appVersion: this.#self.appVersion,
      schemaVersion: this.#self.schemaVersion,
      nowMs: this.#elapsed.wallMs,
      windowBytes: this.#windowBytes,
    });
  }

  /** True while the link takes more. What is not said now is said later or, for signals, not at all. */
  get canWrite(): boolean {
    return !this.isClosed && this.link.bufferedBytes() <= limits.bufferedBytes;
  }

  send(message: Exclude<Message, { type: 'skipped' }>): void {
    this.sendBytes(encodeMessage(message));
  }

  sendBytes(bytes: Uint8Array): void {
    if (this.isClosed) return;
    try {
      this.link.send(bytes);
    } catch {
      // The socket went while we wrote; its transport says so too, and nothing else may stop for it.
      this.ended(closeCodes.silent.code, closeCodes.silent.sentence, false);
    }
  }

  received(bytes: Uint8Array): void {
    if (this.isClosed) return;
    this.heardAtMs = this.#elapsed.ms;
    this.heardWallMs = this.#elapsed.wallMs;
    try {
      this.#handle(decodeMessage(bytes), bytes);
    } catch (fault) {
      if (!(fault instanceof WireFault)) throw fault;
      this.close('malformed', fault.message);
    }
  }

  #handle(message: Message, bytes: Uint8Array): void {
    if (message.type === 'bye') this.#bye(message.code, message.reason);
    else if (message.type !== 'frames' && !this.#control.take(this.#elapsed.ms)) this.close('tooFast');
    else if (message.type === 'hello') this.#helloFrom(message);
    else if (message.type === 'skipped') return;
    else if (!this.hello) throw new WireFault('the first message is HELLO');
    else if (message.type === 'frames') this.#frames(message, bytes);
    else this.#tell(message);
  }

  #frames(frames: Frames, bytes: Uint8Array): void {
    if (this.receiving.received(bytes.length)) {
      this.framesAtMs = this.#elapsed.ms;
      this.#hasWhatItSends(frames);
      this.#events.frames(this, frames, bytes);
    } else this.close('overdrawn');
  }

  /** Rows are sent from the disk: FRAMES say what HAVE would. */
  #hasWhatItSends({ origin, rows }: Frames): void {
    const last = rows.at(-1);
    if (!last || last.seq <= (this.heads.get(origin)?.seq ?? 0) || !this.wanted.has(origin)) return;
    this.heads.set(origin, { origin, seq: last.seq, hash: Uint8Array.from(last.hash) });
  }

  #tell(message: Exclude<Message, Hello | Frames | { type: 'bye' | 'skipped' }>): void {
    switch (message.type) {
      case 'origin':
        if (this.wanted.has(message.record.origin)) this.wanted.set(message.record.origin, copyOf(message.record));
        break;
      case 'have':
        this.#have(message);
        break;
      case 'want':
        this.#events.want(this, message.origin, message.afterSeq);
        break;
      case 'drop':
        this.#events.drop(this, message.origin);
        break;
      case 'credit':
        if (!this.sending.returned(message.bytes)) throw new WireFault('more credit came back than was used');
        this.#events.writable(this);
        break;
      case 'floor':
        if (this.wanted.has(message.origin)) this.#events.floor(this, message.origin, message.seq);
        break;
      case 'signal':
        if (this.signalBucket.take(this.#elapsed.ms)) this.#events.signal(this, message.signal);
        break;
      case 'ping':
        if (this.canWrite) this.send({ ...message, type: 'pong' });
        break;
      case 'pong':
        if (message.nonce === this.#nonce) this.roundTripMs = this.#elapsed.ms - this.#pingedAtMs;
    }
  }

  #helloFrom(hello: Hello): void {
    if (this.hello) throw new WireFault('HELLO comes once');
    const refusal = this.#faultOf(hello);
    if (refusal) {
      this.close(refusal);
      return;
    }
    this.hello = hello;
    this.sending = new SendWindow(hello.windowBytes);
    this.#events.ready(this);
  }

  #faultOf(hello: Hello): CloseName | null {
    if (hello.protocolMax < limits.protocolMin) return 'protocolTooOld';
    if (hello.protocolMin > limits.protocolMax) return 'protocolTooNew';
    if (hello.storeId !== this.#storeId) return 'otherStore';
    if (hello.terminalId === this.#self.terminalId) return 'oneself';
    return hello.terminalId !== this.terminalId || hello.kind !== this.link.peer.kind ? 'notProven' : null;
  }

  #have(message: Have): void {
    if (message.full) this.heads.clear();
    for (const head of message.heads) {
      // A copy: what stays must not keep the whole message.
      this.heads.set(head.origin, { origin: head.origin, seq: head.seq, hash: Uint8Array.from(head.hash) });
    }
    if (this.heads.size > limits.headsAPeer) throw new WireFault('the peer names more origins than a store has');
    this.#events.have(this, message);
  }

  #bye(code: number, reason: string): void {
    this.ended(code, reason, false);
    this.#closeLink(code, reason);
  }

  /** Says BYE with what to do, and ends the link. `detail` is for the log of this end. */
  close(name: CloseName, detail: string = closeCodes[name].sentence): void {
    if (this.isClosed) return;
    const { code, sentence } = closeCodes[name];
    if (this.canWrite) this.send({ type: 'bye', code, reason: sentence });
    this.ended(code, detail, true);
    this.#closeLink(code, sentence);
  }

  #closeLink(code: number, reason: string): void {
    try {
      this.link.close(code, reason);
    } catch {
      // It was closed already.
    }
  }

  /** Nothing is sent or heard from now on. */
  ended(code: number, reason: string, isOurs: boolean): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.#events.closed(this, code, reason, isOurs);
  }

  /** So long acknowledgements may wait here for company. */
  get ackMs(): number {
    if (this.#self.kind === 'relay') return limits.ackByRelayMs;
    return this.link.peer.kind === 'relay' ? limits.ackToRelayMs : 0;
  }

  giveCreditBack(): void {
    const bytes = this.receiving.giveBack();
    if (bytes > 0) this.send({ type: 'credit', bytes });
  }

  tick(): void {
    const nowMs = this.#elapsed.ms;
    if (!this.hello && nowMs - this.#attachedAtMs > limits.helloMs) this.close('silent', 'No HELLO came.');
    else if (nowMs - this.heardAtMs > limits.silentMs) this.close('silent');
    else if (this.canWrite) this.#pingIfQuiet(nowMs);
    else {
      this.#stuckSinceMs ??= nowMs;
      if (nowMs - this.#stuckSinceMs > limits.stuckMs) this.close('stuck');
    }
  }

  #pingIfQuiet(nowMs: number): void {
    this.#stuckSinceMs = null;
    if (nowMs - Math.max(this.heardAtMs, this.#pingedAtMs) < limits.pingMs) return;
    this.#nonce += 1;
    this.#pingedAtMs = nowMs;
    this.send({ type: 'ping', nonce: this.#nonce, nowMs: Math.max(0, this.#elapsed.wallMs) });
  }
}

function copyOf(record: CertifiedOrigin): CertifiedOrigin {
  return {
    ...record,
    publicKey: Uint8Array.from(record.publicKey),
    certificate: Uint8Array.from(record.certificate),
  };
}
