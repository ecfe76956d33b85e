import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EventMeta } from '../../kernel/aggregate.ts';
import type { LedgerRow } from '../../kernel/ledger/chain.ts';
import { ledgerRows } from '../../kernel/ledger/rows.ts';
import { createTestStore, type TestStore } from '../../testing/index.ts';
import { auditModule } from '../audit/module.ts';
import { authModule } from '../auth/module.ts';
import { patientsModule } from '../patients/module.ts';
import { storeModule } from '../store/module.ts';
import { prescriptionAggregate } from './aggregate.ts';
import type { PrescriptionEvent, PrescriptionEventType } from './events.ts';
import { allStages, openConflicts, type PrescriptionState } from './model.ts';
import { prescriptionsModule } from './module.ts';
import { prescriptionRows } from './projection.ts';
import { complete, drugsStandIn, enteredEvent, handedOver, priced, reviewed, started } from './testing/counter.ts';
import { allowedIn, transitions } from './transitions.ts';

const prescriptionId = 'rx_shared';
let made = 0;

/** One event of each kind, as a terminal would write it that knows `state`; null when it would not. */
function eventOf(type: PrescriptionEventType, state: PrescriptionState, dice: number): PrescriptionEvent | null {
  const open = state.fills.find((f) => f.status === 'made' || f.status === 'verified');
  const fillId = open?.fillId;
  switch (type) {
    case 'prescription.corrected': {
      const quantityMilli = 10_000 + dice * 1000;
      return {
        type,
        payload: { changes: { quantityMilli }, was: { quantityMilli: state.quantityMilli }, reason: 'r' },
      };
    }
    case 'prescription.reviewed':
      return reviewed();
    case 'prescription.adjudicated':
      return priced(dice % 4 === 0 ? 'rejected' : 'paid');
    case 'prescription.held':
      return { type, payload: { reason: 'other', until: null, note: null } };
    case 'prescription.released':
      return { type, payload: { note: null } };
    case 'prescription.cancelled':
      return open ? null : { type, payload: { reason: 'r', requestedBy: 'patient' } };
    case 'prescription.refill-requested': {
      const fillNumber = state.stage === 'returned' ? state.cycle : state.cycle + 1;
      if (state.stage === 'sold' && state.refillsRemaining === 0) return null;
      return {
        type,
        payload: { fillNumber, requestedBy: 'patient', earlyReason: null, priority: 'routine', promisedAt: null },
      };
    }
    case 'prescription.promised':
      return { type, payload: { promisedAt: '2026-11-21T18:00:00Z', priority: 'promised' } };
    case 'prescription.owed-released':
      return state.owedMilli > 0 ? { type, payload: { reason: 'r' } } : null;
    case 'fill.started': {
      made += 1;
      const part = state.owedMilli > 0 ? 1 : 0;
      return started(`f${made}`, { fillNumber: state.cycle, part, owedMilli: dice % 5 === 0 && part === 0 ? 5000 : 0 });
    }
    case 'fill.verified':
      return fillId === undefined ? null : { type, payload: { fillId, binLocation: '1' } };
    case 'fill.rejected':
    case 'fill.returned':
      return fillId === undefined ? null : { type, payload: { fillId, reason: 'r' } };
    case 'fill.handed-over':
      return fillId === undefined ? null : handedOver(fillId, `R${dice}`);
    default:
      return null;
  }
}

const modules: NonNullable<Parameters<typeof createTestStore>[0]>['modules'] = (ports) => [
  storeModule(ports),
  authModule(ports),
  auditModule(ports),
  drugsStandIn,
  patientsModule,
  prescriptionsModule,
];
const terminal = (name: string): TestStore =>
  createTestStore({ modules, terminalId: name, seed: name, now: '2026-11-21T15:00:00Z' });
const stateAt = (store: TestStore) =>
  store.kernel.projections.load(prescriptionAggregate, prescriptionId).state as PrescriptionState;

function append(store: TestStore, event: PrescriptionEvent): void {
  const call = {
    session: store.as('pharmacist').session,
    address: '',
    ownWindow: true,
    idempotencyKey: null,
    procedure: 'p',
    requestId: 'r',
    signal: new AbortController().signal,
  };
  store.clock.advance(10);
  store.kernel.engine.command(call, 'test.append', (unit) => {
    unit.authorize({});
    unit.append(prescriptionAggregate, prescriptionId, event);
    return null;
  });
}

/** Takes rows as a peer would: what does not follow yet waits, what is known is ignored. */
function deliver(to: TestStore, from: readonly TestStore[], rows: readonly LedgerRow[]): void {
  const { engine } = to.kernel;
  const { clock, ledger, projections } = engine.parts;
  engine.transact(() => {
    for (const store of from) for (const origin of store.kernel.ledger.origins()) ledger.addOrigin(origin);
  });
  let waiting = [...rows];
  for (let progress = true; progress && waiting.length > 0; ) {
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
  }
}
const rowsOf = (stores: readonly TestStore[]) => stores.flatMap((store) => [...ledgerRows(store.db)]);

