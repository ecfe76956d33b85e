import { type InventoryService, signingKeyOf } from '@apotheca/core';
import type { Registry } from 'prom-client';
import type { SyncSettings } from '../config/sync-options.ts';
import { version } from '../install-paths.ts';
import type { Logger } from '../observe/logger.ts';
import { errorCode, OperatorError } from '../operator-error.ts';
import type { Terminal } from '../terminal/open-terminal.ts';
import { StockEndpoint } from './stock-endpoint.ts';
import type { Switchboard } from './switchboard.ts';
import type { SyncServerOptions } from './sync-server.ts';
import { SyncService } from './sync-service.ts';

export interface StartSync {
  readonly terminal: Terminal;
  readonly settings: SyncSettings;
  readonly switchboard: Switchboard;
  readonly relayToken: string | null;
  readonly registry: Registry;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
  readonly route?: SyncServerOptions['route'];
}

/** Opens the sync port of a terminal and begins to look for the others. Null where its modules know no terminals. */
export async function startSync(from: StartSync): Promise<SyncService | null> {
  const { terminal, settings, switchboard, log } = from;
  const { kernel, keys } = terminal;
  if (!kernel.host.has('nodes')) return null;
  const signing = signingKeyOf(keys.secrets.terminalKey);
  const stock = new StockEndpoint({
    inventory: () => inventoryOf(terminal),
    onUnexpected: (error) => log.error({ err: error }, 'stock for tools'),
  });
  const service = new SyncService({
    kernel,
    db: terminal.db,
    terminalId: terminal.identity.terminalId,
    keys: { signing, ring: () => keys.secrets.storeKeys },
    members: kernel.host.service('nodes'),
    settings,
    appVersion: version,
    relayToken: from.relayToken,
    registry: from.registry,
    log,
    document: () => inventoryOf(terminal)?.replica ?? null,
    onSignal: (signal) => switchboard.deliver(signal),
    route: async (request, response) =>
      stock.route(request, response) || ((await from.route?.(request, response)) ?? false),
    stock,
  });
  try {
    await service.start();
  } catch (error) {
    await service.stop();
    throw listenError(error, settings);
  }
  switchboard.connect(service);
  return service;
}

/** Null while the inventory is switched off or failing: what is missed then is exchanged afterwards. */
function inventoryOf({ kernel }: Terminal): InventoryService | null {
  const module = kernel.host.report().find(({ name }) => name === 'inventory');
  return module?.state === 'running' ? kernel.host.service('inventory') : null;
}

function listenError(error: unknown, { host, port }: SyncSettings): unknown {
  const code = errorCode(error);
  if (code === '') return error;
  const line =
    code === 'EADDRINUSE'
      ? `Port ${port} is taken. Stop what uses it, or give another --sync-port; 0 picks a free one.`
      : `Cannot listen on ${host} port ${port} (${code}). Give another --sync-host or --sync-port.`;
  return new OperatorError(line, { cause: error });
}
