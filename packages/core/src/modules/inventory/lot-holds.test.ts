import { describe, expect, test } from 'vitest';
import { FakeClock } from '../../testing/fakes.ts';
import { SignalWire } from '../../testing/signal-wire.ts';
import { type AllocatableLot, planAllocation } from './decide-allocation.ts';
import { holdMs, LotHolds, reservationsChannel } from './lot-holds.ts';
import { lisinopril, oxycodone, stockStore, stockUp } from './testing/stock-store.ts';

function board(wire: SignalWire, terminalId: string) {
  const clock = new FakeClock('2026-11-21T15:00:00Z');
  return { clock, holds: new LotHolds({ terminalId, clock, signals: wire.port(terminalId) }) };
}

const take = (batchId: string, quantityMilli = 1_000) => ({
  batchId,
  lotNumber: batchId,
  expiresOn: '2028-01-31',
  quantityMilli,
});

describe('which lots are held', () => {
  test('INV-110 a hold is known to the others, ends with the fill, and by itself when it is not said again', () => {
    const wire = new SignalWire();
    const [a, b] = [board(wire, 't1'), board(wire, 't2')];
    a.holds.put('rx1', [take('lot1', 3_000)]);
    expect(b.holds.list('lot1')).toEqual([{ terminalId: 't1', batchId: 'lot1', quantityMilli: 3_000 }]);
    expect(b.holds.isHeldFrom('rx2', 'lot1')).toBe(true);
    expect(a.holds.isHeldFrom('rx1', 'lot1')).toBe(false);
    a.holds.end('rx1');
    expect(b.holds.list()).toEqual([]);
    a.holds.put('rx1', [take('lot1')]);
    b.clock.advance(holdMs - 1);
    expect(b.holds.list()).toHaveLength(1);
    b.clock.advance(1);
    expect(b.holds.list()).toEqual([]);
    a.clock.advance(30_000);
    a.holds.tick();
    expect(b.holds.list()).toHaveLength(1);
    a.clock.advance(holdMs);
    b.clock.advance(holdMs);
    a.holds.tick();
    b.holds.tick();
    expect([...a.holds.list(), ...b.holds.list()]).toEqual([]);
  });

  test('INV-110 the wall clock has no part in it', () => {
    const wire = new SignalWire();
    const [a, b] = [board(wire, 't1'), board(wire, 't2')];
    a.holds.put('rx1', [take('lot1')]);
    b.clock.jump(86_400_000);
    expect(b.holds.list()).toHaveLength(1);
  });

  test('INV-110 what a terminal holds that is not linked any more does not count', () => {
    const wire = new SignalWire();
    const [a, b] = [board(wire, 't1'), board(wire, 't2')];
    a.holds.put('rx1', [take('lot1')]);
    wire.cut.add('t1');
    expect(b.holds.isHeldFrom('rx2', 'lot1')).toBe(false);
    wire.cut.delete('t1');
    expect(b.holds.isHeldFrom('rx2', 'lot1')).toBe(true);
  });

  test('INV-111 of two that chose a lot in the same moment one gives way, on one terminal or on two', () => {
    const wire = new SignalWire();
    const [a, b] = [board(wire, 't1'), board(wire, 't2')];
    a.holds.put('rx1', [take('lot1')]);
    b.holds.put('rx2', [take('lot1')]);
    expect([a.holds.isHeldFrom('rx1', 'lot1'), b.holds.isHeldFrom('rx2', 'lot1')]).toEqual([false, true]);
    a.holds.put('rx3', [take('lot1')]);
    expect([a.holds.isHeldFrom('rx1', 'lot1'), a.holds.isHeldFrom('rx3', 'lot1')]).toEqual([false, true]);
    b.holds.put('rx2', [take('lot2')]);
    a.holds.end('rx1');
    a.holds.end('rx3');
    expect([b.holds.isHeldFrom('rx2', 'lot1'), b.holds.isHeldFrom('rx2', 'lot2')]).toEqual([true, false]);
  });

  test('INV-112 what is no list of lots changes nothing, and a terminal cannot fill the memory', () => {
    const wire = new SignalWire();
    const { holds } = board(wire, 't1');
    const hear = (from: string, body: unknown) =>
      wire.ports.get('t1')?.get(reservationsChannel)?.(from, Buffer.from(JSON.stringify(body)));
    wire.port('t2');
    hear('t2', { lots: [['lot1', 1_000]] });
    const many = Array.from({ length: 201 }, (_, i) => [`lot${i}`, 1]);
    const bad = [null, {}, { lots: 1 }, { lots: [['lot1', -1]] }, { lots: [['lot1', 0.5]] }, { lots: [[1, 1]] }];
    for (const body of [...bad, { lots: [['x'.repeat(65), 1]] }, { lots: many }]) hear('t2', body);
    wire.ports.get('t1')?.get(reservationsChannel)?.('t2', Buffer.from('nonsense'));
    expect(holds.list()).toEqual([{ terminalId: 't2', batchId: 'lot1', quantityMilli: 1_000 }]);
    for (let i = 0; i < 1_000; i += 1) {
      wire.port(`x${i}`);
      hear(`x${i}`, { lots: [['lot1', 1]] });
    }
    expect(holds.list()).toHaveLength(64);
  });

  test('INV-112 a hold is said when it changes and every 30 seconds, not more', () => {
    const wire = new SignalWire();
    const { holds, clock } = board(wire, 't1');
    for (let i = 0; i < 10; i += 1) holds.put('rx1', [take('lot1')]);
    expect(wire.sent).toBe(1);
    holds.tick();
    expect(wire.sent).toBe(1);
    clock.advance(30_000);
    holds.tick();
    holds.tick();
    expect(wire.sent).toBe(2);
  });
});

