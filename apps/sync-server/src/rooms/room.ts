import type { Link, OriginHead, RoutedSignal, SignalSealer, SyncAlarm } from '@apotheca/core/replication';
import { SyncNode } from '@apotheca/core/replication';
import { leaseChannel } from '@apotheca/core/replication/lease/messages';
import type { MembershipStatement } from '@apotheca/core/replication/membership';
import { sharedStockChannel } from '@apotheca/core/replication/shared-stock';
import type { ChunkHeader, RoomArchive } from '../archive/archive.ts';
import { decodeAcks, encodeAcks, partsOfKey, smallKeys } from '../archive/small-state.ts';
import type { Metrics } from '../observe/metrics.ts';
import type { Quotas } from '../options.ts';
import { LeaseSeat } from './lease-seat.ts';
import { keyOfStatement, Membership } from './membership.ts';
import { RelayStore } from './relay-store.ts';
import { SharedStock } from './shared-stock.ts';
import { TokenBucket } from './token-bucket.ts';

export interface RoomWorld {
  /** Whether stores may show their stock to the chain here. */
  readonly showsStock: boolean;
  readonly relayId: string;
  readonly version: string;
  readonly metrics: Metrics;
  readonly quotas: Quotas;
  readonly keepMs: number;
  readonly nowMs: () => number;
  readonly monotonicMs: () => number;
  readonly random: { bytes(count: number): Uint8Array };
  readonly onAlarm: (storeId: string, alarm: SyncAlarm) => void;
  readonly onFault: (storeId: string, error: unknown) => void;
  /** Signals for terminals at other instances. */
  readonly onElsewhere?: (storeId: string, signal: RoutedSignal) => void;
}

/** Only votes can be read here, because terminals leave them open for the relay; nothing else opens. */
const voteSealer: SignalSealer = {
  seal: (signal) => signal.body,
  open: (signal) => (signal.channel === leaseChannel ? signal.body : null),
};

const signalType = 9;
/** What a message sets going is told and planned at the next ticks. */
const ticksAfterMessage = 2;

/** One store with terminals attached: its replication, who belongs to it, what they have, and its vote. */
export class Room {
  readonly storeId: string;
  readonly membership: Membership;
  readonly store: RelayStore;
  readonly node: SyncNode;
  readonly #archive: RoomArchive;
  readonly #world: RoomWorld;
  readonly #seat: LeaseSeat;
  /** Null where this relay shows no stock: then none is taken in the clear. */
  readonly stock: SharedStock | null;
  readonly #rowRate: TokenBucket;
  readonly #signalRate: TokenBucket;
  readonly #acks = new Map<string, Map<string, number>>();
  readonly #acksToSave = new Set<string>();
  readonly #links = new Map<string, Link>();
  #idleSinceMs: number;
  #isTrimming = false;
  #ticksLeft = ticksAfterMessage;

