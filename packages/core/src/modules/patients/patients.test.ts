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

describe('register and change', () => {
  test('PAT-1 a patient is added with name and birth date and comes back whole', async () => {
    const patient = await create({
      ...maria,
      sex: 'female',
      phones: [{ number: '(614) 555-0199', kind: 'mobile', smsConsent: true }],
      address: { line1: '12 Oak St', city: 'Columbus', state: 'OH', postalCode: '43215' },
      allergies: [{ substance: 'penicillin', rxcui: '7980', reaction: 'hives' }],
      conditions: ['asthma', { code: 'e11.9', text: 'type 2 diabetes' }],
      weightKg: 61.25,
      pregnant: false,
    });
    const read = await store.as('technician').call('patients.get', { id: patient.id });
    expect(read).toMatchObject({
      ...maria,
      name: { ...maria.name, preferred: null },
      sex: 'female',
      age: 48,
      weightKg: 61.25,
      weightTakenOn: '2026-11-21',
      pregnant: false,
      lactating: null,
    });
    expect(read.phones).toEqual([
      { number: '(614) 555-0199', digits: '16145550199', kind: 'mobile', smsConsent: true, voiceConsent: false },
    ]);
    expect(read.allergies[0]).toMatchObject({
      substance: 'penicillin',
      reaction: 'hives',
      kind: 'allergy',
      ended: null,
    });
    expect(read.conditions.map((c: { code: string | null }) => c.code)).toEqual([null, 'E11.9']);
    expect(store.unexpected).toEqual([]);
  });

  test('PAT-2 a birth date after today is refused', async () => {
    const refusal = await store.as('technician').refusal('patients.create', { ...maria, birthDate: '2026-11-22' });
    expect(refusal.code).toBe('birth-date-in-future');
    await expect(create({ ...maria, birthDate: '2026-11-21' })).resolves.toBeTruthy();
  });

  test('PAT-3 a change names its version; an older one is refused and nothing is written', async () => {
    const patient = await create(maria);
    const tech = store.as('technician');
    const changed = await tech.call('patients.update', {
      id: patient.id,
      expectedVersion: patient.version,
      easyOpenCaps: true,
    });
    expect(changed).toMatchObject({ easyOpenCaps: true, version: patient.version + 1 });
    const refusal = await tech.refusal('patients.update', {
      id: patient.id,
      expectedVersion: patient.version,
      language: 'es',
    });
    expect(refusal).toMatchObject({ code: 'changed-elsewhere', status: 409 });
    expect((await tech.call('patients.get', { id: patient.id })).language).toBe('en');
  });

  test('PAT-3 a change that changes nothing is refused', async () => {
    const patient = await create(maria);
    expect((await store.as('technician').refusal('patients.update', { id: patient.id, language: 'en' })).code).toBe(
      'nothing-changed',
    );
  });

  test('PAT-4 an auditor reads but does not write', async () => {
    const patient = await create(maria);
    expect((await store.as('auditor').call('patients.get', { id: patient.id })).id).toBe(patient.id);
    expect((await store.as('auditor').refusal('patients.create', maria)).code).toBe('forbidden');
  });

  test('PAT-5 the same key twice makes one patient', async () => {
    const first = await store.as('technician').call('patients.create', maria, { idempotencyKey: 'k1' });
    const again = await store.as('technician').call('patients.create', maria, { idempotencyKey: 'k1' });
    expect(again.id).toBe(first.id);
    expect((await store.as('technician').call('patients.list', { q: 'obrien' })).items).toHaveLength(1);
  });
});

