import { describe, expect, test } from 'vitest';
import { closeCodeOf, closeCodes } from './close-codes.ts';
import { limits } from './limits.ts';
import { RawPeer } from './testing/raw-peer.ts';
import { Rig } from './testing/rig.ts';

const direct = (terminalId: string) => ({ terminalId, kind: 'direct' as const });

describe('the first message', () => {
  test('SYN-4 HELLO comes first and once; whoever says something else is told so and closed', () => {
    const rig = new Rig();
    const a = rig.add('a');
    const early = new RawPeer(rig, a, direct('b')).say({ type: 'want', origin: a.writer.origin, afterSeq: 0 });
    expect(early.closed?.code).toBe(4400);
    const twice = new RawPeer(rig, a, direct('c')).hello();
    expect(twice.closed).toBeNull();
    expect(twice.hello().closed?.code).toBe(4400);
    const late = new RawPeer(rig, a, direct('d'));
    rig.pass(limits.helloMs + 500);
    expect(late.closed?.code).toBe(4408);
  });

  test.each([
    [{ protocolMin: 0, protocolMax: 0 }, 4426],
    [{ protocolMin: 7, protocolMax: 9 }, 4427],
    [{ storeId: 'another-store' }, 4406],
    [{ terminalId: 'a' }, 4410],
    [{ terminalId: 'c' }, 4401],
    [{ kind: 'relay' as const }, 4401],
  ])('SYN-5, SYN-6, SYN-7 HELLO with %o is answered with BYE and %i', (change, code) => {
    const rig = new Rig();
    const a = rig.add('a');
    a.write(3);
    const peer = new RawPeer(rig, a, direct('b')).hello(change);
    expect(peer.all('bye')).toEqual([{ type: 'bye', code, reason: closeCodeOf(code)?.sentence }]);
    expect(peer.closed?.code).toBe(code);
    expect(peer.all('have')).toEqual([]);
    expect(a.alarms).toMatchObject([{ kind: 'peer-closed', terminalId: 'b', code }]);
  });

  test('SYN-5 a wider range of protocols than ours is fine, and so is a longer HELLO', () => {
    const rig = new Rig();
    const a = rig.add('a');
    const peer = new RawPeer(rig, a, direct('b')).hello({ protocolMin: 0, protocolMax: 12 });
    expect(peer.closed).toBeNull();
    expect(peer.all('have')).toMatchObject([{ full: true }]);
  });
});

describe('who is let in', () => {
  test('SYN-8 a revoked terminal is closed at once and not let in again', () => {
    const rig = new Rig();
    const [a, b] = [rig.add('a'), rig.add('b')];
    rig.link(a, b);
    rig.pass(500);
    a.node.refuse('b');
    expect(a.closes).toEqual([{ code: 4403, reason: closeCodes.revoked.sentence }]);
    expect(a.node.status().peers).toMatchObject([{ terminalId: 'b', connected: false }]);
    const again = rig.link(b, a);
    expect(again.isOpen).toBe(false);
    b.write(3);
    rig.pass(500);
    expect(a.store.head(b.writer.origin)).toBeUndefined();
  });

  test('SYN-10 two terminals that dial each other keep the link that the smaller one dialled', () => {
    for (const order of ['ab first', 'ba first']) {
      const rig = new Rig();
      const [a, b] = [rig.add('a'), rig.add('b')];
      const dial = { ab: () => rig.link(a, b), ba: () => rig.link(b, a) };
      const [ab, ba] = order === 'ab first' ? [dial.ab(), dial.ba()] : [dial.ba(), dial.ab()].reverse();
      rig.pass(500);
      expect([order, ab!.isOpen, ba!.isOpen]).toEqual([order, true, false]);
      expect([...a.closes, ...b.closes].every(({ code }) => code === 4409)).toBe(true);
      a.write(2);
      rig.settle();
      expect(b.store.head(a.writer.origin)?.seq).toBe(2);
    }
  });

  test('SYN-10 of two links dialled by one end the newer one stays, and a link nobody answers on gives way', () => {
    const rig = new Rig();
    const b = rig.add('b');
    const first = new RawPeer(rig, b, direct('c')).hello();
    const second = new RawPeer(rig, b, direct('c')).hello();
    expect([first.closed?.code, second.closed]).toEqual([4409, null]);
    // Dialled by a: stays against one that b dialled, as long as it is alive.
    const dead = new RawPeer(rig, b, direct('a')).hello();
    expect(new RawPeer(rig, b, direct('a'), true).closed?.code).toBe(4409);
    rig.pass(2 * limits.pingMs + 500);
    expect(new RawPeer(rig, b, direct('a'), true).closed).toBeNull();
    expect(dead.closed?.code).toBe(4409);
  });
});

