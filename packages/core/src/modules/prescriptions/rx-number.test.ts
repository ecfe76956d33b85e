import { describe, expect, test } from 'vitest';
import { createTestStore, memoryDatabase } from '../../testing/index.ts';
import { auditModule } from '../audit/module.ts';
import { authModule } from '../auth/module.ts';
import { patientsModule } from '../patients/module.ts';
import { storeModule } from '../store/module.ts';
import { prescriptionsModule } from './module.ts';
import { nextRxNumber, seriesAggregate, seriesId, seriesStart } from './rx-number.ts';
import { drugsStandIn } from './testing/counter.ts';

const call = {
  session: null,
  address: 'local',
  ownWindow: true,
  idempotencyKey: null,
  procedure: 'test',
  requestId: 'r',
  signal: new AbortController().signal,
};

function openStore() {
  const database = memoryDatabase();
  const store = createTestStore({
    database,
    modules: (ports) => [
      storeModule(ports),
      authModule(ports),
      auditModule(ports),
      drugsStandIn,
      patientsModule,
      prescriptionsModule,
    ],
  });
  const next = (owner: string): string =>
    store.kernel.engine.command(call, 'test.next', (unit) => {
      unit.authorize({});
      const number = nextRxNumber(unit, owner);
      issue(number);
      return number;
    });
  const issue = (number: string): void => {
    database
      .write(
        "INSERT INTO prescriptions_prescription (aggregate_id, rx_number, stage, entered_at) VALUES (?, ?, 'review', '')",
      )
      .run(`rx_${number}`, number);
  };
  const claim = (series: number, owner: string): void => {
    store.kernel.engine.command(call, 'test.claim', (unit) => {
      unit.authorize({});
      unit.append(seriesAggregate, seriesId, { type: 'rx-series.claimed', payload: { series, owner } });
      return null;
    });
  };
  const enrol = (...terminalIds: string[]): void => {
    database.exec('CREATE TABLE nodes_terminal (aggregate_id TEXT PRIMARY KEY, enrolled_at TEXT)');
    const insert = database.write('INSERT INTO nodes_terminal VALUES (?, ?)');
    for (const [index, id] of terminalIds.entries()) insert.run(id, `2026-11-2${index}T10:00:00.000Z`);
  };
  return { next, issue, claim, enrol };
}

describe('prescription numbers', () => {
  test('RX-2 each terminal counts in a series of its own, and so does one that was restored', () => {
    const { next } = openStore();
    expect([next('t1:a'), next('t2:a'), next('t1:a'), next('t1:b')]).toEqual([
      '1000001',
      '2000001',
      '1000002',
      '3000001',
    ]);
  });

  test('RX-2 terminals of a register that are apart choose different series, a later incarnation one far from them', () => {
    const numbers = ['t1', 't2', 't3'].map((id) => {
      const { next, enrol } = openStore();
      enrol('t1', 't2', 't3');
      return [next(`${id}:a`), next(`${id}:b`)];
    });
    expect(numbers.map(([first]) => first)).toEqual(['1000001', '2000001', '3000001']);
    const later = numbers.map(([, second]) => Number(second));
    expect(new Set(later).size).toBe(3);
    for (const number of later) expect(number).toBeGreaterThan(900_000_000);
  });

  test('RX-2 a full series is followed by the next free one', () => {
    const { next, issue, claim } = openStore();
    claim(2, 't2:a');
    expect(next('t1:a')).toBe('1000001');
    issue('1999999');
    expect(next('t1:a')).toBe('3000001');
    expect(next('t1:a')).toBe('3000002');
  });

  test('RX-2 from the ninth on numbers have nine digits, so that none meets another', () => {
    const { next, claim } = openStore();
    for (let series = 1; series <= 8; series += 1) claim(series, `old${series}`);
    expect(next('t9:a')).toBe('909000001');
    expect(new Set([1, 5, 8, 9, 10, 99].map((series) => String(seriesStart(series)).length))).toEqual(new Set([7, 9]));
  });

  test('RX-2 of two claims of one series the first in the ledger stands; the other terminal claims again', () => {
    const { next, claim } = openStore();
    claim(1, 't1:a');
    claim(1, 't2:a');
    expect([next('t1:a'), next('t2:a')]).toEqual(['1000001', '2000001']);
  });
});
