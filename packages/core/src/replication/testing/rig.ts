import { SeededRandom } from '../../testing/fakes.ts';
import { messageTypes } from '../messages.ts';
import type { Link, PeerIdentity, ReplicaStore, Signal } from '../ports.ts';
import { SyncNode } from '../sync-node.ts';
import type { SyncAlarm, SyncNodeOptions } from '../sync-types.ts';
import { ChainWriter, type TestTerminal, testNowMs, testStoreId, testStoreKey, testTerminal } from './chain-writer.ts';
import { MemoryReplica, type MemoryReplicaOptions } from './memory-replica.ts';

/** The rig's seal is this byte in front of the body. */
export const sealMark = 255;

export interface RigNode {
  readonly name: string;
  readonly node: SyncNode;
  readonly store: MemoryReplica;
  readonly writer: ChainWriter;
  readonly terminal: TestTerminal;
  readonly alarms: SyncAlarm[];
  readonly signals: Signal[];
  /** Closes of its links: code and reason. */
  readonly closes: { code: number; reason: string }[];
  /** Appends rows, makes them durable, tells the node. */
  write(count: number, words?: string): void;
  seal(): void;
}

export interface RigLink {
  readonly id: string;
  /** Bytes of FRAMES that crossed, by direction. */
  readonly framesBytes: { ab: number; ba: number };
  /** False: what is sent stays with the sender, as on a cable pulled out. */
  flows: { ab: boolean; ba: boolean };
  /** Messages in the order they were sent; kept when the rig records. */
  cut(): void;
  readonly isOpen: boolean;
}

interface Wire extends RigLink {
  queue: { toA: boolean; bytes: Uint8Array }[];
  open: boolean;
}

/** Several nodes in one process: a clock by hand, links in memory, macrotasks when told. */
export class Rig {
  nowMs = testNowMs;
  readonly storeId: string;
  readonly nodes = new Map<string, RigNode>();
  readonly wires: Wire[] = [];
  /** Every message that was delivered, when asked for. */
  readonly recorded: Uint8Array[] = [];
  records = false;
  /** Sees each message before it is delivered; null loses it. */
  tamper: ((bytes: Uint8Array, from: string, to: string) => Uint8Array | null) | null = null;
  readonly #deferred: (() => void)[] = [];
  #linkCount = 0;

  constructor(storeId: string = testStoreId) {
    this.storeId = storeId;
  }

  add(
    name: string,
    options: {
      kind?: 'direct' | 'relay';
      members?: readonly string[];
      store?: Partial<MemoryReplicaOptions>;
      replica?: MemoryReplica;
      wrap?: (store: MemoryReplica) => ReplicaStore;
      node?: Partial<SyncNodeOptions>;
      incarnation?: string;
      storeId?: string;
    } = {},
  ): RigNode {
    const kind = options.kind ?? 'direct';
    const terminal = testTerminal(name);
    const storeId = options.storeId ?? this.storeId;
    const writer = new ChainWriter({ terminal, storeId, incarnation: options.incarnation });
    const members = (options.members ?? ['a', 'b', 'c', 'd', 'e']).map(testTerminal);
    const storeKeys = kind === 'relay' ? {} : { storeKeys: [testStoreKey] };
    const store = options.replica ?? new MemoryReplica({ storeId, members, ...storeKeys, ...options.store });
    const alarms: SyncAlarm[] = [];
    const signals: Signal[] = [];
    const random = new SeededRandom(`node ${name}`);
    const node = new SyncNode({
      store: options.wrap?.(store) ?? store,
      self: {
        terminalId: name,
        origin: kind === 'relay' ? '' : writer.origin,
        kind,
        appVersion: '0.1.0',
        schemaVersion: 1,
      },
      sealer: {
        seal: ({ body }) => Uint8Array.of(sealMark, ...body),
        open: ({ body }) => (body[0] === sealMark ? body.slice(1) : null),
      },
      random,
      defer: (work) => this.#deferred.push(work),
      onSignal: (signal) => signals.push(signal),
      onAlarm: (alarm) => alarms.push(alarm),
      forwards: kind === 'relay',
      ...options.node,
    });
    const made: RigNode = {
      name,
      node,
      store,
      writer,
      terminal,
      alarms,
      signals,
      closes: [],
      write: (count, words = name) => {
        const from = writer.rows.length;
        writer.appendMany(count, words);
        store.write(writer.batch(from), this.nowMs);
        node.storeAdvanced(this.nowMs);
      },
      seal: () => {
        const seal = writer.seal();
        store.write({ origin: writer.record, rows: [], seals: [seal] }, this.nowMs);
        node.storeAdvanced(this.nowMs);
      },
    };
    this.nodes.set(name, made);
    return made;
  }

