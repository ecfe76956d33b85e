import { expect, test } from 'vitest';
import { promisedIn } from './promise-times.ts';

test('UI-91 a promise is on full five minutes and never earlier than said', () => {
  const now = Date.parse('2026-11-21T15:02:10Z');
  expect(promisedIn(15, now)).toBe('2026-11-21T15:20:00.000Z');
  expect(promisedIn(0, Date.parse('2026-11-21T15:05:00Z'))).toBe('2026-11-21T15:05:00.000Z');
});