const types = Object.keys(transitions) as PrescriptionEventType[];
const step = fc.record({ terminal: fc.nat(1), pick: fc.nat(99), dice: fc.nat(30), meets: fc.nat(9) });
/** The usual way, last step first: the first of them that is allowed is the next. */
const usual: PrescriptionEventType[] = [
  'fill.handed-over',
  'fill.verified',
  'fill.started',
  'prescription.adjudicated',
  'prescription.reviewed',
];

/** Mostly the usual next step; else any other that this terminal would be allowed, a cancellation now and then. */
function choose(state: PrescriptionState, pick: number, dice: number): PrescriptionEvent | null {
  const next = usual.find((type) => allowedIn(type, state.stage));
  if (pick < 60 && next) return eventOf(next, state, dice);
  const allowed = types.filter(
    (type) => allowedIn(type, state.stage) && (type !== 'prescription.cancelled' || dice > 20),
  );
  const type = allowed[pick % allowed.length];
  return type ? eventOf(type, state, dice) : null;
}

describe('the fold', () => {
  test('RX-30 any order and duplication of what two terminals did gives one state; every fill is in it', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 6, maxLength: 30 }), fc.infiniteStream(fc.nat(1000)), (steps, dice) => {
        const writers = ['a', 'b'].map(terminal);
        for (const event of [enteredEvent(complete('pat_1')), reviewed(), priced()]) append(writers[0]!, event);
        deliver(writers[1]!, writers, rowsOf([writers[0]!]));
        const fills = new Set<string>();
        for (const { terminal: index, pick, dice: chance, meets } of steps) {
          const writer = writers[index]!;
          const event = choose(stateAt(writer), pick, chance);
          if (!event) continue;
          if (event.type === 'fill.started') fills.add(event.payload.fillId);
          append(writer, event);
          if (meets === 0) deliver(writers[1 - index]!, writers, rowsOf([writer]));
        }
        const rows = rowsOf(writers);
        const shuffled = [...rows, ...rows.slice(0, rows.length >> 1)]
          .map((row) => ({ row, at: dice.next().value as number }))
          .sort((x, y) => x.at - y.at)
          .map(({ row }) => row);
        const readers = [rows, shuffled, [...rows].reverse()].map((order, n) => {
          const reader = terminal(`r${n}`);
          deliver(reader, writers, order);
          return reader;
        });
        const [first, ...others] = readers.map(stateAt);
        for (const other of others) expect(other).toEqual(first);
        expect(new Set(first?.fills.map((f) => f.fillId))).toEqual(fills);
        expectHonest(first!);
        for (const store of [...writers, ...readers]) store.close();
      }),
      { numRuns: 12 },
    );
  }, 120_000);

  test('RX-30 the fold takes any event at any stage and never throws', () => {
    const anyEvent = fc.record({
      type: fc.constantFrom(...types, 'prescription.from-a-newer-version' as PrescriptionEventType),
      dice: fc.nat(30),
      blank: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
        let state = prescriptionAggregate.initial('rx');
        for (const [n, { type, dice, blank }] of events.entries()) {
          const event =
            type === 'prescription.entered'
              ? enteredEvent(complete('pat_1'))
              : (eventOf(type, state, dice) ??
                ({ type: 'fill.voided', payload: { fillId: blank ? 'nobody' : `f${made}`, reason: 'r' } } as const));
          state = prescriptionAggregate.apply(
            state,
            blank && type.includes('newer') ? ({ type, payload: {} } as never) : event,
            meta(n),
          );
          expect(allStages).toContain(state.stage);
          prescriptionRows('rx', state);
        }
        expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      }),
      { numRuns: 300 },
    );
  });
});

/** Two live fills of one number and part, or a fill that is out while closed, are never silent. */
function expectHonest(state: PrescriptionState): void {
  const live = state.fills.filter((f) => f.status === 'made' || f.status === 'verified' || f.status === 'handed-over');
  // Twins are `filled-twice`; a fill that a correction had overtaken and that went on is `filled-while-changed`.
  const named = new Set(state.conflicts.flatMap((c) => c.fillIds));
  for (const fill of live) {
    const twins = live.filter((f) => f.fillNumber === fill.fillNumber && f.part === fill.part);
    if (twins.length > 1) expect(twins.some((f) => named.has(f.fillId))).toBe(true);
  }
  const isOut = state.fills.some((f) => f.status === 'made' || f.status === 'verified');
  if (isOut && (state.stage === 'cancelled' || state.stage === 'transferred'))
    expect(openConflicts(state)).not.toEqual([]);
  expect(state.refillsRemaining).toBeGreaterThanOrEqual(0);
}

function meta(n: number): EventMeta {
  const actor = {
    userId: 'u',
    userName: 'U',
    role: 'pharmacist',
    sessionId: null,
    terminalId: 't',
    address: '',
  } as const;
  return {
    origin: 'o',
    seq: n,
    hlc: n,
    at: new Date(Date.UTC(2026, 10, 21, 15, 0, n)).toISOString(),
    action: 'test',
    actor,
  };
}
