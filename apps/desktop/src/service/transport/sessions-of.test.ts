import { createTestStore } from '@apotheca/core/testing';
import { expect, test } from 'vitest';
import { sessionsOf } from './sessions-of.ts';

test('SVC-47 while sign-in is failing, who is signed in works on', async () => {
  const store = createTestStore();
  const { token } = await store.anonymous().call('auth.signIn', { username: 'technician', password: 'test-password' });
  const { sessionOf, isLocked } = sessionsOf(store.kernel);
  for (let round = 0; round < 5; round += 1) store.kernel.host.failed('auth', new Error('broken'));
  expect((await store.anonymous().refusal('auth.signIn', { username: 'a', password: 'b' })).code).toBe(
    'module-unavailable',
  );
  const session = sessionOf(token);
  expect(session?.userId).toBe('user_technician');
  expect(isLocked(session?.id ?? '')).toBe(false);
});
