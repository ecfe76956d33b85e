import { SeededRandom } from '@apotheca/core/testing';
import { InventoryDocument } from '@apotheca/crdt-inventory';
import { afterEach, describe, expect, test } from 'vitest';
import { type DocumentReplica, InventoryChannel } from './inventory-channel.ts';

const random = new SeededRandom('inventory channel');
const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

const quiet = () => new Promise((resolve) => setTimeout(resolve, 60));

interface End {
  readonly name: string;
  readonly document: InventoryDocument;
  readonly channel: InventoryChannel;
  readonly sent: { to: string; bytes: number }[];
  readonly foreign: string[];
  move(seq: number, milli: number): void;
  /** As the ledger tells: the document of the next epoch, empty. */
  roll(epoch: number): void;
}

/** Ends that hear each other's signals, unless the wire is cut. */
function wire(names: readonly string[], storeOf: (name: string) => string = () => 'store_1') {
  const state = { isCut: false };
  const ends: End[] = names.map((name, index) => {
    const open = (epoch: number) => {
      const opened = new InventoryDocument({ storeId: storeOf(name), epoch });
      opened.assignClientId(epoch * 10 + index);
      opened.onUpdate((update, isLocal) => listeners.forEach((listener) => void listener(update, isLocal)));
      return opened;
    };
    const listeners = new Set<(update: Uint8Array, isLocal: boolean) => void>();
    let document = open(1);
    const replica: DocumentReplica = {
      room: () => document.room,
      encodeStateVector: () => document.encodeStateVector(),
      encodeUpdate: (theirs) => document.encodeUpdate(theirs),
      applyUpdate: (update) => document.applyUpdate(update),
      onUpdate: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    const sent: End['sent'] = [];
    const foreign: string[] = [];
    const channel = new InventoryChannel({
      replica: () => replica,
      random,
      onForeign: (from, what) => foreign.push(`${from} ${what}`),
      send(to, body) {
        sent.push({ to, bytes: body.length });
        const others = ends.filter((end) => end.name !== name && (to === '*' || to === end.name));
        if (!state.isCut) setImmediate(() => others.forEach((end) => void end.channel.received(name, body)));
      },
    });
    channel.start();
    stops.push(() => channel.stop());
    const move = (seq: number, milli: number) =>
      document.append(name, seq, [{ batchId: `lot-${seq % 50}`, addMilli: milli, takeMilli: 0 }]);
    const roll = (epoch: number) => {
      document = open(epoch);
    };
    return {
      name,
      get document() {
        return document;
      },
      channel,
      sent,
      foreign,
      move,
      roll,
    };
  });
  const meet = (nowMs = 0) => {
    for (const end of ends)
      for (const other of names) if (other !== end.name) end.channel.peerReady(other, true, nowMs);
  };
  const alike = async () => {
    for (let i = 0; i < 400; i += 1) {
      if (new Set(ends.map(({ document }) => document.digest())).size === 1) return true;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return false;
  };
  return { ends: ends as [End, End], state, meet, alike };
}

describe('the stock document between terminals', () => {
  test('NET-47 two that meet bring each other what they lack, whatever its size', async () => {
    const { ends, meet, alike } = wire(['a', 'b']);
    const lots = Array.from({ length: 12_000 }, () => Buffer.from(random.bytes(16)).toString('hex'));
    ends[0].document.append(
      'a',
      1,
      lots.map((batchId, index) => ({ batchId, addMilli: 1000 + index, takeMilli: 0 })),
    );
    ends[1].move(1, 5);
    expect(ends[0].document.encodeState().length).toBeGreaterThan(256 * 1024);
    meet();
    expect(await alike()).toBe(true);
    expect(Math.max(...ends[0].sent.map(({ bytes }) => bytes))).toBeLessThan(256 * 1024);
    expect(ends.flatMap(({ foreign }) => foreign)).toEqual([]);
  });

  test('NET-47 what is written soon after one another goes out as one update, and is not echoed', async () => {
    const { ends, meet, alike } = wire(['a', 'b', 'c']);
    meet();
    await quiet();
    for (const { sent } of ends) sent.length = 0;
    for (let seq = 1; seq <= 200; seq += 1) ends[0].move(seq, 1000);
    expect(await alike()).toBe(true);
    expect(ends[0].sent).toHaveLength(1);
    expect(ends[1].sent).toEqual([]);
  });

  test('NET-47 an update that got lost is found again when the documents are compared', async () => {
    const { ends, state, meet, alike } = wire(['a', 'b']);
    meet();
    await alike();
    state.isCut = true;
    ends[0].move(1, 1000);
    await quiet();
    state.isCut = false;
    ends[0].move(2, 1000);
    await quiet();
    expect(ends[0].document.digest()).not.toBe(ends[1].document.digest());
    for (const { channel } of ends) channel.tick(59_000);
    for (const { channel } of ends) channel.tick(60_000);
    expect(await alike()).toBe(true);
  });

  test('NET-49 what is of an earlier epoch is left out silently, and whoever changes rooms asks for what is there', async () => {
    const { ends, meet, alike } = wire(['a', 'b']);
    ends[0].move(1, 1000);
    meet();
    expect(await alike()).toBe(true);
    ends[0].roll(2);
    ends[0].move(2, 5000);
    ends[1].move(3, 7000);
    await quiet();
    expect(ends[0].document.replicaIds()).toEqual(['a']);
    expect(ends[1].document.watermark('a')).toBe(1);
    ends[1].roll(2);
    ends[1].move(4, 9000);
    for (const { channel } of ends) channel.tick(1_000);
    expect(await alike()).toBe(true);
    expect(ends[0].document.replicaIds()).toEqual(['a', 'b']);
    expect(ends.flatMap(({ foreign }) => foreign)).toEqual([]);
  });

  test('NET-48 another room and bytes that are no update are left out, and said', async () => {
    const { ends, meet } = wire(['a', 'b'], (name) => `store_${name}`);
    ends[0].move(1, 1000);
    const before = ends[1].document.digest();
    meet();
    await quiet();
    expect(ends[1].document.digest()).toBe(before);
    expect(new Set(ends[1].foreign)).toEqual(new Set(['a room']));
    const head = (kind: number, part = 0, count = 1) => {
      const room = Buffer.from(ends[1].document.room);
      return Buffer.concat([Buffer.from([kind, room.length, 0, part, 0, count]), Buffer.alloc(8), room]);
    };
    ends[1].foreign.length = 0;
    for (const body of [Buffer.alloc(0), Buffer.from([3, 200]), head(9), head(3, 5, 2), head(3, 0, 0)]) {
      ends[1].channel.received('a', body);
    }
    ends[1].channel.received('a', Buffer.concat([head(3), Buffer.from([9, 9, 9])]));
    expect(ends[1].foreign).toEqual(Array(6).fill('a malformed'));
    ends[1].channel.received('a', head(3, 1, 2));
    expect(ends[1].document.digest()).toBe(before);
  });
});
