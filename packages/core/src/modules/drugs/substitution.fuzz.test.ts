import fc from 'fast-check';
import { expect, test } from 'vitest';
import { notEquivalent, type SubstitutionProduct, sharedCodes } from './substitution.ts';

const product: fc.Arbitrary<SubstitutionProduct> = fc.record({
  product: fc.constantFrom('A1', 'A2', 'A3'),
  ingredientKey: fc.constantFrom('LISINOPRIL', 'ENALAPRIL'),
  doseForm: fc.constantFrom('TABLET', 'CAPSULE'),
  route: fc.constantFrom('ORAL', 'SUBLINGUAL'),
  strengthKey: fc.constantFrom('10', '20', null),
  teCode: fc.option(
    fc
      .uniqueArray(fc.constantFrom('AB', 'AB1', 'AB2', 'AB3', 'AA', 'AP', 'BX', 'BC', 'TBD'), {
        minLength: 1,
        maxLength: 3,
      })
      .map((codes) => codes.join(',')),
  ),
  status: fc.constantFrom('rx', 'otc', 'discontinued', 'tentative', 'unknown'),
  records: fc.constant([]),
});

test('DRG-56 equivalence goes both ways', () => {
  fc.assert(
    fc.property(product, product, (a, b) => {
      expect(notEquivalent(a, b) === null).toBe(notEquivalent(b, a) === null);
    }),
    { numRuns: 2_000 },
  );
});

test('DRG-50 nothing is equivalent without both on prescription and one A code they share letter for letter', () => {
  fc.assert(
    fc.property(product, product, (a, b) => {
      if (notEquivalent(a, b) !== null) return;
      expect([a.status, b.status]).toEqual(['rx', 'rx']);
      expect([a.ingredientKey, a.doseForm, a.route, a.strengthKey]).toEqual([
        b.ingredientKey,
        b.doseForm,
        b.route,
        b.strengthKey,
      ]);
      const shared = sharedCodes(a, b);
      expect(shared.length).toBeGreaterThan(0);
      for (const code of shared) {
        expect(code.startsWith('A')).toBe(true);
        expect(a.teCode?.split(',')).toContain(code);
        expect(b.teCode?.split(',')).toContain(code);
      }
    }),
    { numRuns: 4_000 },
  );
});
