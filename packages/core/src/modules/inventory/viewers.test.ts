import { expect, test } from 'vitest';
import { stockStore } from './testing/stock-store.ts';
import { shareLedgers, stockTerminal } from './testing/terminals.ts';
import { stockViewerAggregate } from './viewers.ts';

test('STK-4 a token is made by who manages terminals, shown once, kept as a hash, audited, and taken back', async () => {
  const store = stockStore();
  const owner = store.as('owner');
  const { viewers } = store.kernel.host.service('inventory');
  expect((await store.as('technician').refusal('inventory.addViewer', { name: 'x' })).status).toBe(403);
  const { id, token, room } = await owner.call('inventory.addViewer', { name: 'shelf display' });
  expect(room).toBe('inventory/store_test/1');
  expect(viewers.ofToken(token)).toBe(id);
  expect([viewers.ofToken(''), viewers.ofToken(token.slice(1)), viewers.ofToken(id)]).toEqual([null, null, null]);
  expect(JSON.stringify(store.dump())).not.toContain(token);
  const listed = await owner.call('inventory.viewers', {});
  expect(listed.items).toMatchObject([{ id, name: 'shelf display', addedBy: 'Test owner', revokedAt: null }]);
  const revoked = await owner.call('inventory.revokeViewer', { id, reason: 'sold' });
  expect(revoked.revokedAt).not.toBeNull();
  expect(await owner.call('inventory.revokeViewer', { id, reason: 'again' })).toEqual(revoked);
  expect([viewers.ofToken(token), viewers.mayWatch(id)]).toEqual([null, false]);
  expect((await owner.refusal('inventory.revokeViewer', { id: 'viewer_x', reason: 'x' })).code).toBe('not-found');
  const { items } = await owner.call('audit.events', {});
  const actions = items.map((item: { action: string }) => item.action);
  expect(actions).toContain('inventory.add-viewer');
  expect(actions).toContain('inventory.revoke-viewer');
});

test('STK-4 a token made on one terminal is good on the others, and its end reaches them', async () => {
  const [a, b] = [stockTerminal('t1'), stockTerminal('t2')];
  const { id, token } = await a.as('owner').call('inventory.addViewer', { name: 'display' });
  shareLedgers(a, b);
  expect(b.stock.viewers.ofToken(token)).toBe(id);
  await b.as('owner').call('inventory.revokeViewer', { id, reason: 'sold' });
  shareLedgers(a, b);
  expect(a.stock.viewers.ofToken(token)).toBeNull();
});

test('STK-4 a revocation that comes before the token was heard of holds', () => {
  const meta = { at: '2026-11-21T15:00:00.000Z', actor: { userName: 'Owner' } } as never;
  const revoked = { type: 'inventory.viewer-revoked', payload: { reason: 'x' } } as const;
  const added = { type: 'inventory.viewer-added', payload: { name: 'd', tokenHash: 'h' } } as const;
  const fold = (events: readonly (typeof revoked | typeof added)[]) =>
    events.reduce((state, event) => stockViewerAggregate.apply(state, event, meta), stockViewerAggregate.initial(''));
  expect(fold([revoked, added])).toEqual(fold([added, revoked]));
  expect(fold([revoked, added]).revokedAt).not.toBeNull();
});

test('STK-10 the chain sees nothing until the owner says so, on every terminal, and until the owner says otherwise', async () => {
  const [a, b] = [stockTerminal('t1'), stockTerminal('t2')];
  expect(a.stock.viewers.sharing()).toEqual({ isShared: false, decision: 0 });
  expect((await a.as('manager').refusal('inventory.setSharing', { isShared: true })).code).toBe('owner-only');
  expect(await a.as('owner').call('inventory.setSharing', { isShared: true })).toMatchObject({
    isShared: true,
    by: 'Test owner',
  });
  shareLedgers(a, b);
  expect(b.stock.viewers.sharing()).toEqual({ isShared: true, decision: 1 });
  await b.as('owner').call('inventory.setSharing', { isShared: false });
  shareLedgers(a, b);
  for (const { stock } of [a, b]) expect(stock.viewers.sharing()).toEqual({ isShared: false, decision: 2 });
});
