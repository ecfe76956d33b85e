import type { z } from 'zod';
import { fromMilli } from '../../kernel/contract.ts';
import {
  type FillState,
  missingFields,
  type PrescriptionState,
  type ProductSnapshot,
  type SigRecord,
} from './model.ts';
import { warningsOf } from './warnings.ts';
import type { fillSchema, prescriptionSchema, productSchema, sigSchema } from './wire.ts';

export type WireFill = z.input<typeof fillSchema>;

/** Parts of a prescription in the shapes of the contract: thousandths become numbers. */
export function fillOnWire(fill: FillState): WireFill {
  const { quantityMilli, owedMilli, allocations, ...rest } = fill;
  return {
    ...rest,
    quantity: fromMilli(quantityMilli),
    owed: fromMilli(owedMilli),
    allocations: allocations.map(({ quantityMilli: milli, ...lot }) => ({ ...lot, quantity: fromMilli(milli) })),
  };
}

export function productOnWire(product: ProductSnapshot): z.input<typeof productSchema> {
  const { packageSizeMilli, ...rest } = product;
  return { ...rest, packageSize: packageSizeMilli === null ? null : fromMilli(packageSizeMilli) };
}

export function sigOnWire(sig: SigRecord): z.input<typeof sigSchema> {
  const { maxPerDayMilli, maxPerDoseMilli, rate, flags, ...rest } = sig;
  const number = (milli: number | null): number | null => (milli === null ? null : fromMilli(milli));
  return { ...rest, maxPerDay: number(maxPerDayMilli), maxPerDose: number(maxPerDoseMilli), flags: [...flags] };
}

export type WirePrescription = z.input<typeof prescriptionSchema>;

/** Everything the page of one prescription shows, except its history. */
export function prescriptionOnWire(
  state: PrescriptionState,
  context: {
    readonly version: number;
    readonly today: string;
    readonly patientName: string | null;
    readonly present: WirePrescription['with'];
  },
): WirePrescription {
  const {
    quantityMilli,
    owedMilli,
    owedReleased,
    refillRequest,
    heldFrom,
    fills,
    drug,
    product,
    sig,
    alerts,
    ...rest
  } = state;
  const { renewals, conflicts, adjudication, fieldStamps, ...plain } = rest;
  return {
    ...plain,
    version: context.version,
    patientName: context.patientName,
    drug: drug && productOnWire(drug),
    product: product && productOnWire(product),
    sig: sig && sigOnWire(sig),
    quantity: quantityMilli === null ? null : fromMilli(quantityMilli),
    owed: fromMilli(owedMilli),
    missing: missingFields(state),
    warnings: warningsOf(state, context.today),
    alerts: alerts.map((alert) => ({ ...alert })),
    adjudication: adjudication && { ...adjudication, rejects: adjudication.rejects.map((reject) => ({ ...reject })) },
    fills: fills.map(fillOnWire),
    renewals: [...renewals],
    conflicts: conflicts.map(({ sides, fillIds, ...c }) => ({ ...c, sides: [...sides], fillIds: [...fillIds] })),
    with: context.present,
  };
}
