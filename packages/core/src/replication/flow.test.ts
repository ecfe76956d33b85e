import { describe, expect, test } from 'vitest';
import { limits } from './limits.ts';
import type { ReplicaStore } from './ports.ts';
import { ChainWriter, testTerminal } from './testing/chain-writer.ts';
import type { MemoryReplica } from './testing/memory-replica.ts';
import { RawPeer } from './testing/raw-peer.ts';
import { Rig } from './testing/rig.ts';

const direct = (terminalId: string) => ({ terminalId, kind: 'direct' as const });
/** Compresses to nothing, so its size comes from chance. */
const noise = (bytes: number) => {
  let text = '';
  for (let at = 0; text.length < bytes; at += 1) text += Math.imul(at + 1, 0x9e3779b1).toString(36);
  return text;
};

/** The same store, noting how many rows each `take` had. */
function watched(store: MemoryReplica, sizes: number[]): ReplicaStore {
  return {
    storeId: store.storeId,
    heads: () => store.heads(),
    head: (origin) => store.head(origin),
    isQuarantined: (origin) => store.isQuarantined(origin),
    read: (...args) => store.read(...args),
    take: (batch, nowMs, done) => {
      sizes.push(batch.reduce((sum, { rows }) => sum + rows.length, 0));
      store.take(batch, nowMs, done);
    },
  };
}

describe('credit', () => {
  test('SYN-40 no more FRAMES are on the way than the receiver stated, and they go on when credit comes back', () => {
    const rig = new Rig();
    const a = rig.add('a');
    for (let count = 0; count < 100; count += 1) a.writer.append(noise(20_000));
    a.store.write(a.writer.batch(), rig.nowMs);
    const peer = new RawPeer(rig, a, direct('b')).hello({ windowBytes: limits.windowBytesMin });
    peer.say({ type: 'want', origin: a.writer.origin, afterSeq: 0 });
    rig.pass(5_000);
    const first = peer.frameBytes;
    expect(first).toBeGreaterThan(limits.windowBytesMin / 2);
    expect(first).toBeLessThanOrEqual(limits.windowBytesMin);
    peer.say({ type: 'credit', bytes: 1_000 });
    expect(peer.frameBytes).toBeLessThanOrEqual(limits.windowBytesMin + 1_000);
    for (let returned = 1_000; returned < peer.frameBytes; ) {
      const outstanding = peer.frameBytes - returned;
      returned += outstanding;
      peer.say({ type: 'credit', bytes: outstanding });
      expect(peer.frameBytes - returned).toBeLessThanOrEqual(limits.windowBytesMin);
    }
    expect(peer.all('frames').flatMap(({ rows }) => rows.map((row) => row.seq))).toEqual(
      a.writer.rows.map((row) => row.seq),
    );
  });

  test('SYN-41 credit that was never taken, and FRAMES without credit, close the link', () => {
    const rig = new Rig();
    const [a, b] = [rig.add('a'), rig.add('b', { node: { windowBytes: limits.windowBytesMin } })];
    expect(new RawPeer(rig, a, direct('c')).hello().say({ type: 'credit', bytes: 1 }).closed?.code).toBe(4400);
    const answers: (() => void)[] = [];
    const slow = rig.add('d', {
      store: { answer: (work) => answers.push(work) },
      node: { windowBytes: limits.windowBytesMin },
    });
    for (let count = 0; count < 40; count += 1) b.writer.append(noise(40_000));
    const peer = new RawPeer(rig, slow, direct('b')).hello();
    const last = b.writer.rows.at(-1)!;
    peer.say({ type: 'have', full: true, heads: [{ origin: b.writer.origin, seq: last.seq, hash: last.hash }] });
    peer.say({ type: 'origin', record: b.writer.record });
    for (const row of b.writer.rows) {
      if (!peer.closed) peer.say({ type: 'frames', origin: row.origin, rows: [row], seals: [] });
    }
    expect(peer.closed?.code).toBe(4413);
  });

  test('SYN-42 a row larger than the window crosses alone when nothing else is on the way', () => {
    const rig = new Rig();
    const [a, b] = [rig.add('a'), rig.add('b', { node: { windowBytes: limits.windowBytesMin } })];
    a.write(3);
    a.write(1, noise(3_000_000));
    a.write(3);
    rig.link(a, b);
    rig.pass(2_000);
    expect(b.store.dump()).toEqual(a.store.dump());
    expect(Math.max(...a.writer.rows.map((row) => row.ciphertext.length))).toBeGreaterThan(limits.messageBytes);
    expect([...a.alarms, ...b.alarms]).toEqual([]);
  });

  test('SYN-42 a row larger than any message is told to a person and stops its origin only', () => {
    const rig = new Rig();
    const [a, b] = [rig.add('a', { store: { storeKeys: [] } }), rig.add('b')];
    const huge = new ChainWriter({ terminal: testTerminal('e') });
    huge.append('', { ciphertext: new Uint8Array(limits.oversizedBytes) });
    a.store.write(huge.batch(), rig.nowMs);
    a.write(5);
    rig.link(a, b);
    rig.pass(1_000);
    expect(a.alarms).toEqual([{ kind: 'row-too-large', origin: huge.origin, seq: 1 }]);
    expect(b.store.head(a.writer.origin)?.seq).toBe(5);
  });
});