  constructor(archive: RoomArchive, world: RoomWorld) {
    this.storeId = archive.storeId;
    this.#archive = archive;
    this.#world = world;
    const { quotas } = world;
    const now = world.monotonicMs();
    this.#idleSinceMs = now;
    this.#rowRate = new TokenBucket(quotas.storeRowsPerSecond, quotas.storeRowsPerSecond * 10, now);
    this.#signalRate = new TokenBucket(quotas.storeSignalsPerSecond, quotas.storeSignalsPerSecond * 5, now);
    this.membership = new Membership(this.storeId, archive.content.small);
    for (const [key, value] of archive.content.small) {
      if (key.startsWith('a:')) this.#acks.set(partsOfKey(key).name, decodeAcks(value));
    }
    this.store = this.#openStore();
    this.node = this.#openNode();
    this.stock = world.showsStock
      ? new SharedStock({
          storeId: this.storeId,
          send: (to, message) => void this.node.signal(to, sharedStockChannel, message),
        })
      : null;
    this.#seat = new LeaseSeat({
      archive,
      monotonicMs: world.monotonicMs,
      send: (to, message) => void this.node.signal(to, leaseChannel, message),
      onFault: (error) => world.onFault(this.storeId, error),
    });
  }

  #openStore(): RelayStore {
    const { metrics, quotas, monotonicMs } = this.#world;
    return new RelayStore({
      archive: this.#archive,
      memberKey: (terminalId) => this.membership.lookup(terminalId)?.publicKey,
      mayTake: (rows, bytes) => {
        const isFull = this.#archive.bytes() + bytes > quotas.storeBytes;
        const mayTake = !isFull && this.#rowRate.take(rows, monotonicMs());
        if (!mayTake) metrics.quota.inc({ quota: isFull ? 'bytes' : 'rows' });
        return mayTake;
      },
      monotonicMs,
      onRefused: (verdict) => metrics.refused.inc({ reason: verdict }),
      onPassedOn: (sinceMs) => {
        if (sinceMs !== null) metrics.forward.observe((monotonicMs() - sinceMs) / 1000);
      },
      onTaken: (rows, bytes) => {
        metrics.rows.inc(rows);
        metrics.keptBytes.inc(bytes);
      },
    });
  }

  #openNode(): SyncNode {
    const { relayId, version, random, metrics } = this.#world;
    const { onElsewhere } = this.#world;
    return new SyncNode({
      store: this.store,
      self: { terminalId: relayId, origin: '', kind: 'relay', appVersion: version, schemaVersion: 1 },
      sealer: voteSealer,
      random,
      defer: (work) => void setImmediate(work),
      onSignal: (signal) => this.#onOpenSignal(signal.from, signal.channel, signal.body),
      onAlarm: (alarm) => {
        metrics.alarms.inc({ kind: alarm.kind });
        this.#world.onAlarm(this.storeId, alarm);
      },
      forwards: true,
      onElsewhere: onElsewhere && ((signal) => onElsewhere(this.storeId, signal)),
      onHave: (terminalId, heads, full) => this.#acknowledged(terminalId, heads, full),
    });
  }

  #onOpenSignal(from: string, channel: string, body: Uint8Array): void {
    if (this.membership.isRevoked(from)) return;
    if (channel === leaseChannel) this.#seat.received(from, body);
    else if (channel === sharedStockChannel) this.stock?.received(from, body);
  }

  attach(link: Link): void {
    this.#links.set(link.id, link);
    this.node.attach(link, this.#world.nowMs());
  }

  received(linkId: string, message: Uint8Array): void {
    this.#ticksLeft = ticksAfterMessage;
    if (message[0] === signalType && !this.#signalRate.take(1, this.#world.monotonicMs())) {
      this.#world.metrics.quota.inc({ quota: 'signals' });
      return;
    }
    this.node.received(linkId, message, this.#world.nowMs());
  }

  detached(linkId: string): void {
    this.#links.delete(linkId);
    this.#idleSinceMs = this.#world.monotonicMs();
    this.node.detached(linkId, this.#world.nowMs());
  }

  get sockets(): number {
    return this.#links.size;
  }

  /** Since when nobody is attached; null while somebody is. */
  get idleSinceMs(): number | null {
    return this.#links.size === 0 ? this.#idleSinceMs : null;
  }

  /** Writes the founder where there is none; answers whether it was this one, and knows who it is afterwards. */
  async pin(key: string, value: Uint8Array): Promise<boolean> {
    const isFirst = await this.#archive.create(key, value);
    if (isFirst) this.membership.remember(key, value);
    return isFirst;
  }

  /** What a member told about who belongs to the store. Who is put out loses its links before it is written. */
  told(statements: readonly MembershipStatement[]): void {
    const news = this.membership.consider(statements);
    if (news.length === 0) return;
    this.#refuseRevoked(news);
    const small = news.map((one) => [keyOfStatement(one), Buffer.from(JSON.stringify(one))] as const);
    this.#archive.write({ chunks: [], small }, (outcome) => {
      // In memory it holds; the next start learns it again from the terminals.
      if (outcome !== 'kept') this.#world.onFault(this.storeId, new Error('membership was not written'));
    });
  }

  #refuseRevoked(news: readonly MembershipStatement[]): void {
    for (const one of news) {
      if (one.kind !== 'revoked') continue;
      this.node.refuse(one.terminalId);
      this.#world.metrics.refused.inc({ reason: 'revoked' });
    }
  }

  #acknowledged(terminalId: string, heads: readonly OriginHead[], full: boolean): void {
    const known = this.#acks.get(terminalId);
    const acks = full || !known ? new Map<string, number>() : known;
    for (const { origin, seq } of heads) acks.set(origin, seq);
    this.#acks.set(terminalId, acks);
    this.#acksToSave.add(terminalId);
  }

  /** A room where nothing came in lately needs its clock less often: `isFull` is every eighth time. */
  tick(isFull: boolean): void {
    if (this.#ticksLeft === 0 && !isFull) return;
    this.#ticksLeft = Math.max(0, this.#ticksLeft - 1);
    this.node.tick(this.#world.nowMs());
  }

  saveAcks(done: () => void = () => {}): void {
    const small = [...this.#acksToSave].map(
      (terminalId) => [smallKeys.acks(terminalId), encodeAcks(this.#acks.get(terminalId) ?? new Map())] as const,
    );
    this.#acksToSave.clear();
    if (small.length === 0) done();
    else this.#archive.write({ chunks: [], small }, done);
  }

  /** Forgets what every member has on its own disk and what is old enough. */
  async trim(): Promise<void> {
    if (this.#isTrimming) return;
    this.#isTrimming = true;
    try {
      // Who never came here has its rows from other terminals; the floor tells it so if it comes after all.
      const members = this.membership.active().filter((terminalId) => this.#acks.has(terminalId));
      const beforeMs = this.#world.nowMs() - this.#world.keepMs;
      for (const { record, floor } of [...this.store.origins()]) {
        const seqs = members.map((terminalId) => this.#acks.get(terminalId)?.get(record.origin) ?? 0);
        const everywhere = seqs.length === 0 ? 0 : Math.min(...seqs);
        if (everywhere <= floor.seq) continue;
        const newFloor = await this.#archive.trim(record.origin, everywhere, beforeMs);
        if (!newFloor) continue;
        this.store.trimmed(newFloor);
        this.#world.metrics.trimmedOrigins.inc();
      }
    } finally {
      this.#isTrimming = false;
    }
  }

  lagRows(): number {
    return this.node.status().peers.reduce((sum, peer) => sum + (peer.connected ? peer.lagEvents : 0), 0);
  }

  bufferedBytes(): number {
    return [...this.#links.values()].reduce((sum, link) => sum + link.bufferedBytes(), 0);
  }

  /** Another instance appended rows. */
  advancedElsewhere(chunk: ChunkHeader): void {
    if (this.store.advancedElsewhere(chunk)) this.node.storeAdvanced(this.#world.nowMs());
  }

  smallChangedElsewhere(key: string, value: Uint8Array | null): void {
    const { kind, name } = partsOfKey(key);
    if (key === smallKeys.vote) this.#seat.changedElsewhere(value);
    if (value !== null && (kind === 'm' || kind === 'r' || key === smallKeys.founder)) {
      this.membership.remember(key, value);
      if (kind === 'r') this.node.refuse(name);
    }
    if (kind === 'a' && value !== null && !this.#acksToSave.has(name)) this.#acks.set(name, decodeAcks(value));
    this.store.smallChanged(key, value);
    if (kind === 'o') this.node.storeAdvanced(this.#world.nowMs());
  }

  stop(): void {
    this.node.stop();
  }

  close(): Promise<void> {
    this.stock?.stop();
    return new Promise((resolve) => {
      this.saveAcks(() => {
        this.#archive.close();
        resolve();
      });
    });
  }
}
