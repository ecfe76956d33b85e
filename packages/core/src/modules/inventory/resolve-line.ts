import { fromMilli, toMilli } from '../../kernel/contract.ts';
import { ok, type RefusalOf, type Result, refuse } from '../../kernel/refusal.ts';
import { addMonths } from '../../kernel/time.ts';
import type { DrugRecord, Scan } from '../drugs/model.ts';
import { mulDivRound } from './integer-maths.ts';
import { lotIdOf, normalLotNumber } from './lot.ts';
import type { receiptRefusals } from './refusals.ts';

/** One line of goods that come in, as typed or scanned. */
export interface ArrivingLine {
  readonly lotNumber?: string;
  readonly expiresOn?: string;
  readonly quantity?: number;
  readonly packages?: number;
  readonly packageSize?: number;
  readonly unitCostCents?: number;
  readonly packageCostCents?: number;
  /** Cost of the whole line, where a transfer says it. */
  readonly lineCostCents?: number;
  readonly serial?: string;
}

/** The same line with its drug, checked, in thousandths and whole cents. */
export interface ResolvedLine {
  readonly batchId: string;
  readonly drug: DrugRecord;
  readonly lotNumber: string;
  readonly expiresOn: string;
  readonly quantityMilli: number;
  readonly costCents: number | null;
  readonly serial: string | null;
}

export type ReceiptRefusal = RefusalOf<typeof receiptRefusals>;

/** A date further away than this is a slip of the year. */
const shelfLifeMonthsMax = 120;

/** Puts scan and typing together; they must agree. Then lot, expiry, quantity and cost. */
export function resolveLine(
  line: number,
  input: ArrivingLine,
  source: { drug: DrugRecord; scan: Scan | null },
  today: string,
): Result<ResolvedLine, ReceiptRefusal> {
  const { drug, scan } = source;
  const at = { line, ndc: drug.key };
  const lotNumber = agree(line, 'lotNumber', scan?.lotNumber, input.lotNumber, normalLotNumber);
  if (!lotNumber.ok) return lotNumber;
  const expiresOn = agree(line, 'expiresOn', scan?.expiresOn, input.expiresOn, (text) => text);
  if (!expiresOn.ok) return expiresOn;
  if (lotNumber.value === null || expiresOn.value === null) return refuse('lot-and-expiry-required', at);
  if (expiresOn.value < today) return refuse('expired-on-arrival', { ...at, expiresOn: expiresOn.value });
  if (expiresOn.value > addMonths(today, shelfLifeMonthsMax)) {
    return refuse('impossible-expiry', { ...at, expiresOn: expiresOn.value });
  }
  const quantity = quantityOf(at, input, drug.packageSizeMilli);
  if (!quantity.ok) return quantity;
  const identity = { drugKey: drug.key, lotNumber: lotNumber.value, expiresOn: expiresOn.value };
  return ok({
    batchId: lotIdOf(identity),
    drug,
    lotNumber: identity.lotNumber,
    expiresOn: identity.expiresOn,
    quantityMilli: quantity.value.milli,
    costCents: costCentsOf(input, quantity.value),
    serial: scan?.serial ?? input.serial ?? null,
  });
}

function agree(
  line: number,
  field: string,
  scanned: string | null | undefined,
  typed: string | undefined,
  normal: (text: string) => string,
): Result<string | null, ReceiptRefusal> {
  const [fromScan, fromHand] = [scanned ? normal(scanned) : null, typed ? normal(typed) : null];
  if (fromScan !== null && fromHand !== null && fromScan !== fromHand) {
    return refuse('scan-mismatch', { line, field, scanned: fromScan, typed: fromHand });
  }
  return ok(fromScan ?? fromHand);
}

interface Quantity {
  readonly milli: number;
  /** Thousandths in one package, where that was said or is known. */
  readonly packageMilli: number | null;
}

/** Dispensing units, or packages times size; where both are given they must agree. */
function quantityOf(
  at: { line: number; ndc: string },
  input: ArrivingLine,
  catalogMilli: number | null,
): Result<Quantity, ReceiptRefusal> {
  const givenMilli = input.packageSize === undefined ? null : toMilli(input.packageSize);
  if (givenMilli !== null && catalogMilli !== null && givenMilli !== catalogMilli) {
    const sizes = { packageSize: fromMilli(givenMilli), catalogSize: fromMilli(catalogMilli) };
    return refuse('package-size-mismatch', { ...at, ...sizes });
  }
  const packageMilli = givenMilli ?? catalogMilli;
  const unitsMilli = input.quantity === undefined ? null : toMilli(input.quantity);
  if (input.packages === undefined) return ok({ milli: unitsMilli ?? 0, packageMilli });
  if (packageMilli === null) return refuse('package-size-unknown', at);
  const milli = input.packages * packageMilli;
  if (unitsMilli !== null && unitsMilli !== milli) {
    return refuse('quantity-mismatch', { ...at, quantity: fromMilli(unitsMilli), fromPackages: fromMilli(milli) });
  }
  return ok({ milli, packageMilli });
}

function costCentsOf(input: ArrivingLine, quantity: Quantity): number | null {
  if (input.lineCostCents !== undefined) return input.lineCostCents;
  if (input.unitCostCents !== undefined) return mulDivRound(input.unitCostCents, quantity.milli, 1000);
  if (input.packageCostCents === undefined) return null;
  if (quantity.packageMilli === null) return null;
  return mulDivRound(input.packageCostCents, quantity.milli, quantity.packageMilli);
}
