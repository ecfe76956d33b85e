import type { DrugRecord } from '../drugs/model.ts';
import type { SkippedLot } from '../inventory/model.ts';
import type { Allocation, FillState, PrescriptionState } from '../prescriptions/model.ts';
import { dueOf } from './decide-hand-over.ts';
import { owedOf } from './owed.ts';

/** From state to what the contract promises. */

export function allocationsToWire(allocations: readonly Allocation[]) {
  return allocations.map(({ batchId, lotNumber, expiresOn, quantityMilli }) => ({
    batchId,
    lotNumber,
    expiresOn,
    quantity: quantityMilli / 1000,
  }));
}

export function skippedToWire(skipped: readonly SkippedLot[]) {
  return skipped.map(({ lotNumber, expiresOn, onHandMilli, reason }) => ({
    lotNumber,
    expiresOn,
    onHand: onHandMilli / 1000,
    reason,
  }));
}

export function fillToWire(state: PrescriptionState, fill: FillState, now: { at: string; today: string }) {
  const { handOver, closed } = fill;
  return {
    fillId: fill.fillId,
    prescriptionId: state.id,
    rxNumber: state.rxNumber,
    patientId: state.patientId,
    stage: state.stage,
    status: fill.status,
    fillNumber: fill.fillNumber,
    part: fill.part,
    ndc: fill.ndc,
    productName: fill.productName,
    quantity: fill.quantityMilli / 1000,
    daysSupply: fill.daysSupply,
    owed: fill.fillNumber === state.cycle && fill.owedMilli > 0 ? owedOf(state, now) : null,
    allocations: allocationsToWire(fill.allocations),
    filledOn: fill.filledOn,
    madeBy: fill.madeBy.userName,
    madeAt: fill.madeBy.at,
    verifiedBy: fill.verifiedBy?.userName ?? null,
    verifiedAt: fill.verifiedBy?.at ?? null,
    binLocation: fill.binLocation,
    dueCents: handOver ? handOver.patientPayCents : dueOf(state, fill).totalCents,
    sale: handOver && {
      saleId: handOver.saleId,
      receiptNumber: handOver.receiptNumber,
      at: handOver.by.at,
      relationship: handOver.relationship,
      counseling: handOver.counseling,
    },
    closed: closed && { reason: closed.reason, at: closed.by.at, by: closed.by.userName },
    label: fill.label ?? null,
  };
}

export function productToWire(drug: DrugRecord) {
  const { ndc, key, name, brandName, strength, doseForm, route, labeler, schedule, teCode, unit } = drug;
  const packageSize = drug.packageSizeMilli === null ? null : drug.packageSizeMilli / 1000;
  return { ndc, key, name, brandName, strength, doseForm, route, labeler, schedule, teCode, packageSize, unit };
}
