import { expect, test } from 'vitest';
import { dueIn } from './due.ts';

const now = Date.parse('2026-11-21T15:00:00Z');

test.each([
  ['2026-11-21T14:48:00Z', { isLate: true, unit: 'min', count: 12 }],
  ['2026-11-21T15:00:20Z', { isLate: false, unit: 'now', count: 0 }],
  ['2026-11-21T15:06:00Z', { isLate: false, unit: 'min', count: 6 }],
  ['2026-11-21T17:10:00Z', { isLate: false, unit: 'h', count: 2 }],
  ['2026-11-20T09:00:00Z', { isLate: true, unit: 'h', count: 30 }],
  ['2026-11-24T15:00:00Z', { isLate: false, unit: 'd', count: 3 }],
])('UI-90 due %s is shown in the unit a person would use', (due, shown) => {
  expect(dueIn(due, now)).toEqual(shown);
});
