import { toMilli } from '../../kernel/contract.ts';
import type { Call, ModuleContext, Unit } from '../../kernel/module.ts';
import { RefusalError, unwrap } from '../../kernel/refusal.ts';
import { addDays } from '../../kernel/time.ts';
import type { DrugRecord, Scan } from '../drugs/model.ts';
import type { AllocationRefusal } from '../inventory/model.ts';
import { prescriptionAggregate } from '../prescriptions/aggregate.ts';
import type { Allocation, PrescriptionState } from '../prescriptions/model.ts';
import { snapshotOf } from '../prescriptions/product-snapshot.ts';
import { decideFill, type FillPlan } from './decide-fill.ts';
import { loadPrescription, prescriptionFacts } from './facts.ts';
import { labelOf } from './label.ts';
import type { PartialReason } from './partial-rules.ts';
import { checkLotDate, checkScan, type ScanRecord } from './scan-check.ts';
import { settingsOf } from './settings.ts';

export interface FillInput {
  readonly id: string;
  readonly ndc: string;
  readonly quantity: number;
  readonly scan?: string | undefined;
  readonly lotNumber?: string | undefined;
  readonly daw?: number | undefined;
  readonly partial?:
    | { readonly reason: PartialReason; readonly requestedBy?: 'patient' | 'prescriber' | undefined }
    | undefined;
}

export interface MadeFill {
  readonly fillId: string;
  readonly plan: FillPlan;
  readonly allocations: readonly Allocation[];
  readonly label: unknown;
  /** The prescription with the fill in it. */
  readonly state: PrescriptionState;
}

/** One unit: product change, new price, stock, label and fill are all in the ledger, or none of them is. */
export function makeFill(context: ModuleContext, unit: Unit, call: Call, input: FillInput): MadeFill {
  const before = loadPrescription(unit, input.id);
  const chosen = productOf(context, input.ndc);
  const quantityMilli = toMilli(input.quantity);
  unit.authorize({ ...prescriptionFacts(before), fillQuantityMilli: quantityMilli, ndc: chosen.key });
  const prescribed = before.drug ? context.use('drugs').find(before.drug.key) : undefined;
  const { daw, partial } = input;
  const plan = unwrap(decideFill(before, { chosen, prescribed, quantityMilli, daw, partial }, unit));
  const scan = scanned(context, unit, chosen, input);
  giveBackSuperseded(context, unit, input.id, plan);
  changeProduct(context, unit, input.id, chosen, plan);
  const fillId = unit.newId('fill');
  const allocations = allocate(context, unit, chosen, plan, { lotNumber: scan.lotNumber, holdKey: input.id });
  unwrap(checkLotDate(scan, allocations));
  context.use('inventory').take(unit, { allocations, reason: 'fill', ref: { kind: 'fill', id: fillId } });
  const label = labelOf(context, loadPrescription(unit, input.id), {
    fillId,
    plan,
    drug: chosen,
    allocations,
    filledOn: unit.today,
    filledBy: call.session?.userName ?? null,
  });
  const { fillNumber, part, daysSupply, owedMilli } = plan;
  const state = unit.append(prescriptionAggregate, input.id, {
    type: 'fill.started',
    payload: {
      fillId,
      fillNumber,
      part,
      ndc: chosen.key,
      productName: chosen.name,
      quantityMilli,
      daysSupply,
      allocations,
      scan,
      owedMilli,
      label,
      filledOn: unit.today,
      partial: plan.partial,
    },
  });
  return { fillId, plan, allocations, label, state };
}

function productOf(context: ModuleContext, ndc: string): DrugRecord {
  const drug = context.use('drugs').find(ndc);
  if (!drug) refuse('drug-unknown', { ndc });
  return drug;
}

