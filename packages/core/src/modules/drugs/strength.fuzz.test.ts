import fc from 'fast-check';
import { expect, test } from 'vitest';
import { listSignature, strengthKey, strengthSignature } from './strength.ts';

const units = fc.constantFrom('MG', 'MCG', 'GM', 'UNITS', 'MEQ', '%', 'MG/ML', 'MG/5ML', 'UNITS/ML');
const amount = fc
  .tuple(fc.nat(99_999), fc.nat(999))
  .map(([whole, part]) => `${whole + 1}.${String(part).padStart(3, '0')}`);

test('DRG-53 no text makes the comparison throw', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      strengthKey(text);
      strengthSignature(text);
      listSignature(text, text);
    }),
  );
});

test('DRG-53 zeros at the ends and spaces never make two strengths of one', () => {
  fc.assert(
    fc.property(amount, units, (number, unit) => {
      expect(strengthKey(`0${number}00 ${unit}`)).toBe(strengthKey(`${number}${unit}`));
    }),
  );
});

test('DRG-53 another number is always another strength', () => {
  fc.assert(
    fc.property(amount, amount, units, (a, b, unit) => {
      fc.pre(Number(a) !== Number(b));
      expect(strengthKey(`${a}${unit}`)).not.toBe(strengthKey(`${b}${unit}`));
      expect(strengthSignature(`${a}${unit}`)).not.toBe(strengthSignature(`${b}${unit}`));
    }),
  );
});
