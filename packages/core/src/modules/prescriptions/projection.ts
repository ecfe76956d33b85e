import type { ProjectedRows } from '../../kernel/aggregate.ts';
import { isClosedStage } from './closed-stages.ts';
import {
  type FillState,
  openBlockingAlerts,
  openConflicts,
  openFill,
  openStages,
  type PrescriptionState,
  priorities,
} from './model.ts';
import { isOpenFill } from './open-fills.ts';
import { isControlled } from './validity.ts';
import type { needTags } from './wire.ts';

export type NeedTag = (typeof needTags)[number];

/**
 * Tables of this module. The queue holds open prescriptions only, so that lists and counts stay as fast with a
 * million fills behind them as with none.
 */
export const prescriptionMigrations = [
  {
    id: 'prescriptions-001',
    sql: `
      CREATE TABLE prescriptions_prescription (
        aggregate_id TEXT PRIMARY KEY,
        rx_number TEXT NOT NULL,
        stage TEXT NOT NULL,
        patient_id TEXT,
        drug TEXT,
        drug_key TEXT,
        product_key TEXT,
        schedule TEXT,
        prescriber_key TEXT,
        written_on TEXT,
        entered_at TEXT NOT NULL,
        last_filled_on TEXT
      ) STRICT;
      CREATE INDEX prescriptions_by_number ON prescriptions_prescription (rx_number);
      CREATE INDEX prescriptions_by_patient ON prescriptions_prescription (patient_id, entered_at);
      CREATE INDEX prescriptions_by_stage ON prescriptions_prescription (stage, entered_at);
      CREATE INDEX prescriptions_by_prescriber ON prescriptions_prescription (prescriber_key, entered_at);
      CREATE TABLE prescriptions_queue (
        aggregate_id TEXT PRIMARY KEY,
        stage TEXT NOT NULL,
        due TEXT NOT NULL,
        priority INTEGER NOT NULL,
        patient_id TEXT,
        rx_number TEXT NOT NULL,
        drug TEXT,
        product_key TEXT,
        waiting_milli INTEGER NOT NULL,
        needs TEXT NOT NULL
      ) STRICT;
      CREATE INDEX prescriptions_queue_by_stage ON prescriptions_queue (stage, priority, due, aggregate_id);
      CREATE INDEX prescriptions_queue_by_due ON prescriptions_queue (due);
      CREATE INDEX prescriptions_queue_by_product ON prescriptions_queue (product_key, stage);
      CREATE TABLE prescriptions_fill (
        aggregate_id TEXT NOT NULL,
        fill_id TEXT PRIMARY KEY,
        fill_number INTEGER NOT NULL,
        part INTEGER NOT NULL,
        status TEXT NOT NULL,
        patient_id TEXT,
        product_key TEXT NOT NULL,
        quantity_milli INTEGER NOT NULL,
        days_supply INTEGER NOT NULL,
        owed_milli INTEGER NOT NULL,
        filled_on TEXT NOT NULL,
        verified_at TEXT,
        handed_over_at TEXT,
        bin_location TEXT
      ) STRICT;
      CREATE INDEX prescriptions_fill_of ON prescriptions_fill (aggregate_id);
      CREATE INDEX prescriptions_fill_by_status ON prescriptions_fill (status, product_key) WHERE ${isOpenFill};
      CREATE INDEX prescriptions_fill_by_day ON prescriptions_fill (filled_on, product_key);
      CREATE TABLE prescriptions_conflict (
        aggregate_id TEXT NOT NULL,
        conflict_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        patient_id TEXT,
        since TEXT NOT NULL,
        PRIMARY KEY (aggregate_id, conflict_id)
      ) STRICT;
      CREATE TABLE prescriptions_prescriber (
        term TEXT NOT NULL,
        person_key TEXT NOT NULL,
        PRIMARY KEY (term, person_key)
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    // A prescription changes its stage with nearly every command: only what is asked for is indexed.
    id: 'prescriptions-002',
    sql: `
      DROP INDEX prescriptions_by_stage;
      CREATE INDEX prescriptions_closed_by_stage ON prescriptions_prescription (stage, entered_at) WHERE ${isClosedStage};
      DROP INDEX prescriptions_fill_of;
      DROP INDEX prescriptions_fill_by_day;
      DROP TABLE prescriptions_queue;
      CREATE TABLE prescriptions_queue (
        aggregate_id TEXT PRIMARY KEY,
        stage TEXT NOT NULL,
        due TEXT NOT NULL,
        priority INTEGER NOT NULL,
        patient_id TEXT,
        rx_number TEXT NOT NULL,
        drug TEXT,
        product_key TEXT,
        waiting_milli INTEGER NOT NULL,
        needs TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX prescriptions_queue_by_stage ON prescriptions_queue (stage, priority, due, aggregate_id);
      CREATE INDEX prescriptions_queue_to_fill ON prescriptions_queue (product_key) WHERE stage = 'fill';
    `,
  },
];

const openSet: ReadonlySet<string> = new Set(openStages);
/** Sorts after every promised time: nothing was promised. */
export const noDue = '9999';

export function prescriptionRows(id: string, state: PrescriptionState): ProjectedRows {
  if (state.entered === null) return {};
  return {
    prescriptions_prescription: [
      {
        aggregate_id: id,
        rx_number: state.rxNumber,
        stage: state.stage,
        patient_id: state.patientId,
        drug: state.product?.name ?? null,
        drug_key: state.drug?.key ?? null,
        product_key: state.product?.key ?? null,
        schedule: state.product?.schedule ?? null,
        prescriber_key: state.prescriber ? prescriberKey(state.prescriber) : null,
        written_on: state.writtenOn,
        entered_at: state.entered.at,
        last_filled_on: lastFilledOn(state),
      },
    ],
    prescriptions_queue: isInQueue(state) ? [queueRow(id, state)] : [],
    prescriptions_fill: state.fills.map((fill) => fillRow(id, state, fill)),
    prescriptions_conflict: openConflicts(state).map((c) => ({
      aggregate_id: id,
      conflict_id: c.conflictId,
      kind: c.kind,
      patient_id: state.patientId,
      since: c.sides.at(-1)?.by.at ?? '',
    })),
  };
}

/** Open ones, and closed ones that still have a conflict to decide. */
function isInQueue(state: PrescriptionState): boolean {
  return openSet.has(state.stage) || openConflicts(state).length > 0;
}

function queueRow(id: string, state: PrescriptionState) {
  return {
    aggregate_id: id,
    stage: state.stage,
    due: state.promisedAt ? new Date(state.promisedAt).toISOString() : noDue,
    priority: priorities.indexOf(state.priority),
    patient_id: state.patientId,
    rx_number: state.rxNumber,
    drug: state.product?.name ?? null,
    product_key: state.product?.key ?? null,
    waiting_milli: waitingMilli(state),
    needs: needsOf(state).join(' '),
  };
}

/** What stage `fill` will take from the shelf. */
function waitingMilli(state: PrescriptionState): number {
  if (state.stage !== 'fill') return 0;
  return state.owedMilli > 0 ? state.owedMilli : (state.quantityMilli ?? 0);
}

function fillRow(id: string, state: PrescriptionState, fill: FillState) {
  return {
    aggregate_id: id,
    fill_id: fill.fillId,
    fill_number: fill.fillNumber,
    part: fill.part,
    status: fill.status,
    patient_id: state.patientId,
    product_key: fill.ndc,
    quantity_milli: fill.quantityMilli,
    days_supply: fill.daysSupply,
    owed_milli: fill.owedMilli,
    filled_on: fill.filledOn,
    verified_at: fill.verifiedBy?.at ?? null,
    handed_over_at: fill.handOver?.by.at ?? null,
    bin_location: fill.binLocation,
  };
}

/** Day of the last fill the patient has or will have. */
export function lastFilledOn(state: PrescriptionState): string | null {
  const days = state.fills.filter((f) => f.status === 'handed-over' || f.status === 'verified' || f.status === 'made');
  return days.reduce<string | null>((last, f) => (last === null || f.filledOn > last ? f.filledOn : last), null);
}

/** One person, however the name was typed: the NPI where there is one. */
export function prescriberKey(prescriber: { readonly name: string; readonly npi: string | null }): string {
  return prescriber.npi ? `npi ${prescriber.npi}` : `name ${prescriber.name.toLowerCase().replace(/\s+/g, ' ')}`;
}

/** What is needed next, for the queue. */
export function needsOf(state: PrescriptionState): NeedTag[] {
  const needs: NeedTag[] = [];
  if (openConflicts(state).length > 0) needs.push('conflict');
  if (state.stage === 'data-entry') needs.push('data');
  if (state.stage === 'review' && openBlockingAlerts(state).length > 0) needs.push('alerts');
  if (state.stage === 'review' || state.stage === 'verification') needs.push('pharmacist');
  if (state.stage === 'adjudication')
    needs.push(state.adjudication?.status === 'rejected' ? 'rejected-claim' : 'price');
  if (state.owedMilli > 0) needs.push('stock-owed');
  if (state.fills.some((f) => f.status === 'superseded')) needs.push('corrected');
  if (isControlled(state.product?.schedule ?? null)) needs.push('controlled');
  if (state.earliestFillOn !== null && !openFill(state) && state.cycle === 0) needs.push('first-fill-later');
  return needs;
}
