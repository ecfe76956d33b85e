import type { Link, PeerIdentity } from '../../replication/ports.ts';
import type { SyncNode } from '../../replication/sync-node.ts';

/** One end of the network: a terminal or the relay. Its node is another one after each restart. */
export interface NetworkEnd {
  readonly id: string;
  readonly kind: PeerIdentity['kind'];
  node: SyncNode | null;
  wallMs(): number;
}

interface Wire {
  readonly id: string;
  readonly ends: readonly [NetworkEnd, NetworkEnd];
  readonly nodes: readonly [SyncNode, SyncNode];
  isOpen: boolean;
  /** Of each direction: when the last message of it arrives, so that a link keeps its order. */
  readonly lastAt: [number, number];
}

interface Message {
  readonly wire: Wire;
  readonly to: 0 | 1;
  readonly at: number;
  readonly bytes: Uint8Array;
}

export interface Weather {
  /** Longest delay of a message, milliseconds. */
  readonly delayMs: number;
  /** Chance that a message is delivered twice, is lost, or is overtaken: against the promise of a link. */
  readonly mischief: number;
}

/** Links that are late, break, lie and come back. Driven by the world's clock and chance. */
export class Network {
  readonly #random: () => number;
  #wires: Wire[] = [];
  #mail: Message[] = [];
  #count = 0;
  #sides = new Map<string, number>();
  weather: Weather = { delayMs: 50, mischief: 0 };

  constructor(random: () => number) {
    this.#random = random;
  }

  /** Puts each end on a side; ends of different sides do not hear each other until the next call. */
  partition(sides: ReadonlyMap<string, number>): void {
    this.#sides = new Map(sides);
    for (const wire of [...this.#wires]) if (this.#isCut(wire.ends)) this.#break(wire);
  }

  heal(): void {
    this.#sides.clear();
  }

  #isCut([a, b]: Wire['ends']): boolean {
    return (this.#sides.get(a.id) ?? 0) !== (this.#sides.get(b.id) ?? 0);
  }

  /** Dials whoever is not linked and can be reached. */
  dial(ends: readonly NetworkEnd[], now: number): void {
    for (const [index, a] of ends.entries()) {
      for (const b of ends.slice(index + 1)) {
        const isLinked = this.#wires.some((wire) => wire.isOpen && wire.ends.includes(a) && wire.ends.includes(b));
        if (!isLinked && a.node && b.node && !this.#isCut([a, b])) this.#open(a, b, now);
      }
    }
  }

  #open(a: NetworkEnd, b: NetworkEnd, now: number): void {
    if (!a.node || !b.node) return;
    this.#count += 1;
    const wire: Wire = {
      id: `w${this.#count}`,
      ends: [a, b],
      nodes: [a.node, b.node],
      isOpen: true,
      lastAt: [now, now],
    };
    this.#wires.push(wire);
    for (const side of [0, 1] as const) {
      const other = wire.ends[side === 0 ? 1 : 0];
      const link: Link = {
        id: wire.id,
        peer: { terminalId: other.id, kind: other.kind },
        dialled: side === 0,
        send: (bytes) => this.#post(wire, side === 0 ? 1 : 0, bytes, now),
        close: () => this.#break(wire),
        bufferedBytes: () => 0,
      };
      if (wire.isOpen) wire.nodes[side].attach(link, wire.ends[side].wallMs());
    }
  }

  #now = 0;

  #post(wire: Wire, to: 0 | 1, bytes: Uint8Array, opened: number): void {
    if (!wire.isOpen) return;
    const { delayMs, mischief } = this.weather;
    const fate = this.#random();
    if (fate < mischief / 3) return;
    const at = Math.max(this.#now, opened) + this.#random() * delayMs;
    const inOrder = Math.max(at, wire.lastAt[to]);
    wire.lastAt[to] = inOrder;
    const isOvertaken = fate > 1 - mischief / 3;
    const copy = Uint8Array.from(bytes);
    this.#mail.push({ wire, to, at: isOvertaken ? inOrder + delayMs : inOrder, bytes: copy });
    if (fate > 1 - (2 * mischief) / 3 && !isOvertaken)
      this.#mail.push({ wire, to, at: inOrder + delayMs, bytes: copy });
  }

  /** What is due, in order. */
  deliver(now: number): void {
    this.#now = now;
    const due = this.#mail.filter((message) => message.at <= now).sort((a, b) => a.at - b.at);
    if (due.length === 0) return;
    this.#mail = this.#mail.filter((message) => message.at > now);
    for (const { wire, to, bytes } of due) {
      if (!wire.isOpen || wire.nodes[to] !== wire.ends[to].node) continue;
      wire.nodes[to].received(wire.id, bytes, wire.ends[to].wallMs());
    }
  }

  /** A process died, or a cable was pulled. */
  unplug(end: NetworkEnd): void {
    for (const wire of this.#wires.filter((one) => one.ends.includes(end))) this.#break(wire);
  }

  #break(wire: Wire): void {
    if (!wire.isOpen) return;
    wire.isOpen = false;
    this.#wires = this.#wires.filter((one) => one !== wire);
    for (const side of [0, 1] as const) {
      if (wire.nodes[side] === wire.ends[side].node) wire.nodes[side].detached(wire.id, wire.ends[side].wallMs());
    }
  }

  isLinked(a: string, b: string): boolean {
    return this.#wires.some((wire) => wire.ends.some((end) => end.id === a) && wire.ends.some((end) => end.id === b));
  }
}
