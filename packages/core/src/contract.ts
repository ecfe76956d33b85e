import { auditContract } from './modules/audit/contract.ts';
import { authContract } from './modules/auth/contract.ts';
import { claimsContract } from './modules/claims/contract.ts';
import { clinicalContract } from './modules/clinical/contract.ts';
import { controlledContract } from './modules/controlled/contract.ts';
import { dispensingContract } from './modules/dispensing/contract.ts';
import { drugsContract } from './modules/drugs/contract.ts';
import { exceptionsContract } from './modules/exceptions/contract.ts';
import { inventoryContract } from './modules/inventory/contract.ts';
import { labelsContract } from './modules/labels/contract.ts';
import { leaseContract } from './modules/lease/contract.ts';
import { nodesContract } from './modules/nodes/contract.ts';
import { patientsContract } from './modules/patients/contract.ts';
import { posContract } from './modules/pos/contract.ts';
import { prescriptionsContract } from './modules/prescriptions/contract.ts';
import { printersContract } from './modules/printers/contract.ts';
import { storeContract } from './modules/store/contract.ts';

/** Every endpoint there is, by module. Browser-safe: contracts import zod and nothing of the kernel that runs. */
export const contract = {
  store: storeContract,
  auth: authContract,
  audit: auditContract,
  lease: leaseContract,
  nodes: nodesContract,
  drugs: drugsContract,
  patients: patientsContract,
  prescriptions: prescriptionsContract,
  clinical: clinicalContract,
  labels: labelsContract,
  printers: printersContract,
  inventory: inventoryContract,
  controlled: controlledContract,
  claims: claimsContract,
  dispensing: dispensingContract,
  pos: posContract,
  exceptions: exceptionsContract,
};

export type Contract = typeof contract;
