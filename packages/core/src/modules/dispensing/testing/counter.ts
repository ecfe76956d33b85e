import type { HostPorts } from '../../../host-ports.ts';
import { defineModule, type ModuleDefinition, type Unit } from '../../../kernel/module.ts';
import { ok, refuse } from '../../../kernel/refusal.ts';
import { createTestStore, type TestStore, type TestStoreOptions } from '../../../testing/index.ts';
import { auditModule } from '../../audit/module.ts';
import { authModule } from '../../auth/module.ts';
import { claimsModule } from '../../claims/module.ts';
import type { DrugRecord, Scan } from '../../drugs/model.ts';
import type { DrugsService } from '../../drugs/services.ts';
import { inventoryModule } from '../../inventory/module.ts';
import { labelsModule } from '../../labels/module.ts';
import { patientsModule } from '../../patients/module.ts';
import { posModule } from '../../pos/module.ts';
import { prescriptionAggregate } from '../../prescriptions/aggregate.ts';
import type { PrescribedFields } from '../../prescriptions/model.ts';
import { prescriptionsModule } from '../../prescriptions/module.ts';
import { storeModule } from '../../store/module.ts';
import { dispensingModule } from '../module.ts';
import { lisinopril, otherLabeler, oxycodone, prescription } from './fixtures.ts';

export const ibuprofen: DrugRecord = {
  ...lisinopril,
  key: '00573016020',
  ndc11: '00573016020',
  ndc: '0573-0160-20',
  name: 'ibuprofen 200 mg tablet',
  ingredients: [{ name: 'ibuprofen', rxcui: '5640', strength: '200 mg' }],
  strength: '200 mg',
  rxcui: '310965',
  packageSizeMilli: 50_000,
  marketingStatus: 'otc',
};
export const decongestant: DrugRecord = {
  ...ibuprofen,
  key: '00363015648',
  ndc11: '00363015648',
  ndc: '0363-0156-48',
  name: 'pseudoephedrine hydrochloride 30 mg tablet',
  ingredients: [{ name: 'pseudoephedrine hydrochloride', rxcui: '8896', strength: '30 mg' }],
};
export const insulin: DrugRecord = {
  ...lisinopril,
  key: '00002751001',
  ndc11: '00002751001',
  ndc: '0002-7510-01',
  name: 'insulin lispro 100 units/mL',
  ingredients: [{ name: 'insulin lispro', rxcui: '86009', strength: '100 units/mL' }],
  packageSizeMilli: 10_000,
  unit: 'ML',
  rxcui: '242120',
};
/** As a source without schedules lists it. */
export const unscheduled: DrugRecord = {
  ...lisinopril,
  key: '00071015500',
  ndc11: '00071015500',
  scheduleKnown: false,
};
const catalogue = new Map(
  [lisinopril, otherLabeler, oxycodone, ibuprofen, decongestant, insulin, unscheduled].map((d) => [d.key, d]),
);

/** `GS1|key|lot|expiry` reads as a package; everything else is no barcode. */
const drugs: DrugsService = {
  nameOfRxcui: () => undefined,
  find: (key) => catalogue.get(key),
  search: () => [],
  scan(barcode) {
    const [mark, key, lotNumber, expiresOn] = barcode.split('|');
    if (mark !== 'GS1' || !key) return refuse('barcode-unreadable', { reason: 'no code' });
    const plain = { candidates: [], gtin: null, serial: null, drug: catalogue.get(key) };
    const scan: Scan = {
      carrier: 'gs1',
      ndc11: key,
      ndc: key,
      lotNumber: lotNumber || null,
      expiresOn: expiresOn || null,
      ...plain,
    };
    return ok(scan);
  },
};

function provide(name: string, services: unknown) {
  const nothing = { contract: {}, aggregates: [], projections: [], migrations: [] };
  return defineModule({ name, version: '1.0.0', requires: [], ...nothing, start: () => ({ handlers: {}, services }) });
}

export interface Counter extends TestStore {
  readonly patientId: string;
  stock(drug: DrugRecord, lots: { lotNumber: string; expiresOn: string; quantity: number }[]): Promise<void>;
  onHand(drug: DrugRecord): Promise<number>;
  /** A reviewed prescription that waits for its price. */
  reviewed(drug: DrugRecord, change?: Parameters<typeof prescription>[1]): string;
  /** Corrected by the prescriber and reviewed again: it waits for its price. */
  corrected(id: string, changes: Partial<PrescribedFields>): void;
  /** One that waits at `fill`, priced in cash. */
  priced(drug: DrugRecord, change?: Parameters<typeof prescription>[1]): Promise<string>;
  /** One whose bag is ready; answers the fill. */
  ready(
    drug: DrugRecord,
    change?: Parameters<typeof prescription>[1],
  ): Promise<{ id: string; fillId: string; dueCents: number }>;
}

