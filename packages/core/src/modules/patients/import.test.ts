import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { createTestStore, type TestStore } from '../../testing/index.ts';
import { authModule } from '../auth/module.ts';
import { storeModule } from '../store/module.ts';
import { stateCode } from './fhir/states.ts';
import { patientsModule } from './module.ts';

const root = path.resolve(import.meta.dirname, '../../../../..');
const data = path.resolve(root, process.env.APOTHECA_TEST_DATA ?? '../shared/data', 'synthea_r4');
const present = existsSync(data);

let store: TestStore;
beforeEach(() => {
  store = createTestStore({ modules: (ports) => [storeModule(ports), authModule(ports), patientsModule] });
});

const file = (name: string, ...resources: unknown[]) =>
  new File([resources.map((r) => JSON.stringify(r)).join('\n')], name);

async function run(files: File[], source?: string) {
  const owner = store.as('owner');
  const started = await owner.call('patients.startImport', { files, ...(source ? { source } : {}) });
  let job = started;
  while (job.state === 'running') {
    await new Promise((resume) => setImmediate(resume));
    job = await owner.call('patients.getImport', { id: started.id });
  }
  return job;
}

const ada = {
  resourceType: 'Patient',
  id: 'p1',
  birthDate: '1950-12-10',
  gender: 'female',
  name: [
    { use: 'official', family: 'Lovelace', given: ['Ada', 'King'], suffix: ['Jr'] },
    { use: 'nickname', given: ['Addie'] },
  ],
  telecom: [
    { system: 'phone', value: '555-680-5545', use: 'home' },
    { system: 'email', value: 'a@b' },
  ],
  address: [
    { line: ['301 Wiza Dale', 'Apt 2'], city: 'Rockport', state: 'Massachusetts', postalCode: '01966', country: 'US' },
  ],
  communication: [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'es' }] } }],
  identifier: [
    { system: 'http://hospital', value: 'MRN1', type: { coding: [{ code: 'MR' }] } },
    {
      system: 'http://hl7.org/fhir/sid/us-ssn',
      value: '999-36-6589',
      type: { coding: [{ code: 'SS' }], text: 'Social Security Number' },
    },
  ],
};
const request = {
  resourceType: 'MedicationRequest',
  id: 'm1',
  status: 'active',
  intent: 'order',
  subject: { reference: 'Patient/p1' },
  authoredOn: '2020-02-03T10:00:00Z',
  medicationCodeableConcept: {
    coding: [
      { system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '316049', display: 'Hydrochlorothiazide 25 MG' },
    ],
  },
  dosageInstruction: [
    {
      timing: { repeat: { frequency: 2, period: 1, periodUnit: 'd' } },
      doseAndRate: [{ doseQuantity: { value: 1, unit: 'tablet' } }],
      asNeededBoolean: true,
    },
  ],
};

describe('mapping', () => {
  test('PAT-62 a FHIR patient becomes a patient; the social security number is not kept', async () => {
    const job = await run([file('p.ndjson', ada)]);
    expect(job).toMatchObject({ state: 'done', patientsAdded: 1, recordsTotal: 1, recordsDone: 1, rejectedCount: 0 });
    const { items } = await store.as('technician').call('patients.list', { q: 'lovelace' });
    const patient = await store.as('technician').call('patients.get', { id: items[0].id });
    expect(patient).toMatchObject({
      name: { given: 'Ada King', family: 'Lovelace Jr', preferred: 'Addie' },
      sex: 'female',
      language: 'es',
      address: {
        line1: '301 Wiza Dale',
        line2: 'Apt 2',
        city: 'Rockport',
        state: 'MA',
        postalCode: '01966',
        country: 'US',
      },
      phones: [{ digits: '15556805545', kind: 'home', smsConsent: false }],
      identifiers: [{ system: 'http://hospital', value: 'MRN1', kind: 'MR' }],
    });
    expect(JSON.stringify(store.dump())).not.toContain('999-36-6589');
  });

  test('PAT-63 a medication request becomes a line of medication history with drug, date, status and dosage', async () => {
    await run([file('p.ndjson', ada, request)]);
    const { items } = await store.as('technician').call('patients.list', { q: 'lovelace' });
    const profile = await store.as('technician').call('patients.profile', { id: items[0].id });
    expect(profile.patient.medications).toEqual([
      {
        id: 'm1',
        source: 'fhir-r4',
        text: 'Hydrochlorothiazide 25 MG',
        rxcui: '316049',
        authoredOn: '2020-02-03',
        status: 'active',
        dosage: '1 tablet, 2 times a day, as needed',
        reason: null,
        prescriber: null,
      },
    ]);
    expect(profile.activeMedications[0]).toMatchObject({
      drug: 'Hydrochlorothiazide 25 MG',
      source: 'fhir-r4',
      rxNumber: null,
    });
  });

  test('PAT-64 allergies and conditions of a bundle come along; refuted ones are reported, ended ones are ended', async () => {
    const subject = { reference: 'urn:uuid:p1' };
    const bundle = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        { fullUrl: 'urn:uuid:p1', resource: { ...ada, id: undefined } },
        { resource: { resourceType: 'Observation', id: 'o' } },
        {
          resource: {
            resourceType: 'AllergyIntolerance',
            id: 'a1',
            type: 'intolerance',
            patient: subject,
            code: { text: 'Codeine' },
            reaction: [{ manifestation: [{ text: 'Nausea' }], severity: 'mild' }],
          },
        },
        {
          resource: {
            resourceType: 'AllergyIntolerance',
            id: 'a2',
            patient: subject,
            code: { text: 'Latex' },
            verificationStatus: { coding: [{ code: 'refuted' }] },
          },
        },
        {
          resource: {
            resourceType: 'Condition',
            id: 'c1',
            subject,
            code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'E11.9', display: 'Diabetes' }] },
          },
        },
        {
          resource: {
            resourceType: 'Condition',
            id: 'c2',
            subject,
            code: { text: 'Bronchitis' },
            abatementDateTime: '2020-01-09T00:00:00Z',
          },
        },
      ],
    };
    const job = await run([file('b.json', bundle)]);
    expect(job).toMatchObject({ patientsAdded: 1, allergiesAdded: 1, conditionsAdded: 2, rejectedCount: 1 });
    expect(job.rejected[0]).toEqual({
      file: 'b.json',
      position: 4,
      resourceType: 'AllergyIntolerance',
      resourceId: 'a2',
      reason: 'marked as refuted at its source',
    });
    const { items } = await store.as('technician').call('patients.list', { q: 'lovelace' });
    const patient = await store.as('technician').call('patients.get', { id: items[0].id });
    expect(patient.allergies).toMatchObject([
      { substance: 'Codeine', reaction: 'Nausea', severity: 'mild', kind: 'intolerance', source: 'fhir-r4' },
    ]);
    expect(patient.conditions).toMatchObject([
      { code: 'E11.9', ended: null },
      { text: 'Bronchitis', ended: { at: '2020-01-09' } },
    ]);
  });

  test('PAT-66 a resource that cannot be used is reported with file, place and reason, the others go in', async () => {
    const job = await run([
      file(
        'p.ndjson',
        ada,
        { ...ada, id: 'p2', birthDate: '1950' },
        { ...ada, id: 'p3', name: [{ text: '' }] },
        request,
        { ...request, id: 'm2', subject: { reference: 'Patient/unknown' } },
      ),
    ]);
    expect(job).toMatchObject({
      state: 'done',
      patientsAdded: 1,
      medicationsAdded: 1,
      rejectedCount: 3,
      recordsTotal: 5,
      recordsDone: 5,
    });
    expect(job.rejected.map((r: { position: number; reason: string }) => [r.position, r.reason])).toEqual([
      [2, 'birthDate: a whole birth date is needed'],
      [3, 'the patient has no name'],
      [5, 'its patient is neither in these files nor here under this source'],
    ]);
  });

  test.each([
    ['Massachusetts', 'MA'],
    ['new york', 'NY'],
    ['oh', 'OH'],
    ['PR', 'PR'],
    ['Karnataka', 'Karnataka'],
    ['', ''],
  ])('PAT-62 the state %j is written %j', (name, code) => expect(stateCode(name)).toBe(code));
});

