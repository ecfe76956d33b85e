import { type ProvenPeer, refusals } from '@apotheca/core/replication/handshake';
import type { PeerIdentity, Signal } from '@apotheca/core/replication/ports';
import { SyncNode } from '@apotheca/core/replication/sync-node';
import type { SyncAlarm, SyncStatus } from '@apotheca/core/replication/sync-types';
import type { WebSocket } from 'ws';
import { isLoopbackHost } from '../config/sync-options.ts';
import { systemClock, systemRandom } from '../terminal/machine.ts';
import { makeCertificate } from './certificate.ts';
import { type Dialling, dialRelay, dialTerminal } from './dial.ts';
import { InventoryChannel, inventoryChannel } from './inventory-channel.ts';
import { LinkKeys } from './link-keys.ts';
import { LinkTable } from './link-table.ts';
import type { Connection, TargetKind } from './mesh.ts';
import { addressesChannel, Neighbours } from './neighbours.ts';
import { OwnTail } from './own-tail.ts';
import { PeerAddresses, urlOf } from './peer-addresses.ts';
import { withTroubles } from './peer-troubles.ts';
import { reachableHost } from './reachable-host.ts';
import { signalSealer } from './signal-sealer.ts';
import { SyncMetrics } from './sync-metrics.ts';
import { SyncServer } from './sync-server.ts';
import type { SyncServiceOptions } from './sync-service-options.ts';

const tickMs = 250;
const stopGraceMs = 1_000;
const schemaVersion = 1;

/** The other terminals of the store: port, links, replication, the stock document, small messages. */
export class SyncService {
  readonly #options: SyncServiceOptions;
  readonly #node: SyncNode;
  readonly #server: SyncServer;
  readonly #keys: LinkKeys;
  readonly #metrics: SyncMetrics;
  readonly #neighbours: Neighbours;
  readonly #inventory: InventoryChannel;
  readonly #links: LinkTable;
  readonly #clocks = new Map<string, number>();
  readonly #ownTail: OwnTail;
  #port = 0;
  #sealedSeq = 0;
  #origin: string;
  #isAdvancing = false;
  #timer: NodeJS.Timeout | undefined;
  #unsubscribe: () => void = () => {};