export function counterModules(ports: HostPorts): ModuleDefinition[] {
  return [
    storeModule(ports),
    authModule(ports),
    auditModule(ports),
    provide('drugs', drugs),
    labelsModule(ports),
    patientsModule,
    prescriptionsModule,
    inventoryModule(ports),
    posModule(ports),
    claimsModule,
    dispensingModule,
  ];
}

/** A pharmacy counter: real stock, patients, prices, claims and fills over a made-up catalogue. */
export async function counter(options: TestStoreOptions = {}): Promise<Counter> {
  const store = createTestStore({ modules: counterModules, ...options });
  const tech = store.as('technician');
  const known = await tech.call('patients.list', { q: 'Reyes' });
  const name = { given: 'Jo', family: 'Reyes' };
  const patient = known.items[0] ?? (await tech.call('patients.create', { name, birthDate: '1980-02-29' }));
  const patientId: string = patient.id;
  const reviewed: Counter['reviewed'] = (drug, change = {}) => enter(store, patientId, drug, change);
  const priced: Counter['priced'] = async (drug, change = {}) => {
    const id = reviewed(drug, change);
    await tech.call('claims.adjudicate', { id, payer: 'cash' });
    return id;
  };
  return {
    ...store,
    patientId,
    reviewed,
    priced,
    corrected: (id, changes) => correct(store, id, changes),
    async stock(drug, lots) {
      const lines = lots.map((lot) => ({ ndc: drug.key, unitCostCents: 5, ...lot }));
      await store.as('pharmacist').call('inventory.receive', { lines });
    },
    async onHand(drug) {
      const { items } = await tech.call('inventory.stock', { ndc: drug.key });
      return items[0]?.onHand ?? 0;
    },
    async ready(drug, change = {}) {
      const id = await priced(drug, change);
      const quantity = (change.quantityMilli ?? 30_000) / 1000;
      const made = await tech.call('dispensing.fill', { id, ndc: drug.key, quantity });
      await store.as('pharmacist').call('dispensing.verify', { id: made.fillId, approved: true });
      return { id, fillId: made.fillId, dueCents: made.dueCents };
    },
  };
}

let entered = 0;

function enter(
  store: TestStore,
  patientId: string,
  drug: DrugRecord,
  change: Parameters<typeof prescription>[1] = {},
): string {
  entered += 1;
  const id = `rx_${entered}`;
  const fields = { ...prescription(drug), patientId, ...change };
  const { sig, quantityMilli, daysSupply, refillsAuthorized, daw, writtenOn, prescriber, earliestFillOn, origin } =
    fields;
  write(store, id, (unit) => {
    unit.append(prescriptionAggregate, id, {
      type: 'prescription.entered',
      payload: {
        drug: fields.drug,
        sig,
        quantityMilli,
        daysSupply,
        refillsAuthorized,
        daw,
        writtenOn,
        prescriber,
        patientId: fields.patientId,
        earliestFillOn,
        origin,
        diagnosis: null,
        note: null,
        language: 'en',
        attachmentBlobId: null,
        rxNumber: `T1-${1000 + entered}`,
        priority: 'routine',
        promisedAt: null,
      },
    });
    review(unit, id);
  });
  return id;
}

function correct(store: TestStore, id: string, changes: Partial<PrescribedFields>): void {
  write(store, id, (unit) => {
    const before = unit.load(prescriptionAggregate, id);
    const was = Object.fromEntries(Object.keys(changes).map((field) => [field, before?.[field as 'daw']]));
    unit.append(prescriptionAggregate, id, {
      type: 'prescription.corrected',
      payload: { changes, was, reason: 'call to the prescriber' },
    });
    review(unit, id);
  });
}

function review(unit: Unit, id: string): void {
  unit.append(prescriptionAggregate, id, {
    type: 'prescription.reviewed',
    payload: { alerts: [], byPharmacist: true, accepted: true },
  });
}

/** What the modules before this one would have written. */
function write(store: TestStore, id: string, work: (unit: Unit) => void): void {
  const call = { session: store.as('pharmacist').session, address: 'local', ownWindow: true, idempotencyKey: null };
  const request = { ...call, procedure: 'test.write', requestId: `write-${id}`, signal: new AbortController().signal };
  store.kernel.engine.command(request, 'prescriptions.enter', (unit) => {
    unit.authorize({});
    work(unit);
    return null;
  });
}
