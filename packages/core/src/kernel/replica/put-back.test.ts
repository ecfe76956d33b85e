import { expect, test } from 'vitest';
import { RawPeer } from '../../replication/testing/raw-peer.ts';
import { Rig, type RigNode } from '../../replication/testing/rig.ts';
import { memoryDatabase } from '../../testing/index.ts';
import { pass, type Terminal, terminal, total } from '../../testing/linked-stores.ts';
import type { MemoryDatabase } from '../../testing/memory-database.ts';

const change = (store: Terminal, id: string, by: number) => store.as('pharmacist').call('counter.change', { id, by });

function linked(rig: Rig, name: string, store: Terminal): RigNode {
  const { origin } = store.replica;
  const self = { terminalId: name, origin, kind: 'direct', appVersion: '1', schemaVersion: 1 } as const;
  return rig.add(name, { storeId: rig.storeId, wrap: () => store.replica as never, node: { self } });
}

/** `a` wrote on after an image of it was taken, `b` has all of it; the image is opened again. */
async function putBack(): Promise<{ b: Terminal; again: Terminal; origin: string }> {
  const [a, b] = [terminal('a'), terminal('b')];
  await a.add('x', 1);
  const image = (a.db as MemoryDatabase).image();
  for (let count = 0; count < 5; count += 1) await a.add('lost', 1);
  pass(a, b);
  const again = terminal('a', { database: memoryDatabase(image), seed: 'again' });
  expect(again.replica.origin).toBe(a.replica.origin);
  return { b, again, origin: a.replica.origin };
}

test('SYN-28 a terminal that was put back learns it over the wire, gets its rows, and goes on under a new name', async () => {
  const { b, again, origin } = await putBack();
  const rig = new Rig(again.kernel.ledger.storeId);
  const [left, right] = [linked(rig, 'a', again), linked(rig, 'b', b)];
  again.kernel.engine.holdSeals(60_000);
  await change(again, 'new', 7);
  rig.link(left, right);
  rig.pass(1_000);
  expect(left.alarms).toContainEqual(expect.objectContaining({ kind: 'own-tail-lost', origin, from: 'b' }));
  expect(again.replica.origin).not.toBe(origin);
  left.node.renewOrigin(again.replica.origin);
  again.kernel.engine.seal();
  left.node.storeAdvanced(rig.nowMs);
  rig.pass(3_000);
  expect([total(again, 'lost'), total(again, 'new')]).toEqual([5, 7]);
  expect([total(b, 'lost'), total(b, 'new'), b.replica.quarantined()]).toEqual([5, 7, []]);
  expect(b.kernel.ledger.digest()).toBe(again.kernel.ledger.digest());
  await again.add('new', 1);
  left.node.storeAdvanced(rig.nowMs);
  rig.pass(1_000);
  expect(total(b, 'new')).toBe(8);
});

test('SYN-28 a relay that only claims more, or makes it up, changes nothing', async () => {
  const a = terminal('a');
  await a.add('x', 1);
  const { origin } = a.replica;
  const head = a.replica.head(origin)!;
  const rig = new Rig(a.kernel.ledger.storeId);
  const node = linked(rig, 'a', a);
  const relay = new RawPeer(rig, node, { terminalId: 'r', kind: 'relay' }).hello({ storeId: rig.storeId });
  const record = { ...a.kernel.ledger.originRecord(origin), certificate: a.kernel.ledger.certificateOf(origin)! };
  const last = a.kernel.ledger.row(origin, head.seq)!;
  relay.say({ type: 'have', full: true, heads: [{ origin, seq: head.seq + 3, hash: new Uint8Array(32) }] });
  rig.pass(500);
  expect(relay.all('want').map(({ origin: asked, afterSeq }) => [asked, afterSeq])).toContainEqual([origin, head.seq]);
  const made = { ...last, seq: head.seq + 1, prevHash: head.hash };
  relay.say({ type: 'origin', record }, { type: 'frames', origin, rows: [made], seals: [] });
  rig.pass(2_000);
  expect([a.replica.origin, a.replica.head(origin)]).toEqual([origin, head]);
  expect(a.replica.isQuarantined(origin)).toBe(false);
});