  constructor(options: SyncServiceOptions) {
    this.#options = options;
    const { kernel, terminalId, settings, members, log } = options;
    const { ledger } = kernel;
    this.#origin = ledger.origin;
    this.#ownTail = new OwnTail(kernel.engine, systemClock);
    this.#metrics = new SyncMetrics(options.registry, {
      links: (kind) => this.#links.of(kind).length,
      halfOpen: () => this.#server.halfOpen,
      bufferedBytes: () => this.#links.bufferedBytes(),
      missingEvents: () => this.#node.status().missingEvents,
    });
    this.#links = new LinkTable({
      traffic: this.#metrics.traffic,
      attached: (link) => this.#node.attach(link, this.#nowMs()),
      received: (linkId, bytes) => this.#node.received(linkId, bytes, this.#nowMs()),
      detached: (linkId) => this.#node.detached(linkId, this.#nowMs()),
      onUnexpected: (error) => log.error({ err: error }, 'sync link'),
    });
    this.#keys = new LinkKeys({
      storeId: ledger.storeId,
      terminalId,
      signing: options.keys.signing,
      relayToken: options.relayToken,
      lookup: (id) => members.member(id),
      statements: () => members.statements(),
    });
    this.#node = new SyncNode({
      store: this.#metrics.counted(kernel.replica),
      self: { terminalId, origin: ledger.origin, kind: 'direct', appVersion: options.appVersion, schemaVersion },
      sealer: signalSealer(
        { current: () => ledger.keys.current, monotonicMs: () => systemClock.monotonicMs() },
        systemRandom,
      ),
      random: systemRandom,
      defer: (work) => void setImmediate(work),
      forwards: false,
      onSignal: (signal) => this.#signalled(signal),
      onAlarm: (alarm) => this.#alarmed(alarm),
      onPeer: (id, isReady) => this.#peerReady(id, isReady),
      onHave: (_id, heads, full) => {
        if (full) this.#ownTail.told(heads, { origin: ledger.origin, seq: ledger.sealedSeq(ledger.origin) });
      },
    });
    this.#inventory = new InventoryChannel({
      replica: options.document,
      random: systemRandom,
      send: (to, body) => void this.#node.signal(to, inventoryChannel, body),
      onForeign: (from, what) => this.#foreign(from, what),
    });
    this.#neighbours = new Neighbours({
      settings,
      storeId: ledger.storeId,
      terminalId,
      addresses: new PeerAddresses(options.db),
      dial: (url, kind) => this.#dial(url, kind),
      isLinked: (id) => this.#links.to(id).length > 0,
      isMember: (id) => members.member(id)?.isRevoked === false,
      onTrouble: (what, error) => {
        if (what === 'discovery') log.warn({ err: error }, 'multicast discovery does not work');
        else log.info({ kind: what.kind, terminal: what.terminalId, trouble: what.trouble }, 'no link');
      },
    });
    this.#server = new SyncServer({
      credentials: makeCertificate(),
      ...(options.limits ? { limits: options.limits } : {}),
      ...(options.handshakeMs ? { handshakeMs: options.handshakeMs } : {}),
      ...(options.route ? { route: options.route } : {}),
      upgrade: (...asked) => options.stock?.upgrade(...asked) ?? false,
      handshake: (exporter) => this.#keys.answering(exporter, this.#port),
      opened: (socket, peer, address) => this.#answered(socket, peer, address),
      refused: (why) => this.#metrics.refused(why),
      onUnexpected: (error) => log.error({ err: error }, 'sync port'),
    });
  }

  /** Listens, then looks for the others. */
  async start(): Promise<void> {
    const { settings, kernel } = this.#options;
    this.#port = await this.#server.listen(settings.host, settings.port);
    this.#neighbours.start(isLoopbackHost(settings.host) ? null : this.#port);
    this.#membersChanged();
    this.#ownTail.started(this.#options.members.statements().length > 1);
    this.#inventory.start();
    this.#unsubscribe = kernel.engine.onCommit((changes) => {
      this.#advance();
      if (changes.some(({ kind }) => kind === 'terminal' || kind === '*')) this.#membersChanged();
    });
    this.#timer = setInterval(() => this.#tick(), tickMs);
    this.#neighbours.tick();
  }

  /** Where other terminals reach this one. */
  get url(): string {
    return urlOf(reachableHost(this.#options.settings.host), this.#port).replace(/\/$/, '');
  }

  status(): SyncStatus {
    return withTroubles(this.#node.status(), this.#neighbours.reports(), {
      terminalId: this.#options.terminalId,
      statements: this.#options.members.statements(),
      events: Object.values(this.#options.kernel.ledger.vector()).reduce((sum, seq) => sum + seq, 0),
    });
  }

  clocks(): { terminalId: string; aheadMs: number }[] {
    return [...this.#clocks].map(([terminalId, aheadMs]) => ({ terminalId, aheadMs }));
  }

  /** The terminal was put out: its links end now and no new one opens. */
  refuse(terminalId: string): void {
    this.#node.refuse(terminalId);
    this.#neighbours.forget(terminalId);
    for (const link of this.#links.to(terminalId)) link.close(refusals.revoked.code, refusals.revoked.reason);
  }

  /** Whose other end is proven and whose link is open. */
  linked(): PeerIdentity[] {
    return this.#links.peers();
  }

  signal(to: string, channel: string, body: Uint8Array): boolean {
    return this.#node.signal(to, channel, body);
  }

  ackedBy(origin: string, seq: number): string[] {
    return this.#node.ackedBy(origin, seq);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#unsubscribe();
    this.#inventory.stop();
    this.#options.stock?.stop();
    this.#node.stop();
    await Promise.all([
      this.#links.stop(refusals.stopping, stopGraceMs),
      this.#neighbours.stop(),
      this.#server.stop(stopGraceMs),
    ]);
  }

  /** The clock rows are stamped by. */
  #nowMs(): number {
    return this.#options.kernel.engine.parts.clock.nowMs();
  }

  #tick(): void {
    const { kernel, log } = this.#options;
    try {
      const { ledger } = kernel;
      if (ledger.origin !== this.#origin) {
        this.#origin = ledger.origin;
        this.#node.renewOrigin(ledger.origin);
      }
      const sealedSeq = ledger.sealedSeq(ledger.origin);
      if (sealedSeq !== this.#sealedSeq) {
        this.#sealedSeq = sealedSeq;
        this.#node.storeAdvanced(this.#nowMs());
      }
      this.#node.tick(this.#nowMs());
      this.#inventory.tick(systemClock.monotonicMs());
      this.#neighbours.tick();
    } catch (error) {
      log.error({ err: error }, 'sync tick');
    }
  }

  /** After the answer to whoever wrote, and once for all that was written in between. */
  #advance(): void {
    if (this.#isAdvancing) return;
    this.#isAdvancing = true;
    setImmediate(() => {
      this.#isAdvancing = false;
      if (!this.#timer) return;
      this.#seal();
      this.#node.storeAdvanced(this.#nowMs());
    });
  }

  /** Only what is sealed leaves. A disk that is full delays the others, not whoever wrote here. */
  #seal(): void {
    const { kernel, log } = this.#options;
    try {
      kernel.engine.seal();
    } catch (error) {
      log.error({ err: error }, 'seal');
    }
  }

  #answered(socket: WebSocket, peer: ProvenPeer, address: string): void {
    // First its address, so that it stands on the list that it is told.
    if (peer.port !== null) this.#neighbours.met(peer.terminalId, urlOf(address, peer.port), false);
    this.#links.open(socket, { terminalId: peer.terminalId, kind: 'direct' }, false);
  }

  #dial(url: URL, kind: TargetKind): Dialling<Connection> {
    if (kind === 'relay') {
      return dialRelay(
        url,
        () => this.#keys.askingRelay(url.host),
        (socket, { relayId }) => {
          const connection = this.#links.open(socket, { terminalId: relayId, kind: 'relay' }, true);
          for (const link of this.#links.to(relayId)) link.sendText(this.#keys.membersText());
          return connection;
        },
      );
    }
    const isLocal = isLoopbackHost(url.hostname) || !isLoopbackHost(this.#options.settings.host);
    return dialTerminal(
      url,
      (exporter) => this.#keys.dialling(exporter, isLocal ? this.#port : null),
      (socket, { terminalId }) => {
        this.#neighbours.met(terminalId, url.href, true);
        return this.#links.open(socket, { terminalId, kind: 'direct' }, true);
      },
    );
  }

  #peerReady(peerId: string, isReady: boolean): void {
    const isRelay = this.#links.to(peerId)[0]?.peer.kind === 'relay';
    // Behind a relay are whoever is attached to it.
    this.#inventory.peerReady(isRelay ? '*' : peerId, isReady, systemClock.monotonicMs());
    if (isReady && !isRelay) this.#node.signal(peerId, addressesChannel, this.#neighbours.tell());
  }

  #signalled(signal: Signal): void {
    if (signal.channel === inventoryChannel) this.#inventory.received(signal.from, signal.body);
    else if (signal.channel === addressesChannel) this.#neighbours.told(signal.body);
    else this.#options.onSignal(signal);
  }

  #foreign(from: string, what: 'room' | 'malformed'): void {
    this.#metrics.alarm(`inventory-${what}`);
    this.#options.log.warn({ from, what }, 'a stock document that is not of this store was left out');
  }

  #alarmed(alarm: SyncAlarm): void {
    this.#metrics.alarm(alarm.kind);
    if (alarm.kind === 'clock-differs') this.#clocks.set(alarm.terminalId, alarm.aheadMs);
    if (alarm.kind === 'own-tail-lost') this.#ownTail.claimed(alarm.from);
    this.#options.log.warn(alarm, 'sync alarm');
  }

  #membersChanged(): void {
    const { members, terminalId } = this.#options;
    const statements = members.statements();
    const others = new Set(statements.map((one) => one.terminalId).filter((id) => id !== terminalId));
    for (const id of others) if (members.member(id)?.isRevoked) this.refuse(id);
    this.#neighbours.membersChanged(others.size);
    for (const link of this.#links.of('relay')) link.sendText(this.#keys.membersText());
  }
}
