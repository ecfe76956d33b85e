import { describe, expect, test } from 'vitest';
import type { LedgerRow } from '../kernel/ledger/chain.ts';
import { decodeMessage, encodeMessage } from './codec.ts';
import { messageTypes } from './messages.ts';
import { ChainWriter, testTerminal } from './testing/chain-writer.ts';
import { RawPeer } from './testing/raw-peer.ts';
import { Rig, type RigNode } from './testing/rig.ts';

const direct = (terminalId: string) => ({ terminalId, kind: 'direct' as const });

function spoilFirstRow(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== messageTypes.frames) return bytes;
  const message = decodeMessage(bytes);
  if (message.type !== 'frames') return bytes;
  const rows = message.rows.map((row: LedgerRow, at) => {
    if (at > 0) return row;
    const ciphertext = Uint8Array.from(row.ciphertext);
    ciphertext[40] = (ciphertext[40] as number) ^ 1;
    return { ...row, ciphertext };
  });
  return encodeMessage({ ...message, rows });
}

describe('gaps', () => {
  test('SYN-50 rows that do not follow are not taken, and asked for again from where the disk stands', () => {
    const rig = new Rig();
    const b = rig.add('b');
    const chain = new ChainWriter({ terminal: testTerminal('a') }).appendMany(10);
    const peer = new RawPeer(rig, b, direct('a')).hello();
    const last = chain.rows.at(-1)!;
    peer.say({ type: 'have', full: true, heads: [{ origin: chain.origin, seq: 10, hash: last.hash }] });
    peer.say({ type: 'origin', record: chain.record });
    const frames = (from: number, to: number) =>
      peer.say({ ...chain.batch(from, to), type: 'frames', origin: chain.origin });
    frames(0, 2);
    frames(4, 8);
    expect(b.store.head(chain.origin)?.seq).toBe(2);
    expect(peer.closed).toBeNull();
    for (let count = 0; count < 30; count += 1) {
      peer.say({ type: 'ping', nonce: 1, nowMs: 0 });
      rig.pass(500);
    }
    const asked = peer.all('want').map(({ afterSeq }) => afterSeq);
    expect(asked.slice(0, 2)).toEqual([0, 2]);
    expect(asked.length).toBeLessThan(6);
    frames(2, 10);
    expect(b.store.head(chain.origin)?.seq).toBe(10);
    expect(peer.all('credit').reduce((sum, { bytes }) => sum + bytes, 0)).toBeGreaterThan(0);
  });
});

describe('forks', () => {
  function forked(): { rig: Rig; a: RigNode; b: RigNode; chain: ChainWriter; other: ChainWriter } {
    const rig = new Rig();
    const [a, b] = [rig.add('a'), rig.add('b')];
    const chain = new ChainWriter({ terminal: testTerminal('c') }).appendMany(5);
    const other = chain.branch(3).appendMany(2, 'elsewhere');
    return { rig, a, b, chain, other };
  }

  test('SYN-51 two heads at one place are proven by the rows, the origin is quarantined, the others go on', () => {
    const { rig, a, b, chain, other } = forked();
    a.store.write(chain.batch(), rig.nowMs);
    b.store.write(other.batch(), rig.nowMs);
    a.write(10);
    const link = rig.link(a, b);
    rig.pass(1_000);
    for (const node of [a, b]) {
      expect(node.store.isQuarantined(chain.origin)).toBe(true);
      expect(node.alarms).toContainEqual({ kind: 'fork', origin: chain.origin, seq: 5, from: node === a ? 'b' : 'a' });
      expect(node.node.status().quarantined).toEqual([chain.origin]);
      expect(node.store.evidence).toHaveLength(1);
    }
    a.write(5);
    b.write(5);
    rig.pass(500);
    expect(link.isOpen).toBe(true);
    expect(b.store.head(a.writer.origin)?.seq).toBe(15);
    expect(a.store.head(b.writer.origin)?.seq).toBe(5);
    expect([a, b].map(({ store }) => store.dump()[chain.origin]?.at(-1))).toEqual(
      [chain, other].map(({ rows }) => Buffer.from(rows.at(-1)!.hash).toString('hex')),
    );
  });

  test('SYN-51 a longer branch is found where it leaves ours', () => {
    const { rig, a, b, chain, other } = forked();
    a.store.write(chain.batch(), rig.nowMs);
    b.store.write(other.appendMany(4, 'further').batch(), rig.nowMs);
    rig.link(a, b);
    rig.pass(1_000);
    expect(a.store.isQuarantined(chain.origin)).toBe(true);
    expect(a.alarms).toContainEqual({ kind: 'fork', origin: chain.origin, seq: 6, from: 'b' });
  });

  test('SYN-51 a peer that only claims another hash quarantines nobody', () => {
    const rig = new Rig();
    const b = rig.add('b');
    const chain = new ChainWriter({ terminal: testTerminal('a') }).appendMany(3);
    b.store.write(chain.batch(), rig.nowMs);
    const peer = new RawPeer(rig, b, direct('c')).hello();
    const claim = {
      type: 'have' as const,
      full: true,
      heads: [{ origin: chain.origin, seq: 3, hash: new Uint8Array(32) }],
    };
    peer.say(claim);
    expect(peer.all('want')).toEqual([{ type: 'want', origin: chain.origin, afterSeq: 2 }]);
    peer.say({ type: 'origin', record: chain.record });
    peer.say({ type: 'frames', origin: chain.origin, rows: chain.rows.slice(2), seals: [] });
    for (let count = 0; count < 20; count += 1) peer.say(claim);
    rig.pass(1_000);
    expect(peer.all('want')).toHaveLength(1);
    expect(b.store.isQuarantined(chain.origin)).toBe(false);
    expect(b.alarms).toEqual([]);
  });
});

