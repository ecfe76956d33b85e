import type { HostPorts } from '../../../host-ports.ts';
import { defineModule, type ModuleDefinition } from '../../../kernel/module.ts';
import { ok, refuse } from '../../../kernel/refusal.ts';
import type { SignalPort } from '../../../replication/signal-port.ts';
import { createTestStore, type TestStore, type TestStoreOptions } from '../../../testing/index.ts';
import { auditModule } from '../../audit/module.ts';
import { authModule } from '../../auth/module.ts';
import type { DrugRecord, Scan } from '../../drugs/model.ts';
import type { DrugsService } from '../../drugs/services.ts';
import type { PrescriptionsService } from '../../prescriptions/services.ts';
import { storeModule } from '../../store/module.ts';
import { inventoryModule } from '../module.ts';
import type { RightsPort } from '../services.ts';

export const lisinopril = '68180051303';
export const oxycodone = '00406055201';
export const amoxicillin = '00143988901';
/** As the Orange Book has it: no NDC, no package, no schedule. */
export const orangeBookDrug = 'A075743-001';

function drug(key: string, name: string, more: Partial<DrugRecord>): DrugRecord {
  return {
    key,
    ndc11: /^\d+$/.test(key) ? key : null,
    ndc: null,
    product: null,
    name,
    brandName: null,
    ingredients: [{ name: name.split(' ')[0] ?? '', rxcui: null, strength: null }],
    strength: '',
    doseForm: 'TABLET',
    route: 'ORAL',
    labeler: 'Plain Labs',
    schedule: null,
    scheduleKnown: true,
    teCode: null,
    rxcui: null,
    packageSizeMilli: null,
    unit: 'EA',
    classes: [],
    marketingStatus: 'rx',
    source: 'starter',
    edition: 'test',
    ...more,
  };
}

export const testDrugs = new Map(
  [
    drug(lisinopril, 'lisinopril 20 mg tablet', { packageSizeMilli: 100_000, brandName: 'Zestril' }),
    drug(oxycodone, 'oxycodone 5 mg tablet', { packageSizeMilli: 100_000, schedule: 'CII' }),
    drug(amoxicillin, 'amoxicillin 400 mg/5 mL suspension', { packageSizeMilli: 100_000, unit: 'ML' }),
    drug(orangeBookDrug, 'lisinopril 10 mg tablet', { scheduleKnown: false }),
  ].map((one) => [one.key, one]),
);

/** `GS1|key|lot|expiry|serial` reads as a package; everything else is no barcode. */
const drugsFake: DrugsService = {
  nameOfRxcui: () => undefined,
  find: (key) => testDrugs.get(key.replaceAll('-', '')) ?? testDrugs.get(key),
  search: (query, limit) =>
    [...testDrugs.values()].filter((one) => one.brandName?.toLowerCase() === query.toLowerCase()).slice(0, limit),
  scan(barcode) {
    const [mark, key, lotNumber, expiresOn, serial] = barcode.split('|');
    if (mark !== 'GS1') return refuse('barcode-empty');
    const found = testDrugs.get(key ?? '');
    const scan: Scan = {
      carrier: 'gs1',
      ndc11: key ?? null,
      ndc: key ?? null,
      candidates: [],
      gtin: null,
      lotNumber: lotNumber || null,
      expiresOn: expiresOn || null,
      serial: serial || null,
      drug: found,
    };
    return ok(scan);
  },
};

export interface StockStoreOptions {
  /** What prescriptions wait for, by drug. */
  readonly waiting?: Map<string, number>;
  readonly rights?: RightsPort;
  readonly signals?: SignalPort;
}

/** This module, and fakes of what it stands on. */
export function stockModules(ports: HostPorts, options: StockStoreOptions = {}): ModuleDefinition[] {
  const waiting = options.waiting ?? new Map<string, number>();
  const prescriptions: Pick<PrescriptionsService, 'reservedMilli' | 'willCallMilli'> = {
    reservedMilli: (key) => waiting.get(key) ?? 0,
    willCallMilli: () => 0,
  };
  const provide = (name: string, services: unknown) =>
    defineModule({
      name,
      version: '1.0.0',
      requires: [],
      contract: {},
      aggregates: [],
      projections: [],
      migrations: [],
      start: () => ({ handlers: {}, services }),
    });
  return [
    storeModule(ports),
    authModule(ports),
    auditModule(ports),
    provide('drugs', drugsFake),
    provide('prescriptions', prescriptions),
    inventoryModule({ rights: options.rights, signals: options.signals }),
  ];
}

export function stockStore(options: TestStoreOptions & StockStoreOptions = {}): TestStore {
  return createTestStore({ modules: (ports) => stockModules(ports, options), ...options });
}

/** Receives one line and answers the lot's id. */
export async function stockUp(
  store: TestStore,
  line: { ndc?: string; lotNumber?: string; expiresOn?: string; quantity?: number; unitCostCents?: number } = {},
): Promise<string> {
  const receipt = await store.as('pharmacist').call('inventory.receive', {
    lines: [{ ndc: lisinopril, lotNumber: 'L1', expiresOn: '2028-01-31', quantity: 100, unitCostCents: 5, ...line }],
  });
  return receipt.lines[0].batchId;
}
