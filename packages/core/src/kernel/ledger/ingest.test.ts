import { describe, expect, test } from 'vitest';
import type { HostPorts } from '../../host-ports.ts';
import { auditModule } from '../../modules/audit/module.ts';
import { authModule } from '../../modules/auth/module.ts';
import { storeModule } from '../../modules/store/module.ts';
import { counterModule } from '../../testing/counter-module.ts';
import { createTestStore, FakeClock, type TestStore } from '../../testing/index.ts';
import { hlcSkewMsMax, hlcStepsPerMs, StampClock } from '../hlc.ts';
import { type LedgerRow, rowHash } from './chain.ts';
import { ledgerRows } from './rows.ts';

const modules = (ports: HostPorts) => [storeModule(ports), authModule(ports), auditModule(ports), counterModule()];
const dayMs = 24 * 60 * 60 * 1000;

function terminal(name: string, now: string): TestStore {
  return createTestStore({ modules, terminalId: name, seed: name, now });
}

function know(to: TestStore, from: TestStore): void {
  const { ledger } = to.kernel;
  to.kernel.engine.transact(() => {
    for (const origin of from.kernel.ledger.origins()) ledger.addOrigin(origin);
  });
}

function take(to: TestStore, row: LedgerRow) {
  const { engine, ledger } = to.kernel;
  return engine.transact(() => ledger.ingest(row, engine.parts.clock.nowMs()));
}

function memoryOf(store: TestStore) {
  const { ledger } = store.kernel;
  return {
    vector: ledger.vector(),
    digest: ledger.digest(),
    lastHlc: ledger.lastHlc,
    unsealed: ledger.unsealed,
    origins: ledger.origins().map((origin) => origin.origin),
  };
}

describe('rows of another terminal', () => {
  test('LED-8 a row from more than a day ahead is refused and stored nowhere, and taken when its time has come', async () => {
    const ahead = terminal('t1', '2026-11-23T15:00:00Z');
    const here = terminal('t2', '2026-11-21T15:00:00Z');
    await ahead.as('pharmacist').call('counter.change', { id: 'a', by: 1 });
    know(here, ahead);
    const [row] = ledgerRows(ahead.db);
    const before = { ...memoryOf(here), rows: [...ledgerRows(here.db)].length };
    expect(take(here, row!)).toBe('too-far-ahead');
    expect({ ...memoryOf(here), rows: [...ledgerRows(here.db)].length }).toEqual(before);
    here.clock.advance(dayMs + 1);
    expect(take(here, row!)).toBe('taken');
    expect(take(here, row!)).toBe('known');
    expect(here.kernel.ledger.lastHlc).toBe(row!.hlc);
  });

  test('LED-8 a stamp that is no whole number breaks the chain', async () => {
    const other = terminal('t1', '2026-11-21T15:00:00Z');
    const here = terminal('t2', '2026-11-21T15:00:00Z');
    await other.as('pharmacist').call('counter.change', { id: 'a', by: 1 });
    know(here, other);
    const [row] = ledgerRows(other.db);
    for (const hlc of [Number.NaN, 1.5, -1, Number.POSITIVE_INFINITY]) {
      const odd = { ...row!, hlc };
      expect(take(here, { ...odd, hash: rowHash(odd, odd.prevHash, odd.ciphertext) })).toBe('broken-chain');
    }
    expect(take(here, { ...row!, seq: Number.NaN })).toBe('gap');
    expect(take(here, row!)).toBe('taken');
  });

  test('LED-9 a rollback leaves heads, origins, seals and clock as they were, and the rows can come again', async () => {
    const other = terminal('t1', '2026-11-21T15:00:02Z');
    const here = terminal('t2', '2026-11-21T15:00:00Z');
    for (const by of [1, 2, 3]) await other.as('pharmacist').call('counter.change', { id: 'a', by });
    await here.as('pharmacist').call('counter.change', { id: 'b', by: 1 });
    const rows = [...ledgerRows(other.db)];
    const before = memoryOf(here);
    const { engine, ledger } = here.kernel;
    const halfway = () =>
      engine.transact(() => {
        for (const origin of other.kernel.ledger.origins()) ledger.addOrigin(origin);
        for (const row of rows) expect(ledger.ingest(row, engine.parts.clock.nowMs())).toBe('taken');
        expect(ledger.seal()).not.toBeNull();
        throw new Error('the disk is full');
      });
    expect(halfway).toThrow('the disk is full');
    expect(memoryOf(here)).toEqual(before);
    expect(take(here, rows[0]!)).toBe('unknown-origin');
    know(here, other);
    for (const row of rows) expect(take(here, row)).toBe('taken');
    await here.as('pharmacist').call('counter.change', { id: 'b', by: 1 });
    expect(here.kernel.ledger.vector()[other.kernel.ledger.origin]).toBe(rows.length);
    expect(here.kernel.ledger.lastHlc).toBeGreaterThan(rows.at(-1)!.hlc);
    engine.seal();
    expect(ledger.unsealed).toBe(0);
  });
});

describe('a clock that was wrong', () => {
  test('LED-10 a leap ahead moves the stamps a day at most, and they go on upwards when it is put right', async () => {
    const store = terminal('t1', '2026-11-21T15:00:00Z');
    const change = () => store.as('pharmacist').call('counter.change', { id: 'a', by: 1 });
    const stamps = () => [...ledgerRows(store.db)].map((row) => row.hlc);
    await change();
    const normal = store.kernel.ledger.lastHlc;
    store.clock.jump(1000 * dayMs);
    await change();
    await change();
    expect(store.kernel.ledger.lastHlc - normal).toBeLessThanOrEqual(hlcSkewMsMax * hlcStepsPerMs + 2);
    store.clock.jump(-1000 * dayMs);
    await change();
    const all = stamps();
    expect([...all].sort((a, b) => a - b)).toEqual(all);
    expect(new Set(all).size).toBe(all.length);
    store.clock.advance(2 * dayMs);
    await change();
    expect(store.kernel.ledger.lastHlc).toBe(store.clock.nowMs() * hlcStepsPerMs);
  });

  test('LED-10 leaps one after the other do not add up, and a long sleep is caught up with', () => {
    const clock = new FakeClock('2026-11-21T15:00:00Z');
    const stamps = new StampClock(clock);
    const startMs = stamps.nowMs();
    for (let round = 0; round < 20; round += 1) {
      clock.jump(0.9 * dayMs);
      expect(stamps.nowMs() - startMs).toBeLessThanOrEqual(dayMs);
      clock.jump(-0.9 * dayMs);
      stamps.nowMs();
    }
    clock.jump(3 * dayMs);
    expect(stamps.nowMs()).toBeLessThan(clock.nowMs());
    clock.advance(3 * dayMs);
    expect(stamps.nowMs()).toBe(clock.nowMs());
  });
});
