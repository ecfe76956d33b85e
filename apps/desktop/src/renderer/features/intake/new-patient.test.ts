import { expect, test } from 'vitest';
import { emptyPatient, nameFromText, newPatientInput } from './new-patient.ts';

test.each([
  ['okafor, rosalind', { family: 'Okafor', given: 'Rosalind' }],
  ['rosalind okafor', { family: 'Okafor', given: 'Rosalind' }],
  ['mary ann o’neil 4/12/61', { family: 'O’neil', given: 'Mary Ann' }],
  ['McBride', { family: 'McBride', given: '' }],
  ['', { family: '', given: '' }],
])('UI-102 the searched name %j fills the form of the new patient', (text, name) => {
  expect(nameFromText(text)).toEqual(name);
});

test('UI-102 allergies are a list; "no known allergies" cannot stand beside one', () => {
  const form = { ...emptyPatient, allergies: 'penicillin, sulfa;', noKnownAllergies: true };
  expect(newPatientInput(form, false)).toMatchObject({
    allergies: [{ substance: 'penicillin' }, { substance: 'sulfa' }],
    noKnownAllergies: false,
    address: null,
    phones: [],
  });
});
