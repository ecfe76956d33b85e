import { expect, test } from 'vitest';
import { type AlertFacts, matters, sortAlerts } from './alert-order.ts';

function alert(severity: string, more: Partial<AlertFacts> = {}): AlertFacts {
  return { severity, status: 'open', blocking: false, folded: false, ...more };
}

test('UI-83 alerts stand worst first, those to decide before those decided', () => {
  const decided = alert('contraindicated', { blocking: true, status: 'overridden' });
  const toDecide = alert('major', { blocking: true });
  const sorted = sortAlerts([alert('minor'), decided, alert('moderate'), toDecide]);
  expect(sorted.map((one) => `${one.severity} ${one.status}`)).toEqual([
    'major open',
    'contraindicated overridden',
    'moderate open',
    'minor open',
  ]);
});

test('UI-83 the few that matter stand open; what is minor, folded or decided does not', () => {
  expect(matters(alert('major'))).toBe(true);
  expect(matters(alert('moderate', { blocking: true }))).toBe(true);
  expect(matters(alert('moderate'))).toBe(false);
  expect(matters(alert('major', { folded: true }))).toBe(false);
  expect(matters(alert('contraindicated', { status: 'quiet' }))).toBe(false);
  expect(matters(alert('contraindicated', { status: 'overridden', blocking: true }))).toBe(false);
});
