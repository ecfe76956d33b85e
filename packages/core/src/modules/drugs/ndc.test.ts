import { expect, test } from 'vitest';
import { candidatesOf10, formatNdc, labelsOf11, readNdc, readProductKey } from './ndc.ts';

test.each([
  ['0071-0155-23', '00071015523'],
  ['50242-040-62', '50242004062'],
  ['60505-2803-1', '60505280301'],
  ['00071-0155-23', '00071015523'],
  ['000071-0155-23', '00071015523'],
  ['00071015523', '00071015523'],
  ['000071015523', '00071015523'],
  [' NDC 0071–0155–23 ', '00071015523'],
])('DRG-1 %s is the NDC %s', (text, ndc11) => {
  const reading = readNdc(text);
  expect(reading.kind === 'exact' && reading.ndc11).toBe(ndc11);
});

test('DRG-1 a labeler number of six digits keeps twelve', () => {
  expect(readNdc('123456-7890-12')).toEqual({ kind: 'exact', ndc11: '123456789012', label: '123456-7890-12' });
  expect(formatNdc('123456789012')).toBe('123456-7890-12');
});

test('DRG-1 a layout that does not exist is refused by name', () => {
  const reading = readNdc('123-4567-89');
  expect(reading.kind === 'invalid' && reading.reason).toContain('3-4-2');
  expect(readNdc('1234567').kind).toBe('invalid');
  expect(readNdc('lisinopril').kind).toBe('invalid');
});

test('DRG-2 ten digits without hyphens have three readings and none is taken', () => {
  expect(readNdc('6050528031')).toEqual({
    kind: 'ambiguous',
    candidates: ['06050528031', '60505028031', '60505280301'],
  });
});

test('DRG-1 the labels of eleven digits drop one zero each', () => {
  expect(labelsOf11('00071015523')).toEqual(['0071-0155-23', '00071-155-23']);
  expect(labelsOf11('60505280301')).toEqual(['60505-2803-1']);
  for (const label of labelsOf11('00071015503'))
    expect(candidatesOf10(label.replaceAll('-', ''))).toContain('00071015503');
});

test.each([
  ['N020702-001', 'N020702-001'],
  ['nda20702-1', 'N020702-001'],
  ['ANDA075743 001', 'A075743-001'],
  ['BLA125514/1', 'B125514-001'],
])('DRG-1 %s is the application product %s', (text, key) => {
  expect(readProductKey(text)).toBe(key);
});

test('DRG-1 what is no application product is none', () => {
  expect(readProductKey('N1234567-001')).toBeUndefined();
  expect(readProductKey('0071-0155-23')).toBeUndefined();
});
