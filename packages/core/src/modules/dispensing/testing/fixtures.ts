import type { DrugRecord } from '../../drugs/model.ts';
import { prescriptionAggregate } from '../../prescriptions/aggregate.ts';
import type { CompletePrescription, FillState, Stamp } from '../../prescriptions/model.ts';
import { snapshotOf } from '../../prescriptions/product-snapshot.ts';

/** Made-up products and prescriptions for the tests of this module and of claims. */

export const lisinopril: DrugRecord = {
  key: '00071015523',
  ndc11: '00071015523',
  ndc: '0071-0155-23',
  product: 'A075743-001',
  name: 'lisinopril 20 mg tablet',
  brandName: null,
  ingredients: [{ name: 'lisinopril', rxcui: '29046', strength: '20 mg' }],
  strength: '20 mg',
  doseForm: 'tablet',
  route: 'oral',
  labeler: 'First Labs',
  schedule: null,
  scheduleKnown: true,
  teCode: 'AB',
  rxcui: '314077',
  packageSizeMilli: 100_000,
  unit: 'EA',
  classes: ['ACE inhibitor'],
  marketingStatus: 'rx',
  source: 'starter',
  edition: '2026-11-01',
};

export const otherLabeler: DrugRecord = {
  ...lisinopril,
  key: '60505280301',
  ndc11: '60505280301',
  ndc: '60505-2803-1',
  product: 'A076543-001',
  labeler: 'Second Labs',
};

export const oxycodone: DrugRecord = {
  ...lisinopril,
  key: '00406055201',
  ndc11: '00406055201',
  ndc: '0406-0552-01',
  name: 'oxycodone 5 mg tablet',
  ingredients: [{ name: 'oxycodone', rxcui: '7804', strength: '5 mg' }],
  strength: '5 mg',
  schedule: 'CII',
  rxcui: '1049621',
};

export function stamp(at = '2026-11-21T15:00:00.000Z', userName = 'Tam Technician'): Stamp {
  return { at, userId: userName.toLowerCase(), userName, role: 'technician', terminalId: 't1' };
}

/** A prescription that waits at `fill`: 30 of the drug for 30 days, priced at 1,000 cents. */
export function prescription(drug: DrugRecord, change: Partial<CompletePrescription> = {}): CompletePrescription {
  return {
    ...prescriptionAggregate.initial('rx_1'),
    rxNumber: '1000001',
    patientId: 'patient_1',
    prescriber: { name: 'Ada Moss', npi: '1234567893', dea: null, state: 'OH', phone: null, address: null },
    drug: snapshotOf(drug),
    product: snapshotOf(drug),
    sig: {
      entered: '1 po qd',
      english: 'Take 1 tablet by mouth once daily',
      spanish: null,
      understood: true,
      maxPerDoseMilli: 1_000,
      cadence: 'daily',
      rate: null,
      courseDays: null,
      maxPerDayMilli: 1_000,
      doseUnit: 'tablet',
      asNeeded: false,
      flags: [],
    },
    quantityMilli: 30_000,
    daysSupply: 30,
    refillsAuthorized: 0,
    writtenOn: '2026-11-20',
    expiresOn: '2027-11-20',
    stage: 'fill',
    entered: stamp(),
    adjudication: { payer: 'cash', status: 'paid', patientPayCents: 1_000, price: null, rejects: [], by: stamp() },
    ...change,
  };
}

export function fillOf(drug: DrugRecord, change: Partial<FillState> = {}): FillState {
  return {
    fillId: 'fill_1',
    fillNumber: 0,
    part: 0,
    status: 'made',
    ndc: drug.key,
    productName: drug.name,
    quantityMilli: 30_000,
    daysSupply: 30,
    owedMilli: 0,
    allocations: [{ batchId: 'lot_1', lotNumber: 'L1', expiresOn: '2028-01-31', quantityMilli: 30_000 }],
    scan: null,
    label: null,
    filledOn: '2026-11-21',
    partial: null,
    madeBy: stamp(),
    verifiedBy: null,
    binLocation: null,
    handOver: null,
    closed: null,
    ...change,
  };
}