describe('again and again', () => {
  test('PAT-65 a second import of the same source changes nothing', async () => {
    await run([file('p.ndjson', ada, request)]);
    const before = store.digest();
    const job = await run([file('other-name.ndjson', request, ada)]);
    expect(job).toMatchObject({ patientsAdded: 0, patientsChanged: 0, medicationsAdded: 0, alreadyHere: 2 });
    expect(store.digest()).toBe(before);
    expect(await run([file('p.ndjson', ada)], 'another hospital')).toMatchObject({ patientsAdded: 1 });
  });

  test('PAT-67 medications may come in a later import than their patient', async () => {
    await run([file('p.ndjson', ada)]);
    expect(await run([file('m.ndjson', request)])).toMatchObject({
      medicationsAdded: 1,
      patientsAdded: 0,
      rejectedCount: 0,
    });
  });

  test('PAT-68 what changed at the source comes in, except fields that were changed at the counter', async () => {
    await run([file('p.ndjson', ada)]);
    const { items } = await store.as('technician').call('patients.list', { q: 'lovelace' });
    const id = items[0].id;
    await store.as('technician').call('patients.update', { id, language: 'fr' });
    const moved = { ...ada, gender: 'other', communication: [{ language: { coding: [{ code: 'de' }] } }] };
    expect(await run([file('p.ndjson', moved)])).toMatchObject({ patientsChanged: 1 });
    expect(await store.as('technician').call('patients.get', { id })).toMatchObject({ language: 'fr', sex: 'other' });
  });

  test('PAT-69 only heads of the store import', async () => {
    const refusal = await store.as('technician').refusal('patients.startImport', { files: [file('p.ndjson', ada)] });
    expect(refusal.code).toBe('forbidden');
  });
});

test.skipIf(!present)(
  'PAT-71 409 patients and 1,656 requests load, once (skipped: test data folder absent)',
  { timeout: 120_000 },
  async () => {
    const load = (name: string) => new File([readFileSync(path.join(data, name))], name);
    const files = [load('MedicationRequest.ndjson'), load('Patient.ndjson')];
    const job = await run(files);
    expect(job).toMatchObject({
      state: 'done',
      patientsAdded: 409,
      medicationsAdded: 1656,
      rejectedCount: 0,
      alreadyHere: 0,
      recordsTotal: 2065,
      recordsDone: 2065,
    });
    expect(await run(files)).toMatchObject({
      patientsAdded: 0,
      patientsChanged: 0,
      medicationsAdded: 0,
      alreadyHere: 2065,
    });
    expect(JSON.stringify(store.dump())).not.toMatch(/999-\d\d-\d{4}/);
    const { items } = await store.as('technician').call('patients.list', { q: 'angel miguel garica' });
    expect(items).toHaveLength(1);
    const bundles = readdirSync(path.join(data, 'bundles')).map((name) => load(path.join('bundles', name)));
    const fromBundles = await run(bundles);
    expect(fromBundles).toMatchObject({ state: 'done', patientsAdded: 0, patientsChanged: 0, medicationsAdded: 0 });
    expect(fromBundles.conditionsAdded).toBeGreaterThan(10);
    expect(store.unexpected).toEqual([]);
  },
);
