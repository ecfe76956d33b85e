// long: every conflict of RX-30 to RX-39 stands beside the others, with the events they share
import { describe, expect, test } from 'vitest';
import type { EventMeta } from '../../kernel/aggregate.ts';
import { prescriptionAggregate } from './aggregate.ts';
import { blankPrescription } from './decide-entry.ts';
import { decideConflict } from './decide-stage.ts';
import type { PrescriptionEvent } from './events.ts';
import { openConflicts, type PrescriptionState } from './model.ts';
import { handedOver, priced, reviewed, started } from './testing/counter.ts';

type Step = readonly [terminal: 'a' | 'b', event: PrescriptionEvent];

/** What two terminals did, in the order of the ledger. */
function fold(...steps: readonly Step[]): PrescriptionState {
  return steps.reduce(
    (state, [terminalId, event], n) => prescriptionAggregate.apply(state, event, metaOf(terminalId, n)),
    prescriptionAggregate.initial('rx_1'),
  );
}
function metaOf(terminalId: string, n: number): EventMeta {
  const actor = {
    userId: `u${terminalId}`,
    userName: `User ${terminalId}`,
    role: 'pharmacist',
    sessionId: null,
    terminalId,
    address: '',
  } as const;
  return {
    origin: terminalId,
    seq: n,
    hlc: n,
    at: new Date(Date.UTC(2026, 10, 21, 15, 0, n)).toISOString(),
    action: 'test',
    actor,
  };
}

const product = {
  key: 'p',
  ndc11: null,
  name: 'lisinopril 20 mg tablet',
  strength: '20 mg',
  doseForm: 'TABLET',
  route: 'ORAL',
  schedule: null,
  rxcui: null,
  unit: 'EA',
  packageSizeMilli: null,
} as const;
const sig = {
  entered: '1 tab daily',
  english: 'Take 1 tablet once a day.',
  spanish: null,
  understood: true,
  doseUnit: 'tablet',
  maxPerDayMilli: 1000,
  maxPerDoseMilli: 1000,
  cadence: 'daily',
  rate: { unitsMilli: 1000, days: 1 },
  courseDays: null,
  asNeeded: false,
  flags: [],
} as const;
const entered: PrescriptionEvent = {
  type: 'prescription.entered',
  payload: {
    ...blankPrescription,
    rxNumber: '1000001',
    priority: 'routine',
    promisedAt: null,
    patientId: 'pat_1',
    prescriber: { name: 'A', npi: null, dea: null, state: null, phone: null, address: null },
    drug: product,
    sig,
    quantityMilli: 30_000,
    daysSupply: 30,
    refillsAuthorized: 2,
    writtenOn: '2026-11-20',
  },
};
const verified = (fillId: string): PrescriptionEvent => ({
  type: 'fill.verified',
  payload: { fillId, binLocation: '1' },
});
const cancelled: PrescriptionEvent = {
  type: 'prescription.cancelled',
  payload: { reason: 'stopped', requestedBy: 'prescriber' },
};
const held: PrescriptionEvent = {
  type: 'prescription.held',
  payload: { reason: 'prescriber-call', until: null, note: null },
};
const released: PrescriptionEvent = { type: 'prescription.released', payload: { note: null } };
const returned = (fillId: string): PrescriptionEvent => ({ type: 'fill.returned', payload: { fillId, reason: 'x' } });
const refill = (fillNumber: number): PrescriptionEvent => ({
  type: 'prescription.refill-requested',
  payload: { fillNumber, requestedBy: 'patient', earlyReason: null, priority: 'routine', promisedAt: null },
});
const corrected = (quantityMilli: number, was = 30_000): PrescriptionEvent => ({
  type: 'prescription.corrected',
  payload: { changes: { quantityMilli }, was: { quantityMilli: was }, reason: 'called' },
});
const transferred = (pharmacyName: string): PrescriptionEvent => ({
  type: 'prescription.transferred-out',
  payload: {
    to: { pharmacyName, address: 'x', phone: null, dea: null, npi: null, pharmacistName: 'P', rxNumber: null },
    sendingPharmacist: 'S',
    transferredOn: '2026-11-21',
    refillsTransferred: 2,
    patientRequested: true,
    reason: 'r',
  },
});
const toFill: readonly Step[] = [
  ['a', entered],
  ['a', reviewed()],
  ['a', priced()],
];
const toSold: readonly Step[] = [...toFill, ['a', started('f1')], ['a', verified('f1')], ['a', handedOver('f1')]];
const resolve = (state: PrescriptionState, keep: 'first' | 'second' | 'both', index = 0): PrescriptionEvent => ({
  type: 'prescription.conflict-resolved',
  payload: { conflictId: openConflicts(state)[index]?.conflictId ?? '', keep, note: 'looked at both' },
});
const kinds = (state: PrescriptionState) => openConflicts(state).map((c) => c.kind);

