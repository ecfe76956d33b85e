import { describe, expect, test } from 'vitest';
import type { HostPorts } from '../../host-ports.ts';
import { nodesMigrations } from '../../modules/nodes/migrations.ts';
import { terminalAggregate } from '../../modules/nodes/terminal-model.ts';
import { admit } from '../../replication/membership.ts';
import { counterAggregate, counterModule } from '../../testing/counter-module.ts';
import { createTestStore, memoryDatabase } from '../../testing/index.ts';
import {
  batches,
  counterModules,
  everyTerminal,
  keyOf,
  pass,
  type Terminal,
  take,
  terminal,
  total,
} from '../../testing/linked-stores.ts';
import type { ModuleDefinition } from '../module.ts';
import type { Database } from '../ports.ts';
import { LedgerStore } from './ledger-store.ts';

describe('rows between terminals', () => {
  test('LED-11 two terminals that exchange what they have show the same, whichever way it came', async () => {
    const [a, b, c] = [terminal('a'), terminal('b'), terminal('c')];
    await a.add('x', 1);
    await b.add('x', 2);
    pass(a, b);
    await b.add('x', 3);
    b.kernel.engine.seal();
    pass(b, c);
    pass(c, a);
    pass(b, a);
    pass(a, c);
    pass(a, b);
    pass(c, b);
    for (const one of [b, c]) {
      expect(one.kernel.ledger.digest()).toBe(a.kernel.ledger.digest());
      expect(one.digest()).toBe(a.digest());
    }
    expect(total(c, 'x')).toBe(6);
  });

  test('LED-12 what changed is announced once a take, and a kind as a whole when it is too much to name', async () => {
    const [a, b] = [terminal('a'), terminal('b')];
    const heard: unknown[] = [];
    b.kernel.engine.onCommit((changes) => heard.push(changes.filter(({ kind }) => kind === 'counter')));
    await a.add('x', 1);
    await a.add('x', 2);
    await a.add('y', 1);
    pass(a, b);
    expect(heard).toEqual([
      [
        { kind: 'counter', id: 'x' },
        { kind: 'counter', id: 'y' },
      ],
    ]);
    a.kernel.engine.command(systemCall, 'counter.change', (unit) => {
      unit.authorize({});
      for (let index = 0; index < 2001; index += 1) {
        unit.append(counterAggregate, `many${index}`, { type: 'counter.changed', payload: { by: 1 } });
      }
    });
    heard.length = 0;
    pass(a, b);
    expect(heard).toEqual([[{ kind: 'counter', id: '*' }]]);
  });

  test('LED-13 a failure at any write leaves nothing of a take, and it can be made again', async () => {
    const a = terminal('a');
    for (const by of [1, 2, 3]) await a.add('x', by);
    a.kernel.engine.seal();
    const inner = memoryDatabase();
    let left = Number.POSITIVE_INFINITY;
    const failing: Database = {
      ...inner,
      write(sql) {
        const statement = inner.write(sql);
        return {
          run(...params) {
            left -= 1;
            if (left === 0) throw Object.assign(new Error('disk full'), { code: 'SQLITE_FULL' });
            return statement.run(...params);
          },
        };
      },
    };
    const b = terminal('b', { database: failing });
    const before = { digest: b.digest(), vector: b.kernel.ledger.vector(), dump: b.dump() };
    const everything = batches(a.replica, b.replica);
    let failed = 0;
    for (let write = 1; ; write += 1) {
      left = write;
      try {
        take(b, everything);
        break;
      } catch (error) {
        expect((error as Error).message).toBe('disk full');
        failed += 1;
        expect({ digest: b.digest(), vector: b.kernel.ledger.vector(), dump: b.dump() }).toEqual(before);
      }
    }
    left = Number.POSITIVE_INFINITY;
    expect(failed).toBeGreaterThan(20);
    expect(total(b, 'x')).toBe(6);
    pass(b, a);
    expect(b.digest()).toBe(a.digest());
  });

  test('LED-14 a row over which a module fails is kept and passed on; the others are shown', async () => {
    const a = terminal('a');
    await a.add('x', 1);
    await a.add('bad', 1);
    await a.add('y', 1);
    const faults: unknown[] = [];
    const fragile = (ports: HostPorts) => [...counterModules(ports), failingOver('bad')];
    const b = terminal('b', { of: fragile });
    const replica = new LedgerStore(b.kernel.engine, {
      register: everyTerminal,
      onFault: (error) => faults.push(error),
    });
    const result = take({ ...b, replica }, batches(a.replica, replica));
    expect(result).toEqual({ taken: a.replica.head(a.replica.origin)?.seq, refused: null });
    expect([total(b, 'x'), total(b, 'bad'), total(b, 'y')]).toEqual([1, undefined, 1]);
    expect(replica.deferred()).toEqual([{ keyId: 'k1', reason: 'failed', rows: 1 }]);
    expect(faults).toHaveLength(1);
    expect(replica.head(a.replica.origin)).toEqual(a.replica.head(a.replica.origin));
  });
});

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