/** A code of ten digits that fits several NDCs is checked against all of them. */
function scanned(context: ModuleContext, unit: Unit, chosen: DrugRecord, input: FillInput): ScanRecord {
  const lotNumber = input.lotNumber ?? null;
  return unwrap(checkScan({ chosen, scan: readScan(context, unit, input.scan), lotNumber, today: unit.today }));
}

function readScan(context: ModuleContext, unit: Unit, code: string | undefined): Scan | null {
  if (code === undefined || code.trim() === '') return null;
  const result = context.use('drugs').scan(code, unit.today);
  if (result.ok) return result.value;
  if (result.refusal.kind !== 'ndc-ambiguous') refuse('scan-unreadable', { reason: result.refusal.kind });
  const { candidates } = result.refusal.data;
  const nothing = { ndc11: null, ndc: null, gtin: null, lotNumber: null, expiresOn: null, serial: null };
  return { carrier: 'ndc', ...nothing, candidates, drug: undefined };
}

/** The stock of a fill that a correction overtook is still out: it comes back before the new one is taken. */
function giveBackSuperseded(context: ModuleContext, unit: Unit, id: string, plan: FillPlan): void {
  for (const { fillId, allocations } of plan.superseded) {
    context.use('inventory').giveBack(unit, { allocations, reason: 'fill-voided', ref: { kind: 'fill', id: fillId } });
    unit.append(prescriptionAggregate, id, {
      type: 'fill.voided',
      payload: { fillId, reason: 'prescription corrected' },
    });
  }
}

/** Before the first part the price follows the product; a fill that was begun keeps the price agreed for it. */
function changeProduct(context: ModuleContext, unit: Unit, id: string, chosen: DrugRecord, plan: FillPlan): void {
  if (plan.relation === 'same-product') return;
  const rebill = plan.part === 0;
  const prescription = unit.append(prescriptionAggregate, id, {
    type: 'prescription.product-changed',
    payload: { product: snapshotOf(chosen), daw: plan.daw, reason: plan.relation, rebill },
  });
  if (!rebill) return;
  const { fillNumber } = plan;
  context.use('claims').readjudicate(unit, { prescriptionId: id, prescription, fillNumber, drug: chosen });
}

/** First expired, first out among lots that outlast the supply by the margin; without the margin where there is none. */
function allocate(
  context: ModuleContext,
  unit: Unit,
  chosen: DrugRecord,
  plan: FillPlan,
  wish: { lotNumber: string | null; holdKey: string },
): readonly Allocation[] {
  const inventory = context.use('inventory');
  const { daysSupply, quantityMilli } = plan;
  const request = { ndc11: chosen.key, quantityMilli, ...wish };
  const margin = settingsOf(context).expiryMarginDays;
  const longDated = inventory.allocate(unit, { ...request, notBefore: addDays(unit.today, daysSupply + margin) });
  if (longDated.ok) return longDated.value;
  const shortDated = inventory.allocate(unit, { ...request, notBefore: addDays(unit.today, daysSupply) });
  if (shortDated.ok) return shortDated.value;
  throw new RefusalError(toRefusal(shortDated.refusal));
}

export function toRefusal(refusal: AllocationRefusal): { kind: string; data: unknown } {
  if (refusal.kind === 'unknown-drug') return { kind: 'drug-unknown', data: refusal.data };
  if (refusal.kind === 'rights-elsewhere') return refusal;
  const skipped = refusal.data.skipped.map(({ lotNumber, expiresOn, onHandMilli, reason }) => ({
    lotNumber,
    expiresOn,
    onHand: onHandMilli / 1000,
    reason,
  }));
  if (refusal.kind === 'lot-not-allowed') {
    return { kind: refusal.kind, data: { lotNumber: refusal.data.lotNumber, reason: refusal.data.reason, skipped } };
  }
  const { neededMilli, availableMilli } = refusal.data;
  return { kind: refusal.kind, data: { needed: neededMilli / 1000, available: availableMilli / 1000, skipped } };
}

function refuse(kind: string, data: unknown): never {
  throw new RefusalError({ kind, data });
}
