import { describe, expect, test } from 'vitest';
import type { HostPorts } from '../../host-ports.ts';
import { counterModule } from '../../testing/counter-module.ts';
import { createTestStore } from '../../testing/index.ts';
import { authModule } from '../auth/module.ts';
import { storeModule } from '../store/module.ts';
import { auditModule } from './module.ts';

const modules = (ports: HostPorts) => [storeModule(ports), authModule(ports), auditModule(ports), counterModule()];

describe('the audit log', () => {
  test('AUD-1 every command stands in it with who, what, whose, where and when', async () => {
    const store = createTestStore({ modules });
    await store.as('technician').call('counter.change', { id: 'patient_1', by: 1 });
    const { items } = await store.as('owner').call('audit.events', { patientId: 'patient_1' });
    expect(items).toMatchObject([
      {
        at: '2026-11-21T15:00:00.000Z',
        actor: { id: 'user_technician', name: 'Test technician', role: 'technician' },
        action: 'counter.change',
        outcome: 'change',
        patientIds: ['patient_1'],
        objects: ['counter/patient_1'],
        terminalId: 't1',
        address: '127.0.0.1',
        revision: 'plain-1',
      },
    ]);
  });

  test('AUD-2 filters and pages neither skip nor repeat', async () => {
    const store = createTestStore({ modules });
    for (let index = 0; index < 23; index += 1) {
      store.clock.advance(index % 3 === 0 ? 1000 : 0);
      await store.as('technician').call('counter.change', { id: `p${index % 2}`, by: 1 });
    }
    const seen: string[] = [];
    for (let cursor: string | null = null; ; ) {
      const page: { items: { id: string }[]; nextCursor: string | null } = await store
        .as('owner')
        .call('audit.events', { action: 'counter', limit: 5, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map((item) => item.id));
      cursor = page.nextCursor;
      if (!cursor) break;
    }
    expect(seen).toHaveLength(23);
    expect(new Set(seen).size).toBe(23);
    const ofOne = await store.as('owner').call('audit.events', { patientId: 'p1', limit: 500 });
    expect(ofOne.items).toHaveLength(11);
    expect(
      (await store.as('owner').call('audit.events', { actor: 'user_technician', outcome: 'read' })).items,
    ).toHaveLength(0);
    expect(
      (await store.as('owner').call('audit.events', { action: 'counter', from: '2026-11-22' })).items,
    ).toHaveLength(0);
    expect(
      (await store.as('owner').call('audit.events', { action: 'counter', to: '2026-11-21', limit: 500 })).items,
    ).toHaveLength(23);
  });

  test('AUD-6 a period holds what happened in it, also after the clock had been far ahead', async () => {
    const store = createTestStore({ modules });
    store.clock.set('2036-11-21T15:00:00Z');
    await store.as('technician').call('counter.change', { id: 'ahead', by: 1 });
    store.clock.set('2026-11-21T15:00:00Z');
    await store.as('technician').call('counter.change', { id: 'right', by: 1 });
    const day = { action: 'counter', from: '2026-11-21', to: '2026-11-21' };
    const { items } = await store.as('owner').call('audit.events', day);
    expect(items.map((item: { patientIds: string[] }) => item.patientIds)).toEqual([['right']]);
  });

  test('AUD-6 a period holds what happened in it after the machine slept, and while the clock is years ahead', async () => {
    const store = createTestStore({ modules });
    const idsSince = async (from: string) => {
      const { items } = await store.as('owner').call('audit.events', { action: 'counter', from });
      return items.map((item: { patientIds: string[] }) => item.patientIds[0]);
    };
    await store.as('technician').call('counter.change', { id: 'before', by: 1 });
    store.clock.set('2026-11-25T15:00:00Z');
    await store.as('technician').call('counter.change', { id: 'awake', by: 1 });
    expect(await idsSince('2026-11-25')).toEqual(['awake']);
    store.clock.set('2036-11-25T15:00:00Z');
    await store.as('technician').call('counter.change', { id: 'ahead', by: 1 });
    expect(await idsSince('2036-11-25')).toEqual(['ahead']);
  });

  test('AUD-3 reading the log is in the log', async () => {
    const store = createTestStore({ modules });
    await store.as('auditor').call('audit.events', { patientId: 'p1' });
    const { items } = await store.as('owner').call('audit.events', { action: 'audit.events' });
    expect(items[0]).toMatchObject({ actor: { role: 'auditor' }, outcome: 'read', patientIds: ['p1'] });
  });

  test('AUD-4 the report is CSV and runs no formula', async () => {
    const store = createTestStore({ modules });
    const user = { username: 'odd.name', name: '=cmd|1,"x"', role: 'technician', password: 'long-enough-123' };
    await store.as('owner').call('auth.createUser', user);
    await store.anonymous().refusal('auth.signIn', { username: 'odd.name', password: 'no' });
    const report = await store.as('owner').call('audit.reports', { action: 'auth.sign-in-failed' });
    expect(report.rows).toBe(1);
    expect(report.text).toContain(`"'=cmd|1,""x"""`);
    expect(report.text.split('\r\n')).toHaveLength(3);
  });

  test('AUD-5 a line holds ids, never values', async () => {
    const store = createTestStore({ modules });
    await store.as('owner').call('store.change', { phone: '6145559876' });
    const { items } = await store.as('owner').call('audit.events', {});
    expect(JSON.stringify(items)).not.toContain('6145559876');
  });
});
