import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventMeta } from '../../kernel/aggregate.ts';
import { Standing } from '../../replication/standing.ts';
import { planKeys } from './plan-keys.ts';
import { rotationOf, type StoreKeyEvent, type StoreKeyState, storeKeyAggregate } from './store-key-model.ts';
import {
  isActive,
  standOf,
  type TerminalEvent,
  type TerminalRecord,
  type TerminalState,
  terminalAggregate,
} from './terminal-model.ts';

interface Row {
  readonly origin: string;
  readonly seq: number;
  readonly hlc: number;
  readonly kind: 'terminal' | 'store-key';
  readonly id: string;
  readonly event: TerminalEvent | StoreKeyEvent;
}

/** One terminal: the rows it has, the keys it holds, its clock. A wrap is the key's name: only its terminal reads it. */
class Node {
  readonly id: string;
  readonly known = new Map<string, Row>();
  ring: string[];
  clock: number;

  constructor(id: string, ring: readonly string[], rows: Iterable<Row>, clock: number) {
    this.id = id;
    this.ring = [...ring];
    this.clock = clock;
    for (const row of rows) this.known.set(`${row.origin}/${row.seq}`, row);
  }

  write(kind: Row['kind'], id: string, event: Row['event']): void {
    const own = [...this.known.values()].filter((row) => row.origin === `${this.id}:1`);
    const hlc = Math.max(this.clock, ...[...this.known.values()].map((row) => row.hlc)) + 1;
    const row: Row = { origin: `${this.id}:1`, seq: own.length + 1, hlc, kind, id, event };
    this.known.set(`${row.origin}/${row.seq}`, row);
  }

  #fold<S>(
    kind: Row['kind'],
    type: { initial(id: string): S; apply(state: S, event: never, meta: EventMeta): S },
  ): S[] {
    const rows = [...this.known.values()].filter((row) => row.kind === kind);
    rows.sort((a, b) => a.hlc - b.hlc || (a.origin < b.origin ? -1 : Number(a.origin > b.origin)) || a.seq - b.seq);
    const states = new Map<string, S>();
    for (const { id, event, origin, seq, hlc } of rows) {
      const meta = { origin, seq, hlc, at: String(hlc) } as EventMeta;
      states.set(id, type.apply(states.get(id) ?? type.initial(id), event as never, meta));
    }
    return [...states.values()];
  }

  #records(): TerminalRecord[] {
    return this.#fold('terminal', terminalAggregate);
  }

  /** Signatures are tried in standing.test.ts; here everybody signs. */
  standing(): Standing {
    return new Standing({ founder: 't0', terminals: this.#records(), isSigned: () => true });
  }

  terminals(): TerminalState[] {
    const standing = this.standing();
    return this.#records().map((record) => standOf(record, standing));
  }

  seenOf(terminalId: string): Record<string, number> {
    const origin = `${terminalId}:1`;
    return { [origin]: [...this.known.values()].filter((row) => row.origin === origin).length };
  }

  active(): TerminalState[] {
    return this.terminals().filter(isActive);
  }

  plan() {
    const standing = this.standing();
    const states = this.#fold<StoreKeyState>('store-key', storeKeyAggregate);
    const rotations = states.map((state) => rotationOf(state, standing));
    return planKeys({ self: this.id, terminals: this.terminals(), rotations, ring: this.ring });
  }

  get current(): string {
    return this.ring.at(-1) ?? '';
  }
}

/** Several terminals whose people revoke and enrol while rows are on their way. */
class Store {
  readonly nodes: Node[] = [];
  /** Keys that rows were written under by anybody. */
  readonly used = new Set<string>();
  #keys = 0;

  constructor(count: number) {
    const first = new Node('t0', ['base'], [], 0);
    this.nodes.push(first);
    first.write('terminal', 't0', enrolled('t0', ['base']));
    for (let no = 1; no < count; no += 1) this.enrol(0);
    for (const node of this.nodes) this.deliver(0, this.nodes.indexOf(node), 1);
  }

  at(index: number): Node {
    return this.nodes[index % this.nodes.length] as Node;
  }

  enrol(by: number): void {
    const giver = this.at(by);
    if (!giver.active().some((one) => one.terminalId === giver.id)) return;
    const id = `t${this.nodes.length}`;
    giver.write('terminal', id, enrolled(giver.id, giver.ring));
    // A snapshot of the giver.
    this.nodes.push(new Node(id, giver.ring, giver.known.values(), giver.clock));
  }

  revoke(by: number, which: number): void {
    const node = this.at(by);
    const active = node.active();
    const target = active[which % active.length];
    const rest = active.filter((one) => one !== target);
    if (!target || rest.length === 0 || !active.some((one) => one.terminalId === node.id)) return;
    const payload = { by: node.id, reason: 'lost', statement: '', seen: node.seenOf(target.terminalId) };
    node.write('terminal', target.terminalId, { type: 'terminal.revoked', payload });
    this.#rotate(node, rest);
  }

  #rotate(node: Node, terminals: readonly TerminalState[]): void {
    const keyId = `${node.id}-k${this.#keys}`;
    this.#keys += 1;
    const wraps = Object.fromEntries(terminals.map((one) => [one.terminalId, keyId]));
    node.write('store-key', keyId, { type: 'store-key.rotated', payload: { keyId, by: node.id, wraps } });
  }

  /** A share of what one has and the other lacks; each origin in order. */
  deliver(from: number, to: number, share: number): void {
    const [source, target] = [this.at(from), this.at(to)];
    const missing = [...source.known].filter(([place]) => !target.known.has(place));
    const origins = [...new Set(missing.map(([, row]) => row.origin))];
    for (const origin of origins) {
      const rows = missing.filter(([, row]) => row.origin === origin).sort(([, a], [, b]) => a.seq - b.seq);
      for (const [place, row] of rows.slice(0, Math.ceil(rows.length * share))) target.known.set(place, row);
    }
  }

  tend(index: number, isOverdue: boolean): boolean {
    const node = this.at(index);
    const plan = node.plan();
    const before = node.ring.join();
    const opened = plan.open.map((one) => one.keyId);
    const all = [...node.ring, ...opened];
    const current = plan.current ?? node.current;
    node.ring = [...all.filter((key) => key !== current), current];
    let wrote = false;
    if (plan.isRotationDue && (plan.isFirstToRotate || isOverdue)) {
      this.#rotate(node, node.active());
      wrote = true;
    }
    for (const { keyId, to, isOurs } of plan.share) {
      if (!isOurs && !isOverdue) continue;
      const payload = { by: node.id, wraps: { [to.terminalId]: keyId } };
      node.write('store-key', keyId, { type: 'store-key.shared', payload });
      wrote = true;
    }
    return wrote || node.ring.join() !== before;
  }

  write(index: number): void {
    this.used.add(this.at(index).current);
  }

  /** Everybody hears everything and does what is to be done, until nothing is. */
  settle(): void {
    for (let round = 0; round < 60; round += 1) {
      for (let from = 0; from < this.nodes.length; from += 1) {
        for (let to = 0; to < this.nodes.length; to += 1) this.deliver(from, to, 1);
      }
      let moved = false;
      for (let index = 0; index < this.nodes.length; index += 1) moved = this.tend(index, false) || moved;
      if (!moved) return;
    }
    throw new Error('the keys never settled');
  }
}

