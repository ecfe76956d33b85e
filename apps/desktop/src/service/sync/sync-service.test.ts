import { afterEach, describe, expect, test } from 'vitest';
import { eventually, foundStore, joinStore, type SyncTerminal } from '../testing/sync-terminal.ts';

const running: SyncTerminal[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
});
async function keep(starting: Promise<SyncTerminal>): Promise<SyncTerminal> {
  const terminal = await starting;
  running.push(terminal);
  return terminal;
}

const digests = ({ store }: SyncTerminal) => ({
  ledger: store.kernel.ledger.digest(),
  projections: store.kernel.projections.digest(),
  inventory: store.kernel.host.service('inventory').digest(),
});
const peersOf = (terminal: SyncTerminal) =>
  terminal.sync.status().peers.map(({ terminalId, connected, lagEvents }) => ({ terminalId, connected, lagEvents }));
const change = (terminal: SyncTerminal, phone: string) => terminal.store.as('owner').call('store.change', { phone });
const phoneOf = async (terminal: SyncTerminal) => (await terminal.store.as('owner').call('store.profile')).phone;
const alike = (...terminals: SyncTerminal[]) =>
  eventually(
    'digests',
    () => terminals.map(digests),
    (all) => all.every((one) => JSON.stringify(one) === JSON.stringify(all[0])),
  );

describe('two terminals', { timeout: 30_000 }, () => {
  test('NET-30 they find each other by one address, become equal, and a change arrives at once', async () => {
    const a = await keep(foundStore());
    const b = await keep(joinStore(a, 'Back', { peers: [`${a.sync.url}/`] }));
    await eventually(
      'links',
      () => peersOf(b),
      (peers) => peers.some((peer) => peer.connected),
    );
    await alike(a, b);
    const times: number[] = [];
    for (const [index, from] of [a, b, a, b, a].entries()) {
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
      () => peersOf(a),
      (peers) => peers.every((peer) => peer.connected && peer.lagEvents === 0),
    );
    expect(times.toSorted((x, y) => x - y)[2]).toBeLessThan(100);
  });
});
