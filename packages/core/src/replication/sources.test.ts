import { describe, expect, test } from 'vitest';
import { limits } from './limits.ts';
import { RawPeer } from './testing/raw-peer.ts';
import { Rig, type RigNode } from './testing/rig.ts';

const same = (...nodes: RigNode[]) => {
  for (const node of nodes) expect(node.store.dump()).toEqual(nodes[0]!.store.dump());
};

describe('exchange', () => {
  test('SYN-20 what one wrote before they met comes to the other, both ways', () => {
    const rig = new Rig();
    const [a, b] = [rig.add('a'), rig.add('b')];
    a.write(3_000);
    b.write(500);
    rig.link(a, b);
    rig.pass(1_000);
    same(a, b);
    expect(b.store.head(a.writer.origin)?.seq).toBe(3_000);
    expect([...a.alarms, ...b.alarms]).toEqual([]);
  });

  test('SYN-21 what is written while they are linked is pushed without another tick', () => {
    const rig = new Rig();
    const [a, b] = [rig.add('a'), rig.add('b')];
    a.write(1);
    rig.link(a, b);
    rig.pass(500);
    a.write(1);
    rig.settle();
    expect(b.store.head(a.writer.origin)?.seq).toBe(2);
    expect(b.store.offered).toBe(2);
  });

  test('SYN-30 what somebody hung on an origin is not taken, its source is left for a while, another brings the rows', () => {
    const rig = new Rig();
    const [a, b] = [rig.add('a'), rig.add('b')];
    a.write(2);
    const hung = a.writer.branch(2);
    hung.append('by somebody else');
    const last = hung.rows[2]!;
    const relay = new RawPeer(rig, b, { terminalId: 'r', kind: 'relay' }).hello();
    const origin = a.writer.origin;
    const claim = { type: 'have' as const, full: false, heads: [{ origin, seq: 3, hash: last.hash }] };
    const frames = { type: 'frames' as const, origin, rows: hung.rows, seals: a.writer.seals };
    relay.say(claim, { type: 'origin', record: a.writer.record }, frames);
    expect(b.store.head(origin)?.seq).toBe(2);
    expect(relay.all('want')).toHaveLength(1);
    rig.pass(1_000);
    expect(relay.all('want')).toHaveLength(1);
    a.write(3);
    rig.link(a, b);
    rig.pass(500);
    expect([b.store.head(origin)?.seq, b.store.isQuarantined(origin), b.alarms]).toEqual([5, false, []]);
  });
});

