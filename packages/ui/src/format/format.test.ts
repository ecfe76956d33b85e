import { describe, expect, test } from 'vitest';
import {
  addDays,
  ageOn,
  dateOf,
  daysBetween,
  formatDate,
  formatDay,
  formatTime,
  parseDate,
  typedDate,
} from './date.ts';
import { formatMoney, formatQuantity, formatScaled, parseMoney, parseQuantity, parseScaled } from './number.ts';

describe('UI-11 numbers are exact', () => {
  test.each([
    ['0', 0],
    ['12', 1200],
    ['12.5', 1250],
    ['12.50', 1250],
    ['12.500', 1250],
    ['$1,234.56', 123456],
    ['.05', 5],
    ['-3', -300],
    ['-0', 0],
    ['1 234.56', 123456],
  ])('UI-11 money %s is %i cents', (text, cents) => {
    expect(parseMoney(text)).toEqual({ ok: true, value: cents });
  });

  test.each([
    ['', 'empty'],
    ['abc', 'not-a-number'],
    ['1.2.3', 'not-a-number'],
    ['12,34', 'not-a-number'],
    ['.', 'not-a-number'],
    ['1.005', 'too-many-decimals'],
    ['99999999999', 'too-large'],
    ['1e5', 'not-a-number'],
  ])('UI-11 money %j is refused as %s', (text, reason) => {
    expect(parseMoney(text)).toEqual({ ok: false, reason });
  });

  test('UI-11 money and quantity are written without a float error', () => {
    expect(formatMoney(123456)).toBe('$1,234.56');
    expect(formatMoney(5)).toBe('$0.05');
    expect(formatMoney(-1999)).toBe('-$19.99');
    expect(formatQuantity(0.1 + 0.2)).toBe('0.3');
    expect(formatQuantity(1500)).toBe('1,500');
    expect(formatQuantity(2.125)).toBe('2.125');
    expect(parseQuantity('2.125')).toEqual({ ok: true, value: 2.125 });
    expect(parseQuantity('2.1255')).toEqual({ ok: false, reason: 'too-many-decimals' });
  });

  test('UI-11 what is written is read back unchanged', () => {
    for (let value = -250_000; value < 250_000; value += 997) {
      expect(parseScaled(formatScaled(value, 3), 3)).toEqual({ ok: true, value });
    }
  });
});

describe('UI-12 dates as people type them', () => {
  const today = '2026-11-21';
  test.each([
    ['1961-04-12', '1961-04-12'],
    ['19610412', '1961-04-12'],
    ['04/12/1961', '1961-04-12'],
    ['4-12-1961', '1961-04-12'],
    ['04121961', '1961-04-12'],
    ['12 apr 1961', '1961-04-12'],
    ['12APR1961', '1961-04-12'],
    ['4/12/30', '2030-04-12'],
    ['4/12/61', '1961-04-12'],
    ['12201961', '1961-12-20'],
    ['t', today],
    ['+7', '2026-11-28'],
    ['-21', '2026-10-31'],
  ])('UI-12 %s is %s', (text, date) => {
    expect(parseDate(text, { today })).toBe(date);
  });

  test('UI-12 a birth year in two digits is never in the future', () => {
    expect(parseDate('4/12/30', { today, pastOnly: true })).toBe('1930-04-12');
  });

  test('UI-12 the order of day and month follows the store', () => {
    expect(parseDate('12/04/1961', { today, order: 'day-first' })).toBe('1961-04-12');
  });

  test.each(['', 'x', '2026-02-30', '13/13/2026', '02/29/2025', '00/10/2026', '1/2', '2026-13-01', '31 foo 2026'])(
    'UI-12 %j is no date',
    (text) => {
      expect(parseDate(text, { today })).toBeNull();
    },
  );

  test('UI-12 dates are shown with the month as a word', () => {
    expect(formatDate('1961-04-12')).toBe('12 Apr 1961');
    expect(formatDay('2026-04-12', today)).toBe('12 Apr');
    expect(formatDay('2025-04-12', today)).toBe('12 Apr 2025');
    expect(formatDate('1961-04-12', 'es')).toBe('12 abr 1961');
    expect(formatDate('unknown')).toBe('unknown');
  });

  test('UI-12 age counts completed years, day arithmetic crosses months and leap days', () => {
    expect(ageOn('1961-11-21', today)).toBe(65);
    expect(ageOn('1961-11-22', today)).toBe(64);
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(daysBetween('2026-11-21', '2027-11-21')).toBe(365);
  });

  test('UI-12 a date is written back in the order it is typed in', () => {
    expect(typedDate('1961-04-12')).toBe('04/12/1961');
    expect(typedDate('1961-04-12', 'day-first')).toBe('12/04/1961');
    expect(parseDate(typedDate('1961-04-12'), { today })).toBe('1961-04-12');
  });

  test('UI-12 an instant is shown in the store zone', () => {
    expect(formatTime('2026-11-21T03:30:00Z', { timeZone: 'America/New_York' })).toBe('22:30');
    expect(dateOf('2026-11-21T03:30:00Z', 'America/New_York')).toBe('2026-11-20');
  });
});
