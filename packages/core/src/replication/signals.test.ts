import { expect, test } from 'vitest';
import { decodeMessage } from './codec.ts';
import { limits } from './limits.ts';
import type { RoutedSignal } from './messages.ts';
import { RawPeer } from './testing/raw-peer.ts';
import { Rig, sealMark } from './testing/rig.ts';

const text = (body: Uint8Array) => Buffer.from(body).toString();
const bytes = (words: string) => new Uint8Array(Buffer.from(words));

test('SYN-54 a signal goes straight to a linked terminal, else by the relay, and comes once', () => {
  const rig = new Rig();
  const [a, b, c] = [rig.add('a'), rig.add('b'), rig.add('c')];
  const relay = rig.add('relay', { kind: 'relay' });
  rig.link(a, b);
  for (const node of [a, b, c]) rig.link(node, relay);
  rig.pass(500);
  expect(a.node.signal('b', 'inventory', bytes('to b'))).toBe(true);
  expect(a.node.signal('c', 'inventory', bytes('to c'))).toBe(true);
  expect(a.node.signal('*', 'inventory', bytes('to all'))).toBe(true);
  rig.settle();
  expect(b.signals.map(({ from, body }) => [from, text(body)])).toEqual([
    ['a', 'to b'],
    ['a', 'to all'],
  ]);
  expect(c.signals.map(({ body }) => text(body))).toEqual(['to c', 'to all']);
  expect(a.signals).toEqual([]);
  expect(new Rig().add('a').node.signal('b', 'inventory', bytes('x'))).toBe(false);
});

test('SYN-55 bodies are sealed but for the lease, so a relay reads only that', () => {
  const rig = new Rig();
  const a = rig.add('a');
  const relay = rig.add('relay', { kind: 'relay', node: { sealer: { seal: (s) => s.body, open: () => null } } });
  rig.link(a, relay);
  rig.pass(500);
  rig.records = true;
  a.node.signal('*', 'inventory', bytes('lot 12'));
  a.node.signal('*', 'lease', bytes('a vote'));
  rig.settle();
  expect(relay.signals.map(({ channel, body }) => [channel, text(body)])).toEqual([['lease', 'a vote']]);
  const bodies = rig.recorded
    .map(decodeMessage)
    .map((message) => (message.type === 'signal' ? message.signal.body : null));
  expect(bodies.map((body) => body?.[0])).toEqual([sealMark, 'a'.charCodeAt(0)]);
});

test('SYN-55 what does not open is not delivered', () => {
  const rig = new Rig();
  const a = rig.add('a');
  const peer = new RawPeer(rig, a, { terminalId: 'b', kind: 'direct' }).hello();
  const signal: RoutedSignal = {
    id: '0011223344556677',
    from: 'b',
    to: 'a',
    channel: 'inventory',
    body: bytes('open'),
  };
  peer.say({ type: 'signal', signal });
  expect([a.signals, peer.closed]).toEqual([[], null]);
});

test('SYN-56 a terminal signals for itself only; a relay passes on what members sealed', () => {
  const rig = new Rig();
  const a = rig.add('a');
  const signal: RoutedSignal = { id: '0011223344556677', from: 'c', to: 'a', channel: 'lease', body: bytes('mine') };
  const liar = new RawPeer(rig, a, { terminalId: 'b', kind: 'direct' }).hello().say({ type: 'signal', signal });
  expect([liar.closed?.code, a.signals]).toEqual([4400, []]);
  new RawPeer(rig, a, { terminalId: 'relay', kind: 'relay' })
    .hello()
    .say({ type: 'signal', signal })
    .say({ type: 'signal', signal });
  expect(a.signals).toHaveLength(1);
});

test('SYN-57 more signals than a second allows are lost, larger ones than 256 KiB refused', () => {
  const rig = new Rig();
  const a = rig.add('a');
  const peer = new RawPeer(rig, a, { terminalId: 'b', kind: 'direct' }).hello();
  for (let count = 0; count < limits.signalBurst + 50; count += 1) {
    const id = count.toString(16).padStart(16, '0');
    peer.say({ type: 'signal', signal: { id, from: 'b', to: 'a', channel: 'lease', body: bytes('x') } });
  }
  expect(a.signals).toHaveLength(limits.signalBurst);
  expect(peer.closed).toBeNull();
  expect(() => a.node.signal('b', 'lease', new Uint8Array(limits.signalBytes + 1))).toThrow(/too large/);
  const body = new Uint8Array(limits.signalBytes + 1);
  peer.say({ type: 'signal', signal: { id: 'ffffffffffffffff', from: 'b', to: 'a', channel: 'lease', body } });
  expect(peer.closed?.code).toBe(4400);
});

test('SYN-58 instances of one relay hand each other signals for terminals that are not theirs', () => {
  const rig = new Rig();
  const [a, b] = [rig.add('a'), rig.add('b')];
  const second = rig.add('relay-2', { kind: 'relay' });
  const elsewhere: RoutedSignal[] = [];
  const first = rig.add('relay-1', {
    kind: 'relay',
    node: { onElsewhere: (signal) => [elsewhere.push(signal), second.node.deliver(signal)] },
  });
  rig.link(a, first);
  rig.link(b, second);
  rig.pass(500);
  a.node.signal('b', 'inventory', bytes('across'));
  rig.settle();
  expect(elsewhere).toHaveLength(1);
  expect(b.signals.map(({ body }) => text(body))).toEqual(['across']);
});
