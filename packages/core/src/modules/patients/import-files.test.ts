import { beforeEach, describe, expect, test } from 'vitest';
import { createTestStore, type TestStore } from '../../testing/index.ts';
import { authModule } from '../auth/module.ts';
import { storeModule } from '../store/module.ts';
import { readFhirFile } from './fhir/read.ts';
import { patientsModule } from './module.ts';

let store: TestStore;
beforeEach(() => {
  store = createTestStore({ modules: (ports) => [storeModule(ports), authModule(ports), patientsModule] });
});

const file = (name: string, ...resources: unknown[]) =>
  new File([resources.map((r) => JSON.stringify(r)).join('\n')], name);
const text = (name: string, content: string) => new File([content], name);

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

describe('files that are no good', () => {
  const good = JSON.stringify(ada);
  test.each([
    ['empty', '', 'the file is empty', null],
    ['a table', 'id,name\n1,Ada', 'this is not JSON: a FHIR file begins with {', null],
    ['a zip', 'PK\u0003\u0004', 'this is not a text file; export FHIR as JSON or NDJSON', null],
    ['other JSON', '{"a":1}', 'this is JSON but not FHIR: resourceType is missing', null],
    ['an empty bundle', '{"resourceType":"Bundle","type":"collection"}', 'this bundle holds no entries', null],
    [
      'other resources',
      '{"resourceType":"Observation","id":"o"}',
      'it holds no Patient, MedicationRequest, AllergyIntolerance or Condition',
      null,
    ],
    ['cut off lines', `${good}\n${good.slice(0, 80)}`, 'the file is cut off: its end is missing', 2],
    [
      'a cut off bundle',
      '{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Pat',
      'the file is cut off: its end is missing',
      1,
    ],
    ['a bad line', `${good}\nnonsense\n${good}`, 'this line is not JSON', 2],
    ['a line of something else', `${good}\n{"a":1}`, 'this line is not a FHIR resource', 2],
  ])('PAT-70 %s is refused with the reason and nothing is changed', async (_, content, reason, position) => {
    const before = store.digest();
    const refusal = await store
      .as('owner')
      .refusal('patients.startImport', { files: [file('ok.ndjson', ada), text('bad.json', content)] });
    expect(refusal).toEqual({ code: 'import-file-invalid', status: 422, data: { file: 'bad.json', reason, position } });
    expect(store.digest()).toBe(before);
  });

  test('PAT-70 a byte order mark and Windows line ends do no harm', () => {
    const read = readFhirFile({ name: 'f', text: `\uFEFF${good}\r\n${good}\r\n` });
    expect(read.ok && read.value.length).toBe(2);
  });
});
