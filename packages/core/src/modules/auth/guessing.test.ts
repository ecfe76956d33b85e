import { expect, test } from 'vitest';
import type { HostPorts } from '../../host-ports.ts';
import { plainHasher } from '../../testing/fakes.ts';
import { createTestStore, type TestStore } from '../../testing/index.ts';
import { auditModule } from '../audit/module.ts';
import { storeModule } from '../store/module.ts';
import { attemptsFree } from './attempts.ts';
import { authModule } from './module.ts';

const modules = (ports: HostPorts) => [storeModule(ports), authModule(ports), auditModule(ports)];
const right = { username: 'pharmacist', password: 'test-password' };

async function fail(store: TestStore, times: number, ownWindow = true): Promise<void> {
  for (let round = 0; round < times; round += 1)
    await store
      .anonymous()
      .call('auth.signIn', { ...right, password: 'no' }, { ownWindow })
      .catch(() => null);
}

test('AUT-12 guesses sent at once are no more than guesses one after another', async () => {
  let checked = 0;
  const passwords = {
    ...plainHasher,
    async verify(phc: string, secret: string) {
      checked += 1;
      await new Promise((resolve) => setImmediate(resolve));
      return plainHasher.verify(phc, secret);
    },
  };
  const store = createTestStore({ modules, ports: { passwords } });
  const guesses = Array.from({ length: 50 }, (_, index) => ({ ...right, password: `guess ${index}` }));
  await Promise.all(guesses.map((guess) => store.anonymous().refusal('auth.signIn', guess)));
  expect(checked).toBe(attemptsFree);
});

test('AUT-13 failures elsewhere on the network lock nobody out of the own window', async () => {
  const store = createTestStore({ modules });
  await fail(store, attemptsFree, false);
  await expect(store.anonymous().call('auth.signIn', right, { ownWindow: false })).rejects.toMatchObject({
    code: 'too-many-attempts',
  });
  await store.anonymous().call('auth.signIn', right);
  await store.as('owner').call('auth.resetPassword', { id: 'user_pharmacist', password: 'a-new-long-password' });
  const renewed = { ...right, password: 'a-new-long-password' };
  await store.anonymous().call('auth.signIn', renewed, { ownWindow: false });
});

test('AUT-14 a clock that was ahead and is set right makes no wait longer than the failures call for', async () => {
  const store = createTestStore({ modules, now: '2036-11-21T15:00:00Z' });
  await fail(store, attemptsFree);
  store.clock.set('2026-11-21T15:00:00Z');
  expect(await store.anonymous().refusal('auth.signIn', right)).toMatchObject({
    code: 'too-many-attempts',
    data: { retryAt: '2026-11-21T15:00:30.000Z' },
  });
  store.clock.advance(30_000);
  await store.anonymous().call('auth.signIn', right);
});

test('AUT-15 guessing the own password at a settings page meets the same wait, and harms no one else', async () => {
  const store = createTestStore({ modules });
  const input = { current: 'no', pin: '4321' };
  for (let round = 0; round < attemptsFree; round += 1)
    expect((await store.as('technician').refusal('auth.setPin', input)).code).toBe('wrong-password');
  for (let round = 0; round < 6; round += 1)
    expect((await store.as('technician').refusal('auth.setPin', input)).code).toBe('too-many-attempts');
  expect(store.unexpected).toEqual([]);
  await store.anonymous().call('auth.signIn', right);
});

test('AUT-16 a wall clock that is set back lengthens no session', async () => {
  const store = createTestStore({ modules });
  const auth = store.kernel.host.service('auth');
  const idle = await store.anonymous().call('auth.signIn', right);
  store.clock.jump(-365 * 86_400_000);
  store.clock.advance(31 * 60_000);
  expect(auth.authenticate(idle.token)).toBeNull();
  const busy = await store.anonymous().call('auth.signIn', right);
  store.clock.jump(-365 * 86_400_000);
  for (let quarter = 0; quarter < 12 * 4; quarter += 1) {
    expect(auth.authenticate(busy.token)).not.toBeNull();
    store.clock.advance(15 * 60_000);
  }
  expect(auth.authenticate(busy.token)).toBeNull();
});

test('AUT-17 a new own password ends the sessions elsewhere and keeps this one', async () => {
  const store = createTestStore({ modules });
  const auth = store.kernel.host.service('auth');
  const there = await store.anonymous().call('auth.signIn', right);
  const here = await store.anonymous().call('auth.signIn', right);
  const caller = store.as('pharmacist');
  Object.assign(caller.session, auth.authenticate(here.token));
  await caller.call('auth.setPassword', { current: 'test-password', password: 'a-new-long-password' });
  expect(auth.authenticate(there.token)).toBeNull();
  expect(auth.authenticate(here.token)).not.toBeNull();
});
