import { describe, expect, test } from 'vitest';
import { decideFill, type FillCommand } from './decide-fill.ts';
import { fillOf, lisinopril, otherLabeler, oxycodone, prescription, stamp } from './testing/fixtures.ts';

const now = { at: '2026-11-21T15:00:00.000Z', today: '2026-11-21' };
const whole: FillCommand = {
  chosen: lisinopril,
  prescribed: lisinopril,
  quantityMilli: 30_000,
  daw: undefined,
  partial: undefined,
};
const opioid: FillCommand = { ...whole, chosen: oxycodone, prescribed: oxycodone };

test('DSP-20 a fill is made at stage fill and at no other', () => {
  expect(decideFill(prescription(lisinopril), whole, now).ok).toBe(true);
  for (const stage of ['review', 'adjudication', 'on-hold', 'sold', 'cancelled', 'transferred'] as const) {
    expect(decideFill(prescription(lisinopril, { stage }), whole, now)).toMatchObject({
      refusal: { kind: 'wrong-stage' },
    });
  }
});

test('DSP-21 while a fill waits for verification or pick-up no second one is made', () => {
  for (const stage of ['verification', 'ready'] as const) {
    const status = stage === 'ready' ? ('verified' as const) : ('made' as const);
    const state = prescription(lisinopril, { stage, fills: [fillOf(lisinopril, { status })] });
    expect(decideFill(state, whole, now)).toMatchObject({
      refusal: { kind: 'fill-in-progress', data: { fillId: 'fill_1' } },
    });
  }
});

test('DSP-22 the price must be settled', () => {
  expect(decideFill(prescription(lisinopril, { adjudication: null }), whole, now)).toMatchObject({
    refusal: { kind: 'not-priced' },
  });
});

test('DSP-23 not before the earliest date the prescriber set, and on it', () => {
  const state = prescription(oxycodone, { earliestFillOn: '2026-11-22' });
  expect(decideFill(state, opioid, now)).toMatchObject({ refusal: { kind: 'before-earliest-fill' } });
  expect(decideFill(state, opioid, { ...now, today: '2026-11-22' }).ok).toBe(true);
});

test('DSP-24 at most what remains; one thousandth more is refused', () => {
  expect(decideFill(prescription(lisinopril), { ...whole, quantityMilli: 30_001 }, now)).toMatchObject({
    refusal: { kind: 'quantity-above-remaining', data: { remaining: 30, asked: 30.001 } },
  });
  const part = fillOf(lisinopril, { status: 'handed-over', quantityMilli: 20_000, owedMilli: 10_000 });
  const owing = prescription(lisinopril, { fills: [part], owedMilli: 10_000 });
  expect(decideFill(owing, { ...whole, quantityMilli: 10_001 }, now)).toMatchObject({
    refusal: { kind: 'quantity-above-remaining' },
  });
  expect(decideFill(owing, { ...whole, quantityMilli: 10_000 }, now)).toMatchObject({
    ok: true,
    value: { part: 1, fillNumber: 0, owedMilli: 0, daysSupply: 10 },
  });
});

test('DSP-25 less than the whole is owed, and its days supply is its share', () => {
  expect(decideFill(prescription(lisinopril), { ...whole, quantityMilli: 20_000 }, now)).toMatchObject({
    ok: true,
    value: { part: 0, owedMilli: 10_000, daysSupply: 20, partial: { reason: null } },
  });
  expect(decideFill(prescription(lisinopril), { ...whole, quantityMilli: 1 }, now)).toMatchObject({
    value: { daysSupply: 1 },
  });
});

test('DSP-26 a part that was rejected, returned or voided does not count; its number is used again', () => {
  for (const status of ['rejected', 'returned', 'voided', 'superseded'] as const) {
    const state = prescription(lisinopril, { fills: [fillOf(lisinopril, { status })] });
    expect(decideFill(state, whole, now)).toMatchObject({ ok: true, value: { part: 0, owedMilli: 0 } });
  }
});

test('DSP-27 fills that a correction overtook give their stock back with the next fill', () => {
  const state = prescription(lisinopril, { fills: [fillOf(lisinopril, { status: 'superseded' })] });
  const result = decideFill(state, whole, now);
  expect(result.ok && result.value.superseded.map((fill) => fill.fillId)).toEqual(['fill_1']);
});

