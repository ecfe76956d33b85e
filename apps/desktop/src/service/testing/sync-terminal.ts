import type { StoreKey } from '@apotheca/core';
import { signingKeyOf } from '@apotheca/core/replication';
import { boxKeyOf, openBox } from '@apotheca/core/replication/box';
import { type Bundle, EnrolmentJoiner } from '@apotheca/core/replication/enrolment';
import type { VoteStore } from '@apotheca/core/replication/lease/voter';
import {
  createTestStore,
  type MemoryDatabase,
  memoryDatabase,
  SeededRandom,
  type TestStore,
} from '@apotheca/core/testing';
import { Registry } from 'prom-client';
import type { SyncSettings } from '../config/sync-options.ts';
import { RightsChannel } from '../sync/rights-channel.ts';
import { startSingletons } from '../sync/start-singletons.ts';
import { Switchboard } from '../sync/switchboard.ts';
import { SyncService } from '../sync/sync-service.ts';
import type { SyncServiceOptions } from '../sync/sync-service-options.ts';
import { systemClock } from '../terminal/machine.ts';

/** One terminal of a store in this process: a whole store in memory, with the real sync service on a real port. */
export interface SyncTerminal {
  readonly store: TestStore;
  readonly terminalId: string;
  readonly signing: ReturnType<typeof signingKeyOf>;
  readonly sync: SyncService;
  readonly signals: Switchboard;
  readonly rights: RightsChannel;
  readonly registry: Registry;
  readonly logged: Record<string, unknown>[];
  /** Figure of a metric, all labels added up. */
  metric(name: string): Promise<number>;
  stop(): Promise<void>;
}

export type SyncTerminalOptions = Partial<SyncSettings> &
  Pick<Partial<SyncServiceOptions>, 'limits' | 'handshakeMs' | 'relayToken'> & {
    /** Votes on the lease and passes rights on, as the service does. */
    readonly isWhole?: boolean;
    readonly votes?: VoteStore;
  };

interface Keys {
  readonly signing: ReturnType<typeof signingKeyOf>;
  readonly boxKey: Uint8Array;
  openBox(sealed: Uint8Array, purpose: string): Uint8Array | null;
  ring(): readonly StoreKey[];
  keepRing(ring: readonly StoreKey[]): Promise<void>;
}

function keysFor(seed: string, storeKeys: readonly StoreKey[]): Keys {
  const random = new SeededRandom(`terminal ${seed}`);
  const signing = signingKeyOf(random.bytes(32));
  const box = random.bytes(32);
  let ring = storeKeys;
  return {
    signing,
    boxKey: boxKeyOf(box),
    openBox: (sealed, purpose) => openBox(box, sealed, purpose),
    ring: () => ring,
    async keepRing(next) {
      ring = next;
    },
  };
}

const firstKey: StoreKey = { id: 'k1', bytes: new SeededRandom('store key').bytes(32) };

/** The first terminal of a store. */
export async function foundStore(options: SyncTerminalOptions = {}): Promise<SyncTerminal> {
  return run('term_founder', keysFor('founder', [firstKey]), options, null);
}

/** Another one, let in with a code of `by` as a person would do it, beginning with what `by` has. */
export async function joinStore(by: SyncTerminal, name: string, options: SyncTerminalOptions = {}) {
  const { code } = await by.store.as('owner').call('nodes.createEnrolment', { name });
  const desk = by.store.kernel.host.service('nodes').desk;
  if (!desk) throw new Error('the terminal has keys');
  const keys = keysFor(name, []);
  const ephemeralSeed = new SeededRandom(`ephemeral ${name}`).bytes(32);
  const joiner = new EnrolmentJoiner({ code, terminal: keys.signing, boxKey: keys.boxKey, ephemeralSeed });
  const nowMs = performance.now();
  const answered = desk.hello('127.0.0.1', joiner.hello(), nowMs);
  if (!answered.ok) throw new Error(answered.refusal);
  const proven = desk.proof('127.0.0.1', joiner.proof(answered.body), nowMs);
  if (!proven.ok) throw new Error(proven.refusal);
  const bundle: Bundle = joiner.open(proven.body);
  await keys.keepRing(bundle.storeKeys.map(({ id, bytes }) => ({ id, bytes: Buffer.from(bytes, 'base64') })));
  return run(bundle.terminalId, keys, options, snapshotOf(by));
}

