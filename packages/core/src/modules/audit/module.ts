import type { HostPorts } from '../../host-ports.ts';
import { verifyDatabase } from '../../kernel/ledger/verify-database.ts';
import { defineModule, type ModuleDefinition } from '../../kernel/module.ts';
import { auditContract } from './contract.ts';
import { auditMigrations, auditProjection } from './projection.ts';
import { auditCsv, auditEvents } from './query.ts';

/** Who saw or changed what: read out of the ledger. Reading it is itself recorded. */
export function auditModule(ports: HostPorts): ModuleDefinition {
  return defineModule({
    name: 'audit',
    version: '1.0.0',
    requires: [],
    contract: auditContract,
    aggregates: [],
    projections: [auditProjection],
    migrations: auditMigrations,
    start(context) {
      const noteRead = (
        call: Parameters<typeof context.note>[0],
        action: string,
        patientId: string | undefined,
      ): void =>
        context.note(call, action, { outcome: 'read', patientIds: patientId ? [patientId] : [], objects: ['audit/*'] });
      return {
        handlers: {
          events({ cursor, limit, ...filter }, call) {
            const answer = auditEvents(context.db, filter, cursor, limit);
            noteRead(call, 'audit.events', filter.patientId);
            return answer;
          },
          verification(_input, call) {
            const { vector: _vector, ...verdict } = verifyDatabase(context.db, ports.kernel().ledger);
            context.note(call, 'audit.verification', { outcome: 'read', patientIds: [], objects: ['ledger/*'] });
            return verdict;
          },
          reports(filter, call) {
            const { text, rows } = auditCsv(context.db, filter);
            noteRead(call, 'audit.report', filter.patientId);
            return { mediaType: 'text/csv' as const, fileName: `audit-${context.today()}.csv`, rows, text };
          },
        },
      };
    },
  });
}
