import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expandSig } from './expand-sig.ts';
import { moreUnderstoodSigs } from './testing/more-understood-sigs.ts';
import { understoodSigs } from './testing/understood-sigs.ts';

const words = [...new Set(understoodSigs.split(/[\s|>]+/))].filter((word) => word !== '');
const sig = fc
  .array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 4 })), { maxLength: 12 })
  .map((w) => w.join(' '));

test('SIG-11 any text gives an answer: understood with a text of its own, or the text as written with a reason', () => {
  fc.assert(
    fc.property(sig, fc.constantFrom('TABLET', 'SOLUTION', null), (text, form) => {
      const expanded = expandSig(text, form);
      if (expanded.understood) {
        expect(expanded.english).toMatch(/^[A-Z].*\.$/s);
        expect(expanded.structure?.directions.length).toBeGreaterThan(0);
        if (expanded.maxPerDayMilli !== null) expect(expanded.maxPerDayMilli).toBeGreaterThan(0);
      } else {
        expect(expanded.english).toBe(text.trim());
        expect(expanded.issues.some((i) => i.severity === 'ambiguous' || i.severity === 'unknown')).toBe(true);
      }
      if (expanded.rate) {
        expect(Number.isInteger(expanded.rate.unitsMilli)).toBe(true);
        expect(expanded.rate.days).toBeGreaterThan(0);
      }
      expect(expandSig(text, form)).toEqual(expanded);
    }),
    { numRuns: 1000 },
  );
});

test('SIG-12 the English that we write is understood again and stays the same', () => {
  const rows = (understoodSigs + moreUnderstoodSigs).split('\n').filter((line) => line !== '');
  const texts = rows.map((line) => line.split(' > ')[1] ?? '').filter((text) => !text.startsWith('Swish'));
  for (const text of texts) expect(expandSig(text, null).english).toBe(text);
  expect(texts.filter((text) => !expandSig(text, null).understood)).toEqual([]);
});