describe('entries', () => {
  test('PAT-10 an allergy keeps reaction, severity, onset and whether it is an intolerance', async () => {
    const patient = await create(maria);
    const after = await store.as('technician').call('patients.addAllergy', {
      id: patient.id,
      substance: 'codeine',
      reaction: 'nausea',
      severity: 'mild',
      onsetOn: '2019-05-01',
      kind: 'intolerance',
    });
    expect(after.allergies[0]).toMatchObject({
      substance: 'codeine',
      reaction: 'nausea',
      severity: 'mild',
      onsetOn: '2019-05-01',
      kind: 'intolerance',
      addedBy: 'Test technician',
    });
  });

  test('PAT-11 the same substance is not listed twice, whatever its case', async () => {
    const patient = await create({ ...maria, allergies: [{ substance: 'Penicillin' }] });
    const refusal = await store
      .as('technician')
      .refusal('patients.addAllergy', { id: patient.id, substance: ' PENICILLIN ' });
    expect(refusal).toMatchObject({ code: 'allergy-already-listed', data: { entryId: patient.allergies[0].id } });
  });

  test('PAT-12 ending an entry keeps it with who, when and why, and it can be listed again', async () => {
    const patient = await create({ ...maria, allergies: [{ substance: 'sulfa' }] });
    const tech = store.as('technician');
    const entryId = patient.allergies[0].id;
    const after = await tech.call('patients.endAllergy', { id: patient.id, entryId, reason: 'tested negative' });
    expect(after.allergies[0].ended).toEqual({
      at: '2026-11-21T15:00:00.000Z',
      by: 'Test technician',
      reason: 'tested negative',
    });
    expect((await tech.refusal('patients.endAllergy', { id: patient.id, entryId, reason: 'again' })).code).toBe(
      'entry-unknown',
    );
    const again = await tech.call('patients.addAllergy', { id: patient.id, substance: 'sulfa' });
    expect(again.allergies).toHaveLength(2);
  });

  test('PAT-13 no known allergies and a list of them exclude each other', async () => {
    const patient = await create({ ...maria, noKnownAllergies: true });
    const after = await store.as('technician').call('patients.addAllergy', { id: patient.id, substance: 'latex' });
    expect(after.noKnownAllergies).toBe(false);
    expect(
      (await store.as('technician').refusal('patients.update', { id: patient.id, noKnownAllergies: true })).code,
    ).toBe('allergies-contradict');
  });

  test('PAT-14 weight, height and serum creatinine keep their dates; impossible values are refused', async () => {
    const patient = await create(maria);
    const tech = store.as('technician');
    await tech.call('patients.measure', { id: patient.id, kind: 'weight', value: 70, takenOn: '2026-01-01' });
    await tech.call('patients.measure', { id: patient.id, kind: 'weight', value: 68.5, takenOn: '2025-01-01' });
    const after = await tech.call('patients.measure', { id: patient.id, kind: 'serum-creatinine', value: 1.2 });
    expect(after).toMatchObject({ weightKg: 70, weightTakenOn: '2026-01-01', serumCreatinineMgDl: 1.2 });
    expect(after.measurements).toHaveLength(3);
    const refusal = await tech.refusal('patients.measure', { id: patient.id, kind: 'height', value: 1.7 });
    expect(refusal).toMatchObject({ code: 'measurement-implausible', data: { kind: 'height', least: 20 } });
  });

  test('PAT-15 a coverage keeps its billing fields and its end must not come before its start', async () => {
    const patient = await create(maria);
    const coverage = {
      payerName: 'Medi Mutual',
      bin: '610014',
      pcn: 'PCN1',
      groupId: 'G1',
      memberId: 'M123',
      personCode: '01',
      relationship: 'spouse',
    };
    const after = await store
      .as('technician')
      .call('patients.addCoverage', { id: patient.id, ...coverage, startsOn: '2026-01-01' });
    expect(after.coverages[0]).toMatchObject({ ...coverage, priority: 1, startsOn: '2026-01-01', endsOn: null });
    const refusal = await store
      .as('technician')
      .refusal('patients.addCoverage', { id: patient.id, ...coverage, startsOn: '2026-02-01', endsOn: '2026-01-01' });
    expect(refusal.code).toBe('coverage-dates-invalid');
  });

  test('PAT-16 notes and caregivers are added and ended like allergies', async () => {
    const patient = await create({ ...maria, caregivers: [{ name: 'Tom', relationship: 'son', phone: '6145550111' }] });
    const noted = await store
      .as('technician')
      .call('patients.addNote', { id: patient.id, text: 'speak slowly', isImportant: true });
    const after = await store
      .as('technician')
      .call('patients.endNote', { id: patient.id, entryId: noted.notes[0].id, reason: 'new hearing aid' });
    expect(after.notes[0]).toMatchObject({
      text: 'speak slowly',
      isImportant: true,
      ended: { reason: 'new hearing aid' },
    });
    expect(after.caregivers[0]).toMatchObject({ name: 'Tom', mayPickUp: true, ended: null });
  });
});

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

describe('record', () => {
  test('PAT-50 the profile names the parts that nobody supplies', async () => {
    const patient = await create(maria);
    const profile = await store.as('technician').call('patients.profile', { id: patient.id });
    expect(profile.patient.id).toBe(patient.id);
    expect(profile.missingParts).toEqual(['prescriptions', 'alerts']);
  });

  test('PAT-51 the history shows each change with who and what, and each read is audited', async () => {
    const patient = await create(maria);
    await store.as('manager').call('patients.update', { id: patient.id, language: 'es' });
    const { items } = await store.as('pharmacist').call('patients.history', { id: patient.id });
    expect(items.map((i: { type: string; by: string }) => [i.type, i.by])).toEqual([
      ['patient.registered', 'Test technician'],
      ['patient.changed', 'Test manager'],
    ]);
    expect(items[1].detail).toEqual({ changes: { language: 'es' }, was: { language: 'en' } });
    const audit = await store.as('owner').call('audit.events', { patientId: patient.id });
    expect(audit.items.length).toBeGreaterThanOrEqual(3);
  });

  test('PAT-52 the tables are the same after a rebuild', async () => {
    const patient = await create({ ...maria, allergies: [{ substance: 'latex' }] });
    await store.as('technician').call('patients.update', { id: patient.id, sex: 'female' });
    const before = store.dump();
    store.rebuild();
    expect(store.dump()).toEqual(before);
  });
});