describe('liveness', () => {
  test('SYN-9 a quiet link is asked with PING, and closed after 20 seconds without any answer', () => {
    const rig = new Rig();
    const a = rig.add('a');
    const peer = new RawPeer(rig, a, direct('b')).hello();
    rig.pass(limits.pingMs + 500);
    expect(peer.all('ping')).toHaveLength(1);
    const { nonce, nowMs } = peer.all('ping')[0]!;
    peer.say({ type: 'pong', nonce, nowMs });
    rig.pass(limits.silentMs - 500);
    expect(peer.closed).toBeNull();
    expect(a.node.status().peers[0]?.roundTripMs).toBeLessThan(1_000);
    rig.pass(1_000);
    expect(peer.closed?.code).toBe(4408);
    const other = new RawPeer(rig, a, direct('c')).hello().say({ type: 'ping', nonce: 5, nowMs: 1 });
    expect(other.all('pong')).toMatchObject([{ nonce: 5 }]);
  });

  test('SYN-13 a wall clock set forth or back by a day closes no link', () => {
    const rig = new Rig();
    const [a, b] = [rig.add('a'), rig.add('b')];
    const link = rig.link(a, b);
    rig.pass(1_000);
    for (const jump of [86_400_000, -2 * 86_400_000, 86_400_000]) {
      rig.nowMs += jump;
      rig.pass(3_000);
      expect(link.isOpen).toBe(true);
    }
    link.flows.ab = false;
    link.flows.ba = false;
    rig.pass(limits.silentMs + 1_000);
    expect(link.isOpen).toBe(false);
  });

  test('SYN-12 clocks further apart than two minutes are told', () => {
    const rig = new Rig();
    const a = rig.add('a');
    new RawPeer(rig, a, direct('b')).hello({ nowMs: rig.nowMs + 100_000 });
    expect(a.alarms).toEqual([]);
    new RawPeer(rig, a, direct('c')).hello({ nowMs: rig.nowMs - 600_000 });
    expect(a.alarms).toEqual([{ kind: 'clock-differs', terminalId: 'c', aheadMs: -600_000 }]);
  });

  test('SYN-14 messages that come faster than a session needs them close the link', () => {
    const rig = new Rig();
    const a = rig.add('a');
    const peer = new RawPeer(rig, a, direct('b')).hello();
    for (let count = 0; count < limits.controlBurst + 10 && !peer.closed; count += 1) {
      peer.say({ type: 'drop', origin: 'x:1' });
    }
    expect(peer.closed?.code).toBe(4429);
  });
});

describe('the end', () => {
  test('SYN-11 every close code says what to do, fits a close frame, and says when to dial again', () => {
    const codes = Object.values(closeCodes);
    expect(new Set(codes.map(({ code }) => code)).size).toBe(codes.length);
    for (const { code, sentence } of codes) {
      expect(code).toBeGreaterThanOrEqual(4400);
      expect(Buffer.byteLength(sentence)).toBeLessThanOrEqual(123);
      expect(sentence).toMatch(/^[A-Z].*\.$/);
    }
    expect(closeCodes.revoked.retry).toBe('never');
  });

  test('SYN-11 a stopping node says BYE, the other end keeps why', () => {
    const rig = new Rig();
    const [a, b] = [rig.add('a'), rig.add('b')];
    rig.link(a, b);
    rig.pass(500);
    a.node.stop();
    rig.pass(250);
    expect(b.node.status().peers[0]).toMatchObject({
      connected: false,
      lastClose: { code: 4503, reason: closeCodes.stopping.sentence },
    });
    expect(rig.link(b, a).isOpen).toBe(false);
  });
});