describe('schedule II partial fills', () => {
  const part = { ...opioid, quantityMilli: 20_000 };
  const begun = (reason: 'STOCK' | 'CARA' | 'CARA_EMERG' | 'LTCF_TERMINAL', at = now.at) =>
    prescription(oxycodone, {
      owedMilli: 10_000,
      fills: [
        fillOf(oxycodone, {
          status: 'handed-over',
          quantityMilli: 20_000,
          owedMilli: 10_000,
          partial: { reason, requestedBy: null },
          madeBy: stamp(at),
        }),
      ],
    });
  const rest = { ...opioid, quantityMilli: 10_000 };

  test('DSP-30 one of the four reasons must be named; a whole fill needs none', () => {
    expect(decideFill(prescription(oxycodone), part, now)).toMatchObject({
      refusal: { kind: 'partial-reason-required' },
    });
    expect(decideFill(prescription(oxycodone), { ...part, partial: { reason: 'STOCK' } }, now)).toMatchObject({
      ok: true,
      value: { partial: { reason: 'STOCK' } },
    });
    expect(decideFill(prescription(oxycodone), opioid, now)).toMatchObject({ ok: true, value: { partial: null } });
  });

  test('DSP-30 a product of schedule II counts even where the prescription says otherwise', () => {
    const state = prescription({ ...oxycodone, schedule: null });
    expect(decideFill(state, part, now)).toMatchObject({ refusal: { kind: 'partial-reason-required' } });
  });

  test('DSP-31 a partial fill on request names who asked', () => {
    expect(decideFill(prescription(oxycodone), { ...part, partial: { reason: 'CARA' } }, now)).toMatchObject({
      refusal: { kind: 'partial-requester-required' },
    });
    expect(
      decideFill(prescription(oxycodone), { ...part, partial: { reason: 'CARA', requestedBy: 'patient' } }, now).ok,
    ).toBe(true);
  });

  test('DSP-32 STOCK: the rest within 72 hours of the first part, to the second', () => {
    const at = (iso: string) => ({ at: iso, today: iso.slice(0, 10) });
    expect(decideFill(begun('STOCK'), rest, at('2026-11-24T15:00:00.000Z')).ok).toBe(true);
    expect(decideFill(begun('STOCK'), rest, at('2026-11-24T15:00:00.001Z'))).toMatchObject({
      refusal: { kind: 'partial-window-closed', data: { reason: 'STOCK', cite: '21 CFR 1306.13(a)' } },
    });
  });

  test('DSP-33 CARA: the rest within 30 days of the date written', () => {
    expect(decideFill(begun('CARA'), rest, { ...now, today: '2026-12-20' }).ok).toBe(true);
    expect(decideFill(begun('CARA'), rest, { ...now, today: '2026-12-21' })).toMatchObject({
      refusal: { kind: 'partial-window-closed', data: { deadline: '2026-12-20' } },
    });
  });

  test('DSP-34 CARA on an emergency oral order: until the third day after it', () => {
    expect(decideFill(begun('CARA_EMERG'), rest, { ...now, today: '2026-11-23' }).ok).toBe(true);
    expect(decideFill(begun('CARA_EMERG'), rest, { ...now, today: '2026-11-24' })).toMatchObject({
      refusal: { kind: 'partial-window-closed' },
    });
  });

  test('DSP-35 long-term care and terminal illness: 60 days from the date of issue', () => {
    expect(decideFill(begun('LTCF_TERMINAL'), rest, { ...now, today: '2027-01-19' }).ok).toBe(true);
    expect(decideFill(begun('LTCF_TERMINAL'), rest, { ...now, today: '2027-01-20' })).toMatchObject({
      refusal: { kind: 'partial-window-closed' },
    });
  });

  test('DSP-36 the clocks of two reasons are never combined', () => {
    const more = { ...rest, quantityMilli: 5_000 };
    expect(
      decideFill(begun('STOCK'), { ...more, partial: { reason: 'CARA', requestedBy: 'patient' } }, now),
    ).toMatchObject({ refusal: { kind: 'partial-reason-differs' } });
    expect(decideFill(begun('STOCK'), more, now)).toMatchObject({ ok: true, value: { partial: { reason: 'STOCK' } } });
  });

  test('DSP-37 a clock that was set back opens nothing that is void and voids nothing that is open', () => {
    const early = { at: '2026-11-01T00:00:00.000Z', today: '2026-11-01' };
    expect(decideFill(begun('STOCK'), rest, early).ok).toBe(true);
  });
});

test('DSP-38 other drugs are owed without a deadline of their own', () => {
  const part = fillOf(lisinopril, { status: 'handed-over', quantityMilli: 20_000, owedMilli: 10_000 });
  const state = prescription(lisinopril, { fills: [part], owedMilli: 10_000 });
  expect(decideFill(state, { ...whole, quantityMilli: 10_000 }, { ...now, today: '2027-10-01' }).ok).toBe(true);
});

test('DSP-15 a product that replaces the prescribed one is a change; the DAW code of the clerk is kept', () => {
  expect(decideFill(prescription(lisinopril), { ...whole, chosen: otherLabeler, daw: 3 }, now)).toMatchObject({
    ok: true,
    value: { relation: 'other-product', daw: 3 },
  });
  expect(decideFill(prescription(lisinopril, { daw: 1 }), { ...whole, daw: 0 }, now)).toMatchObject({
    value: { daw: 1 },
  });
});
