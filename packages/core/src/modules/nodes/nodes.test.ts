import { describe, expect, test } from 'vitest';
import { createTestStore } from '../../testing/index.ts';
import { commitStream } from './changes.ts';

describe('system status', () => {
  test('NOD-1 it shows the terminal, its modules and the three digests', async () => {
    const store = createTestStore();
    const status = await store.as('technician').call('nodes.status');
    expect(status).toMatchObject({
      terminalId: 't1',
      storeId: 'store_test',
      roles: ['terminal'],
      peers: [],
      today: '2026-11-21',
    });
    expect(status.modules.every((module: { state: string }) => module.state === 'running')).toBe(true);
    expect(status.ledger.vector[store.kernel.ledger.origin]).toBeGreaterThan(0);
    for (const digest of [status.ledger.digest, status.projectionsDigest, status.inventoryDigest])
      expect(digest).toMatch(/^[0-9a-f]{64}$/);
    await store.as('owner').call('store.change', { phone: '6145550112' });
    const after = await store.as('technician').call('nodes.status');
    expect(after.ledger.digest).not.toBe(status.ledger.digest);
    expect(after.projectionsDigest).not.toBe(status.projectionsDigest);
    expect(after.inventoryDigest).toBe(status.inventoryDigest);
  });

  test('NOD-2 a module is switched by who may, and what the page needs stays on', async () => {
    const store = createTestStore();
    expect((await store.as('technician').refusal('nodes.switchModule', { name: 'labels', to: 'off' })).code).toBe(
      'forbidden',
    );
    expect((await store.as('owner').refusal('nodes.switchModule', { name: 'auth', to: 'off' })).code).toBe(
      'module-needed',
    );
    expect((await store.as('owner').refusal('nodes.switchModule', { name: 'nothing', to: 'off' })).code).toBe(
      'not-found',
    );
    await store.as('owner').call('nodes.switchModule', { name: 'inventory', to: 'off' });
    expect((await store.as('technician').refusal('inventory.stock', {})).code).toBe('module-unavailable');
    const status = await store.as('technician').call('nodes.status');
    expect(status.modules.find((module: { name: string }) => module.name === 'inventory').state).toBe('off');
    await store.as('owner').call('nodes.switchModule', { name: 'inventory', to: 'on' });
    await store.as('technician').call('inventory.stock', {});
    expect((await store.as('owner').call('audit.events', { action: 'nodes' })).items).toHaveLength(2);
  });

  test('NOD-4 it says how the stock document stands to the ledger, and nothing while the inventory is off', async () => {
    const store = createTestStore();
    const status = await store.as('technician').call('nodes.status');
    expect(status.stock).toMatchObject({ state: 'ok', discrepancies: 0, findings: [] });
    await store.as('owner').call('nodes.switchModule', { name: 'inventory', to: 'off' });
    const without = await store.as('technician').call('nodes.status');
    expect(without).toMatchObject({ stock: null, inventoryDigest: '' });
  });

  test('NOD-3 the stream tells commits by kind and id, and stands for all when there were too many', async () => {
    const listeners = new Set<(changes: { kind: string; id: string }[]) => void>();
    const context = {
      onCommit(listener: (changes: readonly { kind: string; id: string }[]) => void) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    const stop = new AbortController();
    const stream = commitStream(context as never, stop.signal);
    expect((await stream.next()).value).toEqual({ changes: [] });
    const waiting = stream.next();
    for (const listener of listeners) listener([{ kind: 'patient', id: 'p1' }]);
    expect((await waiting).value).toEqual({ changes: [{ kind: 'patient', id: 'p1' }] });
    const many = Array.from({ length: 201 }, (_, index) => ({ kind: 'lot', id: `l${index}` }));
    for (const listener of listeners) listener(many);
    expect((await stream.next()).value).toEqual({ changes: [{ kind: '*', id: '*' }] });
    const last = stream.next();
    stop.abort();
    expect((await last).done).toBe(true);
    expect(listeners.size).toBe(0);
  });
});