describe('slow peers', () => {
  test('SYN-43 nothing is written to a link that does not drain, and others are served meanwhile', () => {
    const rig = new Rig();
    const [a, b] = [rig.add('a'), rig.add('b')];
    const stuck = new RawPeer(rig, a, direct('c')).hello();
    stuck.say({ type: 'want', origin: a.writer.origin, afterSeq: 0 });
    rig.link(a, b);
    rig.pass(500);
    stuck.buffered = limits.bufferedBytes + 1;
    const heard = stuck.heard.length;
    for (let count = 0; count < 200; count += 1) {
      a.write(20);
      a.node.signal('*', 'inventory', new Uint8Array(1_000));
      rig.settle();
      stuck.say({ type: 'ping', nonce: count, nowMs: 0 });
    }
    expect(stuck.heard.length).toBe(heard);
    expect(b.store.head(a.writer.origin)?.seq).toBe(4_000);
    expect(b.signals).toHaveLength(200);
    stuck.buffered = 0;
    rig.pass(1_000);
    expect(stuck.all('frames').at(-1)?.rows.at(-1)?.seq).toBe(4_000);
  });

  test('SYN-44 a link that stays stuck for 30 seconds is closed', () => {
    const rig = new Rig();
    const a = rig.add('a');
    const stuck = new RawPeer(rig, a, direct('c')).hello();
    stuck.buffered = limits.bufferedBytes + 1;
    for (let seconds = 0; seconds < 29; seconds += 1) {
      stuck.say({ type: 'ping', nonce: seconds, nowMs: 0 });
      rig.pass(1_000);
    }
    expect(stuck.closed).toBeNull();
    rig.pass(2_000);
    expect(stuck.closed?.code).toBe(4431);
  });

  test('SYN-45 a disk that is slow here holds at most one window of each peer, and pushes the peers back', () => {
    const rig = new Rig();
    const answers: (() => void)[] = [];
    const a = rig.add('a');
    const b = rig.add('b', {
      store: { answer: (work) => answers.push(work) },
      node: { windowBytes: limits.windowBytesMin },
    });
    for (let count = 0; count < 200; count += 1) a.writer.append(noise(20_000));
    a.store.write(a.writer.batch(), rig.nowMs);
    const link = rig.link(a, b);
    rig.pass(20_000);
    expect(link.framesBytes.ab).toBeLessThanOrEqual(limits.windowBytesMin);
    expect(b.store.head(a.writer.origin)).toBeUndefined();
    for (let step = 0; step < 1_000 && b.store.head(a.writer.origin)?.seq !== 200; step += 1) {
      answers.splice(0).forEach((answer) => {
        answer();
      });
      rig.pass(250);
    }
    expect(b.store.dump()).toEqual(a.store.dump());
  });
});

describe('durable acknowledgement', () => {
  test('SYN-46 HAVE names a row only after take is done, and that is what ackedBy tells', () => {
    const rig = new Rig();
    const answers: (() => void)[] = [];
    const a = rig.add('a');
    const b = rig.add('b', { store: { answer: (work) => answers.push(work) } });
    rig.link(a, b);
    rig.pass(500);
    a.write(4);
    rig.pass(5_000);
    expect(a.node.ackedBy(a.writer.origin, 1)).toEqual([]);
    expect(a.node.status().peers).toMatchObject([{ terminalId: 'b', lagEvents: 4, behindEvents: 0 }]);
    answers.splice(0).forEach((answer) => {
      answer();
    });
    rig.pass(500);
    expect(a.node.ackedBy(a.writer.origin, 4)).toEqual(['b']);
    expect(a.node.ackedBy(a.writer.origin, 5)).toEqual([]);
    expect(a.node.status().peers).toMatchObject([{ lagEvents: 0 }]);
    rig.wires[0]!.cut();
    expect(a.node.ackedBy(a.writer.origin, 4)).toEqual(['b']);
  });

  test('SYN-47 rows that come while a take is pending go together into the next, up to 2,000 rows at a time', () => {
    const rig = new Rig();
    const sizes: number[] = [];
    const answers: (() => void)[] = [];
    const a = rig.add('a');
    const b = rig.add('b', { store: { answer: (work) => answers.push(work) }, wrap: (store) => watched(store, sizes) });
    const answerAll = () => {
      while (answers.length > 0) {
        answers.shift()?.();
        rig.settle();
      }
    };
    rig.link(a, b);
    a.write(9_000);
    rig.settle();
    expect(sizes).toHaveLength(1);
    answerAll();
    expect(b.store.head(a.writer.origin)?.seq).toBe(9_000);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(limits.takeRows);
    expect(Math.max(...sizes)).toBeGreaterThan(limits.rowsAFrame);
    sizes.length = 0;
    a.write(1);
    rig.settle();
    for (let count = 0; count < 50; count += 1) {
      a.write(1);
      rig.settle();
    }
    answerAll();
    expect(sizes).toEqual([1, 50]);
  });

  test('SYN-48 a store that fails is told to a person and tried again; nothing is lost', () => {
    const rig = new Rig();
    const a = rig.add('a');
    let isFull = true;
    const b = rig.add('b', {
      wrap: (store) => ({
        ...watched(store, []),
        take: (batch, nowMs, done) => {
          if (isFull) throw new Error('the disk is full');
          store.take(batch, nowMs, done);
        },
      }),
    });
    a.write(10);
    rig.link(a, b);
    rig.pass(1_000);
    expect(b.alarms).toEqual([{ kind: 'store-failed', message: 'the disk is full' }]);
    isFull = false;
    rig.pass(6_000);
    expect(b.store.head(a.writer.origin)?.seq).toBe(10);
    expect(a.node.ackedBy(a.writer.origin, 10)).toEqual(['b']);
  });
});
