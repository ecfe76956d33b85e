import { defineModule } from '../../../kernel/module.ts';
import { unwrap } from '../../../kernel/refusal.ts';
import { type Caller, createTestStore, type TestStore, type TestStoreOptions } from '../../../testing/index.ts';
import { auditModule } from '../../audit/module.ts';
import { authModule } from '../../auth/module.ts';
import type { DrugRecord } from '../../drugs/model.ts';
import type { DrugsService } from '../../drugs/services.ts';
import { patientsModule } from '../../patients/module.ts';
import { storeModule } from '../../store/module.ts';
import { prescriptionAggregate } from '../aggregate.ts';
import { decideEntry } from '../decide-entry.ts';
import type { PrescriptionEvent } from '../events.ts';
import type { PrescriptionState } from '../model.ts';
import { prescriptionsModule } from '../module.ts';
import { snapshotOf } from '../product-snapshot.ts';

/** A catalogue of a few products, for tests that are about prescriptions and not about the catalogue. */
const products: readonly DrugRecord[] = [
  drug('00000000101', 'lisinopril 20 mg tablet', 'TABLET', 'ORAL', '20 mg', null),
  drug('00000000102', 'lisinopril 20 mg tablet (other maker)', 'TABLET, FILM COATED', 'ORAL', '20 mg', null),
  drug('00000000103', 'lisinopril 10 mg tablet', 'TABLET', 'ORAL', '10 mg', null),
  drug('00000000201', 'oxycodone hydrochloride 5 mg tablet', 'TABLET', 'ORAL', '5 mg', 'CII'),
  drug('00000000202', 'hydromorphone hydrochloride 2 mg tablet', 'TABLET', 'ORAL', '2 mg', 'CII'),
  drug('00000000301', 'testosterone 50 mg/5 g gel', 'GEL', 'TRANSDERMAL', '50 mg/5 g', 'CIII'),
  drug('00000000401', 'alprazolam 0.5 mg tablet', 'TABLET', 'ORAL', '0.5 mg', 'CIV'),
  drug('00000000501', 'pregabalin 75 mg capsule', 'CAPSULE', 'ORAL', '75 mg', 'CV'),
  drug(
    '00000000601',
    'latanoprost 0.005 % ophthalmic solution',
    'SOLUTION/ DROPS',
    'OPHTHALMIC',
    '0.05 mg/mL',
    null,
    'ML',
    2500,
  ),
  drug('00000000901', 'lysergide 1 mg tablet', 'TABLET', 'ORAL', '1 mg', 'CI'),
];

function drug(
  ndc11: string,
  name: string,
  doseForm: string,
  route: string,
  strength: string,
  schedule: DrugRecord['schedule'],
  unit: DrugRecord['unit'] = 'EA',
  packageSizeMilli: number | null = 100_000,
): DrugRecord {
  const ingredient = name.split(' ')[0] ?? name;
  return {
    key: ndc11,
    ndc11,
    ndc: ndc11,
    product: null,
    name,
    brandName: null,
    ingredients: [{ name: ingredient, rxcui: null, strength }],
    strength,
    doseForm,
    route,
    labeler: 'Test',
    schedule,
    scheduleKnown: true,
    teCode: null,
    rxcui: null,
    packageSizeMilli,
    unit,
    classes: [],
    marketingStatus: 'rx',
    source: 'starter',
    edition: '2026-01-01',
  };
}

const services: DrugsService = {
  find: (key) => products.find((product) => product.key === key),
  scan: (barcode) => ({ ok: false, refusal: { kind: 'barcode-not-known', data: { barcode } } }) as never,
  nameOfRxcui: () => undefined,
  search: (query, limit) => products.filter((product) => product.name.includes(query)).slice(0, limit),
};

export const drugsStandIn = defineModule({
  name: 'drugs',
  version: '1.0.0',
  requires: [],
  contract: {},
  aggregates: [],
  projections: [],
  migrations: [],
  start: () => ({ handlers: {}, services }),
});

export const ndc = {
  lisinopril: '00000000101',
  lisinoprilOther: '00000000102',
  lisinopril10: '00000000103',
  oxycodone: '00000000201',
  hydromorphone: '00000000202',
  testosterone: '00000000301',
  alprazolam: '00000000401',
  pregabalin: '00000000501',
  latanoprost: '00000000601',
  lysergide: '00000000901',
} as const;

export const prescriber = {
  name: 'Anna Baker MD',
  npi: '1234567893',
  dea: 'AB1234563',
  state: 'OH',
  phone: '6145550100',
};

/** A store with patients and prescriptions, and shortcuts for what tests do all the time. */
export interface Counter {
  readonly store: TestStore;
  readonly tech: Caller;
  readonly pharmacist: Caller;
  readonly patientId: string;
  /** A complete prescription with what the test changes. */
  enter(changes?: object): Promise<Entered>;
  get(id: string): Promise<Wire>;
  state(id: string): PrescriptionState;
  /** Events that other modules append: review, price, fill, hand-over. */
  append(id: string, ...events: PrescriptionEvent[]): PrescriptionState;
  /** From review to sold, as the other modules do it. */
  sell(id: string, changes?: { filledOn?: string; daysSupply?: number; owedMilli?: number }): PrescriptionState;
}
// biome-ignore lint/suspicious/noExplicitAny: answers are checked by the test that asked
type Wire = any;
interface Entered {
  readonly id: string;
  readonly rxNumber: string;
  readonly stage: string;
  readonly version: number;
  readonly expiresOn: string | null;
  readonly missing: string[];
  readonly warnings: { code: string; message: string; field: string | null }[];
}