describe('two terminals at once', () => {
  test('RX-30 the same fill twice: both fills stay, one item shows both sides', () => {
    const state = fold(...toFill, ['a', started('f1')], ['b', started('f2')]);
    expect(state.fills.map((f) => [f.fillId, f.status])).toEqual([
      ['f1', 'made'],
      ['f2', 'made'],
    ]);
    expect(openConflicts(state)).toMatchObject([
      {
        kind: 'filled-twice',
        fillIds: ['f1', 'f2'],
        sides: [
          { type: 'fill.started', fillId: 'f1', by: { terminalId: 'a' } },
          { type: 'fill.started', fillId: 'f2', by: { terminalId: 'b' } },
        ],
      },
    ]);
    expect(state.stage).toBe('verification');
  });

  test('RX-30 a cancellation during a hold shows the fill it did not know of', () => {
    const held: PrescriptionEvent = {
      type: 'prescription.held',
      payload: { reason: 'other', until: null, note: null },
    };
    const state = fold(...toFill, ['a', started('f1')], ['a', held], ['b', cancelled]);
    expect(state.stage).toBe('cancelled');
    const sides = [{ type: 'fill.started', fillId: 'f1' }, { type: 'prescription.cancelled' }];
    expect(openConflicts(state)).toMatchObject([{ kind: 'filled-after-close', fillIds: ['f1'], sides }]);
  });

  test('RX-30 each fill goes its own way; the stage follows the first, and the second when the first is taken back', () => {
    const both: readonly Step[] = [...toFill, ['a', started('f1')], ['b', started('f2')], ['b', verified('f2')]];
    expect(fold(...both).stage).toBe('verification');
    expect(fold(...both, ['a', verified('f1')]).stage).toBe('ready');
    expect(fold(...both, ['a', { type: 'fill.rejected', payload: { fillId: 'f1', reason: 'twice' } }])).toMatchObject({
      stage: 'ready',
      conflicts: [{ kind: 'filled-twice' }],
    });
    const sold = fold(...both, ['a', verified('f1')], ['a', handedOver('f1', 'R1')], ['b', handedOver('f2', 'R2')]);
    expect(sold).toMatchObject({ stage: 'sold', fills: [{ status: 'handed-over' }, { status: 'handed-over' }] });
    expect(kinds(sold)).toEqual(['filled-twice']);
  });

  test('RX-31 cancelled here, filled there: closed and flagged whichever came first, and nothing is dropped', () => {
    const fillLater = fold(
      ...toFill,
      ['a', cancelled],
      ['b', started('f1')],
      ['b', verified('f1')],
      ['b', handedOver('f1')],
    );
    expect(fillLater).toMatchObject({ stage: 'cancelled', fills: [{ status: 'handed-over' }] });
    expect(openConflicts(fillLater)).toMatchObject([
      {
        kind: 'filled-after-close',
        sides: [
          { type: 'prescription.cancelled' },
          { type: 'fill.started' },
          { type: 'fill.verified' },
          { type: 'fill.handed-over' },
        ],
      },
    ]);
    const cancelLater = fold(...toFill, ['b', started('f1')], ['a', cancelled], ['b', verified('f1')]);
    expect(cancelLater).toMatchObject({ stage: 'cancelled', fills: [{ status: 'verified' }] });
    expect(kinds(cancelLater)).toEqual(['filled-after-close']);
  });

  test('RX-32 the same fill handed over twice keeps both sales', () => {
    const state = fold(
      ...toFill,
      ['a', started('f1')],
      ['a', verified('f1')],
      ['a', handedOver('f1', 'R1')],
      ['b', handedOver('f1', 'R2')],
    );
    expect(state.fills[0]?.handOver?.receiptNumber).toBe('R1');
    expect(openConflicts(state)).toMatchObject([
      { kind: 'handed-over-twice', sides: [{ detail: 'R1' }, { detail: 'R2' }] },
    ]);
  });

  test('RX-33 two corrections of one field: the later stands, the other value is shown', () => {
    const state = fold(['a', entered], ['a', corrected(60_000)], ['b', corrected(90_000)]);
    expect(state.quantityMilli).toBe(90_000);
    expect(openConflicts(state)).toMatchObject([
      { kind: 'changed-twice', sides: [{ detail: 'quantityMilli: 60000' }, { detail: 'quantityMilli: 90000' }] },
    ]);
    expect(kinds(fold(['a', entered], ['a', corrected(60_000)], ['b', corrected(60_000)]))).toEqual([]);
    expect(kinds(fold(['a', entered], ['a', corrected(60_000)], ['b', corrected(90_000, 60_000)]))).toEqual([]);
  });

  test('RX-33 keeping the first of two corrections brings its value back, once, unless a third was written', () => {
    const both: readonly Step[] = [
      ['a', entered],
      ['a', corrected(60_000)],
      ['b', corrected(90_000)],
    ];
    const open = fold(...both);
    const first = resolve(open, 'first');
    expect(fold(...both, ['a', first])).toMatchObject({ quantityMilli: 60_000, stage: 'review' });
    expect(fold(...both, ['a', resolve(open, 'second')], ['b', first]).quantityMilli).toBe(90_000);
    expect(fold(...both, ['a', corrected(30_000, 90_000)], ['b', first]).quantityMilli).toBe(30_000);
    expect(openConflicts(open)[0]?.sides.map((side) => side.by.terminalId)).toEqual(['a', 'b']);
  });

  test('RX-35 changed here, filled there: back to review, the fill is superseded and the work on it flagged', () => {
    const state = fold(...toFill, ['b', started('f1')], ['a', corrected(60_000)], ['b', verified('f1')]);
    expect(state).toMatchObject({ stage: 'review', fills: [{ status: 'superseded' }] });
    expect(kinds(state)).toEqual(['filled-while-changed']);
    expect(kinds(fold(...toFill, ['a', corrected(60_000)], ['b', started('f1')]))).toEqual(['filled-while-changed']);
  });

  test('RX-36 held here, filled there: it stays on hold, and released it goes on where the fill stands', () => {
    const state = fold(...toFill, ['a', held], ['b', started('f1')], ['b', verified('f1')]);
    expect(state).toMatchObject({ stage: 'on-hold', heldFrom: 'fill', fills: [{ status: 'verified' }] });
    expect(kinds(state)).toEqual(['filled-while-held']);
    expect(fold(...toFill, ['a', held], ['b', started('f1')], ['b', verified('f1')], ['a', released]).stage).toBe(
      'ready',
    );
  });

  test('RX-37 closed twice: cancelled and transferred, or transferred to two pharmacies', () => {
    expect(kinds(fold(...toSold, ['a', cancelled], ['b', transferred('X')]))).toEqual(['closed-twice']);
    const twice = fold(...toSold, ['a', transferred('X')], ['b', transferred('Y')]);
    expect(openConflicts(twice)).toMatchObject([{ kind: 'closed-twice', sides: [{ detail: 'X' }, { detail: 'Y' }] }]);
    expect(kinds(fold(...toSold, ['a', cancelled], ['b', cancelled]))).toEqual([]);
  });

  test('RX-38 the same refill asked for at two terminals is one refill', () => {
    const state = fold(
      ...toSold,
      ['a', refill(1)],
      ['b', refill(1)],
      ['a', reviewed()],
      ['b', reviewed()],
      ['a', priced()],
      ['b', priced()],
    );
    expect(state).toMatchObject({ stage: 'fill', cycle: 1, refillsRemaining: 1, conflicts: [] });
    expect(kinds(fold(...toSold, ['a', cancelled], ['b', refill(1)]))).toEqual(['worked-after-close']);
  });
});

