import { type AnyProcedure, call as callProcedure, ORPCError } from '@orpc/server';
import type { HostPorts } from '../host-ports.ts';
import { buildRouter, type EdgeContext } from '../kernel/edge.ts';
import { type Kernel, type KernelOptions, openKernel } from '../kernel/kernel.ts';
import type { LedgerHead } from '../kernel/ledger/head-store.ts';
import type { ModuleDefinition, Session } from '../kernel/module.ts';
import type { Role } from '../kernel/permissions.ts';
import type { PolicyGate } from '../kernel/policy.ts';
import type { Database } from '../kernel/ports.ts';
import { userAggregate } from '../modules/auth/model.ts';
import { createPlainGate } from '../modules/policy/gate.ts';
import { defaultBins, defaultPricing, type StoreProfile, storeAggregate, storeId } from '../modules/store/model.ts';
import { releaseModules } from '../modules.ts';
import { FakeClock, plainHasher, SeededRandom } from './fakes.ts';
import { MemoryCatalog } from './memory-catalog.ts';
import { memoryDatabase } from './memory-database.ts';
import { testFonts } from './test-fonts.ts';

export interface TestStoreOptions {
  readonly now?: string;
  readonly seed?: string;
  /** Leaves the store as it is before its first set-up. */
  readonly fresh?: boolean;
  readonly modules?: (ports: HostPorts) => ModuleDefinition[];
  readonly profile?: Partial<StoreProfile>;
  readonly gate?: PolicyGate;
  readonly database?: Database;
  readonly terminalId?: string;
  /** Replaces host ports, e.g. a card terminal or a catalogue. */
  readonly ports?: Partial<HostPorts>;
  /** For a store of several terminals: what each brings of its own. */
  readonly kernel?: Partial<Pick<KernelOptions, 'terminalKey' | 'storeKeys' | 'headStore' | 'forceNewIncarnation'>>;
}

export const testProfile: StoreProfile = {
  name: 'Test Pharmacy',
  address: { line1: '1 Main St', city: 'Columbus', state: 'OH', postalCode: '43215' },
  phone: '6145550100',
  npi: '1234567893',
  dea: 'AB1234563',
  licence: 'OH-TEST-1',
  jurisdiction: 'us_oh',
  timeZone: 'America/New_York',
  pharmacistInCharge: 'Nadia Haddad',
  demo: false,
  pricing: defaultPricing,
  willCallBins: defaultBins,
  idleLockMinutes: 5,
};

export interface Caller {
  readonly session: Session;
  /** Through the same edge as production; refusals reject with an ORPCError whose `code` is the refusal. */
  // biome-ignore lint/suspicious/noExplicitAny: procedures are addressed by name, answers are checked by the test
  call(procedure: string, input?: unknown, options?: { idempotencyKey?: string; ownWindow?: boolean }): Promise<any>;
  /** The refusal a call ends in: `{code, status, data}`. Fails when the call succeeds. */
  refusal(procedure: string, input?: unknown): Promise<{ code: string; status: number; data: unknown }>;
}

export interface TestStore {
  readonly kernel: Kernel;
  readonly clock: FakeClock;
  readonly db: Database;
  as(role: Role): Caller;
  anonymous(): Omit<Caller, 'session'>;
  /** Every row of every projection table, in a stable order. */
  dump(): Record<string, unknown[]>;
  digest(): string;
  rebuild(): void;
  /** Errors that no contract declares, as they reach the log. */
  readonly unexpected: unknown[];
  close(): void;
}

