import { join } from 'node:path';
import {
  createCardSimulator,
  type HostPorts,
  type Kernel,
  type PrintingPort,
  type RightsPort,
  type SyncPort,
  type TerminalKeys,
} from '@apotheca/core';
import type { SignalPort } from '@apotheca/core/replication/signal-port';
import { type OpenDrugCatalog, openDrugCatalog } from '../catalog/open-drug-catalog.ts';
import { DocumentThread } from '../documents/document-thread.ts';
import { labelFonts } from '../files/label-fonts.ts';
import { resourcePath } from '../install-paths.ts';
import { readKeyFile } from '../keys/key-file.ts';
import { type OpenKeys, renewRecoveryCode } from '../keys/open-keys.ts';
import { argon2Hasher, systemClock } from './machine.ts';
import { voteFile } from './vote-file.ts';

export interface TerminalPortsFrom {
  readonly dataDir: string;
  readonly keys: OpenKeys;
  readonly terminalKeys: TerminalKeys;
  readonly isDemo: boolean;
  readonly roles: readonly string[];
  readonly printing: PrintingPort | undefined;
  webOrigins(): readonly string[];
  /** The links to other terminals, from when the service runs them. */
  sync(): SyncPort | undefined;
  /** Small messages between terminals, from when the modules start. */
  readonly signals?: SignalPort | undefined;
  readonly rights?: RightsPort | undefined;
  onUnexpected(error: unknown): void;
  kernel(): Kernel;
}

/** What the modules get from this machine. Each part is opened by the first module that asks for it. */
export function terminalPorts(from: TerminalPortsFrom): { ports: HostPorts; close(): void } {
  const { dataDir, keys, isDemo } = from;
  const documents = new DocumentThread();
  let catalog: OpenDrugCatalog | undefined;
  const ports: HostPorts = {
    passwords: argon2Hasher,
    takeRecoveryCode: () => firstRecoveryCode(dataDir, keys),
    webOrigins: from.webOrigins,
    kernel: from.kernel,
    terminalRoles: from.roles,
    printing: from.printing,
    fonts: labelFonts,
    documents,
    terminalKeys: from.terminalKeys,
    get sync() {
      return from.sync();
    },
    signals: from.signals,
    rights: from.rights,
    votes: voteFile(dataDir),
    cardTerminal: isDemo ? createCardSimulator() : null,
    get drugCatalog() {
      catalog ??= openDrugCatalog({
        dir: join(dataDir, 'catalog'),
        key: keys.secrets.databaseKey,
        starterFile: resourcePath('catalog/starter-catalog.json'),
        nowIso: () => new Date(systemClock.nowMs()).toISOString(),
        onUnexpected: from.onUnexpected,
      });
      return catalog;
    },
  };
  return {
    ports,
    close() {
      void documents.close();
      void catalog?.close();
    },
  };
}

/** Shown once, at set-up. A later one is asked for with the command `recovery-code`. */
function firstRecoveryCode(dataDir: string, keys: OpenKeys): string | null {
  if (readKeyFile(dataDir)?.recovery !== null) return null;
  return renewRecoveryCode(dataDir, keys.secrets, { isDemo: false });
}
