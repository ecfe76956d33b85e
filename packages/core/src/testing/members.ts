import { createGuardrails, generateSync } from 'otplib';
import { signingKeyOf } from '../kernel/ledger/chain.ts';
import type { StoreKey } from '../kernel/ledger/payload.ts';
import type { SyncPort, TerminalKeys } from '../modules/nodes/services.ts';
import type { TerminalEvent } from '../modules/nodes/terminal-model.ts';
import { boxKeyOf, openBox } from '../replication/box.ts';
import { type Bundle, EnrolmentJoiner } from '../replication/enrolment.ts';
import type { DeskAnswer } from '../replication/enrolment-desk.ts';
import { admit, putOut } from '../replication/membership.ts';
import { SeededRandom } from './fakes.ts';
import { type MemoryDatabase, memoryDatabase } from './memory-database.ts';
import { createTestStore, type TestStore, type TestStoreOptions } from './store.ts';

const guardrails = createGuardrails({ MIN_SECRET_BYTES: 10 });

/** Keys of a terminal in memory; `disk` is what would be there after a kill. */
export interface TestKeys extends TerminalKeys {
  disk: readonly StoreKey[];
  /** Thrown by the next write to the disk. */
  fault: Error | null;
}

type Enrolment = Extract<TerminalEvent, { type: 'terminal.enrolled' }>;

export interface TestTerminal {
  readonly terminalId: string;
  readonly store: TestStore;
  readonly keys: TestKeys;
  /** Terminals whose links were closed. */
  readonly refused: string[];
}

export function testKeys(seed: string, ring: readonly StoreKey[]): TestKeys {
  const random = new SeededRandom(`terminal ${seed}`);
  const [signingSeed, boxSeed] = [random.bytes(32), random.bytes(32)];
  const keys: TestKeys = {
    disk: ring,
    fault: null,
    signing: signingKeyOf(signingSeed),
    boxKey: boxKeyOf(boxSeed),
    openBox: (sealed, purpose) => openBox(boxSeed, sealed, purpose),
    ring: () => keys.disk,
    async keepRing(next) {
      const { fault } = keys;
      keys.fault = null;
      if (fault) throw fault;
      keys.disk = next;
    },
  };
  return keys;
}

/** The first terminal of a store, or one that opens the database it is given. */
export function testTerminal(terminalId: string, keys: TestKeys, options: TestStoreOptions = {}): TestTerminal {
  const refused: string[] = [];
  const sync: SyncPort = {
    syncUrl: 'https://127.0.0.1:7401',
    status: () => ({ peers: [], waiting: [], missingEvents: 0, quarantined: [] }),
    clocks: () => [],
    refuse: (id) => void refused.push(id),
  };
  const store = createTestStore({
    terminalId,
    seed: terminalId,
    ...options,
    ports: { terminalKeys: keys, sync, ...options.ports },
    kernel: { terminalKey: keys.signing, storeKeys: keys.ring(), ...options.kernel },
  });
  return { terminalId, store, keys, refused };
}

/** What `by` writes to let a terminal in; both have the keys that tests give them. */
export function enrolmentOf(storeId: string, by: string, terminalId: string): Enrolment {
  const [signer, member] = [testKeys(by, []).signing, testKeys(terminalId, [])];
  const keys = { publicKey: member.signing.publicKey, boxKey: member.boxKey };
  const statement = admit(storeId, { terminalId: by, privateKey: signer.privateKey }, { terminalId, ...keys });
  const { publicKey, boxKey, signature } = statement;
  const of = { name: terminalId, publicKey, boxKey, keyIds: [], by, approvedBy: null, statement: signature };
  return { type: 'terminal.enrolled', payload: of };
}

/** What `by` writes to put a terminal out, who has nothing of it. */
export function revocationOf(storeId: string, by: string, terminalId: string, reason: string): TerminalEvent {
  const signer = { terminalId: by, privateKey: testKeys(by, []).signing.privateKey };
  const statement = putOut(storeId, signer, terminalId).signature;
  return { type: 'terminal.revoked', payload: { by, reason, statement, seen: {} } };
}

