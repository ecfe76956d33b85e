import { describe, expect, test } from 'vitest';
import { changeCents, emptyTill, sellInput } from './till-form.ts';

const bag = { ...emptyTill, patientId: 'patient_1', fillIds: ['fill_b', 'fill_a'] };

describe('UI-120 the till', () => {
  test('UI-120 only cash gives change', () => {
    expect(changeCents({ ...bag, receivedCents: 2000 }, 1234)).toBe(766);
    expect(changeCents({ ...bag, receivedCents: 1000 }, 1234)).toBe(-234);
    expect(changeCents({ ...bag, method: 'card', receivedCents: 9999 }, 1234)).toBe(0);
    expect(changeCents(bag, 1234)).toBe(0);
  });

  test('UI-121 the total that was shown goes along, so that another price is refused instead of charged', () => {
    const input = sellInput({ ...bag, receivedCents: 2000 }, 1234);
    expect(input.expectedTotalCents).toBe(1234);
    expect(input.payments[0]).toMatchObject({ method: 'cash', amountCents: 2000 });
  });

  test('UI-122 a card is paid exactly, with an approval code only from a separate terminal', () => {
    const card = { ...bag, method: 'card' as const, receivedCents: 9999 };
    expect(sellInput(card, 1234).payments[0]).toEqual({ method: 'card', amountCents: 1234 });
    expect(sellInput({ ...card, approvalCode: ' A1B2 ' }, 1234).payments[0]).toMatchObject({ approvalCode: 'A1B2' });
    expect(sellInput({ ...bag, approvalCode: 'A1B2' }, 1234).payments[0]?.approvalCode).toBeUndefined();
  });

  test('UI-120 a sale without prescriptions says nothing about who collected', () => {
    const input = sellInput({ ...emptyTill, items: [{ item: 'A1', packages: 2 }], checked: ['name'] }, 500);
    expect(input.identification).toBeUndefined();
    expect(input.relationship).toBeUndefined();
  });

  test('UI-120 who collects is named only when it is not the patient', () => {
    const form = { ...bag, collector: 'Ana Reyes', checked: ['name', 'birth-date'] as const };
    expect(sellInput(form, 1).identification).toMatchObject({ name: undefined, checked: ['name', 'birth-date'] });
    expect(sellInput({ ...form, relationship: 'spouse' }, 1).identification).toMatchObject({ name: 'Ana Reyes' });
  });
});
