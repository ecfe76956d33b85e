import { expect, test } from 'vitest';
import type { HostPorts } from '../host-ports.ts';
import { counterAggregate, counterModule } from '../testing/counter-module.ts';
import { memoryDatabase } from '../testing/index.ts';
import { counterModules, pass, terminal, total } from '../testing/linked-stores.ts';
import type { MemoryDatabase } from '../testing/memory-database.ts';
import type { ModuleDefinition } from './module.ts';

/** A later version of the module that knows one type more. */
function later(ports: HostPorts): ModuleDefinition[] {
  const doubling = {
    ...counterAggregate,
    apply: (state: { total: number; trail: string }, event: { type: string }, meta: never) =>
      event.type === 'counter.doubled'
        ? { total: state.total * 2, trail: `${state.trail}d,` }
        : counterAggregate.apply(state, event as never, meta),
  };
  const known = counterModules(ports).filter(({ name }) => name !== 'counter');
  return [...known, { ...counterModule(), version: '1.1.0', aggregates: [doubling] as never }];
}

test('PRJ-3 a type that an older version kept without knowing it shows after the upgrade, as on who always knew it', async () => {
  const knowing = terminal('a', { of: later });
  await knowing.add('x', 3);
  const { engine } = knowing.kernel;
  const actor = engine.actorOf({ session: null, address: 'local' } as never);
  const payload = { k: 'counter', i: 'x', p: null, a: actor, c: 'counter.double', t: engine.nowIso() };
  engine.transact(() => engine.appendRow('counter.doubled', payload));
  const older = terminal('b');
  pass(knowing, older);
  expect([total(knowing, 'x'), total(older, 'x')]).toEqual([6, 3]);
  const image = (older.db as MemoryDatabase).image();
  expect(total(terminal('b', { database: memoryDatabase(image) }), 'x')).toBe(3);
  const upgraded = terminal('b', { database: memoryDatabase(image), of: later });
  expect(total(upgraded, 'x')).toBe(6);
  pass(upgraded, knowing);
  expect(upgraded.digest()).toBe(knowing.digest());
});
