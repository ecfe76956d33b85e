import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTestStore, type TestStore } from '../../testing/index.ts';
import { learn } from '../dispensing/testing/two-terminals.ts';
import { openPatientConflicts, type PatientState } from './model.ts';

const person = (given: string, birthDate: string) => ({ name: { given, family: 'Rivera' }, birthDate, sex: 'female' });

interface Pair {
  readonly a: TestStore;
  readonly b: TestStore;
  readonly x: string;
  readonly y: string;
  readonly z: string;
}

/** Two terminals that know three patients and have lost sight of each other. */
async function apart(): Promise<Pair> {
  const a = createTestStore({ terminalId: 't1', seed: 'a' });
  const b = createTestStore({ terminalId: 't2', seed: 'b' });
  const ids: string[] = [];
  for (const [given, birthDate] of [
    ['Ana', '1980-01-02'],
    ['Beatriz', '1971-05-06'],
    ['Carla', '1990-08-09'],
  ] as const) {
    ids.push((await a.as('technician').call('patients.create', person(given, birthDate))).id);
  }
  learn(b, a);
  learn(a, b);
  const [x = '', y = '', z = ''] = ids;
  return { a, b, x, y, z };
}

function meet({ a, b }: Pair): void {
  learn(a, b);
  learn(b, a);
  expect(b.digest()).toBe(a.digest());
}

const record = (store: TestStore, id: string) => store.kernel.host.service('patients').record(id) as PatientState;
const open = (store: TestStore, id: string) => openPatientConflicts(record(store, id));
const update = (store: TestStore, id: string, fields: object) =>
  store.as('technician').call('patients.update', { id, ...fields });
const merge = (store: TestStore, id: string, otherId: string) =>
  store
    .as('pharmacist')
    .call('patients.merge', { id, otherId, reason: 'same person', confirmDifferentBirthDate: true });

function decide(store: TestStore, id: string, conflictId: string, keep: 'kept' | 'other' | 'apart'): void {
  const { engine, host } = store.kernel;
  const { session } = store.as('pharmacist');
  const call = {
    session,
    address: 'local',
    ownWindow: true,
    idempotencyKey: null,
    procedure: 'test.decide',
    requestId: 'r',
    signal: new AbortController().signal,
  };
  engine.command(call, 'patients.decide', (unit) => {
    unit.authorize({ patientId: id });
    host.service('patients').resolveConflict(unit, id, { conflictId, keep, note: null });
    return null;
  });
}

describe('two terminals and one patient', () => {
  test('PAT-80 each value of a field says who, when and where; the other one comes back by hand', async () => {
    const pair = await apart();
    const { a, b, x } = pair;
    a.clock.advance(1_000);
    await update(a, x, { language: 'es' });
    b.clock.advance(2_000);
    await update(b, x, { language: 'fr' });
    meet(pair);
    const [conflict] = open(a, x);
    expect(conflict).toMatchObject({
      kind: 'changed-twice',
      field: 'language',
      kept: { value: 'fr', by: 'Test technician', terminalId: 't2' },
      other: { value: 'es', by: 'Test technician', terminalId: 't1' },
    });
    decide(a, x, conflict?.conflictId ?? '', 'other');
    meet(pair);
    expect(record(b, x)).toMatchObject({ language: 'es', conflicts: [{ resolved: { keep: 'other' } }] });
    expect((await b.as('technician').call('patients.get', { id: x })).conflicts).toEqual([]);
  });

  test.each([
    ['before', 3_000, 1_000],
    ['after', 1_000, 3_000],
  ])('PAT-81 merged here and changed there, the change %s the merge', async (_when, mergedAt, changedAt) => {
    const pair = await apart();
    const { a, b, x, y } = pair;
    a.clock.advance(mergedAt);
    await merge(a, y, x);
    b.clock.advance(changedAt);
    await update(b, x, { language: 'es' });
    await b.as('technician').call('patients.addNote', { id: x, text: 'calls after five', isImportant: false });
    meet(pair);
    for (const store of [a, b]) {
      expect(record(store, x)).toMatchObject({ mergedInto: y, language: 'es' });
      expect(open(store, x)).toMatchObject([
        {
          kind: 'changed-after-merge',
          kept: { value: y, terminalId: 't1' },
          other: { by: 'Test technician', terminalId: 't2' },
        },
      ]);
    }
    const { notes } = await a.as('technician').call('patients.get', { id: y });
    expect(notes).toMatchObject([{ text: 'calls after five' }]);
  });

  test('PAT-81 a change that the merging person had seen is no conflict', async () => {
    const pair = await apart();
    const { a, b, x, y } = pair;
    await update(b, x, { language: 'es' });
    meet(pair);
    a.clock.advance(1_000);
    await merge(a, y, x);
    meet(pair);
    expect(open(a, x)).toEqual([]);
  });

  test('PAT-82 merged into two different records at once: the first stands, both are shown', async () => {
    const pair = await apart();
    const { a, b, x, y, z } = pair;
    a.clock.advance(1_000);
    await merge(a, y, x);
    b.clock.advance(2_000);
    await merge(b, z, x);
    meet(pair);
    const [conflict] = open(b, x);
    expect(conflict).toMatchObject({ kind: 'merged-twice', kept: { value: y }, other: { value: z } });
    expect(record(b, x).mergedInto).toBe(y);
    decide(b, x, conflict?.conflictId ?? '', 'other');
    meet(pair);
    expect(record(a, x).mergedInto).toBe(z);
  });

  test('PAT-83 of two decisions the first acts; out of the merge, nothing of it is open', async () => {
    const pair = await apart();
    const { a, b, x, y } = pair;
    a.clock.advance(1_000);
    await merge(a, y, x);
    b.clock.advance(2_000);
    await update(b, x, { language: 'es' });
    meet(pair);
    const conflictId = open(a, x)[0]?.conflictId ?? '';
    a.clock.advance(5_000);
    decide(a, x, conflictId, 'kept');
    b.clock.advance(6_000);
    decide(b, x, conflictId, 'apart');
    meet(pair);
    expect(record(b, x)).toMatchObject({ mergedInto: y, conflicts: [{ resolved: { keep: 'kept' } }] });
    const other = await apart();
    await merge(other.a, other.y, other.x);
    other.b.clock.advance(1_000);
    await update(other.b, other.x, { language: 'es' });
    meet(other);
    await other.a.as('pharmacist').call('patients.unmerge', { id: other.y, otherId: other.x, reason: 'two people' });
    expect(open(other.a, other.x)).toEqual([]);
  });
});