export function foundTerminal(options: TestStoreOptions = {}): TestTerminal {
  const first = { id: 'k1', bytes: new SeededRandom('store key').bytes(32) };
  const terminal = testTerminal('t1', testKeys('t1', [first]), options);
  terminal.store.kernel.host.service('nodes').enrolFounder('Front counter');
  return terminal;
}

/** Both questions of the exchange, with a code. */
export function askDesk(
  by: TestTerminal,
  code: string,
  keys: TestKeys,
  seed = 'ephemeral',
): { joiner: EnrolmentJoiner; answer: DeskAnswer } {
  const desk = by.store.kernel.host.service('nodes').desk;
  if (!desk) throw new Error('the terminal has keys');
  const ephemeralSeed = new SeededRandom(`${seed} ${code}`).bytes(32);
  const joiner = new EnrolmentJoiner({ code, terminal: keys.signing, boxKey: keys.boxKey, ephemeralSeed });
  const nowMs = by.store.clock.monotonicMs();
  const first = desk.hello('10.0.0.2', joiner.hello(), nowMs);
  return { joiner, answer: first.ok ? desk.proof('10.0.0.2', joiner.proof(first.body), nowMs) : first };
}

/** What the authenticator app of the test owner shows now. */
export function totpOf({ store }: TestTerminal): string {
  return generateSync({ secret: 'JBSWY3DPEHPK3PXP', epoch: Math.floor(store.clock.nowMs() / 1000), guardrails });
}

export async function codeOf(by: TestTerminal, name?: string): Promise<string> {
  return (await by.store.as('owner').call('nodes.createEnrolment', name ? { name } : {})).code as string;
}

/** Lets a terminal in as a person would, beginning with what `by` has. */
export async function joinTerminal(by: TestTerminal, name: string): Promise<TestTerminal> {
  const keys = testKeys(name, []);
  const { joiner, answer } = askDesk(by, await codeOf(by, name), keys);
  if (!answer.ok) throw new Error(`refused: ${answer.refusal}`);
  const bundle = joiner.open(answer.body);
  keys.disk = ringOf(bundle);
  return testTerminal(bundle.terminalId, keys, { fresh: true, database: snapshotOf(by) });
}

export function ringOf(bundle: Bundle): StoreKey[] {
  return bundle.storeKeys.map(({ id, bytes }) => ({ id, bytes: Buffer.from(bytes, 'base64') }));
}

export function snapshotOf({ store }: TestTerminal): MemoryDatabase {
  const database = memoryDatabase((store.db as MemoryDatabase).image());
  for (const table of ['local_state', 'idempotency', ...store.kernel.localTables])
    database.exec(`DELETE FROM ${table}`);
  return database;
}

/** The same directory started again, after a kill: what the disk has. */
export function restarted(terminal: TestTerminal): TestTerminal {
  const database = memoryDatabase((terminal.store.db as MemoryDatabase).image());
  return testTerminal(terminal.terminalId, terminal.keys, { fresh: true, database });
}

/** Everything one has and the other lacks. */
export function deliver(from: TestTerminal, to: TestTerminal): void {
  const [source, target] = [from.store.kernel.replica, to.store.kernel.replica];
  from.store.kernel.engine.seal();
  for (let round = 0; round < 8; round += 1) {
    let taken = 0;
    for (const { origin } of source.heads()) {
      source.read(origin, target.head(origin)?.seq ?? 0, 4 << 20, (batch) => {
        if (batch) target.take([batch], to.store.clock.nowMs(), (result) => (taken += result.taken));
      });
    }
    if (taken === 0) return;
  }
}

export function currentKey({ store }: TestTerminal): string {
  return store.kernel.ledger.keys.current.id;
}

export async function tend(...terminals: readonly TestTerminal[]): Promise<void> {
  for (const { store } of terminals) await store.kernel.host.service('nodes').tendKeys();
}
