import { expect, test } from 'vitest';
import { add, terminal } from '../tests/terminals.ts';
import { closeClientId, takeClientId } from './index.ts';

const room = 'inventory/store-1/1';
const random = new Uint8Array([0, 0, 0, 9]);
const none = new Set<number>();

test('CRDT-21 an id is used again after a clean close of the whole document', () => {
  const { record } = takeClientId({ room, record: null, loadedClock: 0, random, inUse: none });
  expect(record).toEqual({ room, clientId: 9, taken: 1, closedAtClock: null });
  const document = terminal(record.clientId);
  add(document, 'a:1', 1, 'lot', 1000);
  const closed = closeClientId(record, document.clockOf(record.clientId));
  const loaded = terminal(1, 4, document.encodeState());
  const again = takeClientId({
    room,
    record: closed,
    loadedClock: loaded.clockOf(closed.clientId),
    random: new Uint8Array([1, 1, 1, 1]),
    inUse: loaded.clientIds(),
  });
  expect(again).toEqual({ record, isFresh: false });
});

test('CRDT-22 an unclean end, another room and an older document each cost a fresh id', () => {
  const open = { room, clientId: 5, taken: 3, closedAtClock: null };
  const fresh = { record: { room, clientId: 9, taken: 4, closedAtClock: null }, isFresh: true };
  expect(takeClientId({ room, record: open, loadedClock: 8, random, inUse: none })).toEqual(fresh);
  const closed = closeClientId(open, 8);
  expect(takeClientId({ room, record: closed, loadedClock: 7, random, inUse: none })).toEqual(fresh);
  const moved = takeClientId({ room: 'inventory/store-1/2', record: closed, loadedClock: 8, random, inUse: none });
  expect(moved.isFresh).toBe(true);
  expect(moved.record.taken).toBe(1);
});

test('CRDT-23 a fresh id is one nobody has', () => {
  const taken = takeClientId({ room, record: null, loadedClock: 0, random, inUse: new Set([9, 10]) });
  expect(taken.record.clientId).toBe(11);
  const zero = takeClientId({ room, record: null, loadedClock: 0, random: new Uint8Array(4), inUse: none });
  expect(zero.record.clientId).toBe(1);
  expect(() => takeClientId({ room, record: null, loadedClock: 0, random: new Uint8Array(3), inUse: none })).toThrow(
    'four random bytes',
  );
});