interface Step {
  readonly at: 'a' | 'b';
  readonly what: string;
  readonly ms: number;
}

/** One change that two merges had not seen, the first of them undone. */
const mergedTwiceUnseen: Step[] = [
  { at: 'a', what: 'es', ms: 0 },
  { at: 'b', what: 'merge-y', ms: 0 },
  { at: 'b', what: 'unmerge', ms: 0 },
  { at: 'b', what: 'merge-z', ms: 0 },
];

test('PAT-84 whatever two terminals do apart, together they show the same conflicts', async () => {
  const step = fc.record({
    at: fc.constantFrom('a' as const, 'b' as const),
    what: fc.constantFrom('es', 'fr', 'note', 'merge-y', 'merge-z', 'unmerge', 'keep', 'other', 'apart', 'learn'),
    ms: fc.integer({ min: 0, max: 3_000 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array<Step>(step, { minLength: 3, maxLength: 12 }), async (steps) => {
      const pair = await apart();
      for (const { at, what, ms } of steps) {
        const store = pair[at];
        store.clock.advance(ms);
        if (what === 'learn') learn(store, at === 'a' ? pair.b : pair.a);
        else await attempt(store, pair, what).catch(() => null);
      }
      meet(pair);
      expect(tables(pair.b)).toEqual(tables(pair.a));
      const shown = record(pair.a, pair.x).conflicts;
      expect(new Set(shown.map(({ conflictId }) => conflictId)).size).toBe(shown.length);
      const before = tables(pair.a);
      pair.a.rebuild();
      expect(tables(pair.a)).toEqual(before);
      expect([...pair.a.unexpected, ...pair.b.unexpected]).toEqual([]);
      pair.a.close();
      pair.b.close();
    }),
    { numRuns: 25, examples: [[mergedTwiceUnseen]] },
  );
});

function tables(store: TestStore): Record<string, unknown> {
  return Object.fromEntries(Object.entries(store.dump()).filter(([name]) => name.startsWith('patients_')));
}

async function attempt(store: TestStore, { x, y, z }: Pair, what: string): Promise<unknown> {
  if (what === 'note') return store.as('technician').call('patients.addNote', { id: x, text: 'n', isImportant: false });
  if (what === 'merge-y') return merge(store, y, x);
  if (what === 'merge-z') return merge(store, z, x);
  if (what === 'unmerge') {
    const id = record(store, x).mergedInto ?? y;
    return store.as('pharmacist').call('patients.unmerge', { id, otherId: x, reason: 'no' });
  }
  const [conflict] = open(store, x);
  if (what === 'keep' || what === 'other' || what === 'apart') {
    if (conflict) decide(store, x, conflict.conflictId, what === 'keep' ? 'kept' : what);
    return null;
  }
  return update(store, x, { language: what });
}
