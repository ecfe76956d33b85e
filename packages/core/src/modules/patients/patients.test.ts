import { beforeEach, describe, expect, test } from 'vitest';
import { createTestStore, type TestStore } from '../../testing/index.ts';
import { auditModule } from '../audit/module.ts';
import { authModule } from '../auth/module.ts';
import { storeModule } from '../store/module.ts';
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
