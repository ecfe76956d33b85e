import type { HostPorts } from '../../host-ports.ts';
import { defineModule, type ModuleDefinition } from '../../kernel/module.ts';
import { RefusalError } from '../../kernel/refusal.ts';
import type { InventoryService } from '../inventory/services.ts';
import { commitStream } from './changes.ts';
import { nodesContract } from './contract.ts';
import { nodesMigrations } from './migrations.ts';
import { storeKeyAggregate } from './store-key-model.ts';
import { terminalAggregate } from './terminal-model.ts';

const neverOff = new Set(['nodes', 'auth', 'store', 'audit']);

/** This terminal and the others: status, modules, what changes. */
export function nodesModule(ports: HostPorts): ModuleDefinition {
  return defineModule({
    name: 'nodes',
    version: '1.0.0',
    requires: ['inventory'],
    contract: nodesContract,
    aggregates: [terminalAggregate, storeKeyAggregate],
    projections: [],
    migrations: nodesMigrations,
    localTables: ['nodes_enrolment'],
    start(context) {
      const report = () => ports.kernel().host.report();
      /** The system page must answer while the inventory module is off. */
      const inventory = (): InventoryService | null => {
        const state = report().find((module) => module.name === 'inventory')?.state;
        return state === 'running' ? context.use('inventory') : null;
      };
      return {
        handlers: {
          status() {
            const { ledger, projections } = ports.kernel();
            return {
              terminalId: context.terminalId,
              storeId: context.storeId,
              roles: [...ports.terminalRoles],
              leader: context.terminalId,
              peers: [],
              modules: report(),
              ledger: { digest: ledger.digest(), vector: ledger.vector(), unsealed: ledger.unsealed },
              projectionsDigest: projections.digest(),
              inventoryDigest: inventory()?.digest() ?? '',
              stock: stockHealth(inventory()),
              now: context.nowIso(),
              today: context.today(),
            };
          },
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

function stockHealth(inventory: InventoryService | null) {
  if (!inventory) return null;
  const { state, batches, discrepancies, findings, lastCheckedAt } = inventory.health();
  return { state, lots: batches, discrepancies, findings: [...findings], lastCheckedAt };
}
