import type { CloseName } from './close-codes.ts';
import { Departures } from './departures.ts';
import { Elapsed } from './elapsed.ts';
import { type Attached, HeadBoard } from './head-board.ts';
import { Intake } from './intake.ts';
import { limits } from './limits.ts';
import { isSupersededBy } from './link-choice.ts';
import type { Have, RoutedSignal } from './messages.ts';
import { Outgoing } from './outgoing.ts';
import { PeerBook } from './peer-book.ts';
import { PeerSession, type SessionEvents } from './peer-session.ts';
import type { Link } from './ports.ts';
import { Signals } from './signals.ts';
import { statusOf } from './status.ts';
import { Subscriptions } from './subscriptions.ts';
import type { SelfIdentity, SyncAlarm, SyncNodeOptions, SyncStatus } from './sync-types.ts';

/**
 * Replication of one store at one end: no timers, no sockets. The host hands it links and what comes by them, tells it
 * when the store has new rows or seals, and calls `tick` about every 250 ms. `nowMs` is the wall clock; it may jump.
 * All real work is done in `defer`, so what arrives together is taken and sent together.
 */
export class SyncNode {
  readonly #options: SyncNodeOptions;
  readonly #elapsed = new Elapsed();
  readonly #links = new Map<string, Attached>();
  readonly #book = new PeerBook();
  readonly #board: HeadBoard;
  readonly #departures: Departures;
  readonly #subscriptions: Subscriptions;
  readonly #intake: Intake;
  readonly #signals: Signals;
  readonly #refused = new Set<string>();
  readonly #events: SessionEvents;
  readonly #toPlan = new Set<string>();
  #plannedAllMs = 0;
  #mayForget = false;
  #self: SelfIdentity;
  #isScheduled = false;
  #isStopped = false;