describe('one source for each origin', () => {
  function mesh() {
    const rig = new Rig();
    const nodes = ['a', 'b', 'c'].map((name) => rig.add(name));
    const relay = rig.add('relay', { kind: 'relay' });
    const links = nodes.flatMap((node, at) => [
      ...nodes.slice(at + 1).map((other) => rig.link(node, other)),
      rig.link(node, relay),
    ]);
    rig.pass(1_000);
    return { rig, nodes, relay, links };
  }

  test('SYN-22 with three terminals and a relay a row crosses to each of them once', () => {
    const { rig, nodes, relay, links } = mesh();
    nodes[0]!.write(2_000);
    rig.pass(3_000);
    for (let count = 0; count < 50; count += 1) {
      for (const node of nodes) node.write(1);
      rig.pass(250);
    }
    same(...nodes, relay);
    const rows = nodes.reduce((sum, node) => sum + node.writer.rows.length, 0);
    const others = [...nodes, relay].map(({ store, writer }) => store.offered - writer.rows.length);
    expect(others.reduce((sum, count) => sum + count, 0)).toBe(3 * rows);
    const wireBytes = links.reduce((sum, { framesBytes }) => sum + framesBytes.ab + framesBytes.ba, 0);
    const rowBytes = nodes
      .flatMap(({ writer }) => writer.rows)
      .reduce((sum, row) => sum + row.ciphertext.length + 60, 0);
    expect(wireBytes).toBeLessThan(3 * rowBytes * 1.2);
  });

  test('SYN-23 the terminal that writes an origin is preferred, a relay comes last', () => {
    const { rig, nodes, relay, links } = mesh();
    const [a, b] = nodes as [RigNode, RigNode];
    const before = links.map(({ framesBytes }) => framesBytes.ab + framesBytes.ba);
    a.write(100);
    rig.pass(500);
    const used = links.filter(({ framesBytes }, at) => framesBytes.ab + framesBytes.ba > before[at]!);
    // a-b, a-c and a-relay, nothing between the others.
    expect(used).toEqual([links[0], links[1], links[2]]);
    expect(b.store.head(a.writer.origin)?.seq).toBe(relay.store.head(a.writer.origin)?.seq);
  });

  test('SYN-23 of a terminal that is away another terminal is asked before a relay', () => {
    const rig = new Rig();
    const [b, c] = [rig.add('b'), rig.add('c')];
    const relay = rig.add('a-relay', { kind: 'relay' });
    const away = rig.add('a');
    away.write(50);
    for (const { store } of [b, relay]) store.write(away.writer.batch(), rig.nowMs);
    const viaRelay = rig.link(c, relay);
    const viaB = rig.link(c, b);
    rig.pass(1_000);
    expect(c.store.head(away.writer.origin)?.seq).toBe(50);
    const before = viaRelay.framesBytes.ba;
    away.write(50);
    for (const node of [relay, b]) {
      node.store.write(away.writer.batch(50), rig.nowMs);
      node.node.storeAdvanced(rig.nowMs);
    }
    rig.pass(1_000);
    expect(c.store.head(away.writer.origin)?.seq).toBe(100);
    expect([viaRelay.framesBytes.ba - before, viaB.framesBytes.ba > 0]).toEqual([0, true]);
  });

  test('SYN-22 a nearer source that comes up in the middle of a catch-up waits until it is done', () => {
    const rig = new Rig();
    const [a, b] = [rig.add('a'), rig.add('b')];
    const relay = rig.add('relay', { kind: 'relay' });
    a.write(6_000, 'a row of some length, so that it takes many messages. '.repeat(10));
    relay.store.write(a.writer.batch(), rig.nowMs);
    const viaRelay = rig.link(b, relay);
    rig.step(15);
    const early = b.store.head(a.writer.origin)?.seq ?? 0;
    expect([early > 0, early < 3_000]).toEqual([true, true]);
    const direct = rig.link(b, a);
    rig.pass(2_000);
    expect(b.store.dump()).toEqual(a.store.dump());
    expect(b.store.offered).toBe(6_000);
    expect(viaRelay.framesBytes.ba).toBeGreaterThan(20 * direct.framesBytes.ba);
    a.write(10);
    rig.settle();
    expect(direct.framesBytes.ba).toBeGreaterThan(0);
  });

  test('SYN-24 when the source goes, another that has the rows takes its place', () => {
    const { rig, nodes, links, relay } = mesh();
    const [a, b, c] = nodes as [RigNode, RigNode, RigNode];
    links[0]!.cut();
    links[1]!.cut();
    a.write(10);
    rig.pass(1_000);
    expect(relay.store.head(a.writer.origin)?.seq).toBe(10);
    expect([b, c].map(({ store }) => store.head(a.writer.origin)?.seq)).toEqual([10, 10]);
  });

  test('SYN-24 a peer that leaves in the middle of a catch-up is followed by another from where it stopped', () => {
    const rig = new Rig();
    const [a, b, c] = [rig.add('a'), rig.add('b'), rig.add('c')];
    a.write(8_000, 'a rather long row of words, so that the window is used up several times over. '.repeat(8));
    rig.link(a, b);
    rig.pass(3_000);
    const ca = rig.link(c, a);
    rig.link(c, b);
    for (let step = 0; !c.store.head(a.writer.origin) && step < 100; step += 1) rig.pass(250);
    ca.cut();
    rig.pass(3_000);
    same(a, b, c);
    expect(c.store.offered).toBeLessThan(8_000 * 1.05);
  });

  test('SYN-25 a source that stands still is left for another after the patience, with a pause before it is asked again', () => {
    const rig = new Rig();
    const [b, a] = [rig.add('b'), rig.add('a')];
    a.write(20);
    const owner = new RawPeer(rig, b, { terminalId: 'a', kind: 'direct' }).hello();
    const head = a.store.head(a.writer.origin)!;
    owner.say({ type: 'have', full: true, heads: [head] });
    expect(owner.all('want')).toHaveLength(1);
    const other = new RawPeer(rig, b, { terminalId: 'c', kind: 'direct' }).hello();
    other.say({ type: 'have', full: true, heads: [head] });
    rig.pass(1_000);
    expect(other.all('want')).toEqual([]);
    rig.pass(1_250);
    expect(owner.all('drop')).toHaveLength(1);
    expect(other.all('want')).toEqual([{ type: 'want', origin: a.writer.origin, afterSeq: 0 }]);
    other.say(
      { type: 'origin', record: a.writer.record },
      { ...a.writer.batch(), type: 'frames', origin: a.writer.origin },
    );
    expect(b.store.head(a.writer.origin)?.seq).toBe(20);
    rig.pass(limits.penaltyMs - 2_000);
    expect(owner.all('want')).toHaveLength(1);
    owner.say({ type: 'ping', nonce: 1, nowMs: 0 });
    other.say({ type: 'ping', nonce: 1, nowMs: 0 });
    rig.pass(3_000);
    expect(owner.all('want')).toHaveLength(2);
  });

  test('SYN-25 who told of more than the source for longer than the patience becomes the source', () => {
    const rig = new Rig();
    const [b, a] = [rig.add('b'), rig.add('a')];
    a.write(5);
    b.store.write(a.writer.batch(0, 2), rig.nowMs);
    // The terminal was set back to yesterday: it has less of its own than others do.
    const owner = new RawPeer(rig, b, { terminalId: 'a', kind: 'direct' }).hello();
    const second = a.writer.rows[1]!;
    owner.say({ type: 'have', full: true, heads: [{ origin: second.origin, seq: 2, hash: second.hash }] });
    const other = new RawPeer(rig, b, { terminalId: 'c', kind: 'direct' }).hello();
    other.say({ type: 'have', full: true, heads: [a.store.head(a.writer.origin)!] });
    expect(other.all('want')).toEqual([]);
    rig.pass(limits.patienceMs + 500);
    expect(other.all('want')).toEqual([{ type: 'want', origin: a.writer.origin, afterSeq: 2 }]);
  });

  test('SYN-26 the old incarnation of a terminal comes from whoever has it, also to that terminal', () => {
    const rig = new Rig();
    const before = rig.add('a');
    const b = rig.add('b');
    before.write(30);
    rig.link(before, b);
    rig.pass(500);
    rig.wires[0]!.cut();
    const after = rig.add('a', { incarnation: '2' });
    after.write(3);
    rig.link(after, b);
    rig.pass(500);
    expect(after.store.head(before.writer.origin)?.seq).toBe(30);
    same(after, b);
  });

  test('SYN-27 two terminals that never meet exchange everything through a relay', () => {
    const rig = new Rig();
    const [a, b] = [rig.add('a'), rig.add('b')];
    const relay = rig.add('relay', { kind: 'relay' });
    rig.link(a, relay);
    rig.link(b, relay);
    a.write(700);
    b.write(300);
    rig.pass(2_000);
    same(a, b, relay);
  });
});

