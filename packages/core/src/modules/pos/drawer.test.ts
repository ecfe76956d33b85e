import { expect, test } from 'vitest';
import { type DrawerEvent, drawerAggregate, expectedCash } from './drawer.ts';
import { drawerToWire } from './wire.ts';

const meta = {
  origin: 't1',
  seq: 1,
  hlc: 1,
  at: '2026-11-21T15:00:00Z',
  action: 'pos.test',
  actor: {
    userId: 'u',
    userName: 'Pat',
    role: 'technician' as const,
    sessionId: null,
    terminalId: 't1',
    address: 'local',
  },
};
const fold = (events: DrawerEvent[]) =>
  events.reduce((state, event) => drawerAggregate.apply(state, event, meta), drawerAggregate.initial('d'));

const opened: DrawerEvent = { type: 'drawer.opened', payload: { floatCents: 10_000 } };
const moved = (movementId: string, kind: 'paid-in' | 'paid-out' | 'safe-drop', amountCents: number): DrawerEvent => ({
  type: 'drawer.cash-moved',
  payload: { movementId, kind, amountCents, reason: 'change' },
});
const closed: DrawerEvent = {
  type: 'drawer.closed',
  payload: { countedCents: 9_990, expectedCents: 10_000, differenceCents: -10, note: null },
};

test('POS-41 while the drawer is open its expected cash is not told; after the count it is', () => {
  expect(drawerToWire(fold([opened]))).toMatchObject({ status: 'open', expectedCents: null, differenceCents: null });
  expect(drawerToWire(fold([opened, closed]))).toMatchObject({
    status: 'closed',
    expectedCents: 10_000,
    differenceCents: -10,
  });
});

test('POS-42 expected cash is float, cash of sales, cash put in, less cash taken out', () => {
  const state = fold([opened, moved('1', 'paid-in', 500), moved('2', 'paid-out', 200), moved('3', 'safe-drop', 5_000)]);
  expect(expectedCash(state, 1_234)).toBe(10_000 + 1_234 + 500 - 200 - 5_000);
  expect(expectedCash(fold([opened, moved('1', 'paid-in', 500), moved('1', 'paid-in', 500)]), 0)).toBe(10_500);
});

test('POS-43 cash moved after the count, or a second count, is kept as a conflict', () => {
  expect(fold([opened, closed, moved('1', 'paid-out', 100)]).conflicts).toEqual(['moved-after-close']);
  const twice = fold([opened, closed, closed]);
  expect(twice.conflicts).toEqual(['closed-twice']);
  expect(twice.closed?.differenceCents).toBe(-10);
  expect(fold([opened, moved('1', 'paid-out', 100), closed]).conflicts).toEqual([]);
});