describe('certificates', () => {
  test('LED-15 an incarnation without a certificate is not offered; it gets one when its terminal has a key', async () => {
    const db = memoryDatabase();
    const bare = createTestStore({ modules: counterModules, terminalId: 'a', database: db });
    await bare.as('pharmacist').call('counter.change', { id: 'x', by: 1 });
    const origin = bare.kernel.ledger.origin;
    expect(bare.kernel.replica.heads()).toEqual([]);
    expect(bare.kernel.replica.head(origin)).toBeUndefined();
    const again = terminal('a', { database: memoryDatabase(db.image()), seed: 'again' });
    expect(again.kernel.ledger.certificateOf(origin)).not.toBeNull();
    const b = terminal('b');
    pass(again, b);
    expect(total(b, 'x')).toBe(1);
    expect(b.kernel.ledger.digest()).not.toBe(bare.kernel.ledger.digest());
  });

  test('LED-16 an enrolment and what it admits may come in one take, in either order', async () => {
    const withRegister = (ports: HostPorts) => [...counterModules(ports), registerModule()];
    const [founder, joined, here] = ['founder', 'joined', 'here'].map((name) => terminal(name, { of: withRegister }));
    enrol(here!, 'here');
    enrol(here!, 'founder');
    pass(here!, founder!);
    enrol(founder!, 'joined');
    await joined!.add('x', 1);
    const replica = new LedgerStore(here!.kernel.engine);
    const known = { ...here!, replica };
    const of = (from: Terminal) => batches(from.replica, replica);
    const refused = { verdict: 'unknown-terminal', origin: joined!.replica.origin, seq: 1 };
    expect(take(known, of(joined!))).toEqual({ taken: 0, refused });
    expect(take(known, [...of(joined!), ...of(founder!)]).refused).toBeNull();
    expect(total(here!, 'x')).toBe(1);
  });
});

/** Only what the register of terminals folds, without the screens around it. */
function registerModule(): ModuleDefinition {
  const migrations = nodesMigrations;
  return {
    ...counterModule(),
    name: 'nodes',
    contract: {},
    aggregates: [terminalAggregate],
    migrations,
    start: () => ({ handlers: {} }),
  } as unknown as ModuleDefinition;
}

function enrol(by: Terminal, name: string): void {
  const call = { ...systemCall, procedure: 'test.enrol' };
  by.kernel.engine.command(call, 'nodes.enrol', (unit) => {
    unit.authorize({});
    const { terminalId, ledger } = by.kernel.engine.parts;
    const member = { terminalId: name, publicKey: keyOf(name).publicKey, boxKey: new Uint8Array(32) };
    const signer = { terminalId, privateKey: keyOf(terminalId).privateKey };
    const { publicKey, boxKey, signature: statement } = admit(ledger.storeId, signer, member);
    const payload = { name, publicKey, boxKey, keyIds: [], by: terminalId, approvedBy: null, statement };
    unit.append(terminalAggregate, name, { type: 'terminal.enrolled', payload });
  });
  by.kernel.engine.seal();
}

const systemCall = {
  session: null,
  address: 'local',
  ownWindow: true,
  idempotencyKey: null,
  procedure: '',
  requestId: 'r0',
  signal: new AbortController().signal,
};
