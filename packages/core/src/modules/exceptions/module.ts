import type { HostPorts } from '../../host-ports.ts';
import { defineModule, type ModuleDefinition } from '../../kernel/module.ts';
import { exceptionsContract } from './contract.ts';
import { decisionProjection, exceptionMigrations } from './decisions.ts';
import { exceptionHandlers } from './handlers.ts';
import { Inbox } from './inbox.ts';
import { exceptionAggregate } from './model.ts';
import { forkSource } from './sources/forks.ts';
import { lateWorkSource } from './sources/late-work.ts';
import { lotSource } from './sources/lots.ts';
import { drawerSource, saleSource } from './sources/money.ts';
import { patientSource } from './sources/patients.ts';
import { prescriptionSource } from './sources/prescriptions.ts';
import { rightsSource } from './sources/rights.ts';

/** One inbox of everything that waits for a person because two terminals did things at once, or cannot be. */
export function exceptionsModule(ports: Pick<HostPorts, 'kernel'>): ModuleDefinition {
  return defineModule({
    name: 'exceptions',
    version: '1.0.0',
    requires: ['patients', 'prescriptions', 'inventory', 'pos', 'dispensing', 'nodes'],
    contract: exceptionsContract,
    aggregates: [exceptionAggregate],
    projections: [decisionProjection],
    migrations: exceptionMigrations,
    start(context) {
      const inbox = new Inbox(context, [
        prescriptionSource(context),
        patientSource(context),
        lotSource(context),
        saleSource(context),
        drawerSource(context),
        rightsSource(context),
        lateWorkSource(context, ports),
        forkSource(context, ports),
      ]);
      return { handlers: exceptionHandlers(context, inbox) };
    },
  });
}
