import { createGuardrails, generateSync } from 'otplib';
import { describe, expect, test } from 'vitest';
import type { HostPorts } from '../../host-ports.ts';
import { createTestStore, memoryDatabase, type TestStore } from '../../testing/index.ts';
import { auditModule } from '../audit/module.ts';
import { storeModule } from '../store/module.ts';
import { attemptsFree, pauseMs } from './attempts.ts';
import { authModule } from './module.ts';

const modules = (ports: HostPorts) => [storeModule(ports), authModule(ports), auditModule(ports)];
const secret = 'JBSWY3DPEHPK3PXP';

function code(store: TestStore, shiftSeconds = 0): string {
  const epoch = Math.floor(store.clock.nowMs() / 1000) + shiftSeconds;
  return generateSync({ secret, epoch, guardrails: createGuardrails({ MIN_SECRET_BYTES: 10 }) });
}

function signIn(store: TestStore, input: Record<string, unknown> = {}) {
  return store.anonymous().call('auth.signIn', { username: 'pharmacist', password: 'test-password', ...input });
}

function refusedSignIn(store: TestStore, input: Record<string, unknown> = {}) {
  return store.anonymous().refusal('auth.signIn', { username: 'pharmacist', password: 'test-password', ...input });
}

const auth = (store: TestStore) => store.kernel.host.service('auth');

