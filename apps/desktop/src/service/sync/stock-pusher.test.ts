import { decodeSharedStock, encodeSharedStock, PartAssembly } from '@apotheca/core/replication/shared-stock';
import { createTestStore, SeededRandom } from '@apotheca/core/testing';
import { InventoryDocument } from '@apotheca/crdt-inventory';
import { expect, test } from 'vitest';
import { StockPusher } from './stock-pusher.ts';

function opened() {
  const store = createTestStore();
  const inventory = store.kernel.host.service('inventory');
  const sent: { to: string; body: Uint8Array }[] = [];
  const wire = { isFull: false, linked: [{ terminalId: 'relay', kind: 'relay' as const }] };
  let hear: (from: string, body: Uint8Array) => void = () => {};
  const pusher = new StockPusher({
    inventory: () => inventory,
    random: new SeededRandom('pusher'),
    switchboard: {
      linked: () => wire.linked,
      send(to, _channel, body) {
        if (!wire.isFull) sent.push({ to, body });
        return !wire.isFull;
      },
      listen(_channel, listener) {
        hear = listener;
        return () => {};
      },
    },
  });
  const receive = async (quantity: number) => {
    const ndc = store.kernel.host.service('drugs').search('lisinopril', 1)[0]?.key;
    const lines = [{ ndc, lotNumber: 'L1', expiresOn: '2028-01-31', quantity }];
    const receipt = await store.as('pharmacist').call('inventory.receive', { lines });
    return receipt.lines[0].batchId as string;
  };
  const share = (isShared: boolean) => store.as('owner').call('inventory.setSharing', { isShared });
  const kinds = () => sent.splice(0).map(({ body }) => decodeSharedStock(body)?.type);
  return { inventory, sent, wire, pusher, receive, share, kinds, again: () => hear('relay', again) };
}
const again = encodeSharedStock({ type: 'again' });

/** What the relay would hold. */
function relayed(sent: { body: Uint8Array }[]): InventoryDocument {
  const document = new InventoryDocument({ storeId: 'store_test', epoch: 1 });
  const assembly = new PartAssembly();
  for (const { body } of sent) {
    const message = decodeSharedStock(body);
    const update = message?.type === 'part' ? assembly.add(message.part) : null;
    if (update instanceof Uint8Array) document.applyUpdate(update);
  }
  return document;
}

test('STK-15 nothing is sent before the owner decides; then all of it once, and what changes', async () => {
  const { pusher, receive, share, sent, kinds } = opened();
  const batchId = await receive(5);
  pusher.tick();
  expect(sent).toEqual([]);
  await share(true);
  pusher.tick();
  pusher.tick();
  expect(relayed(sent).onHandMilli(batchId)).toBe(5_000);
  const first = sent.map(({ body }) => body.length).reduce((sum, one) => sum + one, 0);
  expect(sent).toHaveLength(1);
  await receive(2);
  pusher.tick();
  expect(relayed(sent).onHandMilli(batchId)).toBe(7_000);
  expect(sent[1]?.body.length).toBeLessThan(first);
  kinds();
  await share(false);
  await receive(1);
  pusher.tick();
  pusher.tick();
  expect(kinds()).toEqual(['forget']);
});

test('STK-15 a relay that is linked anew, asks again, or was not reached, gets all of it', async () => {
  const { pusher, receive, share, sent, wire, again: ask } = opened();
  const batchId = await receive(5);
  await share(true);
  wire.isFull = true;
  pusher.tick();
  wire.isFull = false;
  pusher.tick();
  expect(relayed(sent).onHandMilli(batchId)).toBe(5_000);
  for (const disturb of [ask, () => (wire.linked = [])]) {
    sent.length = 0;
    disturb();
    pusher.tick();
    wire.linked = [{ terminalId: 'relay', kind: 'relay' }];
    pusher.tick();
    expect(relayed(sent).onHandMilli(batchId)).toBe(5_000);
  }
});
