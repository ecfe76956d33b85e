import { beforeEach, describe, expect, test } from 'vitest';
import { createTestStore, type TestStore } from '../../testing/index.ts';
import { auditModule } from '../audit/module.ts';
import { authModule } from '../auth/module.ts';
import { storeModule } from '../store/module.ts';
import { patientAggregate } from './aggregate.ts';
import type { PatientEvent } from './events.ts';
import { patientsModule } from './module.ts';

let store: TestStore;
beforeEach(() => {
  store = createTestStore({
    modules: (ports) => [storeModule(ports), authModule(ports), auditModule(ports), patientsModule],
  });
});

const maria = { name: { given: 'María', family: "O'Brien-López" }, birthDate: '1978-04-03' };
const create = (input: object) => store.as('technician').call('patients.create', input);

describe('likely duplicates', () => {
  test('PAT-30 the same name and birth date is refused until someone confirms it is another person', async () => {
    const first = await create(maria);
    const again = { name: { given: 'maria', family: 'OBrien Lopez' }, birthDate: '1978-04-03' };
    const refusal = await store.as('technician').refusal('patients.create', again);
    expect(refusal).toMatchObject({
      code: 'likely-duplicate',
      status: 409,
      data: { duplicates: [{ patientId: first.id, reason: 'name-and-birth-date', score: 95 }] },
    });
    const second = await create({ ...again, confirmNotDuplicate: true });
    expect(second.id).not.toBe(first.id);
    expect(second.duplicates[0].patientId).toBe(first.id);
  });

  test('PAT-34 a weaker likeness only warns, with a typed reason', async () => {
    const first = await create({ ...maria, phones: [{ number: '6145550199' }] });
    const twin = await create({
      name: { given: 'Elena', family: "O'Brien-López" },
      birthDate: '1978-04-03',
      phones: [{ number: '614-555-0199' }],
    });
    expect(twin.duplicates).toMatchObject([{ patientId: first.id, reason: 'phone-and-birth-date' }]);
    const slip = await create({ name: { given: 'Marja', family: 'OBrienLopez' }, birthDate: '1978-04-03' });
    expect(slip.duplicates[0]).toMatchObject({ patientId: first.id, reason: 'similar-name-and-birth-date' });
    const swapped = await create({ ...maria, birthDate: '1978-03-04' });
    expect(swapped.duplicates[0]).toMatchObject({ patientId: first.id, reason: 'name-and-near-birth-date' });
  });
});

describe('merge', () => {
  const two = async () => {
    const a = await create({ ...maria, allergies: [{ substance: 'latex' }] });
    const b = await create({
      ...maria,
      phones: [{ number: '6145550177' }],
      allergies: [{ substance: 'iodine' }],
      confirmNotDuplicate: true,
    });
    return { a: a.id as string, b: b.id as string };
  };

  test('PAT-31 a merge loses nothing: both ids answer with what both records knew', async () => {
    const { a, b } = await two();
    const merged = await store.as('pharmacist').call('patients.merge', { id: a, otherId: b, reason: 'same person' });
    expect(merged).toMatchObject({ id: a, absorbed: [b] });
    for (const id of [a, b]) {
      const read = await store.as('technician').call('patients.get', { id });
      expect(read.id).toBe(a);
      expect(read.allergies.map((e: { substance: string }) => e.substance).sort()).toEqual(['iodine', 'latex']);
      expect(read.phones[0].digits).toBe('16145550177');
    }
    const found = await store.as('technician').call('patients.list', { q: '0177' });
    expect(found.items.map((i: { id: string }) => i.id)).toEqual([a]);
    expect(await store.as('technician').refusal('patients.update', { id: b, language: 'es' })).toMatchObject({
      code: 'patient-merged',
      data: { patientId: a },
    });
  });

  test('PAT-35 a merge is undone by an event and both stand as before', async () => {
    const { a, b } = await two();
    const before = await store.as('technician').call('patients.get', { id: b });
    await store.as('pharmacist').call('patients.merge', { id: a, otherId: b, reason: 'same person' });
    const after = await store.as('pharmacist').call('patients.unmerge', { id: a, otherId: b, reason: 'brothers' });
    expect(after.absorbed).toEqual([]);
    expect(after.allergies).toHaveLength(1);
    const read = await store.as('technician').call('patients.get', { id: b });
    expect({ ...read, version: 0, lastChange: 0 }).toEqual({ ...before, version: 0, lastChange: 0 });
    expect(
      (await store.as('pharmacist').refusal('patients.unmerge', { id: a, otherId: b, reason: 'twice' })).code,
    ).toBe('not-merged');
  });

  test('PAT-36 different birth dates, the same record and a technician are refused', async () => {
    const { a } = await two();
    const other = await create({ name: { given: 'Ana', family: 'Ruiz' }, birthDate: '1990-01-01' });
    const pharmacist = store.as('pharmacist');
    expect((await pharmacist.refusal('patients.merge', { id: a, otherId: a, reason: 'x' })).code).toBe('same-patient');
    expect(await pharmacist.refusal('patients.merge', { id: a, otherId: other.id, reason: 'x' })).toMatchObject({
      code: 'birth-dates-differ',
      data: { here: '1978-04-03', other: '1990-01-01' },
    });
    expect(
      (await store.as('technician').refusal('patients.merge', { id: a, otherId: other.id, reason: 'x' })).code,
    ).toBe('forbidden');
    const done = await pharmacist.call('patients.merge', {
      id: a,
      otherId: other.id,
      reason: 'typed wrong',
      confirmDifferentBirthDate: true,
    });
    expect(done.absorbed).toEqual([other.id]);
  });

  test('PAT-37 merges of merges resolve to one survivor', async () => {
    const { a, b } = await two();
    const c = (await create({ name: { given: 'Mary', family: 'Obrien' }, birthDate: '1978-04-03' })).id;
    await store.as('pharmacist').call('patients.merge', { id: b, otherId: c, reason: 'x' });
    const merged = await store.as('pharmacist').call('patients.merge', { id: a, otherId: c, reason: 'x' });
    expect(new Set(merged.absorbed)).toEqual(new Set([b, c]));
    expect((await store.as('technician').call('patients.get', { id: c })).id).toBe(a);
  });
});

