import { describe, expect, test } from 'vitest';
import { createPlainGate } from './gate.ts';

const gate = createPlainGate();
function denials(action: string, facts: Record<string, unknown>): string[] {
  return gate.decide(action, { role: 'pharmacist', today: '2026-11-21', ...facts }).denials.map((denial) => denial.id);
}

describe('the gate', () => {
  test('POL-1 nobody acts without a role', () => {
    expect(gate.decide('patients.read', { today: '2026-11-21' })).toMatchObject({
      allow: false,
      denials: [{ id: 'POL-1' }],
    });
    expect(denials('patients.read', {})).toEqual([]);
  });

  test('POL-2 an auditor changes nothing but reads', () => {
    expect(denials('dispensing.fill', { role: 'auditor' })).toEqual(['POL-2']);
    expect(denials('patients.read', { role: 'auditor' })).toEqual([]);
  });

  test('POL-3 no refill of a Schedule II prescription', () => {
    expect(denials('prescriptions.refill', { schedule: 'CII', refillsRemaining: 1 })).toEqual(['POL-3']);
    expect(denials('prescriptions.refill', { schedule: 'CIII', refillsRemaining: 1 })).toEqual([]);
  });

  test('POL-4 the expiry date itself still counts', () => {
    expect(denials('dispensing.fill', { expiresOn: '2026-11-21' })).toEqual([]);
    expect(denials('dispensing.fill', { expiresOn: '2026-11-20' })).toEqual(['POL-4']);
  });

  test('POL-5 not dated in the future', () => {
    expect(denials('prescriptions.enter', { writtenOn: '2026-11-21' })).toEqual([]);
    expect(denials('prescriptions.enter', { writtenOn: '2026-11-22' })).toEqual(['POL-5']);
  });

  test('POL-6 no refill without refills', () => {
    expect(denials('prescriptions.refill', { refillsRemaining: 0 })).toEqual(['POL-6']);
    expect(denials('prescriptions.refill', { refillsRemaining: 1 })).toEqual([]);
  });

  test('POL-9 pharmacist roles are given, taken and reset by the pharmacist in charge or the owner', () => {
    const facts = (role: string, formerRole: string, newRole: string) => ({ role, formerRole, newRole, isSelf: 0 });
    expect(denials('auth.change-user', facts('manager', 'technician', 'pharmacist'))).toEqual(['POL-9']);
    expect(denials('auth.change-user', facts('manager', 'pharmacist', 'technician'))).toEqual(['POL-9']);
    expect(denials('auth.reset-password', facts('manager', 'owner', 'owner'))).toEqual(['POL-9']);
    expect(denials('auth.change-user', facts('owner', 'technician', 'pharmacist'))).toEqual([]);
    expect(denials('auth.create-user', facts('manager', 'technician', 'technician'))).toEqual([]);
  });

  test('POL-10 nobody changes their own role', () => {
    const facts = { role: 'owner', formerRole: 'owner', isSelf: 1 };
    expect(denials('auth.change-user', { ...facts, newRole: 'auditor' })).toEqual(['POL-10']);
    expect(denials('auth.change-user', { ...facts, newRole: 'owner' })).toEqual([]);
  });

  test('POL-11 what may be controlled is not released before its schedule is stated', () => {
    expect(denials('dispensing.verify', { scheduleKnown: 0, approved: 1 })).toEqual(['POL-11']);
    expect(denials('dispensing.verify', { scheduleKnown: 0, approved: 0 })).toEqual([]);
    expect(denials('dispensing.verify', { scheduleKnown: 1, approved: 1 })).toEqual([]);
  });
});
