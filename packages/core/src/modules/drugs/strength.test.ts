import { expect, test } from 'vitest';
import { listSignature, strengthKey, strengthSignature } from './strength.ts';
import { displayName, readableStrength } from './wording.ts';

test.each([
  ['0.50MG', '.5MG'],
  ['1GM', '1000MG'],
  ['88MCG', '0.088MG'],
  ['20,000 UNITS/ML', '20000 UNITS/ML'],
  ['12.5MG;20MG', '12.5MG; 20MG'],
  ['20MG', '20MG **Federal Register determination that product was not discontinued**'],
  ['EQ 10MG BASE', 'EQ  10 MG BASE'],
])('DRG-53 %s and %s are one strength', (a, b) => {
  expect(strengthKey(a)).toBe(strengthKey(b));
});

test.each([
  ['10MG', '20MG'],
  ['10MG', 'EQ 10MG BASE'],
  ['10MG;20MG', '20MG;10MG'],
  ['100MG/5ML', '100MG/ML'],
  ['0.5MG,1MG', '0.5MG;1MG'],
  ['1%', '10%'],
])('DRG-53 %s and %s are two strengths', (a, b) => {
  expect(strengthKey(a)).not.toBe(strengthKey(b));
});

test('DRG-53 what states no strength equals nothing', () => {
  expect(strengthKey('N/A')).toBeNull();
  expect(strengthKey('')).toBeNull();
  expect(strengthKey('**footnote')).toBeNull();
});

test.each([
  ['20MG', '20', 'mg/1'],
  ['EQ 10MG BASE', '10', 'mg/1'],
  ['12.5MG;20MG', '20; 12.5', 'mg/1; mg/1'],
  ['1%', '10', 'mg/mL'],
  ['0.05%', '.5', 'mg/g'],
  ['EQ 500MG BASE/5ML (EQ 100MG BASE/ML)', '500', 'mg/5mL'],
  ['100MG/5ML', '20', 'mg/mL'],
  ['25MCG/HR', '25', 'ug/h'],
  ['100 UNITS/ML', '100', '[iU]/mL'],
  ['0.09MG/INH', '90', 'ug/1'],
  ['500MG/VIAL', '500', 'mg/1'],
])('DRG-30 the application strength %s is the directory’s %s %s', (application, amounts, measures) => {
  expect(strengthSignature(application)).not.toBeNull();
  expect(strengthSignature(application)).toBe(listSignature(amounts, measures));
});

test('DRG-30 lists that do not pair, and ranges, have no signature', () => {
  expect(listSignature('20; 12.5', 'mg/1')).toBeNull();
  expect(strengthSignature('20-300mCi/ML')).toBeNull();
});

test('DRG-36 capitals and commas become words for people', () => {
  expect(readableStrength('EQ 10MG BASE')).toBe('10 mg');
  expect(readableStrength('12.5MG;20MG')).toBe('12.5 mg / 20 mg');
  expect(readableStrength('.5MG/5ML')).toBe('0.5 mg/5 mL');
  expect(displayName({ what: 'timolol', strength: '0.5%', form: 'SOLUTION/DROPS', route: 'OPHTHALMIC' })).toBe(
    'timolol 0.5% ophthalmic solution/drops',
  );
  expect(displayName({ what: 'metformin', strength: '500 mg', form: 'TABLET, EXTENDED RELEASE', route: 'ORAL' })).toBe(
    'metformin 500 mg extended release tablet',
  );
});
