import { describe, expect, test } from 'vitest';
import type { HostPorts } from '../../host-ports.ts';
import { createTestStore } from '../../testing/index.ts';
import { auditModule } from '../audit/module.ts';
import { authModule } from '../auth/module.ts';
import { profileSchema } from './contract.ts';
import { storeModule } from './module.ts';

const modules = (ports: HostPorts) => [storeModule(ports), authModule(ports), auditModule(ports)];

const setUp = {
  store: {
    name: 'Linden Pharmacy',
    address: { line1: '12 Oak St', city: 'Athens', state: 'OH', postalCode: '45701' },
    phone: '7405550100',
    npi: '1234567893',
    dea: 'BJ6125341',
    licence: 'RTP.0221',
    jurisdiction: 'us_oh',
    timeZone: 'America/New_York',
    pharmacistInCharge: 'Ada Vance',
  },
  owner: { username: 'ada', name: 'Ada Vance', password: 'correct horse battery', isPharmacistInCharge: true },
};

describe('the store', () => {
  test('STO-1 a fresh store is set up once, in the own window', async () => {
    const store = createTestStore({ modules, fresh: true });
    expect(await store.anonymous().call('store.get')).toMatchObject({ isSetUp: false, name: null });
    await expect(store.anonymous().call('store.setUp', setUp, { ownWindow: false })).rejects.toMatchObject({
      code: 'own-window-only',
    });
    expect(await store.anonymous().call('store.setUp', setUp)).toEqual({ recoveryCode: 'TEST-RECOVERY-CODE' });
    expect((await store.anonymous().refusal('store.setUp', setUp)).code).toBe('already-set-up');
    expect(await store.anonymous().call('store.get')).toMatchObject({
      isSetUp: true,
      demo: false,
      name: 'Linden Pharmacy',
    });
    const session = await store.anonymous().call('auth.signIn', { username: 'ada', password: setUp.owner.password });
    expect(session.user.role).toBe('pharmacist-in-charge');
  });

  test.each([
    ['npi', '1234567890'],
    ['dea', 'AP1234567'],
    ['dea', 'FR9876543'],
    ['timeZone', 'Mars/Olympus'],
  ])('STO-2 a wrong %s is named', async (field, value) => {
    const store = createTestStore({ modules, fresh: true });
    const refused = await store
      .anonymous()
      .refusal('store.setUp', { ...setUp, store: { ...setUp.store, [field]: value } });
    expect(refused).toMatchObject({ code: 'invalid-input', data: { fields: [{ path: `store.${field}` }] } });
  });

  test('STO-2 a time zone goes by any of its names, and only by a name', () => {
    const { timeZone } = profileSchema.shape;
    for (const zone of ['Asia/Kolkata', 'Asia/Calcutta', 'America/New_York', 'UTC']) {
      expect(timeZone.safeParse(zone).success, zone).toBe(true);
    }
    for (const zone of ['', 'Mars/Olympus', '+05:30']) expect(timeZone.safeParse(zone).success, zone).toBe(false);
  });

  test('STO-3 settings change by those who may, and it is recorded', async () => {
    const store = createTestStore({ modules });
    expect((await store.as('technician').refusal('store.change', { phone: '6145550111' })).code).toBe('forbidden');
    await store.as('manager').call('store.change', { phone: '6145550111' });
    expect((await store.as('owner').call('audit.events', { action: 'store.change' })).items).toHaveLength(1);
  });
});
