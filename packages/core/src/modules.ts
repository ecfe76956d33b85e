import type { HostPorts } from './host-ports.ts';
import type { ModuleDefinition } from './kernel/module.ts';
import { auditModule } from './modules/audit/module.ts';
import { authModule } from './modules/auth/module.ts';
import { claimsModule } from './modules/claims/module.ts';
import { clinicalModule } from './modules/clinical/module.ts';
import { controlledModule } from './modules/controlled/module.ts';
import { dispensingModule } from './modules/dispensing/module.ts';
import { drugsModule } from './modules/drugs/module.ts';
import { exceptionsModule } from './modules/exceptions/module.ts';
import { inventoryModule } from './modules/inventory/module.ts';
import { labelsModule } from './modules/labels/module.ts';
import { leaseModule } from './modules/lease/module.ts';
import { nodesModule } from './modules/nodes/module.ts';
import { patientsModule } from './modules/patients/module.ts';
import { posModule } from './modules/pos/module.ts';
import { prescriptionsModule } from './modules/prescriptions/module.ts';
import { printersModule } from './modules/printers/module.ts';
import { storeModule } from './modules/store/module.ts';

/** The modules of this release. The host starts them in the order of what they require. */
export function releaseModules(ports: HostPorts): ModuleDefinition[] {
  return [
    storeModule(ports),
    authModule(ports),
    auditModule(ports),
    leaseModule(ports),
    nodesModule(ports),
    drugsModule(ports),
    patientsModule,
    prescriptionsModule,
    clinicalModule,
    inventoryModule(ports),
    controlledModule(ports),
    labelsModule(ports),
    printersModule(ports),
    claimsModule,
    posModule(ports),
    dispensingModule,
    exceptionsModule(ports),
  ];
}