describe('rows spoiled on the way', () => {
  test('SYN-52 a relay that alters rows is not asked for that origin again; another source brings them', () => {
    const rig = new Rig();
    const [a, b] = [rig.add('a'), rig.add('b')];
    const relay = rig.add('relay', { kind: 'relay' });
    a.write(20);
    rig.link(a, relay);
    rig.pass(500);
    rig.tamper = (bytes, from) => (from === 'relay' ? spoilFirstRow(bytes) : bytes);
    rig.link(b, relay);
    rig.pass(3_000);
    expect(b.store.head(a.writer.origin)).toBeUndefined();
    expect(b.store.isQuarantined(a.writer.origin)).toBe(false);
    expect(b.alarms).toEqual([
      { kind: 'rows-refused', verdict: 'broken-chain', origin: a.writer.origin, seq: 1, from: 'relay' },
    ]);
    rig.link(a, b);
    rig.pass(1_000);
    expect(b.store.head(a.writer.origin)?.seq).toBe(20);
  });
});

describe('what passes with time', () => {
  test('SYN-53 rows of a terminal whose enrolment has not come are asked for again when others have come', () => {
    const rig = new Rig();
    const a = rig.add('a');
    const b = rig.add('b', { members: ['a', 'b'] });
    const newcomer = rig.add('e');
    newcomer.write(5);
    a.store.write(newcomer.writer.batch(), rig.nowMs);
    rig.link(a, b);
    rig.pass(5_000);
    expect(b.store.head(newcomer.writer.origin)).toBeUndefined();
    expect(b.node.status().waiting).toEqual([
      { origin: newcomer.writer.origin, verdict: 'unknown-terminal', missing: 5 },
    ]);
    expect(b.alarms).toEqual([]);
    const takes = b.store.takes;
    b.store.enrol(testTerminal('e'));
    a.write(1);
    rig.pass(750);
    expect(b.store.head(newcomer.writer.origin)?.seq).toBe(5);
    expect(takes).toBeLessThan(8);
  });

  test('SYN-53 rows stamped too far ahead are asked for again every half minute', () => {
    const rig = new Rig();
    const [a, b] = [rig.add('a'), rig.add('b')];
    const chain = new ChainWriter({ terminal: testTerminal('c'), nowMs: rig.nowMs + 86_400_000 + 90_000 }).appendMany(
      2,
    );
    a.store.write(chain.batch(), rig.nowMs + 86_400_000);
    rig.link(a, b);
    rig.pass(10_000);
    expect(b.node.status().waiting).toMatchObject([{ verdict: 'too-far-ahead', missing: 2 }]);
    rig.pass(61_000);
    expect(b.store.head(chain.origin)?.seq).toBe(2);
    expect(b.store.takes).toBeLessThan(5);
  });
});

describe('what a message may be', () => {
  test('SYN-2 a message of an unknown type closes the link, one of a later optional type is passed over', () => {
    const rig = new Rig();
    const b = rig.add('b');
    const peer = new RawPeer(rig, b, direct('a')).hello();
    peer.sayBytes(Uint8Array.of(64)).sayBytes(Uint8Array.of(255, 1, 2, 3));
    expect(peer.closed).toBeNull();
    expect(peer.sayBytes(Uint8Array.of(13)).closed?.code).toBe(4400);
    expect(new RawPeer(rig, b, direct('c')).hello().sayBytes(new Uint8Array(0)).closed?.code).toBe(4400);
  });

  test('SYN-3 rows nobody asked for, or after DROP, change nothing and cost the sender no credit', () => {
    const rig = new Rig();
    const b = rig.add('b');
    const chain = new ChainWriter({ terminal: testTerminal('a') }).appendMany(3);
    const peer = new RawPeer(rig, b, direct('a')).hello();
    peer.say({ type: 'origin', record: chain.record });
    peer.say({ type: 'frames', origin: chain.origin, rows: chain.rows, seals: [] });
    expect(b.store.takes).toBe(0);
    expect(peer.all('credit')).toHaveLength(1);
    expect(peer.closed).toBeNull();
  });

  test('SYN-3 names of origins that no peer tells of any more are forgotten', () => {
    const rig = new Rig();
    const b = rig.add('b');
    for (let link = 0; link < 20; link += 1) {
      const peer = new RawPeer(rig, b, direct('a')).hello();
      const heads = Array.from({ length: 100 }, (_, at) => ({
        origin: `x:${link}-${at}`,
        seq: 1,
        hash: new Uint8Array(32),
      }));
      peer.say({ type: 'have', full: true, heads });
      for (let at = 0; at < 100; at += 1) peer.say({ type: 'frames', origin: `y:${link}-${at}`, rows: [], seals: [] });
      rig.pass(250);
    }
    expect(b.node.originsInMind).toBe(100);
  });
});
