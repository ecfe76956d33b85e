import type { ModuleContext } from '../../kernel/module.ts';
import { dateIn } from '../../kernel/time.ts';
import type { FillState, PrescriptionState } from '../prescriptions/model.ts';
import { dueOf, needsCounseling } from './decide-hand-over.ts';
import { owedOf } from './owed.ts';
import { ageInDays, returnDay } from './returns.ts';
import { settingsOf } from './settings.ts';

interface Waiting {
  readonly state: PrescriptionState;
  readonly fill: FillState;
}

export interface WillCallQuery {
  readonly q?: string | undefined;
  readonly patientId?: string | undefined;
  readonly dueForReturn?: boolean | undefined;
}

/** Bags that wait to be collected, the one that waits longest first. */
export function willCall(context: ModuleContext, query: WillCallQuery) {
  const shared = sharedBins(context);
  const rows = waitingFills(context, query.patientId).map((waiting) => rowOf(context, waiting, shared));
  const words = (query.q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return rows
    .filter((row) => words.every((word) => textOf(row).includes(word)))
    .filter((row) => query.dueForReturn === undefined || row.isReturnDue === query.dueForReturn);
}

export type WillCallRow = ReturnType<typeof rowOf>;

function waitingFills(context: ModuleContext, patientId: string | undefined): Waiting[] {
  const ids = patientId === undefined ? null : new Set(context.use('patients').allIds(patientId));
  const rows = context.db
    .prepare<{ fill_id: string; patient_id: string | null }>(
      "SELECT fill_id, patient_id FROM prescriptions_fill WHERE status = 'verified' ORDER BY verified_at, fill_id",
    )
    .all();
  return rows
    .filter((row) => ids === null || (row.patient_id !== null && ids.has(row.patient_id)))
    .flatMap((row) => {
      const found = context.use('prescriptions').byFill(row.fill_id);
      const fill = found?.state.fills.find((candidate) => candidate.fillId === row.fill_id);
      return found && fill ? [{ state: found.state, fill }] : [];
    });
}

/** Places where bags of more than one patient stand. */
function sharedBins(context: ModuleContext): Set<string> {
  const rows = context.db
    .prepare<{ bin: string }>(
      `SELECT bin_location AS bin FROM prescriptions_fill WHERE status = 'verified' AND bin_location IS NOT NULL
        GROUP BY bin_location HAVING COUNT(DISTINCT COALESCE(patient_id, fill_id)) > 1`,
    )
    .all();
  return new Set(rows.map(({ bin }) => bin));
}

function rowOf(context: ModuleContext, { state, fill }: Waiting, shared: ReadonlySet<string>) {
  const patient = state.patientId === null ? undefined : context.use('patients').summary(state.patientId);
  const readyAt = fill.verifiedBy?.at ?? fill.madeBy.at;
  const readyOn = dateIn(context.use('store').profile().timeZone, Date.parse(readyAt));
  const today = context.today();
  const returnOn = returnDay(readyOn, settingsOf(context).returnToStockDays);
  return {
    fillId: fill.fillId,
    prescriptionId: state.id,
    rxNumber: state.rxNumber,
    patientId: state.patientId,
    patientName: patient?.name ?? '',
    birthDate: patient?.birthDate ?? null,
    productName: fill.productName,
    schedule: state.product?.schedule ?? null,
    quantity: fill.quantityMilli / 1000,
    owedQuantity: fill.owedMilli / 1000,
    binLocation: fill.binLocation,
    isBinShared: fill.binLocation !== null && shared.has(fill.binLocation),
    isRefrigerated: context.use('inventory').settings(fill.ndc).isRefrigerated,
    readyAt,
    ageDays: ageInDays(readyOn, today),
    returnOn,
    isReturnDue: today >= returnOn,
    dueCents: dueOf(state, fill).totalCents,
    needsCounseling: needsCounseling(fill),
  };
}

function textOf(row: WillCallRow): string {
  return [row.patientName, row.rxNumber, row.productName, row.binLocation ?? ''].join(' ').toLowerCase();
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
    .prepare<{ id: string }>(
      `SELECT q.aggregate_id AS id FROM prescriptions_queue q WHERE EXISTS
        (SELECT 1 FROM prescriptions_fill f WHERE f.aggregate_id = q.aggregate_id AND f.owed_milli > 0)`,
    )
    .all()
    .map(({ id }) => context.use('prescriptions').get(id))
    .filter((state) => state !== undefined && state.owedMilli > 0) as PrescriptionState[];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
