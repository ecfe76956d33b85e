import { describe, expect, test } from 'vitest';
import { SeededRandom } from '../testing/fakes.ts';
import { decodeMessage } from './codec.ts';
import { limits } from './limits.ts';
import { Rig } from './testing/rig.ts';

describe('what is not said twice, and what waits for company', () => {
  test('SYN-31 what a peer was sent is not told to it again; it answers what it has on its disk', () => {
    const rig = new Rig();
    const a = rig.add('a');
    const b = rig.add('b');
    rig.link(a, b);
    a.write(1);
    rig.pass(500);
    rig.records = true;
    a.write(3);
    rig.pass(500);
    const told = rig.recorded.map(decodeMessage).flatMap((message) => (message.type === 'have' ? message.heads : []));
    expect(told).toMatchObject([{ origin: a.writer.origin, seq: 4 }]);
    expect(a.node.ackedBy(a.writer.origin, 4)).toEqual(['b']);
    expect(b.node.status().peers).toMatchObject([{ terminalId: 'a', lagEvents: 0, behindEvents: 0 }]);
    expect(b.node.ackedBy(a.writer.origin, 4)).toEqual(['a']);
  });

  test('SYN-32 a relay acknowledges with the next rows it sends, after 64 rows, or within a second', () => {
    const rig = new Rig();
    const relay = rig.add('r', { kind: 'relay' });
    const [a, b] = [rig.add('a'), rig.add('b')];
    rig.link(a, relay);
    rig.link(b, relay);
    for (const node of [a, b]) node.write(1);
    rig.pass(6_000);
    const acked = (seq: number) => a.node.ackedBy(a.writer.origin, seq).includes('r');

    a.write(1);
    rig.pass(250);
    expect([relay.store.head(a.writer.origin)?.seq, acked(2)]).toEqual([2, false]);
    rig.pass(limits.ackByRelayMs);
    expect(acked(2)).toBe(true);

    a.write(1);
    rig.pass(250);
    expect(acked(3)).toBe(false);
    b.write(1);
    rig.settle();
    expect(acked(3)).toBe(true);

    rig.pass(250);
    a.write(limits.ackRows);
    rig.settle();
    expect(acked(3 + limits.ackRows)).toBe(true);
  });

  test('SYN-33 a terminal acknowledges to a relay with its own rows or within five seconds; what the relay lacks it is told at once', () => {
    const rig = new Rig();
    const relay = rig.add('r', { kind: 'relay' });
    const [a, b] = [rig.add('a'), rig.add('b')];
    rig.link(a, relay);
    rig.link(b, relay);
    for (const node of [a, b]) node.write(1);
    rig.pass(250);
    expect(relay.store.heads()).toHaveLength(2);
    rig.pass(6_000);
    const acked = (seq: number) => relay.node.ackedBy(a.writer.origin, seq).includes('b');

    a.write(1);
    rig.pass(limits.ackToRelayMs - 1_000);
    expect([b.store.head(a.writer.origin)?.seq, acked(2)]).toEqual([2, false]);
    rig.pass(1_000);
    expect(acked(2)).toBe(true);

    a.write(1);
    rig.pass(250);
    expect(acked(3)).toBe(false);
    b.write(1);
    rig.settle();
    expect(acked(3)).toBe(true);
  });

  test('SYN-34 credit that waits with an acknowledgement never leaves the sender less than three quarters', () => {
    const rig = new Rig();
    const relay = rig.add('r', { kind: 'relay', node: { windowBytes: limits.windowBytesMin } });
    const a = rig.add('a');
    rig.link(a, relay);
    a.write(1);
    rig.pass(500);
    for (let round = 0; round < 12; round += 1) {
      a.write(1, Buffer.from(new SeededRandom(`round ${round}`).bytes(48_000)).toString('base64'));
      rig.settle();
    }
    expect(rig.wires[0]?.framesBytes.ab).toBeGreaterThan(limits.windowBytesMin);
    expect(relay.store.dump()).toEqual(a.store.dump());
    expect(a.closes).toEqual([]);
  });
});