export async function openCounter(options: TestStoreOptions = {}): Promise<Counter> {
  const store = createTestStore({
    modules: (ports) => [
      storeModule(ports),
      authModule(ports),
      auditModule(ports),
      drugsStandIn,
      patientsModule,
      prescriptionsModule,
    ],
    ...options,
  });
  const tech = store.as('technician');
  const patient = await tech.call('patients.create', {
    name: { given: 'Maria', family: 'Garcia' },
    birthDate: '1978-04-03',
  });
  let fills = 0;
  const counter: Counter = {
    store,
    tech,
    pharmacist: store.as('pharmacist'),
    patientId: patient.id,
    enter: (changes = {}) => tech.call('prescriptions.create', { ...complete(patient.id), ...changes }),
    get: (id) => tech.call('prescriptions.get', { id }),
    state: (id) => store.kernel.projections.load(prescriptionAggregate, id).state as PrescriptionState,
    append: (id, ...events) => append(store, id, events),
    sell(id, changes = {}) {
      fills += 1;
      const fillId = `fill_${fills}`;
      const { cycle, quantityMilli, daysSupply, product } = counter.state(id);
      return append(store, id, [
        reviewed(),
        priced(),
        started(fillId, {
          fillNumber: cycle,
          ndc: product?.key ?? '',
          quantityMilli: quantityMilli ?? 0,
          daysSupply: daysSupply ?? 0,
          filledOn: '2026-11-21',
          ...changes,
        }),
        { type: 'fill.verified', payload: { fillId, binLocation: '7' } },
        handedOver(fillId),
      ]);
    },
  };
  return counter;
}

export function complete(patientId: string) {
  return {
    patientId,
    prescriber,
    drug: { ndc: ndc.lisinopril },
    sig: '1 tab po qd',
    quantity: 30,
    daysSupply: 30,
    refillsAuthorized: 3,
    daw: 0,
    writtenOn: '2026-11-20',
    origin: 'written',
  };
}

/** The same as an event, for terminals that only append. */
export function enteredEvent(input: ReturnType<typeof complete>): PrescriptionEvent {
  const entry = { ...input, drug: snapshotOf(products[0] as DrugRecord), origin: 'written' } as const;
  const fields = unwrap(decideEntry(entry, { today: '2026-11-21', attachmentBlobId: null }));
  return {
    type: 'prescription.entered',
    payload: { ...fields, rxNumber: '1000001', priority: 'routine', promisedAt: null },
  };
}

export const reviewed = (byPharmacist = true, accepted = true): PrescriptionEvent => ({
  type: 'prescription.reviewed',
  payload: { alerts: [], byPharmacist, accepted },
});
export const priced = (status: 'paid' | 'rejected' = 'paid'): PrescriptionEvent => ({
  type: 'prescription.adjudicated',
  payload: { payer: 'cash', status, patientPayCents: 1250, price: null, rejects: [] },
});
export function started(
  fillId: string,
  changes: Partial<Extract<PrescriptionEvent, { type: 'fill.started' }>['payload']> = {},
): PrescriptionEvent {
  return {
    type: 'fill.started',
    payload: {
      fillId,
      fillNumber: 0,
      part: 0,
      ndc: ndc.lisinopril,
      productName: 'lisinopril 20 mg tablet',
      quantityMilli: 30_000,
      daysSupply: 30,
      allocations: [{ batchId: 'b1', lotNumber: 'L1', expiresOn: '2028-01-01', quantityMilli: 30_000 }],
      scan: null,
      owedMilli: 0,
      label: null,
      filledOn: '2026-11-21',
      ...changes,
    },
  };
}
export function handedOver(fillId: string, receiptNumber = 'R1'): PrescriptionEvent {
  return {
    type: 'fill.handed-over',
    payload: {
      fillId,
      saleId: `sale_${receiptNumber}`,
      receiptNumber,
      relationship: 'self',
      counseling: 'accepted',
      signatureBlobId: null,
      patientPayCents: 1250,
    },
  };
}

function append(store: TestStore, id: string, events: readonly PrescriptionEvent[]): PrescriptionState {
  const session = store.as('pharmacist').session;
  const call = {
    session,
    address: 'local',
    ownWindow: true,
    idempotencyKey: null,
    procedure: 'test.append',
    requestId: 'r',
    signal: new AbortController().signal,
  };
  for (const event of events) {
    store.clock.advance(1000);
    store.kernel.engine.command(call, 'test.append', (unit) => {
      unit.authorize({});
      unit.append(prescriptionAggregate, id, event);
      return null;
    });
  }
  return store.kernel.projections.load(prescriptionAggregate, id).state as PrescriptionState;
}
