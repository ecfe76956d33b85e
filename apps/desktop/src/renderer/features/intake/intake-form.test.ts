import { describe, expect, test } from 'vitest';
import type { RxDetail } from '../prescriptions/AlertList.tsx';
import { correctInput, createInput, emptyForm, formOf, nextForPatient, transferInInput } from './intake-form.ts';
import { emptyTransfer } from './transfer-form.ts';

const today = '2026-11-21';
const nowMs = Date.parse('2026-11-21T15:00:00Z');
const rx = {
  id: 'rx_1',
  version: 4,
  patientId: 'patient_1',
  patientName: 'Okafor, Rosalind',
  drug: { key: '68180098003', name: 'lisinopril 20 mg tablet', unit: 'EA', schedule: null },
  sig: { entered: '1 tab po daily' },
  quantity: 30,
  daysSupply: 30,
  refillsAuthorized: 2,
  daw: 0,
  writtenOn: '2026-11-20',
  earliestFillOn: null,
  prescriber: { name: 'D. Whitfield', npi: null, dea: null, state: 'OH', phone: null },
  diagnosis: null,
  note: 'call when ready',
  priority: 'promised',
} as unknown as RxDetail;

describe('UI-100 the intake form', () => {
  test('UI-100 an empty field is left out, so that an image can wait for entry', () => {
    const input = createInput({ ...emptyForm(today), promise: 'none' }, nowMs);
    expect(JSON.parse(JSON.stringify(input))).toEqual({
      refillsAuthorized: 0,
      daw: 0,
      writtenOn: today,
      origin: 'written',
      priority: 'promised',
      promisedAt: null,
    });
  });

  test('UI-100 quantities go out as numbers with at most three decimals', () => {
    const input = createInput({ ...emptyForm(today), quantityMilli: 2125, promise: '30' }, nowMs);
    expect(input.quantity).toBe(2.125);
    expect(input.promisedAt).toBe('2026-11-21T15:30:00.000Z');
  });

  test('UI-101 a correction sends only what was changed, with the version that was seen', () => {
    const form = { ...formOf(rx, today), quantityMilli: 60_000, reason: 'prescriber called back' };
    expect(JSON.parse(JSON.stringify(correctInput(form, rx, today)))).toEqual({
      id: 'rx_1',
      expectedVersion: 4,
      quantity: 60,
      reason: 'prescriber called back',
    });
  });

  test('UI-101 what was emptied is sent as empty', () => {
    expect(correctInput({ ...formOf(rx, today), note: ' ' }, rx, today)).toMatchObject({ note: null });
  });

  test('UI-100 the next prescription of the patient keeps patient and prescriber only', () => {
    const next = nextForPatient(formOf(rx, today), today);
    expect(next).toMatchObject({ patientId: 'patient_1', drugKey: null, sig: '', writtenOn: today });
    expect(next.prescriber.name).toBe('D. Whitfield');
  });

  test('UI-147 a transfer sends what is left and what was dispensed there, or that nothing was', () => {
    const form = {
      ...emptyForm(today),
      refills: 2,
      transfer: {
        ...emptyTransfer,
        pharmacyName: 'Riverside',
        originalRefills: 5,
        firstFilledOn: '2026-10-01',
        lastFilledOn: '2026-11-01',
      },
    };
    const input = transferInInput(form, nowMs);
    expect(input).toMatchObject({
      originalRefills: 5,
      refillsRemaining: 2,
      firstFilledOn: '2026-10-01',
      priorFills: [{ filledOn: '2026-11-01', pharmacy: 'Riverside' }],
      initialFill: false,
    });
    expect(input).not.toHaveProperty('refillsAuthorized');
    const unfilled = transferInInput({ ...form, transfer: { ...form.transfer, isUnfilled: true } }, nowMs);
    expect(unfilled).toMatchObject({ firstFilledOn: null, priorFills: [], initialFill: true });
  });
});
