import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HostPorts } from '../host-ports.ts';
import { auditModule } from '../modules/audit/module.ts';
import { authModule } from '../modules/auth/module.ts';
import { storeModule } from '../modules/store/module.ts';
import { counterAggregate, counterModule } from '../testing/counter-module.ts';
import { createTestStore, type TestStore } from '../testing/index.ts';
import type { LedgerRow } from './ledger/chain.ts';
import { ledgerRows } from './ledger/rows.ts';

const modules = (ports: HostPorts) => [storeModule(ports), authModule(ports), auditModule(ports), counterModule()];

function terminal(name: string, now: string): TestStore {
  return createTestStore({ modules, terminalId: name, seed: name, now });
}

/** Takes rows as a peer would: what does not follow yet waits, what is known is ignored. */
function deliver(to: TestStore, rows: readonly LedgerRow[]): void {
  const { engine } = to.kernel;
  const { clock, ledger, projections } = engine.parts;
  let waiting = [...rows];
  for (let progress = true; progress; ) {
    progress = false;
    const later: LedgerRow[] = [];
    for (const row of waiting) {
      engine.transact(() => {
        const verdict = ledger.ingest(row, clock.nowMs());
        if (verdict === 'taken') projections.project(row, ledger.payloadOf(row));
        if (verdict === 'gap') later.push(row);
        else progress = true;
      });
    }
    waiting = later;
    if (waiting.length === 0) return;
  }
}

interface Step {
  terminal: number;
  counter: string;
  by: number;
  waitMs: number;
}
const step: fc.Arbitrary<Step> = fc.record({
  terminal: fc.nat(2),
  counter: fc.constantFrom('a', 'b'),
  by: fc.integer({ min: -3, max: 9 }),
  waitMs: fc.constantFrom(0, 0, 1, 40),
});

describe('projections are a function of the set of events', () => {
  test('PRJ-1 any order, any duplication, any prefix', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 14 }),
        fc.infiniteStream(fc.nat(1000)),
        async (steps, dice) => {
          const writers = ['t1', 't2', 't3'].map((name) => terminal(name, '2026-11-21T15:00:00Z'));
          for (const { terminal: index, counter, by, waitMs } of steps) {
            const writer = writers[index]!;
            writer.clock.advance(waitMs);
            const engine = writer.kernel.engine;
            const call = {
              session: writer.as('technician').session,
              address: '',
              ownWindow: true,
              idempotencyKey: null,
              procedure: 'p',
              requestId: 'r',
              signal: new AbortController().signal,
            };
            engine.command(call, 'counter.change', (unit) => {
              unit.authorize({ patientId: counter });
              if (by === 0) unit.append(counterAggregate, counter, { type: 'counter.reset', payload: null });
              else unit.append(counterAggregate, counter, { type: 'counter.changed', payload: { by } });
              return null;
            });
          }
          const rows = writers.flatMap((writer) => [...ledgerRows(writer.db)]);
          const origins = writers.flatMap((writer) => writer.kernel.ledger.origins());
          const shuffled = [...rows, ...rows.slice(0, rows.length >> 1)]
            .map((row) => ({ row, at: dice.next().value as number }))
            .sort((a, b) => a.at - b.at)
            .map(({ row }) => row);
          const readers = [rows, shuffled, [...rows].reverse()].map((order, index) => {
            const reader = terminal(`reader${index}`, '2026-11-21T16:00:00Z');
            reader.db.transaction(() => {
              for (const origin of origins) reader.kernel.ledger.addOrigin(origin);
            });
            deliver(reader, order);
            return reader;
          });
          const tables = readers.map((reader) => {
            const dump = reader.dump();
            return {
              counters: dump.counter_total,
              audit: dump.audit_event?.filter((line) => !String(line).includes('reader')),
            };
          });
          expect(tables[1]).toEqual(tables[0]);
          expect(tables[2]).toEqual(tables[0]);
          const [inOrder] = readers;
          const before = inOrder!.dump();
          inOrder!.rebuild();
          expect(inOrder!.dump()).toEqual(before);
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);

  test('PRJ-2 a type that is not known is kept and does no harm', () => {
    const writer = terminal('t1', '2026-11-21T15:00:00Z');
    const call = {
      session: writer.as('technician').session,
      address: '',
      ownWindow: true,
      idempotencyKey: null,
      procedure: 'p',
      requestId: 'r',
      signal: new AbortController().signal,
    };
    writer.kernel.engine.command(call, 'counter.change', (unit) => {
      unit.authorize({});
      unit.append({ ...counterAggregate, kind: 'from-the-future' }, 'x', {
        type: 'counter.changed',
        payload: { by: 1 },
      });
      return null;
    });
    expect([...ledgerRows(writer.db)].some((row) => row.type === 'counter.changed')).toBe(true);
    writer.rebuild();
    expect(writer.kernel.projections.events('counter', 'x')).toEqual([]);
  });
});
