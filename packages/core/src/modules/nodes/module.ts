import type { HostPorts } from '../../host-ports.ts';
import type { ModuleReport } from '../../kernel/host.ts';
import { defineModule, type ModuleContext, type ModuleDefinition } from '../../kernel/module.ts';
import { RefusalError } from '../../kernel/refusal.ts';
import type { InventoryService } from '../inventory/services.ts';
import type {} from '../lease/services.ts';
import { commitStream } from './changes.ts';
import { nodesContract } from './contract.ts';
import { membershipIn } from './membership.ts';
import { nodesMigrations } from './migrations.ts';
import { Register } from './register.ts';
import { storeKeyAggregate } from './store-key-model.ts';
import { membershipOf, peersOf, quarantinedOf, waitingOf } from './sync-words.ts';
import { terminalHandlers } from './terminal-handlers.ts';
import { terminalAggregate } from './terminal-model.ts';

const neverOff = new Set(['nodes', 'auth', 'store', 'audit']);

/** This terminal and the others: who belongs to the store, status, modules, what changes. */
export function nodesModule(ports: HostPorts): ModuleDefinition {
  return defineModule({
    name: 'nodes',
    version: '1.2.0',
    requires: ['inventory', 'auth', 'lease'],
    contract: nodesContract,
    aggregates: [terminalAggregate, storeKeyAggregate],
    projections: [],
    migrations: nodesMigrations,
    localTables: ['nodes_enrolment'],
    start(context) {
      const register = new Register(context);
      const { membership, services, stop } = membershipIn(ports, context, register);
      const report = () => ports.kernel().host.report();
      return {
        services,
        stop,
        handlers: {
          ...terminalHandlers({ ports, context, register, membership }),
          status: () => statusOf(ports, context, register),
          switchModule({ name, to }, call) {
            const { host } = ports.kernel();
            if (!host.has(name)) throw new RefusalError({ kind: 'not-found', data: { what: 'module', id: name } });
            if (to === 'off' && neverOff.has(name)) throw new RefusalError({ kind: 'module-needed', data: undefined });
            host.switch(name, to);
            context.note(call, `nodes.switch-${to}`, {
              outcome: 'change',
              patientIds: [],
              objects: [`module/${name}`],
            });
            return { modules: report() };
          },
          changes: (_input, call) => commitStream(context, call.signal),
        },
      };
    },
  });
}

function statusOf(ports: HostPorts, context: ModuleContext, register: Register) {
  const { ledger, projections, replica, host } = ports.kernel();
  const modules = host.report();
  /** The system page must answer while the inventory module is off. */
  const isStockRunning = modules.find((module) => module.name === 'inventory')?.state === 'running';
  const inventory = isStockRunning ? context.use('inventory') : null;
  const self = context.terminalId;
  const terminals = register.terminals();
  const view = {
    self,
    terminals,
    status: ports.sync?.status() ?? null,
    clocks: ports.sync?.clocks() ?? [],
    deferred: replica.deferred(),
    forks: replica.quarantined(),
  };
  const peers = peersOf(view);
  const publicKey = ports.terminalKeys && Buffer.from(ports.terminalKeys.signing.publicKey).toString('base64');
  return {
    terminalId: self,
    storeId: context.storeId,
    roles: [...ports.terminalRoles],
    leader: leaderOf(context, modules),
    membership: membershipOf(register.terminal(self), publicKey ?? null),
    syncUrl: ports.sync?.syncUrl ?? null,
    peers,
    waiting: waitingOf(view),
    quarantined: quarantinedOf(view),
    modules,
    ledger: { digest: ledger.digest(), vector: ledger.vector(), unsealed: ledger.unsealed },
    projectionsDigest: projections.digest(),
    inventoryDigest: inventory?.digest() ?? '',
    stock: stockHealth(inventory),
    now: context.nowIso(),
    today: context.today(),
  };
}

/** Null also while the module is switched off: then this terminal does not know. */
function leaderOf(context: ModuleContext, modules: readonly ModuleReport[]): string | null {
  const isRunning = modules.some(({ name, state }) => name === 'lease' && state === 'running');
  return isRunning ? context.use('lease').leader() : null;
}

function stockHealth(inventory: InventoryService | null) {
  if (!inventory) return null;
  const { state, batches, discrepancies, findings, lastCheckedAt } = inventory.health();
  return { state, lots: batches, discrepancies, findings: [...findings], lastCheckedAt };
}