describe('accounts and sessions', () => {
  test('AUT-1 the right password opens a session, a wrong one and an unknown user get the same refusal', async () => {
    const store = createTestStore({ modules });
    const session = await signIn(store);
    expect(auth(store).authenticate(session.token)).toMatchObject({
      userId: 'user_pharmacist',
      role: 'pharmacist',
      secondFactorAt: null,
    });
    const wrong = await refusedSignIn(store, { password: 'no' });
    expect(wrong).toMatchObject({ code: 'sign-in-failed', status: 401 });
    expect(await refusedSignIn(store, { username: 'nobody' })).toEqual(wrong);
  });

  test('AUT-2 five failures, then a wait that doubles, also after a restart; a success forgives', async () => {
    const database = memoryDatabase();
    const store = createTestStore({ modules, database });
    for (let round = 0; round < attemptsFree; round += 1) await refusedSignIn(store, { password: 'no' });
    expect(await refusedSignIn(store)).toMatchObject({
      code: 'too-many-attempts',
      status: 429,
      data: { retryAt: '2026-11-21T15:00:30.000Z' },
    });
    const restarted = createTestStore({ modules, database, seed: 'again' });
    expect((await refusedSignIn(restarted)).code).toBe('too-many-attempts');
    restarted.clock.advance(30_000);
    await refusedSignIn(restarted, { password: 'no' });
    expect((await refusedSignIn(restarted)).data).toEqual({ retryAt: '2026-11-21T15:01:30.000Z' });
    restarted.clock.advance(60_000);
    await signIn(restarted);
    await refusedSignIn(restarted, { password: 'no' });
    await signIn(restarted);
    expect([4, 5, 6, 30].map(pauseMs)).toEqual([0, 30_000, 60_000, 3_600_000]);
  });

  test('AUT-3 only the hash of a token is kept, and sessions end', async () => {
    const store = createTestStore({ modules });
    const first = await signIn(store);
    expect(JSON.stringify(store.db.prepare('SELECT * FROM auth_session').all())).not.toContain(first.token);
    store.clock.advance(31 * 60_000);
    expect(auth(store).authenticate(first.token)).toBeNull();
    const second = await signIn(store);
    await store.as('owner').call('auth.changeUser', { id: 'user_pharmacist', active: false });
    expect(auth(store).authenticate(second.token)).toBeNull();
    expect((await refusedSignIn(store)).code).toBe('sign-in-failed');
    await store.as('owner').call('auth.changeUser', { id: 'user_pharmacist', active: true });
    const third = await signIn(store);
    for (let hour = 0; hour < 12 * 4; hour += 1) {
      store.clock.advance(15 * 60_000);
      auth(store).authenticate(third.token);
    }
    expect(auth(store).authenticate(third.token)).toBeNull();
    expect(auth(store).authenticate('made-up')).toBeNull();
  });

  test('AUT-4 a PIN unlocks in the own window only, a password anywhere', async () => {
    const store = createTestStore({ modules });
    const { token } = await signIn(store);
    const session = auth(store).authenticate(token);
    const caller = store.as('pharmacist');
    Object.assign(caller.session, session);
    await caller.call('auth.lock');
    expect(auth(store).isLocked(session?.id ?? '')).toBe(true);
    await expect(caller.call('auth.unlock', { pin: '1234' }, { ownWindow: false })).rejects.toMatchObject({
      code: 'sign-in-failed',
    });
    await caller.call('auth.unlock', { pin: '1234' });
    expect(auth(store).isLocked(session?.id ?? '')).toBe(false);
    await caller.call('auth.lock');
    await caller.call('auth.unlock', { password: 'test-password' }, { ownWindow: false });
    expect(auth(store).isLocked(session?.id ?? '')).toBe(false);
  });

  test('AUT-5 fast user switch needs PIN and own window and ends the session before', async () => {
    const store = createTestStore({ modules });
    const { token } = await signIn(store);
    const caller = store.as('pharmacist');
    Object.assign(caller.session, auth(store).authenticate(token));
    const input = { username: 'technician', pin: '1234' };
    await expect(caller.call('auth.switchUser', input, { ownWindow: false })).rejects.toMatchObject({
      code: 'own-window-only',
    });
    await expect(caller.call('auth.switchUser', { ...input, pin: '9999' })).rejects.toMatchObject({
      code: 'sign-in-failed',
    });
    const next = await caller.call('auth.switchUser', input);
    expect(next.user).toMatchObject({ role: 'technician' });
    expect(auth(store).authenticate(token)).toBeNull();
  });

  test.each([
    [-61, false],
    [-30, true],
    [0, true],
    [30, true],
    [61, false],
  ])('AUT-6 a code from %i s away counts: %s', async (shift, counts) => {
    const store = createTestStore({ modules, now: '2026-11-21T15:00:00Z' });
    const answer = signIn(store, { totp: code(store, shift) });
    if (counts) await answer;
    else await expect(answer).rejects.toMatchObject({ code: 'sign-in-failed' });
  });

  test('AUT-6 a code is good for one session only', async () => {
    const store = createTestStore({ modules });
    const totp = code(store);
    const session = await signIn(store, { totp });
    expect(auth(store).authenticate(session.token)?.secondFactorAt).toBe('2026-11-21T15:00:00.000Z');
    expect((await refusedSignIn(store, { totp })).code).toBe('sign-in-failed');
    expect((await store.as('technician').refusal('auth.secondFactor', { totp: '000000' })).code).toBe(
      'second-factor-invalid',
    );
    const own = code(store, 30);
    await store.as('technician').call('auth.secondFactor', { totp: own });
    await store.as('technician').call('auth.secondFactor', { totp: own });
  });

  test('AUT-7 a second factor is enrolled with the password and its first code, in the same session', async () => {
    const store = createTestStore({ modules });
    const caller = store.as('manager');
    expect((await caller.refusal('auth.enrolTotp', { current: '1234' })).code).toBe('wrong-password');
    const { secret: offered, uri } = await caller.call('auth.enrolTotp', { current: 'test-password' });
    expect(uri).toContain('otpauth://totp/Apotheca');
    expect((await caller.refusal('auth.confirmTotp', { totp: '123456' })).code).toBe('second-factor-invalid');
    const other = store.as('manager');
    Object.assign(other.session, { id: 'session_opened_with_a_pin' });
    const totp = generateSync({ secret: offered, epoch: store.clock.nowMs() / 1000 });
    expect((await other.refusal('auth.confirmTotp', { totp })).code).toBe('second-factor-invalid');
    await caller.call('auth.confirmTotp', {
      totp: generateSync({ secret: offered, epoch: store.clock.nowMs() / 1000 }),
    });
    expect(auth(store).user('user_manager')?.totpSecret).toBe(offered);
  });

  test('AUT-8 sign-in and its failures are recorded under the person, an unknown name is not written down', async () => {
    const store = createTestStore({ modules });
    await signIn(store);
    await refusedSignIn(store, { username: 'nobody' });
    const { items } = await store.as('owner').call('audit.events', { action: 'auth' });
    expect(items.map((item: { action: string; actor: { name: string } }) => [item.action, item.actor.name])).toEqual([
      ['auth.sign-in-failed', 'unknown'],
      ['auth.sign-in', 'Test pharmacist'],
    ]);
  });

  test('AUT-9 the last who can manage users stays', async () => {
    const store = createTestStore({ modules });
    const owner = store.as('owner');
    await owner.call('auth.changeUser', { id: 'user_manager', role: 'technician' });
    await owner.call('auth.changeUser', { id: 'user_pharmacist-in-charge', active: false });
    expect((await owner.refusal('auth.changeUser', { id: 'user_owner', active: false })).code).toBe('last-manager');
    expect((await owner.refusal('auth.changeUser', { id: 'user_owner', role: 'auditor' })).code).toBe('policy-denied');
  });

  test('AUT-10 a reset ends sessions, lifts the lock-out and drops every other proof; names are unique', async () => {
    const store = createTestStore({ modules });
    const { token } = await signIn(store);
    for (let round = 0; round < attemptsFree; round += 1) await refusedSignIn(store, { password: 'no' });
    await store.as('owner').call('auth.resetPassword', { id: 'user_pharmacist', password: 'a-new-long-password' });
    expect(auth(store).authenticate(token)).toBeNull();
    await signIn(store, { password: 'a-new-long-password' });
    expect(auth(store).user('user_pharmacist')).toMatchObject({ pinHash: null, totpSecret: null, passkeys: [] });
    const taken = { username: 'pharmacist', name: 'X', role: 'technician', password: 'a-new-long-password' };
    expect((await store.as('owner').refusal('auth.createUser', taken)).code).toBe('username-taken');
  });

  test('AUT-11 a passkey is asked for under a known origin only, and nothing made up is taken', async () => {
    const store = createTestStore({ modules });
    const origin = 'http://localhost:7400';
    const options = await store.as('owner').call('auth.passkeyOptions', { origin, current: 'test-password' });
    expect(options.rp).toMatchObject({ id: 'localhost' });
    expect(
      (await store.as('owner').refusal('auth.addPasskey', { origin, label: 'Key', response: { id: 'x' } })).code,
    ).toBe('passkey-invalid');
    expect(
      (
        await store
          .as('owner')
          .refusal('auth.passkeyOptions', { origin: 'http://evil.example', current: 'test-password' })
      ).code,
    ).toBe('passkey-invalid');
    await store.anonymous().call('auth.passkeyChallenge', { origin, username: 'owner' });
    const answer = { origin, username: 'owner', response: { id: 'x' } };
    expect((await store.anonymous().refusal('auth.passkeySignIn', answer)).code).toBe('sign-in-failed');
  });
});