describe('what a hold changes', () => {
  const lot = (batchId: string, expiresOn: string, onHandMilli: number, isHeld = false): AllocatableLot => ({
    batchId,
    lotNumber: batchId,
    expiresOn,
    onHandMilli,
    status: 'available',
    reservedMilli: 0,
    rightsMilli: null,
    isHeld,
  });
  const wish = { quantityMilli: 30_000, today: '2026-11-21', notBefore: '2026-12-21' };
  const chosen = (lots: AllocatableLot[], more: Partial<typeof wish> & { lotNumber?: string } = {}) =>
    planAllocation(lots, { ...wish, ...more }).allocations.map(({ batchId }) => batchId);

  test('INV-113 a held lot gives way to one that expires at most 31 days later', () => {
    const held = lot('A', '2027-03-31', 100_000, true);
    expect(chosen([held, lot('B', '2027-04-30', 100_000)])).toEqual(['B']);
    expect(chosen([held, lot('B', '2027-05-01', 100_000)])).toEqual(['B']);
    expect(chosen([held, lot('B', '2027-05-02', 100_000)])).toEqual(['A']);
    expect(chosen([held, lot('B', '2027-04-30', 100_000, true)])).toEqual(['A']);
    expect(chosen([held])).toEqual(['A']);
  });

  test('INV-113 a fill is not split for it, never refused, and the scanned lot is used', () => {
    const held = lot('A', '2027-03-31', 100_000, true);
    expect(chosen([held, lot('B', '2027-04-30', 20_000), lot('C', '2027-04-30', 20_000)])).toEqual(['A']);
    expect(chosen([held, lot('B', '2027-04-30', 29_999)])).toEqual(['A']);
    expect(chosen([held, lot('B', '2027-04-30', 100_000)], { lotNumber: 'A' })).toEqual(['A']);
    const [alone, together] = [
      planAllocation([held, lot('B', '2027-04-30', 100_000)], wish),
      planAllocation([{ ...held, isHeld: false }, lot('B', '2027-04-30', 100_000)], wish),
    ];
    expect({ ...alone, allocations: [] }).toEqual({ ...together, allocations: [] });
  });

  test('INV-113 a lot that is expired, recalled or short-dated is not used instead', () => {
    const held = lot('A', '2027-03-31', 100_000, true);
    expect(chosen([held, { ...lot('B', '2027-04-30', 100_000), status: 'recalled' }])).toEqual(['A']);
    expect(chosen([held, lot('B', '2026-12-20', 100_000)])).toEqual(['A']);
    expect(chosen([held, { ...lot('B', '2027-04-30', 100_000), rightsMilli: 0 }])).toEqual(['A']);
    expect(chosen([held, { ...lot('B', '2027-04-30', 100_000), rightsMilli: 30_000 }])).toEqual(['B']);
  });

  test.each([lisinopril, oxycodone])('INV-114 the stock screen says where lots of %s are held', async (ndc) => {
    const wire = new SignalWire();
    const store = stockStore({ signals: wire.port('t1') });
    const batchId = await stockUp(store, { ndc });
    const other = board(wire, 't2');
    other.holds.put('rx9', [take(batchId, 30_000)]);
    const { items } = await store.as('technician').call('inventory.stock', { ndc });
    expect(items[0].batches[0].holds).toEqual([{ terminal: 't2', quantity: 30 }]);
    other.holds.end('rx9');
    const after = await store.as('technician').call('inventory.stock', { ndc });
    expect(after.items[0].batches[0].holds).toEqual([]);
  });
});
