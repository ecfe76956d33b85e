import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FillState } from '../prescriptions/model.ts';
import { decideFill, remainingMilli, standingParts } from './decide-fill.ts';
import { dueOf } from './decide-hand-over.ts';
import { fillOf, lisinopril, prescription } from './testing/fixtures.ts';

const now = { at: '2026-11-21T15:00:00.000Z', today: '2026-11-21' };

test('DSP-28 whatever parts are made, rejected and handed over, they never pass the prescribed quantity', () => {
  const step = fc.record({
    quantityMilli: fc.integer({ min: 1, max: 120_000 }),
    outcome: fc.constantFrom('handed-over' as const, 'rejected' as const, 'returned' as const),
  });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 120_000 }), fc.array(step, { maxLength: 12 }), (prescribed, steps) => {
      let fills: FillState[] = [];
      let owedMilli = 0;
      for (const { quantityMilli, outcome } of steps) {
        const state = prescription(lisinopril, { quantityMilli: prescribed, fills, owedMilli });
        const command = {
          chosen: lisinopril,
          prescribed: lisinopril,
          quantityMilli,
          daw: undefined,
          partial: undefined,
        };
        const plan = decideFill(state, command, now);
        expect(plan.ok).toBe(quantityMilli <= remainingMilli(state));
        if (!plan.ok) continue;
        const { part, owedMilli: left } = plan.value;
        const fill = fillOf(lisinopril, {
          fillId: `f${fills.length}`,
          part,
          quantityMilli,
          owedMilli: left,
          status: outcome,
        });
        fills = [...fills, fill];
        const standing = standingParts(prescription(lisinopril, { fills }));
        owedMilli = standing.at(-1)?.owedMilli ?? 0;
        const given = standing.reduce((sum, f) => sum + f.quantityMilli, 0);
        expect(given + (standing.length > 0 ? owedMilli : prescribed)).toBe(prescribed);
        if (standing.length > 0 && owedMilli === 0) break;
      }
    }),
  );
});

test('DSP-67 what the parts cost adds up to the agreed price, for any split', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1_000_000 }),
      fc.array(fc.integer({ min: 1, max: 50_000 }), { minLength: 1, maxLength: 6 }),
      (patientPayCents, parts) => {
        const quantityMilli = parts.reduce((sum, part) => sum + part, 0);
        const base = prescription(lisinopril, { quantityMilli });
        const adjudication = base.adjudication && { ...base.adjudication, patientPayCents };
        let owedMilli = quantityMilli;
        const due = parts.map((part, index) => {
          owedMilli -= part;
          const fill = fillOf(lisinopril, { part: index, quantityMilli: part, owedMilli });
          return dueOf({ ...base, adjudication }, fill).totalCents;
        });
        expect(due.reduce((sum, cents) => sum + cents, 0)).toBe(patientPayCents);
        expect(Math.min(...due)).toBeGreaterThanOrEqual(0);
      },
    ),
  );
});