test('PAT-32 two terminals that merge two records into each other leave one survivor, the same everywhere', async () => {
  const a = (await create(maria)).id as string;
  const b = (await create({ ...maria, confirmNotDuplicate: true })).id as string;
  await store.as('pharmacist').call('patients.merge', { id: a, otherId: b, reason: 'here' });
  appendFromElsewhere(a, { type: 'patient.merged', payload: { into: b, reason: 'there' } });
  const survivor = [a, b].sort()[0];
  for (const id of [a, b]) expect((await store.as('technician').call('patients.get', { id })).id).toBe(survivor);
});

/** As an event of another terminal that did not know of ours. */
function appendFromElsewhere(id: string, event: PatientEvent): void {
  const call = {
    session: null,
    address: 'local',
    ownWindow: true,
    idempotencyKey: null,
    procedure: 'test',
    requestId: 'r',
    signal: new AbortController().signal,
  };
  store.kernel.engine.command(call, 'test.append', (unit) => {
    unit.authorize({});
    unit.append(patientAggregate, id, event);
    return null;
  });
}

describe('identity checks', () => {
  beforeEach(async () => {
    await create({
      ...maria,
      phones: [{ number: '6145550199' }],
      address: { line1: '1 A', city: 'X', state: 'OH', postalCode: '43215-1234' },
    });
  });
  const check = (input: object) => store.as('technician').call('patients.identify', input);

  test('PAT-40 name and birth date verify at level two, with phone or postal code at three', async () => {
    const two = await check({ name: 'maria obrien lopez', birthDate: '1978-04-03' });
    expect(two).toMatchObject({ verified: true, level: 'two', matched: ['name', 'birth-date'] });
    expect(two.patientId).toMatch(/^pat_/);
    const three = await check({
      name: { given: 'María', family: "O'Brien-López" },
      birthDate: '1978-04-03',
      phone: '+1 614 555 0199',
    });
    expect(three).toMatchObject({ verified: true, level: 'three' });
    expect(await check({ name: 'Maria Obrien Lopez', birthDate: '1978-04-03', postalCode: '43215' })).toMatchObject({
      level: 'three',
    });
  });

  test('PAT-41 a third identifier that is wrong takes the verification away', async () => {
    expect(await check({ name: 'Maria Obrien Lopez', birthDate: '1978-04-03', phone: '6145550000' })).toMatchObject({
      verified: false,
      level: 'two',
    });
  });

  test('PAT-42 a name alone, an unknown person and two who fit are not verified', async () => {
    const one = await check({ name: 'Maria Obrien Lopez', birthDate: '1979-04-03' });
    expect(one).toMatchObject({ verified: false, level: 'one' });
    expect(one.patientId).toBeUndefined();
    expect(await check({ name: 'Nobody Known', birthDate: '1979-04-03' })).toEqual({
      verified: false,
      level: 'none',
      matched: [],
    });
    await create({ ...maria, confirmNotDuplicate: true });
    expect(await check({ name: 'Maria Obrien Lopez', birthDate: '1978-04-03' })).toMatchObject({
      verified: false,
      level: 'ambiguous',
    });
    expect(await check({ name: 'Maria Obrien Lopez', birthDate: '1978-04-03', phone: '6145550199' })).toMatchObject({
      verified: true,
      level: 'three',
    });
  });
});
