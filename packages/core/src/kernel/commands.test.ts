import { describe, expect, test } from 'vitest';
import type { HostPorts } from '../host-ports.ts';
import { auditModule } from '../modules/audit/module.ts';
import { authModule } from '../modules/auth/module.ts';
import { storeModule } from '../modules/store/module.ts';
import { counterAggregate, counterModule } from '../testing/counter-module.ts';
import { createTestStore } from '../testing/index.ts';
import { quantitySchema } from './contract.ts';

const modules = (ports: HostPorts) => [storeModule(ports), authModule(ports), auditModule(ports), counterModule()];

function audit(
  store: ReturnType<typeof createTestStore>,
  action: string,
): Promise<{ items: { outcome: string; patientIds: string[]; denials: string[] }[] }> {
  return store.as('owner').call('audit.events', { action });
}

describe('commands and reads', () => {
  test('KRN-5 a command that never asked the gate fails and leaves nothing', async () => {
    const store = createTestStore({ modules });
    const before = store.kernel.ledger.digest();
    await expect(store.as('technician').call('counter.unasked', { id: 'a' })).rejects.toMatchObject({
      code: 'internal-error',
    });
    expect(store.kernel.ledger.digest()).toBe(before);
  });

  test('KRN-6 a denial leaves one audit line, another refusal and an error leave nothing', async () => {
    const store = createTestStore({ modules });
    const denied = await store.as('auditor').refusal('counter.change', { id: 'a', by: 1 });
    expect(denied).toMatchObject({ code: 'policy-denied', status: 403, data: { denials: [{ id: 'POL-2' }] } });
    expect((await audit(store, 'counter.change')).items).toMatchObject([
      { outcome: 'denied', patientIds: ['a'], denials: ['POL-2'] },
    ]);
    const before = store.kernel.ledger.digest();
    expect(await store.as('technician').refusal('counter.change', { id: 'a', by: 0 })).toMatchObject({
      code: 'no-change',
      status: 422,
    });
    expect(store.kernel.ledger.digest()).toBe(before);
    expect(store.kernel.projections.digest()).toBe(createTestStore({ modules }).kernel.projections.digest());
  });

  test('KRN-7 a stale version is refused with who changed it', async () => {
    const store = createTestStore({ modules });
    await store.as('pharmacist').call('counter.change', { id: 'a', by: 1 });
    const refused = await store.as('technician').refusal('counter.change', { id: 'a', by: 1, version: 0 });
    expect(refused).toMatchObject({
      code: 'changed-elsewhere',
      status: 409,
      data: { version: 1, by: 'Test pharmacist' },
    });
    expect(await store.as('technician').call('counter.change', { id: 'a', by: 1, version: 1 })).toEqual({
      total: 2,
      version: 2,
    });
  });

  test('KRN-8 an undeclared error is answered without its text', async () => {
    const store = createTestStore({ modules });
    const error = await store
      .as('technician')
      .call('counter.fail', {})
      .catch((caught: unknown) => caught);
    expect(JSON.stringify(error)).not.toContain('Okafor');
    expect(error).toMatchObject({ code: 'internal-error', status: 500 });
    expect(store.unexpected).toHaveLength(1);
    expect(store.kernel.host.report().find((module) => module.name === 'counter')?.lastError).toBe('Error');
  });

  test('KRN-10 input nested too deeply is refused and switches no module off', async () => {
    const store = createTestStore({ modules });
    const deep: unknown = JSON.parse('['.repeat(20_000) + ']'.repeat(20_000));
    for (let round = 0; round < 6; round += 1) {
      const sent = store
        .anonymous()
        .call('auth.signIn', { username: 'a', password: 'b', more: deep }, { idempotencyKey: 'key' });
      await expect(sent).rejects.toMatchObject({ code: 'invalid-input', status: 400 });
    }
    expect(store.unexpected).toEqual([]);
    await store.anonymous().call('auth.signIn', { username: 'owner', password: 'test-password' });
  });

  test('KRN-13 a seal that cannot be written does not take back what was committed', async () => {
    const store = createTestStore({ modules });
    const { headStore } = store.kernel.engine.parts;
    const { write } = headStore;
    const isFull = () => {
      throw new Error('no space left on device');
    };
    Object.assign(headStore, { write: isFull });
    for (let no = 1; no <= 300; no += 1)
      expect(await store.as('technician').call('counter.change', { id: 'a', by: 1 })).toMatchObject({ total: no });
    Object.assign(headStore, { write });
    await store.as('technician').call('counter.change', { id: 'a', by: 1 });
    expect(store.unexpected).toEqual([]);
  });

  test('KRN-11 a quantity is at least a thousandth, so that none is nothing inside', () => {
    expect([0.001, 0.0001, 1e-10, 0].map((n) => quantitySchema.safeParse(n).success)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  test('KRN-9 a read of patient data is recorded with whom it showed', async () => {
    const store = createTestStore({ modules });
    await store.as('technician').call('counter.change', { id: 'a', by: 3 });
    expect(await store.as('technician').call('counter.get', { id: 'a' })).toEqual({ total: 3, version: 1 });
    expect((await audit(store, 'counter.get')).items).toMatchObject([{ outcome: 'read', patientIds: ['a'] }]);
  });

  test('MOD-1 a module that is off answers module-unavailable and the others go on', async () => {
    const store = createTestStore({ modules });
    store.kernel.host.switch('counter', 'off');
    expect(await store.as('technician').refusal('counter.get', { id: 'a' })).toMatchObject({
      code: 'module-unavailable',
      status: 503,
      data: { module: 'counter', reason: 'switched-off' },
    });
    expect((await store.as('owner').call('auth.users')).items.length).toBe(6);
    store.kernel.host.switch('counter', 'on');
    await store.as('technician').call('counter.change', { id: 'a', by: 1 });
  });

  test('MOD-2 five throws open the circuit for a while', async () => {
    const store = createTestStore({ modules });
    for (let round = 0; round < 5; round += 1)
      await store
        .as('technician')
        .call('counter.fail', {})
        .catch(() => null);
    expect((await store.as('technician').refusal('counter.get', { id: 'a' })).data).toEqual({
      module: 'counter',
      reason: 'failing',
    });
    store.clock.advance(15_000);
    await store.as('technician').call('counter.change', { id: 'a', by: 1 });
  });

  test('MOD-4 a listener that throws harms nobody', async () => {
    const store = createTestStore({ modules });
    const seen: string[] = [];
    store.kernel.engine.onCommit((changes) => void seen.push(...changes.map((change) => change.kind)));
    await store.as('technician').call('counter.breakListener', {});
    await store.as('technician').call('counter.change', { id: 'a', by: 1 });
    expect(seen).toEqual(['counter']);
  });

  test('KRN-14 a unit sees the events of its own batches', () => {
    const store = createTestStore({ modules });
    const session = store.as('technician').session;
    const call = {
      session,
      address: '',
      ownWindow: true,
      idempotencyKey: null,
      procedure: 'p',
      requestId: 'r',
      signal: new AbortController().signal,
    };
    const seen = store.kernel.engine.command(call, 'counter.change', (unit) => {
      unit.authorize({});
      unit.append(counterAggregate, 'a', { type: 'counter.changed', payload: { by: 1 } });
      const entries = ['a', 'b', 'b'].map((id) => ({ id, payload: { by: 10 } }));
      unit.appendBatch(counterAggregate, 'counter.changed', entries);
      return ['a', 'b'].map((id) => [unit.load(counterAggregate, id)?.total, unit.version(counterAggregate, id)]);
    });
    expect(seen).toEqual([
      [11, 2],
      [20, 2],
    ]);
    expect(store.kernel.projections.load(counterAggregate, 'b')).toMatchObject({ version: 2, state: { total: 20 } });
  });

  test("MOD-5 a service's throw counts against its own module, once", () => {
    const store = createTestStore({ modules });
    const { host } = store.kernel;
    const failing = host.service('store');
    const caught = (() => {
      try {
        store.db.exec('ALTER TABLE aggregate RENAME TO aggregate_away');
        return failing.profile();
      } catch (error) {
        return error;
      } finally {
        store.db.exec('ALTER TABLE aggregate_away RENAME TO aggregate');
      }
    })();
    host.failed('counter', caught);
    const report = new Map(host.report().map((module) => [module.name, module.lastError]));
    expect(report.get('store')).not.toBeNull();
    expect(report.get('counter')).toBeNull();
  });
});
