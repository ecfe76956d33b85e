import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gtinOf, readBarcode, upcOf } from './barcode.ts';
import { canonicalNdc, readNdc } from './ndc.ts';

const today = '2026-11-21';
const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
const label = fc.oneof(
  fc.tuple(digits(4), digits(4), digits(2)),
  fc.tuple(digits(5), digits(3), digits(2)),
  fc.tuple(digits(5), digits(4), digits(1)),
);
const gs1Text = fc.stringMatching(/^[A-Za-z0-9\-/.+_]{1,20}$/);

test('DRG-8 no text makes the reader throw, and every answer is a reading or a refusal', () => {
  const gs1ish = fc
    .array(
      fc.oneof(
        fc.constantFrom('01', '17', '10', '21', '\u001d', '(', ')', ']d2', ' ', '|', '00300710155237'),
        fc.string(),
      ),
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), gs1ish), (text) => {
      const result = readBarcode(text, today);
      if (result.ok) for (const code of result.value.candidates) expect(code).toMatch(/^\d{11,12}$/);
      else expect(result.refusal.kind).toMatch(/^barcode-/);
    }),
    { numRuns: 2_000 },
  );
});

test('DRG-3 every label survives the way through its UPC and its GTIN', () => {
  fc.assert(
    fc.property(label, (segments) => {
      const written = segments.join('-');
      const canonical = canonicalNdc(...segments);
      expect(readNdc(written)).toEqual({ kind: 'exact', ndc11: canonical, label: written });
      for (const code of [upcOf(written), gtinOf(written)]) {
        const result = readBarcode(code, today);
        expect(result.ok && result.value.candidates).toContain(canonical);
      }
    }),
  );
});

test('DRG-3 one changed digit of a GTIN never passes', () => {
  fc.assert(
    fc.property(label, fc.nat(13), fc.integer({ min: 1, max: 9 }), (segments, at, by) => {
      const code = gtinOf(segments.join('-'));
      const changed = code.slice(0, at) + String((Number(code[at]) + by) % 10) + code.slice(at + 1);
      const result = readBarcode(changed, today);
      expect(result.ok).toBe(false);
    }),
  );
});

test('DRG-5 fields come back whatever their order and separator', () => {
  fc.assert(
    fc.property(
      label,
      gs1Text,
      gs1Text,
      fc.constantFrom('\u001d', ' ', '|'),
      fc.boolean(),
      (segments, lot, serial, separator, swap) => {
        const variable = swap ? [`21${serial}`, `10${lot}`] : [`10${lot}`, `21${serial}`];
        const result = readBarcode(`01${gtinOf(segments.join('-'))}17271231${variable.join(separator)}`, today);
        expect(result.ok && result.value).toMatchObject({ lotNumber: lot, serial, expiresOn: '2027-12-31' });
      },
    ),
  );
});
