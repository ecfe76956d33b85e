import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { add, terminal } from '../tests/terminals.ts';
import { type FeedSocket, StockFeed } from './stock-feed.ts';

/** The far end: what came, and how much of it lies unread on this end. */
class FakeSocket implements FeedSocket {
  readonly doc = new Y.Doc();
  readonly messages: Uint8Array[] = [];
  readonly closed: number[] = [];
  isReading = true;
  bufferedBytes = 0;

  send(message: Uint8Array): void {
    this.messages.push(message);
    if (!this.isReading) this.bufferedBytes += message.length;
    // Type, step and length before an update of up to two gigabytes.
    if (message[0] !== 0) return;
    const lengthBytes = message.subarray(2).findIndex((byte) => byte < 128) + 1;
    Y.applyUpdate(this.doc, message.subarray(2 + lengthBytes));
  }

  close(code: number): void {
    this.closed.push(code);
  }
}

const ask = Uint8Array.of(0, 0, 1, 0);

function opened(perCheckpoint = 1_000_000) {
  const document = terminal(1, perCheckpoint);
  add(document, 'a:1', 1, 'lot', 1_000);
  const feed = new StockFeed(document);
  document.onUpdate(() => feed.changed());
  const socket = new FakeSocket();
  const reader = feed.attach(socket, 0);
  return { document, feed, socket, reader };
}

describe('a document to be read', () => {
  test('STK-8 changes between two ticks go out as one, and only to who asked for the document', () => {
    const { document, feed, socket, reader } = opened();
    add(document, 'a:1', 2, 'lot', 1_000);
    feed.tick(100);
    expect(socket.messages).toEqual([]);
    reader.received(ask);
    for (let seq = 3; seq <= 50; seq += 1) add(document, 'a:1', seq, 'lot', 1_000);
    feed.tick(200);
    expect(socket.messages).toHaveLength(2);
    expect(Y.encodeStateVector(socket.doc)).toEqual(document.encodeStateVector());
    feed.tick(300);
    expect(socket.messages).toHaveLength(2);
  });

  test('STK-8 a line without changes is kept alive with a word about nobody', () => {
    const { feed, socket, reader } = opened();
    reader.received(ask);
    for (let nowMs = 100; nowMs <= 60_000; nowMs += 100) feed.tick(nowMs);
    expect(socket.messages.slice(1)).toEqual(Array(6).fill(Uint8Array.of(1, 1, 0)));
  });

  test('STK-9 a reader that stalls costs a bounded amount of memory, gets the rest in one piece, or is put out', () => {
    const { document, feed, socket, reader } = opened();
    const other = new FakeSocket();
    feed.attach(other, 0).received(ask);
    reader.received(ask);
    socket.isReading = false;
    let seq = 1;
    let nowMs = 0;
    const work = (ticks: number) => {
      for (let i = 0; i < ticks; i += 1) {
        seq += 1;
        const changes = Array.from({ length: 400 }, (_, lot) => `lot-of-a-name-that-is-rather-long-${seq}-${lot}`);
        document.append(
          'a:1',
          seq,
          changes.map((batchId) => ({ batchId, addMilli: 1_000, takeMilli: 0 })),
        );
        nowMs += 100;
        feed.tick(nowMs);
      }
    };
    work(100);
    expect(document.encodeState().length).toBeGreaterThan(1_800_000);
    expect(socket.bufferedBytes).toBeLessThan(1_200_000);
    expect(Y.encodeStateVector(other.doc)).toEqual(document.encodeStateVector());
    socket.isReading = true;
    socket.bufferedBytes = 0;
    const before = socket.messages.length;
    work(1);
    expect(socket.messages).toHaveLength(before + 1);
    expect(Y.encodeStateVector(socket.doc)).toEqual(document.encodeStateVector());
    expect(socket.closed).toEqual([]);
    socket.isReading = false;
    socket.bufferedBytes = 2_000_000;
    for (let later = 0; later <= 30_000; later += 100) feed.tick(nowMs + 100 + later);
    expect(socket.closed).toEqual([4508]);
    expect(other.closed).toEqual([]);
  });

  test('STK-3 what a reader writes is not read, only told from an empty update', () => {
    const { document, reader, socket } = opened();
    const before = document.digest();
    for (const message of [ask, Uint8Array.of(0, 1, 2, 0, 0), Uint8Array.of(1, 3, 9, 9, 9), Uint8Array.of(3)]) {
      reader.received(message);
    }
    expect(socket.closed).toEqual([]);
    reader.received(Uint8Array.of(0, 2, 3, 255, 255, 255));
    expect(socket.closed).toEqual([4403]);
    reader.received(Uint8Array.of(0, 2, 3, 255, 255, 255));
    expect(socket.closed).toEqual([4403]);
    expect(document.digest()).toBe(before);
  });

  test.each([[[]], [[0]], [[9]], [[0, 7, 0]], [[0, 0, 5, 1]], [[0, 0, 3, 1, 255, 255]]])(
    'STK-6 the message %j closes the connection',
    (bytes) => {
      const { reader, socket } = opened();
      reader.received(Uint8Array.from(bytes));
      expect(socket.closed).toEqual([4400]);
    },
  );
});
