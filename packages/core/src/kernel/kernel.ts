import type { AnyContractRouter } from '@orpc/contract';
import type { AggregateType, EventProjection } from './aggregate.ts';
import { putBlobsInLedger } from './bare-blobs.ts';
import { Engine } from './engine.ts';
import { ModuleHost } from './host.ts';
import type { SigningKey } from './ledger/chain.ts';
import type { HeadStore } from './ledger/head-store.ts';
import { Ledger } from './ledger/ledger.ts';
import type { StoreKey } from './ledger/payload.ts';
import { migrate } from './migrations.ts';
import type { ModuleDefinition } from './module.ts';
import { readSignature, signatureOf, writeSignature } from './module-signature.ts';
import type { PolicyGate } from './policy.ts';
import type { Clock, Database, Random } from './ports.ts';
import { Projections } from './projections.ts';
import { LedgerStore } from './replica/ledger-store.ts';
import { kernelMigrations } from './schema.ts';

export interface KernelOptions {
  readonly db: Database;
  readonly storeId: string;
  readonly terminalId: string;
  /** Oldest first; the last one seals new rows. */
  readonly storeKeys: readonly StoreKey[];
  /** Admits this terminal's incarnations at the others. Without it, what is written here does not travel. */
  readonly terminalKey?: SigningKey;
  readonly clock: Clock;
  readonly random: Random;
  readonly gate: PolicyGate;
  readonly headStore: HeadStore;
  readonly modules: readonly ModuleDefinition[];
  /** Set after a restore: never go on under the old incarnation. */
  readonly forceNewIncarnation?: boolean;
}

/** The kernel of one terminal: ledger, projections, engine and modules over one database. */
export interface Kernel {
  readonly engine: Engine;
  readonly ledger: Ledger;
  readonly projections: Projections;
  /** The ledger as replication sees it. */
  readonly replica: LedgerStore;
  readonly host: ModuleHost;
  /** Tables a rebuild empties and fills again. */
  readonly projectionTables: readonly string[];
  /** Tables of this terminal alone, which no other may see: sessions, codes, the document's own state. */
  readonly localTables: readonly string[];
  readonly contract: Record<string, AnyContractRouter>;
  readonly isNewIncarnation: boolean;
  rebuild(progress?: (rows: number) => void): void;
  close(): void;
}

/** Opens the store: migrates, takes up or starts an incarnation, starts the modules. Rebuilds after a migration. */
export function openKernel(options: KernelOptions): Kernel {
  const { db, modules } = options;
  const hadEvents = hasEvents(db);
  const applied = migrate(db, [...kernelMigrations, ...modules.flatMap((module) => module.migrations)]);
  forgetOldAnswers(db, options.clock.nowMs());
  const ledger = new Ledger(db, options.storeId, options.storeKeys, options.random);
  const opened = ledger.open({
    terminalId: options.terminalId,
    startedAt: new Date(options.clock.nowMs()).toISOString(),
    headStore: options.headStore,
    forceNew: options.forceNewIncarnation ?? false,
    ...(options.terminalKey ? { terminalKey: options.terminalKey } : {}),
  });
  const projections = new Projections(db, ledger);
  for (const module of modules) {
    projections.register(
      module.aggregates as readonly AggregateType<unknown>[],
      module.projections as EventProjection[],
    );
  }
  const engine = new Engine({
    db,
    ledger,
    projections,
    gate: options.gate,
    clock: options.clock,
    random: options.random,
    terminalId: options.terminalId,
    headStore: options.headStore,
    timeZone: () => timeZoneOf(db),
  });
  const projectionTables = modules.flatMap(projectionTablesOf);
  engine.projectionTables = projectionTables;
  const signature = signatureOf(modules);
  const isOtherVersion = readSignature(db) !== signature;
  if (hadEvents && (applied.length > 0 || isOtherVersion)) engine.rebuild(projectionTables);
  if (isOtherVersion) writeSignature(db, signature);
  putBlobsInLedger(engine);
  engine.projectDeferred();
  const host = new ModuleHost(engine, options.storeId);
  host.start(modules);
  return {
    engine,
    ledger,
    projections,
    replica: new LedgerStore(engine),
    host,
    projectionTables,
    localTables: modules.flatMap((module) => [...(module.localTables ?? [])]),
    contract: Object.fromEntries(modules.map((module) => [module.name, module.contract])),
    isNewIncarnation: opened.isNew,
    rebuild: (progress) => engine.rebuild(projectionTables, progress),
    close: () => {
      host.stop();
      engine.seal();
      db.close();
    },
  };
}

/** Answers kept for a retry; nobody retries after a month. */
const answerMsMax = 30 * 24 * 60 * 60 * 1000;

function forgetOldAnswers(db: Database, nowMs: number): void {
  db.write('DELETE FROM idempotency WHERE at < ?').run(new Date(nowMs - answerMsMax).toISOString());
}

function hasEvents(db: Database): boolean {
  const table = db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'log'").get();
  return table !== undefined && db.prepare('SELECT 1 FROM log LIMIT 1').get() !== undefined;
}

function projectionTablesOf(module: ModuleDefinition): string[] {
  const local = new Set(module.localTables ?? []);
  return module.migrations
    .flatMap(({ sql }) => [...sql.matchAll(/CREATE (?:VIRTUAL )?TABLE (?:IF NOT EXISTS )?(\w+)/gi)])
    .map((match) => match[1] as string)
    .filter((table) => !local.has(table));
}

/** The zone in the store's own profile; UTC until a store is set up. */
function timeZoneOf(db: Database): string {
  const row = db
    .prepare<{ zone: string | null }>(
      "SELECT json_extract(state, '$.profile.timeZone') AS zone FROM aggregate WHERE kind = 'store' AND id = 'store'",
    )
    .get();
  return row?.zone ?? 'UTC';
}
