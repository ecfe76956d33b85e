import { existsSync, mkdirSync } from 'node:fs';
import {
  createPlainGate,
  DemoClock,
  demoJurisdictions,
  type HostPorts,
  type Kernel,
  type ModuleDefinition,
  openKernel,
  type PrintingPort,
  type RightsPort,
  releaseModules,
  type SyncPort,
} from '@apotheca/core';
import type { SignalPort } from '@apotheca/core/replication/signal-port';
import { type DataDirLock, lockDataDir } from '../database/data-dir-lock.ts';
import { openStore } from '../database/open-store.ts';
import type { SqliteDatabase, StorageFault } from '../database/sqlite-database.ts';
import { keepSecrets } from '../keys/kept-secrets.ts';
import { readKeyFile } from '../keys/key-file.ts';
import type { Keychain } from '../keys/key-provider.ts';
import { type OpenKeys, openKeys, renewRecoveryCode } from '../keys/open-keys.ts';
import { errorCode, OperatorError } from '../operator-error.ts';
import { headFile } from './head-file.ts';
import { type Identity, openIdentity, readIdentity, writeIdentity } from './identity.ts';
import { systemClock, systemRandom } from './machine.ts';
import { isHalfFilled, removeStoreFile, seedDemo } from './seed-demo.ts';
import { storePath } from './store-path.ts';
import { terminalKeys } from './terminal-keys.ts';
import { terminalPorts } from './terminal-ports.ts';

export interface TerminalOptions {
  readonly dataDir: string;
  /** Demo jurisdiction; undefined takes the directory as it is. */
  readonly demo: string | null | undefined;
  readonly roles: readonly string[];
  readonly passphrase: string | undefined;
  readonly keychain: Keychain | null;
  readonly printing?: PrintingPort | undefined;
  /** False for maintenance of a store that must be there already. */
  readonly mayCreate: boolean;
  onStorageFault?(fault: StorageFault): void;
  /** A fault outside any request, for the log. */
  onUnexpected?(error: unknown): void;
  webOrigins(): readonly string[];
  /** The links to other terminals, once the service runs them. */
  sync?(): SyncPort | undefined;
  readonly signals?: SignalPort | undefined;
  /** The other terminals as the inventory asks them; without it this one is alone. */
  rights?(kernel: () => Kernel): RightsPort;
  /** The modules of the release unless a test brings its own. */
  readonly modules?: (ports: HostPorts) => ModuleDefinition[];
}

/** One terminal with its store open: lock, keys, database, kernel. Both the service and the maintenance commands use it. */
export interface Terminal {
  readonly dataDir: string;
  readonly identity: Identity;
  readonly keys: OpenKeys;
  readonly db: SqliteDatabase;
  readonly kernel: Kernel;
  close(): void;
}

export async function openTerminal(options: TerminalOptions): Promise<Terminal> {
  const { dataDir } = options;
  const isPresent = existsSync(storePath(dataDir));
  if (!isPresent && !options.mayCreate) {
    throw new OperatorError(`${dataDir} holds no store. Check --data-dir, or start Apotheca there once.`);
  }
  makeDataDir(dataDir);
  const lock = lockDataDir(dataDir);
  try {
    return await openLocked(options, lock, isPresent);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function openLocked(options: TerminalOptions, lock: DataDirLock, isPresent: boolean): Promise<Terminal> {
  const { dataDir } = options;
  const demo = options.demo === undefined ? (readIdentity(dataDir)?.demo ?? null) : options.demo;
  const identity = openIdentity(dataDir, demo, {
    newId: (prefix) => `${prefix}_${Buffer.from(systemRandom.bytes(10)).toString('hex')}`,
    nowIso: () => new Date(systemClock.nowMs()).toISOString(),
  });
  const keys = await openKeys({ dataDir, passphrase: options.passphrase, keychain: options.keychain }, isPresent);
  const isDemo = identity.demo !== null;
  if (isDemo && readKeyFile(dataDir)?.recovery === null) renewRecoveryCode(dataDir, keys.secrets, { isDemo });
  const openDb = () => openStore(storePath(dataDir), keys.secrets.databaseKey, options.onStorageFault);
  let db = openDb();
  if (isDemo && !options.modules && isHalfFilled(db)) {
    db.close();
    removeStoreFile(dataDir);
    db = openDb();
  }
  const clock = isDemo ? new DemoClock(systemClock) : systemClock;
  let kernel: Kernel | undefined;
  const ownKeys = terminalKeys(keys, (work) => db.transaction(() => work(db)));
  const runningKernel = (): Kernel => {
    if (!kernel) throw new Error('the kernel is asked for before it runs');
    return kernel;
  };
  const { ports, close: closePorts } = terminalPorts({
    dataDir,
    keys,
    isDemo,
    roles: options.roles,
    printing: options.printing,
    webOrigins: options.webOrigins,
    terminalKeys: ownKeys,
    sync: () => options.sync?.(),
    signals: options.signals,
    onUnexpected: options.onUnexpected ?? (() => {}),
    rights: options.rights?.(runningKernel),
    kernel: runningKernel,
  });
  try {
    const opened = openKernel({
      db,
      storeId: identity.storeId,
      terminalId: identity.terminalId,
      storeKeys: keys.secrets.storeKeys,
      terminalKey: ownKeys.signing,
      clock,
      random: systemRandom,
      gate: createPlainGate(),
      headStore: headFile(dataDir),
      modules: (options.modules ?? releaseModules)(ports),
      forceNewIncarnation: identity.isRestored,
    });
    kernel = opened;
    if (clock instanceof DemoClock && !options.modules) {
      await seedDemo(kernel, db, clock, demoJurisdictions.find((one) => one === identity.demo) ?? 'us_oh');
    }
    await takeMembership(opened, keys, db, options.onUnexpected ?? (() => {}));
    if (identity.isRestored) writeIdentity(dataDir, { ...identity, isRestored: false });
    const close = () => {
      try {
        opened.close();
        closePorts();
      } finally {
        lock.release();
      }
    };
    return { dataDir, identity, keys, db, kernel, close };
  } catch (error) {
    closePorts();
    db.close();
    throw error;
  }
}

/** The first terminal of a store enters itself; keys that came since the last stop are taken up. */
async function takeMembership(
  kernel: Kernel,
  keys: OpenKeys,
  db: SqliteDatabase,
  onUnexpected: (error: unknown) => void,
): Promise<void> {
  try {
    db.transaction(() => keepSecrets(db, keys.secrets));
    if (!kernel.host.has('nodes')) return;
    const nodes = kernel.host.service('nodes');
    nodes.enrolFounder('Terminal 1');
    await nodes.tendKeys();
  } catch (error) {
    // A full disk must not keep the store from opening; the next start tries again.
    onUnexpected(error);
  }
}

function makeDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new OperatorError(`${dataDir} cannot be made (${errorCode(error)}). Give another --data-dir.`, {
      cause: error,
    });
  }
}