/** A whole store in memory: all modules, one user for each role (`user_technician` ...), a clock that stands still. */
export function createTestStore(options: TestStoreOptions = {}): TestStore {
  const clock = new FakeClock(options.now ?? '2026-11-21T15:00:00Z');
  const db = options.database ?? memoryDatabase();
  const random = new SeededRandom(options.seed ?? 'test');
  let head: LedgerHead | null = null;
  let kernel: Kernel | undefined;
  const rememberHead = (next: LedgerHead): void => {
    head = next;
  };
  const ports: HostPorts = {
    passwords: plainHasher,
    takeRecoveryCode: () => 'TEST-RECOVERY-CODE',
    webOrigins: () => ['http://localhost:7400'],
    kernel: () => kernel as Kernel,
    terminalRoles: ['terminal'],
    drugCatalog: new MemoryCatalog(),
    fonts: testFonts,
    ...options.ports,
  };
  const opened = openKernel({
    db,
    storeId: 'store_test',
    terminalId: options.terminalId ?? 't1',
    storeKeys: [{ id: 'k1', bytes: new SeededRandom('store key').bytes(32) }],
    clock,
    random,
    gate: options.gate ?? createPlainGate(),
    headStore: { read: () => head, write: rememberHead },
    modules: (options.modules ?? releaseModules)(ports),
    ...options.kernel,
  });
  kernel = opened;
  const unexpected: unknown[] = [];
  const router = buildRouter(opened.contract, opened.host, {
    onUnexpected: (error) => unexpected.push(error),
    isLocked: () => false,
    monotonicMs: () => clock.monotonicMs(),
  }) as unknown as Record<string, Record<string, AnyProcedure>>;
  if (!options.fresh) setUp(opened, { ...testProfile, ...options.profile });

  let requests = 0;
  const caller = (session: Session | null): Omit<Caller, 'session'> => {
    const run: Caller['call'] = async (procedure, input, callOptions) => {
      const [module, endpoint] = procedure.split('.') as [string, string];
      const target = router[module]?.[endpoint];
      if (!target) throw new Error(`there is no endpoint ${procedure}`);
      requests += 1;
      const context: EdgeContext = {
        call: {
          session,
          address: '127.0.0.1',
          ownWindow: callOptions?.ownWindow ?? true,
          idempotencyKey: callOptions?.idempotencyKey ?? null,
          requestId: `r${requests}`,
          signal: new AbortController().signal,
        },
      };
      return callProcedure(target, input, { context, path: [module, endpoint] });
    };
    return {
      call: run,
      async refusal(procedure, input) {
        try {
          await run(procedure, input);
        } catch (error) {
          if (error instanceof ORPCError) return { code: error.code, status: error.status, data: error.data };
          throw error;
        }
        throw new Error(`${procedure} was expected to be refused`);
      },
    };
  };
  return {
    kernel: opened,
    clock,
    db,
    unexpected,
    as(role) {
      const session: Session = {
        id: `session_${role}`,
        userId: `user_${role}`,
        userName: `Test ${role}`,
        role,
        secondFactorAt: null,
      };
      return { session, ...caller(session) };
    },
    anonymous: () => caller(null),
    dump: () => dumpTables(db, [...opened.projectionTables, 'aggregate', 'projection_digest']),
    digest: () => opened.projections.digest(),
    rebuild: () => opened.rebuild(),
    close: () => opened.close(),
  };
}

function setUp(kernel: Kernel, profile: StoreProfile): void {
  if (kernel.projections.load(storeAggregate, storeId).version > 0) return;
  const call = {
    session: null,
    address: 'local',
    ownWindow: true,
    idempotencyKey: null,
    procedure: 'test.set-up',
    requestId: 'r0',
    signal: new AbortController().signal,
  };
  kernel.engine.command(call, 'store.set-up', (unit) => {
    unit.authorize({});
    unit.append(storeAggregate, storeId, { type: 'store.set-up', payload: profile });
    for (const role of ['technician', 'pharmacist', 'pharmacist-in-charge', 'manager', 'owner', 'auditor'] as const) {
      unit.append(userAggregate, `user_${role}`, {
        type: 'user.created',
        payload: {
          username: role,
          name: `Test ${role}`,
          role,
          passwordHash: 'plain:test-password',
          pinHash: 'plain:1234',
          totpSecret: 'JBSWY3DPEHPK3PXP',
        },
      });
    }
    return null;
  });
}

export function dumpTables(db: Database, tables: readonly string[]): Record<string, unknown[]> {
  const dump: Record<string, unknown[]> = {};
  for (const table of tables) {
    const rows = db.prepare(`SELECT * FROM ${table}`).all();
    dump[table] = rows
      .map((row) =>
        JSON.stringify(row, (_key, value) =>
          value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
        ),
      )
      .sort();
  }
  return dump;
}
