import type { HostPorts } from '../host-ports.ts';
import { type SigningKey, signingKeyOf } from '../kernel/ledger/chain.ts';
import type { HeadStore, LedgerHead } from '../kernel/ledger/head-store.ts';
import type { ModuleDefinition } from '../kernel/module.ts';
import type { Database } from '../kernel/ports.ts';
import { LedgerStore } from '../kernel/replica/ledger-store.ts';
import { auditModule } from '../modules/audit/module.ts';
import { authModule } from '../modules/auth/module.ts';
import { storeModule } from '../modules/store/module.ts';
import type { RowBatch, TakeResult } from '../replication/ports.ts';
import { counterModule } from './counter-module.ts';
import { SeededRandom } from './fakes.ts';
import { createTestStore, type TestStore } from './store.ts';

export const counterModules = (ports: HostPorts) => [
  storeModule(ports),
  authModule(ports),
  auditModule(ports),
  counterModule(),
];
export const keyOf = (name: string): SigningKey => signingKeyOf(new SeededRandom(`terminal ${name}`).bytes(32));
export const everyTerminal = { keyOf: (name: string) => keyOf(name).publicKey };

/** A terminal of a store of several, without sockets: what it offers is handed to another by `pass`. */
export interface Terminal extends TestStore {
  readonly replica: LedgerStore;
  /** Changes a counter and signs it: what is not signed is not offered. */
  add(id: string, by: number): Promise<void>;
}

export function terminal(
  name: string,
  options: {
    database?: Database;
    storeKeys?: { id: string; bytes: Uint8Array }[];
    seed?: string;
    of?: (ports: HostPorts) => ModuleDefinition[];
    headStore?: HeadStore;
  } = {},
): Terminal {
  let head: LedgerHead | null = null;
  const remember = (next: LedgerHead) => {
    head = next;
  };
  const store = createTestStore({
    modules: options.of ?? counterModules,
    terminalId: name,
    seed: options.seed ?? name,
    ...(options.database ? { database: options.database } : {}),
    kernel: {
      terminalKey: keyOf(name),
      headStore: options.headStore ?? { read: () => head, write: remember },
      ...(options.storeKeys ? { storeKeys: options.storeKeys } : {}),
    },
  });
  const replica = new LedgerStore(store.kernel.engine, { register: everyTerminal });
  const add = async (id: string, by: number): Promise<void> => {
    await store.as('pharmacist').call('counter.change', { id, by });
    store.kernel.engine.seal();
  };
  store.kernel.engine.seal();
  return { ...store, replica, add };
}

/** What one has and the other has not. */
export function batches(from: LedgerStore, to: LedgerStore): RowBatch[] {
  return from.heads().flatMap(({ origin }) => {
    const got: RowBatch[] = [];
    from.read(origin, to.head(origin)?.seq ?? 0, 10_000_000, (batch) => {
      if (batch) got.push(batch);
    });
    return got;
  });
}

export function take(to: Terminal, list: readonly RowBatch[]): TakeResult {
  const got: TakeResult[] = [];
  to.replica.take(list, to.clock.nowMs(), (result) => got.push(result));
  return got[0] as TakeResult;
}

export function pass(from: Terminal, to: Terminal): TakeResult {
  from.kernel.engine.seal();
  return take(to, batches(from.replica, to.replica));
}

export function total(store: TestStore, id: string): number | undefined {
  return store.db.prepare<{ total: number }>('SELECT total FROM counter_total WHERE aggregate_id = ?').get(id)?.total;
}
