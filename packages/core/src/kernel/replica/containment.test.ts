import { expect, test } from 'vitest';
import type { HostPorts } from '../../host-ports.ts';
import { counterModule } from '../../testing/counter-module.ts';
import { memoryDatabase, SeededRandom } from '../../testing/index.ts';
import { counterModules, pass, type Terminal, terminal, total } from '../../testing/linked-stores.ts';
import type { MemoryDatabase } from '../../testing/memory-database.ts';
import type { ModuleDefinition } from '../module.ts';

const first = { id: 'k1', bytes: new SeededRandom('store key').bytes(32) };
const second = { id: 'k2', bytes: new SeededRandom('store key k2').bytes(32) };
const fragile = (ports: HostPorts) => [...counterModules(ports), failingOver('bad')];

function failingOver(id: string): ModuleDefinition {
  const rows = (_event: unknown, _meta: unknown, target: { id: string }) => {
    if (target.id === id) throw new Error('this module cannot');
    return {};
  };
  return {
    ...counterModule(),
    name: 'fragile',
    contract: {},
    aggregates: [],
    migrations: [],
    projections: [{ name: 'fragile', types: ['counter.changed'], rows }],
    start: () => ({ handlers: {} }),
  } as never;
}

async function writer(): Promise<Terminal> {
  const a = terminal('a', { storeKeys: [first, second] });
  for (const id of ['x', 'bad', 'y']) await a.add(id, 1);
  return a;
}

test('LED-21 a row over which a module fails does not stop a rebuild, nor a start that makes one', async () => {
  const b = terminal('b', { storeKeys: [first, second] });
  pass(await writer(), b);
  const sound = b.digest();
  const image = (b.db as MemoryDatabase).image();
  const other = terminal('b', { database: memoryDatabase(image), storeKeys: [first, second], of: fragile });
  expect([total(other, 'x'), total(other, 'bad'), total(other, 'y')]).toEqual([1, undefined, 1]);
  expect(other.replica.deferred()).toEqual([{ keyId: 'k2', reason: 'failed', rows: 1 }]);
  other.rebuild();
  expect(other.replica.deferred()).toEqual([{ keyId: 'k2', reason: 'failed', rows: 1 }]);
  const mended = (other.db as MemoryDatabase).image();
  const again = terminal('b', { database: memoryDatabase(mended), storeKeys: [first, second] });
  expect([again.replica.deferred(), again.digest()]).toEqual([[], sound]);
});

test('LED-21 nor does one whose key came later', async () => {
  const b = terminal('b', { of: fragile });
  const { taken } = pass(await writer(), b);
  b.kernel.ledger.addStoreKey(second, { current: false });
  expect(b.kernel.engine.projectDeferred()).toBe(taken - 1);
  expect(b.replica.deferred()).toEqual([{ keyId: 'k2', reason: 'failed', rows: 1 }]);
  expect([total(b, 'x'), total(b, 'bad'), total(b, 'y')]).toEqual([1, undefined, 1]);
});
