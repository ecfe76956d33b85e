import { expect, test } from 'vitest';
import { canUsePasskeys } from './passkeys.ts';

test.each([
  ['localhost', true],
  ['pharmacy.example', true],
  ['127.0.0.1', false],
  ['[::1]', false],
  ['', false],
])('UI-73 passkeys at %j: %s', (hostname, works) => {
  expect(canUsePasskeys({ hostname, isSecure: true })).toBe(works);
  expect(canUsePasskeys({ hostname, isSecure: false })).toBe(false);
});
