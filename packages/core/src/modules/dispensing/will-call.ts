import type { ModuleContext } from '../../kernel/module.ts';
import { dateIn } from '../../kernel/time.ts';
import type { PrescriptionState } from '../prescriptions/model.ts';
import { isOpenFill } from '../prescriptions/open-fills.ts';
import { dueOf, needsCounseling } from './decide-hand-over.ts';
import { owedOf } from './owed.ts';
import { ageInDays, returnDay } from './returns.ts';
import { settingsOf } from './settings.ts';

export interface WillCallQuery {
  readonly q?: string | undefined;
  readonly patientId?: string | undefined;
  readonly dueForReturn?: boolean | undefined;
}

interface WaitingRow {
  readonly fill_id: string;
  readonly aggregate_id: string;
  readonly fill_number: number;
  readonly part: number;
  readonly patient_id: string | null;
  readonly product_key: string;
  readonly quantity_milli: number;
  readonly owed_milli: number;
  readonly verified_at: string;
  readonly bin_location: string | null;
  readonly rx_number: string;
  readonly drug: string | null;
  readonly schedule: string | null;
}

/** Bags that wait to be collected, the one that waits longest first. Read from tables alone: prices come per page. */
export function willCall(context: ModuleContext, query: WillCallQuery) {
  const shared = sharedBins(context);
  const days = { ...settingsOf(context), timeZone: context.use('store').profile().timeZone, today: context.today() };
  const ids = query.patientId === undefined ? null : new Set(context.use('patients').allIds(query.patientId));
  const words = (query.q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return waitingRows(context)
    .filter((row) => ids === null || (row.patient_id !== null && ids.has(row.patient_id)))
    .map((row) => bagOf(context, row, shared, days))
    .filter((bag) => words.every((word) => textOf(bag).includes(word)))
    .filter((bag) => query.dueForReturn === undefined || bag.isReturnDue === query.dueForReturn);
}

export type WaitingBag = ReturnType<typeof bagOf>;

/** The bag with its price, which hangs on the whole prescription. */
export function priced(context: ModuleContext, bag: WaitingBag) {
  const state = context.use('prescriptions').get(bag.prescriptionId);
  const fill = state?.fills.find((candidate) => candidate.fillId === bag.fillId);
  return { ...bag, dueCents: state && fill ? dueOf(state, fill).totalCents : 0 };
}

function waitingRows(context: ModuleContext): WaitingRow[] {
  return context.db
    .prepare<WaitingRow>(
      `SELECT f.fill_id, f.aggregate_id, f.fill_number, f.part, f.patient_id, f.product_key, f.quantity_milli,
              f.owed_milli, f.verified_at, f.bin_location, p.rx_number, p.drug, p.schedule
         FROM prescriptions_fill f JOIN prescriptions_prescription p ON p.aggregate_id = f.aggregate_id
        WHERE f.${isOpenFill} AND f.status = 'verified' ORDER BY f.verified_at, f.fill_id`,
    )
    .all();
}

/** Places where bags of more than one patient stand. */
function sharedBins(context: ModuleContext): Set<string> {
  const rows = context.db
    .prepare<{ bin: string }>(
      `SELECT bin_location AS bin FROM prescriptions_fill WHERE ${isOpenFill} AND status = 'verified' AND bin_location IS NOT NULL
        GROUP BY bin_location HAVING COUNT(DISTINCT COALESCE(patient_id, fill_id)) > 1`,
    )
    .all();
  return new Set(rows.map(({ bin }) => bin));
}

function bagOf(
  context: ModuleContext,
  row: WaitingRow,
  shared: ReadonlySet<string>,
  days: { returnToStockDays: number; timeZone: string; today: string },
) {
  const patient = row.patient_id === null ? undefined : context.use('patients').summary(row.patient_id);
  const readyOn = dateIn(days.timeZone, Date.parse(row.verified_at));
  const returnOn = returnDay(readyOn, days.returnToStockDays);
  return {
    fillId: row.fill_id,
    prescriptionId: row.aggregate_id,
    rxNumber: row.rx_number,
    patientId: row.patient_id,
    patientName: patient?.name ?? '',
    birthDate: patient?.birthDate ?? null,
    productName: row.drug ?? '',
    schedule: row.schedule,
    quantity: row.quantity_milli / 1000,
    owedQuantity: row.owed_milli / 1000,
    binLocation: row.bin_location,
    isBinShared: row.bin_location !== null && shared.has(row.bin_location),
    isRefrigerated: context.use('inventory').settings(row.product_key).isRefrigerated,
    readyAt: row.verified_at,
    ageDays: ageInDays(readyOn, days.today),
    returnOn,
    isReturnDue: days.today >= returnOn,
    needsCounseling: needsCounseling({ fillNumber: row.fill_number, part: row.part }),
  };
}

function textOf(bag: WaitingBag): string {
  return [bag.patientName, bag.rxNumber, bag.productName, bag.binLocation ?? ''].join(' ').toLowerCase();
}

/** Prescriptions whose patient still gets the rest of a fill, the nearest deadline first. */
export function owedList(context: ModuleContext) {
  const now = { at: context.nowIso(), today: context.today() };
  return owedPrescriptions(context)
    .flatMap((state) => {
      const owed = owedOf(state, now);
      const first = state.fills.find((fill) => fill.fillNumber === state.cycle && fill.owedMilli > 0);
      if (!owed || !first) return [];
      const patient = state.patientId === null ? undefined : context.use('patients').summary(state.patientId);
      return [
        {
          prescriptionId: state.id,
          rxNumber: state.rxNumber,
          patientId: state.patientId,
          patientName: patient?.name ?? '',
          productName: state.product?.name ?? '',
          fillNumber: state.cycle,
          owed,
          since: first.filledOn,
          isInStock: context.use('inventory').saleableMilli(state.product?.key ?? '') >= state.owedMilli,
        },
      ];
    })
    .sort((a, b) => compare(a.owed.deadline ?? '9999', b.owed.deadline ?? '9999') || compare(a.since, b.since));
}

function owedPrescriptions(context: ModuleContext): PrescriptionState[] {
  return context.db
    .prepare<{ id: string }>("SELECT aggregate_id AS id FROM prescriptions_queue WHERE needs LIKE '%stock-owed%'")
    .all()
    .map(({ id }) => context.use('prescriptions').get(id))
    .filter((state) => state !== undefined);
}

export function countOwed(context: ModuleContext): number {
  const row = context.db
    .prepare<{ n: number }>("SELECT COUNT(*) AS n FROM prescriptions_queue WHERE needs LIKE '%stock-owed%'")
    .get();
  return row?.n ?? 0;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