function enrolled(by: string, keyIds: readonly string[]): TerminalEvent {
  const payload = { name: '', publicKey: 'p', boxKey: 'b', keyIds: [...keyIds], by, approvedBy: null, statement: 's' };
  return { type: 'terminal.enrolled', payload };
}

const index = fc.nat({ max: 7 });
const step = fc.oneof(
  fc.record({ do: fc.constant('revoke' as const), a: index, b: index }),
  fc.record({ do: fc.constant('enrol' as const), a: index }),
  {
    arbitrary: fc.record({
      do: fc.constant('deliver' as const),
      a: index,
      b: index,
      share: fc.double({ min: 0.1, max: 1, noNaN: true }),
    }),
    weight: 4,
  },
  { arbitrary: fc.record({ do: fc.constant('tend' as const), a: index, late: fc.boolean() }), weight: 3 },
  { arbitrary: fc.record({ do: fc.constant('write' as const), a: index }), weight: 2 },
  fc.record({ do: fc.constant('clock' as const), a: index, by: fc.integer({ min: -50, max: 50 }) }),
);

function run(steps: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[], count: number): Store {
  const store = new Store(count);
  for (const one of steps) {
    if (one.do === 'revoke') store.revoke(one.a, one.b);
    if (one.do === 'enrol' && store.nodes.length < 8) store.enrol(one.a);
    if (one.do === 'deliver') store.deliver(one.a, one.b, one.share);
    if (one.do === 'tend') store.tend(one.a, one.late);
    if (one.do === 'write') store.write(one.a);
    if (one.do === 'clock') store.at(one.a).clock += one.by;
  }
  store.settle();
  return store;
}

test('NOD-25 concurrent revocations, enrolments and any delivery end with one key that no revoked terminal has', () => {
  let revocations = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 60 }), fc.integer({ min: 2, max: 5 }), (steps, count) => {
      const store = run(steps, count);
      const [first] = store.nodes as [Node];
      const terminals = new Map(first.terminals().map((one) => [one.terminalId, one]));
      const isMember = (node: Node) => isActive(terminals.get(node.id));
      const members = store.nodes.filter(isMember);
      const others = store.nodes.filter((node) => !isMember(node));
      revocations += others.length;
      expect(new Set(members.map((node) => node.current)).size).toBeLessThanOrEqual(1);
      // A key that only terminals had which revoked each other is lost with them; their rows are kept, unread.
      const readable = [...store.used].filter((key) => members.some((node) => node.ring.includes(key)));
      for (const member of members) {
        for (const other of others)
          expect(other.ring, `${other.id} has the key of ${member.id}`).not.toContain(member.current);
        for (const key of readable) expect(member.ring, `${member.id} reads what is under ${key}`).toContain(key);
      }
    }),
    { numRuns: 1_000 },
  );
  expect(revocations).toBeGreaterThan(500);
});

test('NOD-24 who is not in line rotates and hands on only after a wait', () => {
  const store = new Store(4);
  store.revoke(1, 2);
  store.revoke(0, 3);
  store.deliver(1, 0, 1);
  store.deliver(0, 1, 1);
  store.deliver(0, 3, 1);
  const [first, second, last] = [store.at(0).plan(), store.at(1).plan(), store.at(3).plan()];
  expect(first).toMatchObject({ isRotationDue: true, isFirstToRotate: true });
  expect(second).toMatchObject({ isRotationDue: true, isFirstToRotate: false });
  expect(last).toEqual({ open: [], current: null, isRotationDue: false, isFirstToRotate: false, share: [] });
});
