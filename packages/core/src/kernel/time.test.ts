import { describe, expect, test } from 'vitest';
import { addDays, addMonths, ageYears, dateIn, daysBetween } from './time.ts';

describe('dates', () => {
  test('TIM-1 the date is the one on the wall of the store', () => {
    expect(dateIn('America/New_York', Date.parse('2026-11-21T04:59:59Z'))).toBe('2026-11-20');
    expect(dateIn('America/New_York', Date.parse('2026-11-21T05:00:00Z'))).toBe('2026-11-21');
    expect(dateIn('America/New_York', Date.parse('2026-07-01T03:59:59Z'))).toBe('2026-06-30');
    expect(dateIn('Asia/Kolkata', Date.parse('2026-11-20T18:30:00Z'))).toBe('2026-11-21');
    expect(dateIn('America/New_York', Date.parse('2026-11-01T05:30:00Z'))).toBe('2026-11-01');
  });

  test.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2026-08-31', 6, '2027-02-28'],
    ['2026-11-21', 6, '2027-05-21'],
    ['2026-12-15', 12, '2027-12-15'],
  ])('TIM-2 %s and %i months is %s', (from, months, to) => {
    expect(addMonths(from, months)).toBe(to);
  });

  test('TIM-2 days and ages', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(daysBetween('2026-03-01', '2026-11-21')).toBe(265);
    expect(ageYears('2000-02-29', '2026-02-28')).toBe(25);
    expect(ageYears('2000-02-29', '2026-03-01')).toBe(26);
  });
});