/** What a new terminal gets of another: the ledger and what follows from it, nothing of that terminal alone. */
function snapshotOf(by: SyncTerminal): MemoryDatabase {
  const database = memoryDatabase((by.store.db as MemoryDatabase).image());
  for (const table of ['local_state', 'idempotency', 'nodes_enrolment']) database.exec(`DELETE FROM ${table}`);
  return database;
}

async function run(
  terminalId: string,
  keys: Keys,
  options: SyncTerminalOptions,
  snapshot: MemoryDatabase | null,
): Promise<SyncTerminal> {
  const signals = new Switchboard();
  const faults: unknown[] = [];
  const onUnexpected = (error: unknown) => void faults.push(error);
  const rights = new RightsChannel({
    switchboard: signals,
    clock: systemClock,
    // A test says when.
    tellMs: 600_000,
    kernel: () => store.kernel,
    onUnexpected,
  });
  const { limits, handshakeMs, relayToken, isWhole, votes, ...settings } = options;
  const store: TestStore = createTestStore({
    terminalId,
    seed: terminalId,
    // A relay beside it goes by the clock of the machine.
    now: new Date(systemClock.nowMs()).toISOString(),
    fresh: snapshot !== null,
    ...(snapshot ? { database: snapshot } : {}),
    ports: { terminalKeys: keys, sync: signals, signals, ...(isWhole ? { rights, votes } : {}) },
    kernel: { terminalKey: keys.signing, storeKeys: keys.ring() },
  });
  const nodes = store.kernel.host.service('nodes');
  if (!snapshot) nodes.enrolFounder('Front');
  const logged: Record<string, unknown>[] = [];
  const log = (line: unknown, message?: unknown) => {
    logged.push({ ...(line as object), message });
  };
  const registry = new Registry();
  const sync = new SyncService({
    kernel: store.kernel,
    db: store.db,
    terminalId,
    keys,
    members: nodes,
    settings: { host: '127.0.0.1', port: 0, peers: [], relay: null, discovery: true, ...settings },
    appVersion: 'test',
    relayToken: relayToken ?? null,
    registry,
    log: { info: log, warn: log, error: log },
    document: () => store.kernel.host.service('inventory').replica,
    onSignal: (signal) => signals.deliver(signal),
    ...(limits ? { limits } : {}),
    ...(handshakeMs ? { handshakeMs } : {}),
  });
  await sync.start();
  signals.connect(sync);
  const singletons = isWhole
    ? startSingletons({
        kernel: store.kernel,
        switchboard: signals,
        rights,
        relay: settings.relay ?? null,
        onUnexpected,
      })
    : null;
  const clock = setInterval(() => store.clock.advance(50), 50);
  return {
    store,
    terminalId,
    signing: keys.signing,
    sync,
    signals,
    rights,
    registry,
    logged,
    async metric(name) {
      const found = (await registry.getMetricsAsJSON()).find((one) => one.name === name);
      return (found?.values ?? []).reduce((sum, { value }) => sum + value, 0);
    },
    async stop() {
      clearInterval(clock);
      singletons?.stop();
      signals.connect(null);
      await sync.stop();
      store.close();
      if (faults.length > 0) throw faults[0];
    },
  };
}

/** Asks until it holds; fails with what it was after the time. */
export async function eventually<T>(
  what: string,
  read: () => T | Promise<T>,
  holds: (value: T) => boolean,
  timeoutMs = 10_000,
): Promise<T> {
  const endMs = performance.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (performance.now() > endMs)
      throw new Error(`${what}: not within ${timeoutMs} ms, at last ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
