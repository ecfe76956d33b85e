import { afterEach, describe, expect, test } from 'vitest';
import { eventually, foundStore, joinStore } from '../../src/service/testing/sync-terminal.ts';
import { CuttingProxy } from './cutting-proxy.ts';
import { alike, apart, change, linked, manInTheMiddle, peer, phoneOf, putOut, World } from './sync-world.ts';

const world = new World();
const proxies: CuttingProxy[] = [];
afterEach(async () => {
  await world.end();
  await Promise.all(proxies.splice(0).map((one) => one.close()));
});
async function proxyTo(url: string): Promise<CuttingProxy> {
  const proxy = await CuttingProxy.to(url);
  proxies.push(proxy);
  return proxy;
}

describe('terminals of a store', { timeout: 60_000 }, () => {
  test('NET-30 they become equal, a change arrives at once, and both know that it did', async () => {
    const a = await world.keep(foundStore());
    const b = await world.keep(joinStore(a, 'Back', { peers: [`${a.sync.url}/`] }));
    await linked(a, b);
    await alike(a, b);
    const times: number[] = [];
    for (const [index, from] of [a, b, a, b, a, b, a].entries()) {
      const phone = `614555020${index}`;
      const startMs = performance.now();
      await change(from, phone);
      await eventually(
        'phone',
        () => phoneOf(from === a ? b : a),
        (there) => there === phone,
      );
      times.push(performance.now() - startMs);
    }
    await alike(a, b);
    await eventually(
      'lag',
      () => [peer(a, b.terminalId), peer(b, a.terminalId)],
      (both) => both.every((one) => one?.connected && one.lagEvents === 0 && one.behindEvents === 0),
    );
    expect(times.toSorted((x, y) => x - y)[3]).toBeLessThan(100);
    expect(await a.metric('apotheca_sync_links')).toBe(1);
    expect(await a.metric('apotheca_sync_rows_total')).toBeGreaterThanOrEqual(7);
  });

  test('NET-31 one address is enough: terminals tell each other where the others are', async () => {
    const a = await world.keep(foundStore());
    const b = await world.keep(joinStore(a, 'Back', { peers: [`${a.sync.url}/`] }));
    const c = await world.keep(joinStore(a, 'Drive', { peers: [`${a.sync.url}/`] }));
    await linked(a, b);
    await linked(a, c);
    await linked(b, c);
    await world.stop(a);
    await change(b, '6145550301');
    await eventually(
      'phone',
      () => phoneOf(c),
      (phone) => phone === '6145550301',
    );
    await alike(b, c);
    expect(peer(b, a.terminalId)?.connected).toBe(false);
    await eventually(
      'why',
      () => peer(b, a.terminalId)?.lastClose?.reason,
      (why) => /Nothing answers at its address/.test(why ?? ''),
    );
  });

  test('NET-32 a cut line is dialled again by itself, and what both did meanwhile is on both', async () => {
    const a = await world.keep(foundStore({ discovery: false }));
    const proxy = await proxyTo(a.sync.url);
    const b = await world.keep(joinStore(a, 'Back', { peers: [proxy.url], discovery: false }));
    await linked(a, b);
    for (let round = 0; round < 3; round += 1) {
      proxy.set('cut');
      await apart(b, a);
      await a.store.as('owner').call('store.change', { phone: `614555040${round}` });
      await b.store.as('owner').call('store.change', { licence: `OH-CUT-${round}` });
      proxy.set('fair');
      await linked(a, b);
      await alike(a, b);
    }
    expect(await phoneOf(b)).toBe('6145550402');
    proxy.delay(30);
    await change(a, '6145550499');
    await alike(a, b);
  });

  test('NET-33 a terminal that is put out loses its link at once and gets no other', async () => {
    const a = await world.keep(foundStore());
    const b = await world.keep(joinStore(a, 'Back', { peers: [`${a.sync.url}/`] }));
    await linked(a, b);
    await alike(a, b);
    const before = a.store.kernel.ledger.vector();
    await putOut(a, b);
    await apart(b, a);
    await eventually(
      'why',
      () => peer(b, a.terminalId)?.lastClose?.reason,
      (why) => /put out of the store|removed from the store/.test(why ?? ''),
    );
    await change(b, '6145550500');
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(a.sync.status().peers.find((one) => one.connected)).toBeUndefined();
    const after = a.store.kernel.ledger.vector();
    for (const origin of Object.keys(before)) {
      if (origin.startsWith(b.terminalId)) expect(after[origin]).toBe(before[origin]);
    }
    expect(await phoneOf(a)).not.toBe('6145550500');
  });

  test('NET-34 someone between two terminals, with a certificate of their own, learns nothing and links nobody', async () => {
    const a = await world.keep(foundStore({ discovery: false }));
    const middle = await world.keep(manInTheMiddle(a.sync.url));
    const b = await world.keep(joinStore(a, 'Back', { peers: [middle.url], discovery: false }));
    await eventually(
      'refusal',
      () => b.logged.map(({ trouble }) => String(trouble)),
      (lines) => lines.some((line) => /did not prove/.test(line)),
    );
    expect(middle.read()).toBeGreaterThan(0);
    expect(a.sync.status().peers.some((one) => one.connected)).toBe(false);
    expect(b.sync.status().peers.some((one) => one.connected)).toBe(false);
  });

  test('NET-35 two that dial each other end with one link, and keep it', async () => {
    const a = await world.keep(foundStore());
    const proxy = await proxyTo(a.sync.url);
    proxy.set('cut');
    const b = await world.keep(joinStore(a, 'Back', { peers: [proxy.url] }));
    const c = await world.keep(joinStore(a, 'Drive', { peers: [`${a.sync.url}/`, `${b.sync.url}/`] }));
    proxy.set('fair');
    await linked(a, b);
    await linked(a, c);
    await linked(b, c);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    for (const one of [a, b, c]) expect(await one.metric('apotheca_sync_links')).toBe(2);
    await alike(a, b, c);
  });
});
