import { describe, expect, test } from 'vitest';
import { SignalWire } from '../../testing/signal-wire.ts';
import { type Counter, counter } from './testing/counter.ts';
import { lisinopril, oxycodone } from './testing/fixtures.ts';
import { meet } from './testing/two-terminals.ts';

const lots = [
  { lotNumber: 'ONE', expiresOn: '2028-01-31', quantity: 90 },
  { lotNumber: 'TWO', expiresOn: '2028-02-29', quantity: 90 },
];

/** Two counters that know the same two lots and two prescriptions; linked where there is a wire. */
async function two(wire: SignalWire | null) {
  const at = (terminalId: string) =>
    counter({ terminalId, seed: terminalId, ...(wire ? { ports: { signals: wire.port(terminalId) } } : {}) });
  const [a, b] = [await at('t1'), await at('t2')];
  await a.stock(lisinopril, lots);
  const [rxA, rxB] = [await a.priced(lisinopril), await a.priced(lisinopril)];
  meet(a, b);
  return { a, b, rxA, rxB };
}

const open = (counter: Counter, id: string, more = {}) =>
  counter.as('technician').call('dispensing.holdLots', { id, ...more });
const lotsOf = (answer: { allocations?: { lotNumber: string }[]; lots?: { lotNumber: string }[] }) =>
  (answer.allocations ?? answer.lots ?? []).map(({ lotNumber }) => lotNumber);
const fill = (counter: Counter, id: string, ndc = lisinopril.key) =>
  counter.as('technician').call('dispensing.fill', { id, ndc, quantity: 30 });
const station = (counter: Counter, id: string) => counter.as('technician').call('dispensing.station', { id });

describe('lots of fills in progress', () => {
  test('DSP-94 two fills at once take different bottles, and the station says where a lot is held', async () => {
    const { a, b, rxA, rxB } = await two(new SignalWire());
    expect(lotsOf(await open(a, rxA))).toEqual(['ONE']);
    expect(lotsOf(await open(b, rxB))).toEqual(['TWO']);
    const work = await station(b, rxB);
    expect(work.heldLots).toEqual([{ lotNumber: 'ONE', terminals: ['t1'] }]);
    expect(lotsOf({ lots: work.proposal })).toEqual(['TWO']);
    expect((await station(a, rxA)).heldLots).toEqual([{ lotNumber: 'TWO', terminals: ['t2'] }]);
    expect(lotsOf(await fill(b, rxB))).toEqual(['TWO']);
    expect(lotsOf(await fill(a, rxA))).toEqual(['ONE']);
    meet(a, b);
    expect([await a.onHand(lisinopril), await b.onHand(lisinopril)]).toEqual([120, 120]);
  });

  test('DSP-94 opened in the same moment, one of the two gives way, and keeps to what it then chose', async () => {
    const wire = new SignalWire();
    const { a, b, rxA, rxB } = await two(wire);
    wire.cut.add('t1');
    expect(lotsOf(await open(a, rxA))).toEqual(['ONE']);
    expect(lotsOf(await open(b, rxB))).toEqual(['ONE']);
    wire.cut.clear();
    for (const one of [a, b]) {
      one.clock.advance(30_000);
      one.kernel.host.service('inventory').upkeep();
    }
    expect([lotsOf(await open(a, rxA)), lotsOf(await open(b, rxB))]).toEqual([['ONE'], ['TWO']]);
    expect([lotsOf(await fill(a, rxA)), lotsOf(await fill(b, rxB))]).toEqual([['ONE'], ['TWO']]);
  });

  test('DSP-95 a hold ends with the fill, with the screen, and without being renewed', async () => {
    const { a, b, rxA, rxB } = await two(new SignalWire());
    const held = async () => (await station(b, rxB)).heldLots.length;
    await open(a, rxA);
    expect(await held()).toBe(1);
    await open(a, rxA, { open: false });
    expect(await held()).toBe(0);
    await open(a, rxA);
    b.clock.advance(90_000);
    expect(await held()).toBe(0);
    await open(a, rxA, { quantity: 10 });
    expect(await held()).toBe(1);
    await fill(a, rxA);
    expect(await held()).toBe(0);
    expect(await open(a, rxA)).toEqual({ lots: [], refreshSeconds: 30 });
    expect((await a.as('technician').refusal('dispensing.holdLots', { id: 'rx_unknown' })).code).toBe('not-found');
  });

  test('DSP-96 without signals everything goes as it did: first expired first', async () => {
    const { a, b, rxA, rxB } = await two(null);
    expect([lotsOf(await open(a, rxA)), lotsOf(await open(b, rxB))]).toEqual([['ONE'], ['ONE']]);
    expect((await station(b, rxB)).heldLots).toEqual([]);
    expect([lotsOf(await fill(a, rxA)), lotsOf(await fill(b, rxB))]).toEqual([['ONE'], ['ONE']]);
  });

  test('DSP-96 a hold refuses nothing: the only lot is taken though it is held elsewhere', async () => {
    const wire = new SignalWire();
    const { a, b, rxA, rxB } = await two(wire);
    await a.stock(oxycodone, [{ lotNumber: 'ONLY', expiresOn: '2028-01-31', quantity: 90 }]);
    const [first, second] = [await a.priced(oxycodone), await a.priced(oxycodone)];
    meet(a, b);
    await open(b, first);
    await open(b, rxB);
    expect(lotsOf(await fill(a, second, oxycodone.key))).toEqual(['ONLY']);
    expect(lotsOf(await fill(a, rxA))).toEqual(['TWO']);
  });
});