  constructor(options: SyncNodeOptions) {
    const { store, forwards, sealer, random, onSignal, onElsewhere } = options;
    this.#options = options;
    this.#self = options.self;
    const alarm = (what: SyncAlarm) => options.onAlarm(what);
    const patienceMs = options.patienceMs ?? limits.patienceMs;
    const elapsed = this.#elapsed;
    this.#subscriptions = new Subscriptions({ store, elapsed, patienceMs, alarm });
    this.#board = new HeadBoard({ store, elapsed, subscriptions: this.#subscriptions, alarm });
    this.#departures = new Departures(this.#board);
    this.#intake = new Intake({
      store,
      subscriptions: this.#subscriptions,
      elapsed,
      alarm,
      taken: (origins) => {
        for (const origin of origins) this.#toPlan.add(origin);
        const heads = [...origins].map((origin) => store.head(origin));
        this.#departures.advanced(heads, [...this.#links.values()]);
        this.#schedule();
      },
      settled: (session) => {
        const link = this.#links.get(session.link.id);
        if (link) this.#departures.settled(link);
      },
    });
    const { terminalId } = options.self;
    this.#signals = new Signals({
      terminalId,
      forwards,
      sealer,
      random,
      sessions: () => this.#readySessions(),
      onSignal: (signal) => onSignal(signal),
      onElsewhere,
    });
    this.#events = this.#sessionEvents();
  }

  get isRelay(): boolean {
    return this.#self.kind === 'relay';
  }

  /** A link whose other end the transport has proven. May close this one or an older one to the same terminal (4409). */
  attach(link: Link, nowMs: number): void {
    this.#elapsed.advance(nowMs);
    const session = new PeerSession(link, {
      self: this.#self,
      storeId: this.#options.store.storeId,
      windowBytes: Math.max(limits.windowBytesMin, this.#options.windowBytes ?? limits.windowBytes),
      elapsed: this.#elapsed,
      events: this.#events,
    });
    const refusal = this.#refusalOf(session);
    if (refusal) {
      session.close(refusal);
      return;
    }
    for (const other of this.#sessions()) if (other.terminalId === session.terminalId) other.close('duplicate');
    const { store, onAlarm } = this.#options;
    const alarm = (what: SyncAlarm) => onAlarm(what);
    const again = () => this.#pump(attached);
    const attached: Attached = { session, outgoing: new Outgoing(session, { store, alarm, again }) };
    this.#links.set(link.id, attached);
    this.#book.opened(session);
    session.start();
  }

  #refusalOf(fresh: PeerSession): CloseName | null {
    if (this.#isStopped) return 'stopping';
    if (this.#refused.has(fresh.terminalId)) return 'revoked';
    const olds = this.#sessions().filter((session) => session.terminalId === fresh.terminalId);
    const areOver = olds.every((old) => isSupersededBy(old, fresh, this.#self.terminalId, this.#elapsed.ms));
    return areOver ? null : 'duplicate';
  }

  received(linkId: string, bytes: Uint8Array, nowMs: number): void {
    this.#elapsed.advance(nowMs);
    this.#links.get(linkId)?.session.received(bytes);
  }

  /** The link is gone. Harmless for one that was closed from here. */
  detached(linkId: string, nowMs: number): void {
    this.#elapsed.advance(nowMs);
    this.#links.get(linkId)?.session.ended(1006, 'The connection ended.', false);
  }

  /** Rows or seals were committed to the store by other ways than this node. */
  storeAdvanced(nowMs: number): void {
    this.#elapsed.advance(nowMs);
    this.#departures.advanced(this.#options.store.heads(), [...this.#links.values()]);
    this.#schedule();
  }

  tick(nowMs: number): void {
    this.#elapsed.advance(nowMs);
    for (const { session } of [...this.#links.values()]) session.tick();
    if (this.#mayForget) this.#subscriptions.prune(this.#readySessions());
    this.#mayForget = false;
    for (const origin of this.#subscriptions.unsettled) this.#toPlan.add(origin);
    if (this.#elapsed.ms - this.#plannedAllMs >= limits.planAllMs) this.#planAll();
    if (this.#toPlan.size > 0 || !this.#departures.isEmpty || this.#intake.hasWork) this.#schedule();
  }

  /** False when nobody is linked who could get it there. Signals are not kept. */
  signal(to: string, channel: string, body: Uint8Array): boolean {
    return this.#signals.send(to, channel, body);
  }

  /** A signal that came to another instance of this relay. */
  deliver(signal: RoutedSignal): void {
    this.#signals.deliver(signal);
  }

  /** Terminals (and relays) that told they have this row on their disk. */
  ackedBy(origin: string, seq: number): string[] {
    return this.#book.ackedBy(origin, seq);
  }

  /** The terminal is revoked: its links end at once and no new one is taken. */
  refuse(terminalId: string): void {
    this.#refused.add(terminalId);
    for (const session of this.#sessions()) if (session.terminalId === terminalId) session.close('revoked');
  }

  /** The host writes under a new incarnation from now on; the old one is fetched like any other. */
  renewOrigin(origin: string): void {
    const ended = this.#self.origin;
    this.#self = { ...this.#self, origin };
    this.#plan(ended);
  }

  #plan(origin: string): void {
    this.#toPlan.add(origin);
    this.#schedule();
  }

  /** Says BYE to all. */
  stop(): void {
    this.#isStopped = true;
    for (const session of this.#sessions()) session.close('stopping');
  }

  /** Origins kept in mind, here or told of; for tests of what a peer can make this end remember. */
  get originsInMind(): number {
    return this.#subscriptions.size;
  }

  status(): SyncStatus {
    return statusOf(this.#options.store, this.#book, this.#subscriptions, this.#self.origin);
  }

  #sessions(): PeerSession[] {
    return [...this.#links.values()].map((attached) => attached.session);
  }

  #readySessions(): PeerSession[] {
    return this.#sessions().filter((session) => session.isReady);
  }

  #planAll(): void {
    this.#plannedAllMs = this.#elapsed.ms;
    for (const state of this.#subscriptions.all()) this.#toPlan.add(state.origin);
    for (const session of this.#sessions()) for (const origin of session.heads.keys()) this.#toPlan.add(origin);
  }

  #schedule(): void {
    if (this.#isScheduled || this.#isStopped) return;
    this.#isScheduled = true;
    this.#options.defer(() => {
      this.#isScheduled = false;
      if (!this.#isStopped) this.#work();
    });
  }

  #work(): void {
    this.#intake.takeNext();
    const origins = [...this.#toPlan];
    this.#toPlan.clear();
    this.#subscriptions.plan(this.#readySessions(), this.#self.origin, origins);
    const isMore = this.#departures.run();
    if (isMore || this.#intake.hasWork || this.#toPlan.size > 0) this.#schedule();
  }

  #pump(attached: Attached | undefined): void {
    if (attached) this.#departures.pump(attached);
    this.#schedule();
  }

  #sessionEvents(): SessionEvents {
    const linkOf = (session: PeerSession) => this.#links.get(session.link.id);
    return {
      ready: (session) => this.#ready(session),
      have: (session, message) => this.#have(session, message),
      want: (session, origin, afterSeq) => {
        linkOf(session)?.outgoing.want(origin, afterSeq);
        this.#pump(linkOf(session));
      },
      drop: (session, origin) => linkOf(session)?.outgoing.drop(origin),
      frames: (session, frames, bytes) => {
        this.#intake.offer(session, frames, bytes);
        this.#schedule();
      },
      floor: (session, origin, seq) => {
        this.#subscriptions.floored(session, origin, seq);
        this.#plan(origin);
      },
      signal: (session, signal) => this.#signals.received(session, signal),
      writable: (session) => this.#pump(linkOf(session)),
      closed: (session, code, reason, isOurs) => this.#closed(session, code, reason, isOurs),
    };
  }

  #ready(session: PeerSession): void {
    const { terminalId } = session;
    const aheadMs = (session.hello?.nowMs ?? 0) - this.#elapsed.wallMs;
    if (Math.abs(aheadMs) > limits.skewMs) this.#options.onAlarm({ kind: 'clock-differs', terminalId, aheadMs });
    this.#board.tellAll(session);
    this.#options.onPeer?.(terminalId, true);
    this.#schedule();
  }

  #have(session: PeerSession, message: Have): void {
    this.#book.told(session);
    this.#board.compare(session, message.heads, this.#self.origin);
    const others = message.heads.filter(({ origin }) => origin !== this.#self.origin);
    for (const head of others) if (this.#subscriptions.isNews(session, head)) this.#toPlan.add(head.origin);
    this.#options.onHave?.(session.terminalId, message.heads, message.full);
    if (message.full) this.#mayForget = true;
    if (this.#toPlan.size > 0) this.#schedule();
  }

  #closed(session: PeerSession, code: number, reason: string, isOurs: boolean): void {
    const attached = this.#links.get(session.link.id);
    if (attached?.session !== session) return;
    this.#departures.closed(attached);
    this.#links.delete(session.link.id);
    this.#book.closed(session, code, reason);
    const { terminalId } = session;
    if (isOurs) this.#options.onAlarm({ kind: 'peer-closed', terminalId, code, detail: reason });
    if (session.hello) this.#options.onPeer?.(terminalId, false);
    this.#mayForget = true;
    this.#planAll();
    this.#schedule();
  }
}