describe('a person decides', () => {
  const conflicting = [
    ...toFill,
    ['a', cancelled],
    ['b', started('f1')],
    ['b', verified('f1')],
  ] as const satisfies readonly Step[];

  test('RX-34 keeping the fill takes the closing back; keeping the closing leaves it closed', () => {
    const state = fold(...conflicting);
    expect(fold(...conflicting, ['a', resolve(state, 'second')])).toMatchObject({
      stage: 'ready',
      cancellation: null,
      conflicts: [{ resolved: { keep: 'second', note: 'looked at both' } }],
    });
    expect(fold(...conflicting, ['a', resolve(state, 'both')]).stage).toBe('cancelled');
    const back = fold(...conflicting, ['b', returned('f1')], ['a', resolve(state, 'first')]);
    expect(back).toMatchObject({ stage: 'cancelled', fills: [{ status: 'returned' }] });
    expect(openConflicts(back)).toEqual([]);
  });

  test('RX-34 one of two fills can be kept only when the other is no longer made up', () => {
    const state = fold(...toFill, ['a', started('f1')], ['b', started('f2')]);
    const conflictId = openConflicts(state)[0]?.conflictId ?? '';
    expect(decideConflict(state, { conflictId, keep: 'first', note: 'x' })).toEqual({
      ok: false,
      refusal: { kind: 'fill-open', data: { fillId: 'f2' } },
    });
    const back = fold(...toFill, ['a', started('f1')], ['b', started('f2')], ['b', returned('f2')]);
    expect(decideConflict(back, { conflictId, keep: 'first', note: 'x' }).ok).toBe(true);
    expect(decideConflict(back, { conflictId: 'other', keep: 'first', note: 'x' })).toMatchObject({
      refusal: { kind: 'conflict-unknown' },
    });
  });

  test('RX-39 a conflict has one name in whatever order its events came', () => {
    const [conflict] = openConflicts(fold(...conflicting));
    expect(conflict?.conflictId).toBe('filled-after-close.b.20261121150004000.f1');
  });
});
