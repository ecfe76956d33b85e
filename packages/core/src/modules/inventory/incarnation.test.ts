import { expect, test } from 'vitest';
import { createTestStore } from '../../testing/index.ts';

test('LED-20 the stock document is begun anew under another client id when the incarnation changes while it runs', () => {
  const store = createTestStore();
  const kept = () =>
    store.db.prepare<{ value: string }>("SELECT value FROM local_state WHERE key = 'inventory.client-id'").get()?.value;
  const before = JSON.parse(kept() ?? '{}');
  const origin = store.kernel.engine.renewIncarnation();
  const after = JSON.parse(kept() ?? '{}');
  expect(before.room).not.toContain(origin);
  expect(after.room).toContain(origin);
  expect(after.clientId).not.toBe(before.clientId);
  expect(store.kernel.host.service('inventory').health().findings).toEqual([]);
});