describe('what cannot be had', () => {
  test('SYN-28 more of the own incarnation elsewhere than here is an alarm, and is fetched for the store to judge', () => {
    const rig = new Rig();
    const [a, b] = [rig.add('a'), rig.add('b')];
    a.writer.appendMany(5);
    b.store.write(a.writer.batch(), rig.nowMs);
    a.store.write(a.writer.batch(0, 3), rig.nowMs);
    rig.link(a, b);
    rig.pass(500);
    expect(a.alarms).toContainEqual({ kind: 'own-tail-lost', origin: a.writer.origin, seq: 5, from: 'b' });
    expect(a.store.head(a.writer.origin)?.seq).toBe(5);
    a.node.renewOrigin('a:0000000000000000');
    b.store.write(a.writer.appendMany(2).batch(5), rig.nowMs);
    b.node.storeAdvanced(rig.nowMs);
    rig.pass(500);
    expect(a.store.head(a.writer.origin)?.seq).toBe(7);
  });

  test('SYN-29 rows below the floor of a relay are asked for elsewhere, or a person is told', () => {
    const rig = new Rig();
    const [a, b] = [rig.add('a'), rig.add('b')];
    const relay = rig.add('relay', { kind: 'relay' });
    a.write(20);
    rig.link(a, relay);
    rig.pass(500);
    relay.store.trim(a.writer.origin, 10);
    rig.link(b, relay);
    rig.pass(2_000);
    expect(b.store.head(a.writer.origin)).toBeUndefined();
    expect(b.alarms).toEqual([{ kind: 'below-floor', origin: a.writer.origin, seq: 0, from: 'relay' }]);
    expect(b.node.status().waiting).toEqual([{ origin: a.writer.origin, verdict: 'below-floor', missing: 20 }]);
    rig.link(b, a);
    rig.pass(500);
    same(a, b);
  });
});
