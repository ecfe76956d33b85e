import { describe, expect, test } from 'vitest';
import { auditModule } from '../modules/audit/module.ts';
import { authModule } from '../modules/auth/module.ts';
import { storeModule } from '../modules/store/module.ts';
import { createTestStore } from '../testing/index.ts';
import { verifyDatabase } from './ledger/verify-database.ts';

const small = {
  modules: (ports: Parameters<typeof storeModule>[0]) => [storeModule(ports), authModule(ports), auditModule(ports)],
};

describe('the kernel', () => {
  test('KRN-1 a command commits its events, its projections and its audit line together', async () => {
    const store = createTestStore(small);
    const profile = await store.as('owner').call('store.change', { phone: '6145550111' });
    expect(profile.phone).toBe('6145550111');
    const events = await store.as('owner').call('audit.events', { action: 'store.change' });
    expect(events.items).toHaveLength(1);
    expect(events.items[0].actor.name).toBe('Test owner');
    expect(verifyDatabase(store.db, store.kernel.ledger).ok).toBe(true);
  });

  test('KRN-2 a rebuild gives the same tables and the same digest', async () => {
    const store = createTestStore(small);
    await store.as('owner').call('store.change', { phone: '6145550111' });
    await store
      .as('owner')
      .call('auth.createUser', { username: 'new.tech', name: 'N', role: 'technician', password: 'long-enough-123' });
    const before = store.dump();
    const digest = store.digest();
    store.rebuild();
    expect(store.dump()).toEqual(before);
    expect(store.digest()).toBe(digest);
  });

  test('KRN-3 the same idempotency key changes nothing and returns the first answer', async () => {
    const store = createTestStore(small);
    const owner = store.as('owner');
    const input = { username: 'new.tech', name: 'N', role: 'technician', password: 'long-enough-123' };
    const first = await owner.call('auth.createUser', input, { idempotencyKey: 'a' });
    expect(await owner.call('auth.createUser', input, { idempotencyKey: 'a' })).toEqual(first);
    await expect(
      owner.call('auth.createUser', { ...input, name: 'Other' }, { idempotencyKey: 'a' }),
    ).rejects.toMatchObject({
      code: 'idempotency-key-reused',
      status: 422,
    });
    expect(
      (await owner.call('auth.users')).items.filter((user: { username: string }) => user.username === 'new.tech'),
    ).toHaveLength(1);
  });

  test('KRN-4 a role without the permission is refused, a stranger is asked to sign in, bad input names its field', async () => {
    const store = createTestStore(small);
    expect(await store.as('technician').refusal('audit.events', {})).toMatchObject({ code: 'forbidden', status: 403 });
    expect(await store.anonymous().refusal('audit.events', {})).toMatchObject({
      code: 'sign-in-required',
      status: 401,
    });
    expect(await store.as('owner').refusal('store.change', { idleLockMinutes: 99 })).toMatchObject({
      code: 'invalid-input',
      status: 400,
      data: { fields: [{ path: 'idleLockMinutes' }] },
    });
  });
});