  /** A link that `a` dialled. */
  link(a: RigNode, b: RigNode, kinds: { a?: PeerIdentity['kind']; b?: PeerIdentity['kind'] } = {}): RigLink {
    this.#linkCount += 1;
    const id = `link-${this.#linkCount}`;
    const wire: Wire = {
      id,
      framesBytes: { ab: 0, ba: 0 },
      flows: { ab: true, ba: true },
      queue: [],
      open: true,
      get isOpen() {
        return this.open;
      },
      cut: () => {
        wire.open = false;
        wire.queue = [];
        a.node.detached(id, this.nowMs);
        b.node.detached(id, this.nowMs);
      },
    };
    this.wires.push(wire);
    const end = (me: RigNode, other: RigNode, toA: boolean, kind: PeerIdentity['kind']): Link => ({
      id,
      peer: { terminalId: other.name, kind },
      dialled: !toA,
      send: (bytes) => {
        if (!wire.open) throw new Error('the link is closed');
        wire.queue.push({ toA, bytes: Uint8Array.from(bytes) });
      },
      bufferedBytes: () => {
        const isStuck = toA ? !wire.flows.ba : !wire.flows.ab;
        return isStuck ? wire.queue.reduce((sum, item) => sum + (item.toA === toA ? item.bytes.length : 0), 0) : 0;
      },
      close: (code, reason) => {
        me.closes.push({ code, reason });
        // What was sent before the close arrives before it.
        const rest = wire.queue.filter((item) => item.toA === toA && (toA ? wire.flows.ba : wire.flows.ab));
        wire.queue = [];
        if (!wire.open) return;
        wire.open = false;
        for (const item of rest) {
          if (this.records) this.recorded.push(item.bytes);
          other.node.received(id, item.bytes, this.nowMs);
        }
        other.node.detached(id, this.nowMs);
      },
    });
    const kindOf = (node: RigNode) => (node.node.isRelay ? 'relay' : 'direct');
    const linkA = end(a, b, false, kinds.b ?? kindOf(b));
    const linkB = end(b, a, true, kinds.a ?? kindOf(a));
    a.node.attach(linkA, this.nowMs);
    if (wire.open) b.node.attach(linkB, this.nowMs);
    this.#ends.set(wire, { a, b });
    return wire;
  }

  readonly #ends = new Map<Wire, { a: RigNode; b: RigNode }>();

  /** Delivers and runs until nothing is left to do at this moment. */
  settle(steps = 200_000): void {
    for (let step = 0; step < steps; step += 1) {
      if (!this.#deliverOne() && !this.#runOne()) return;
    }
    throw new Error('the nodes never come to rest');
  }

  /** So many deliveries and macrotasks, to stop in the middle of something. */
  step(count: number): void {
    for (let step = 0; step < count && (this.#deliverOne() || this.#runOne()); step += 1);
  }

  #deliverOne(): boolean {
    for (const wire of this.wires) {
      const at = wire.queue.findIndex((item) => (item.toA ? wire.flows.ba : wire.flows.ab));
      const item = wire.queue[at];
      if (!item) continue;
      wire.queue.splice(at, 1);
      const { a, b } = this.#ends.get(wire)!;
      const [from, to] = item.toA ? [b, a] : [a, b];
      const bytes = this.tamper ? this.tamper(item.bytes, from.name, to.name) : item.bytes;
      if (!bytes) return true;
      if (bytes[0] === messageTypes.frames) wire.framesBytes[item.toA ? 'ba' : 'ab'] += bytes.length;
      if (this.records) this.recorded.push(Uint8Array.from(bytes));
      to.node.received(wire.id, bytes, this.nowMs);
      return true;
    }
    return false;
  }

  #runOne(): boolean {
    const work = this.#deferred.shift();
    work?.();
    return work !== undefined;
  }

  /** Time passes in ticks of 250 ms. */
  pass(ms: number): void {
    for (let passed = 0; passed < ms; passed += 250) {
      this.settle();
      this.nowMs += 250;
      for (const { node } of this.nodes.values()) node.tick(this.nowMs);
    }
    this.settle();
  }
}
