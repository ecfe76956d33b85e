import type { HostPorts } from '../../host-ports.ts';
import { defineModule, type ModuleDefinition } from '../../kernel/module.ts';
import { RefusalError } from '../../kernel/refusal.ts';
import type {} from '../inventory/services.ts';
import { commitStream } from './changes.ts';
import { nodesContract } from './contract.ts';

const neverOff = new Set(['nodes', 'auth', 'store', 'audit']);

/** This terminal and the others: status, modules, what changes. */
export function nodesModule(ports: HostPorts): ModuleDefinition {
  return defineModule({
    name: 'nodes',
    version: '1.0.0',
    requires: ['inventory'],
    contract: nodesContract,
    aggregates: [],
    projections: [],
    migrations: [],
    start(context) {
      const report = () => ports.kernel().host.report();
      /** The system page must answer while the inventory module is off. */
      const inventoryDigest = (): string => {
        const state = report().find((module) => module.name === 'inventory')?.state;
        return state === 'running' ? context.use('inventory').digest() : '';
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
              inventoryDigest: inventoryDigest(),
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
