import { expect, test } from 'vitest';
import { checkDigit, gtinOf, readBarcode, upcOf } from './barcode.ts';

const today = '2026-11-21';
const gs = '\u001d';
const read = (code: string) => readBarcode(code, today);
const good = (code: string) => {
  const result = read(code);
  if (!result.ok) throw new Error(`refused: ${result.refusal.kind}`);
  return result.value;
};
const refusal = (code: string) => {
  const result = read(code);
  return result.ok ? null : result.refusal;
};

test('DRG-3 UPC-A and GTIN-14 of the worked examples', () => {
  expect(upcOf('0071-0155-23')).toBe('300710155237');
  expect(gtinOf('60505-2803-1')).toBe('00360505280315');
  expect(checkDigit('30071015523')).toBe('7');
});

test.each(['300710155237', '0300710155237', '00300710155237', '30300710155238'])('DRG-3 %s carries the NDC', (code) => {
  expect(good(code).candidates).toContain('00071015523');
});

test('DRG-3 a wrong check digit is refused with the right one', () => {
  expect(refusal('300710155238')).toEqual({
    kind: 'barcode-check-digit',
    data: { code: '00300710155238', expected: '7', found: '8' },
  });
});

test('DRG-4 a number outside FDA’s share of the number space is no drug', () => {
  expect(refusal('5012345678900')?.kind).toBe('barcode-not-a-drug');
  expect(good('012345678905').unlessKnown?.kind).toBe('barcode-not-a-drug');
  expect(refusal('90300710155230')?.kind).toBe('barcode-not-a-drug');
});

test.each([
  ['with separators', `]d201003007101552371726113010LOT-7${gs}21SER9`],
  ['in another order', `]d210LOT-7${gs}21SER9${gs}172611300100300710155237`],
  ['in brackets', '(01)00300710155237(17)261130(10)LOT-7(21)SER9'],
  ['in brackets, another order', '(10)LOT-7(21)SER9(01)00300710155237(17)261130'],
  ['a space for the separator', '01003007101552371726113010LOT-7 21SER9'],
  ['a bar for the separator', '01003007101552371726113010LOT-7|21SER9'],
  ['a symbol for the separator', '01003007101552371726113010LOT-7␝21SER9'],
  ['needless separators after fixed fields', `0100300710155237${gs}17261130${gs}10LOT-7${gs}21SER9`],
])('DRG-5 a DataMatrix is read %s', (_, code) => {
  expect(good(code)).toMatchObject({
    carrier: 'gs1',
    gtin: '00300710155237',
    lotNumber: 'LOT-7',
    expiresOn: '2026-11-30',
    serial: 'SER9',
  });
});

test('DRG-5 a lot may hold brackets of its own, and other fields are passed over', () => {
  expect(good('(01)00300710155237(10)A(1)B(30)5(8200)HTTP')).toMatchObject({ lotNumber: 'A(1)B', expiresOn: null });
  expect(good(`010030071015523731030001231126010110AB${gs}710X`)).toMatchObject({ lotNumber: 'AB' });
});

test.each([
  ['261100', '2026-11-30'],
  ['280200', '2028-02-29'],
  ['270200', '2027-02-28'],
  ['760101', '2076-01-01'],
  ['770101', '1977-01-01'],
])('DRG-6 the expiry %s is %s', (text, date) => {
  expect(good(`(01)00300710155237(17)${text}`).expiresOn).toBe(date);
});

test('DRG-6 late in a century the next one is near', () => {
  const result = readBarcode('(01)00300710155237(17)300101', '2085-06-01');
  expect(result.ok && result.value.expiresOn).toBe('2130-01-01');
});

test('DRG-6 a day that does not exist is refused', () => {
  expect(refusal('(01)00300710155237(17)261131')).toEqual({
    kind: 'barcode-date',
    data: { ai: '17', value: '261131' },
  });
  expect(refusal('(01)00300710155237(17)261301')?.kind).toBe('barcode-date');
});

test.each([
  ['a lot that swallowed the next field', '010030071015523710LOTLOTLOT21SERIALSERIAL', '10'],
  ['an unknown field', '(01)00300710155237(05)1', ''],
  ['a field cut short', '0100300710155237172611', '17'],
  ['the same field twice', '(01)00300710155237(10)A(10)B', '10'],
  ['letters in a number', '(01)0030071015523X', '01'],
])('DRG-7 %s is refused and named', (_, code, ai) => {
  const result = refusal(code);
  expect(result?.kind).toBe('barcode-field');
  if (ai !== '') expect(result?.kind === 'barcode-field' && result.data.ai).toBe(ai);
});

test('DRG-7 a code without a GTIN and a GTIN with a wrong check digit are refused', () => {
  expect(refusal('(10)LOT(17)261130')?.kind).toBe('barcode-not-a-drug');
  expect(refusal('(01)00300710155230(17)261130')?.kind).toBe('barcode-check-digit');
});

test('DRG-8 nothing, words and halves are refused with what to do', () => {
  expect(refusal('  \r\n')?.kind).toBe('barcode-empty');
  expect(refusal('lisinopril')?.kind).toBe('barcode-unreadable');
  expect(refusal('0071-0155')?.kind).toBe('barcode-unreadable');
  expect(refusal('12345678')?.kind).toBe('barcode-unreadable');
});
