import { expect, test } from 'vitest';
import { fillOf, lisinopril, prescription } from '../dispensing/testing/fixtures.ts';
import type { PriceBreakdown } from '../pos/price-model.ts';
import { type ClaimEvent, claimAggregate } from './claim.ts';
import { adjudicable, keepOverride, paidBy, withOverride } from './decide-adjudication.ts';
import { claimIdOf, currentAttempt } from './model.ts';
import { cashPayer } from './payer.ts';

const price: PriceBreakdown = {
  ndc: lisinopril.key,
  quantityMilli: 30_000,
  parts: [
    { kind: 'ingredient-cost', amountCents: 1_000 },
    { kind: 'tax', amountCents: 10 },
  ],
  priceCents: 1_000,
  taxCents: 10,
  includedTaxCents: 0,
  totalCents: 1_010,
  taxClass: 'prescription',
  taxMode: 'added',
  taxRateBasisPoints: 100,
  taxSource: 'test',
  overrideReason: null,
};

test('CLM-1 a price is settled from adjudication until the bag is sold, and at no other stage', () => {
  for (const stage of ['adjudication', 'fill', 'verification', 'ready'] as const) {
    expect(adjudicable(prescription(lisinopril, { stage })).ok).toBe(true);
  }
  for (const stage of ['data-entry', 'review', 'sold', 'on-hold', 'cancelled', 'transferred', 'returned'] as const) {
    expect(adjudicable(prescription(lisinopril, { stage }))).toMatchObject({
      refusal: { kind: 'wrong-stage', data: { stage } },
    });
  }
});

test('CLM-2 once a part of the fill was sold its price stands; an earlier fill number does not count', () => {
  const sold = fillOf(lisinopril, { status: 'handed-over', quantityMilli: 10_000, owedMilli: 20_000 });
  expect(adjudicable(prescription(lisinopril, { fills: [sold], owedMilli: 20_000 }))).toMatchObject({
    refusal: { kind: 'already-sold', data: { fillNumber: 0 } },
  });
  expect(adjudicable(prescription(lisinopril, { cycle: 1, fills: [sold] })).ok).toBe(true);
});

test('CLM-3 a cash patient pays the whole price, tax included', () => {
  const payer = cashPayer(() => ({ price: () => ({ ok: true, value: price }) }));
  const answer = payer.adjudicate({
    prescription: prescription(lisinopril),
    fillNumber: 0,
    drug: lisinopril,
    quantityMilli: 30_000,
    on: '2026-11-21',
  });
  expect(answer).toMatchObject({ ok: true, value: { status: 'paid', patientPayCents: 1_010, rejects: [] } });
});

test('CLM-6 a price agreed by hand stays when the fill is priced again, with tax by the same rate', () => {
  const agreed = withOverride(price, { priceCents: 500, reason: 'matched a competitor' });
  expect(agreed).toMatchObject({ priceCents: 500, taxCents: 5, totalCents: 505 });
  expect(keepOverride({ ...price, ndc: 'other' }, agreed)).toMatchObject({
    ndc: 'other',
    priceCents: 500,
    overrideReason: 'matched a competitor',
  });
  expect(keepOverride(price, null)).toBe(price);
  expect(keepOverride(price, price)).toBe(price);
});

test('CLM-6 a price by hand keeps included tax inside', () => {
  const included = withOverride(
    { ...price, taxMode: 'included', taxRateBasisPoints: 500 },
    { priceCents: 1_050, reason: 'x' },
  );
  expect(included).toMatchObject({ totalCents: 1_050, taxCents: 0, includedTaxCents: 50 });
});

const meta = (terminalId: string) => ({
  origin: terminalId,
  seq: 1,
  hlc: 1,
  at: '2026-11-21T15:00:00Z',
  action: 'claims.adjudicate',
  actor: { userId: 'u', userName: 'Pat', role: 'technician' as const, sessionId: null, terminalId, address: 'local' },
});
const answered = (patientPayCents: number): ClaimEvent => ({
  type: 'claim.answered',
  payload: { ...paidBy(price), patientPayCents, payer: 'cash', prescriptionId: 'rx_1', fillNumber: 0 },
});
const fold = (events: ClaimEvent[]) =>
  events.reduce((state, event) => claimAggregate.apply(state, event, meta('t1')), claimAggregate.initial('c'));

test('CLM-5 a new answer replaces the old one, which stays on record', () => {
  const state = fold([answered(1_010), answered(900)]);
  expect(currentAttempt(state)?.patientPayCents).toBe(900);
  expect(state.attempts).toHaveLength(2);
});

test('CLM-7 a reversal ends what was answered so far; an answer after it stands', () => {
  const reversed: ClaimEvent = { type: 'claim.reversed', payload: { reason: 'returned to stock' } };
  expect(currentAttempt(fold([answered(1_010), reversed]))).toBeNull();
  expect(currentAttempt(fold([answered(1_010), reversed, answered(800)]))?.patientPayCents).toBe(800);
  expect(currentAttempt(fold([reversed]))).toBeNull();
});

test('CLM-9 two terminals that price one fill write to one claim', () => {
  expect(claimIdOf('rx_1', 0)).toBe(claimIdOf('rx_1', 0));
  expect(claimIdOf('rx_1', 0)).not.toBe(claimIdOf('rx_1', 1));
  const one = claimAggregate.apply(fold([answered(1_010)]), answered(1_010), meta('t2'));
  expect(one.attempts).toHaveLength(2);
  expect(currentAttempt(one)?.patientPayCents).toBe(1_010);
});
