import { addDays } from '../../kernel/time.ts';
import type { FillState, PrescriptionState } from '../prescriptions/model.ts';
import type { ScanRecord } from './scan-check.ts';

export interface Check {
  readonly id:
    | 'barcode'
    | 'drug'
    | 'lot-expiry'
    | 'lot-source'
    | 'quantity'
    | 'days-supply'
    | 'product-change'
    | 'price'
    | 'owed'
    | 'refrigerated'
    | 'controlled';
  readonly status: 'pass' | 'attention' | 'not-checked';
  readonly text: string;
}

export interface CheckFacts {
  readonly state: PrescriptionState;
  readonly fill: FillState;
  readonly expiryMarginDays: number;
  readonly isRefrigerated: boolean;
  readonly isControlled: boolean;
}

/** What was compared when the fill was made, for the person who answers for it. */
export function checksOf(facts: CheckFacts): Check[] {
  const { state, fill, isRefrigerated, isControlled } = facts;
  return [
    ...barcodeChecks(fill.scan as ScanRecord | null),
    productCheck(state, fill),
    expiryCheck(fill, facts.expiryMarginDays),
    quantityCheck(state, fill),
    priceCheck(state),
    ...(isRefrigerated ? [attention('refrigerated', 'Keep cold: it goes to the refrigerator')] : []),
    ...(isControlled ? [attention('controlled', 'Controlled: second factor at verification')] : []),
  ];
}

function barcodeChecks(scan: ScanRecord | null): Check[] {
  if (!scan?.ndcMatched) return [unchecked('barcode', 'The package was not scanned: compare the NDC by eye')];
  const lot = scan.lotNumber
    ? pass('lot-source', `Lot ${scan.lotNumber} read from the package`)
    : unchecked('lot-source', 'The code carries no lot: compare the lot by eye');
  return [pass('barcode', 'The scanned package is the product of this fill'), lot];
}

function productCheck(state: PrescriptionState, fill: FillState): Check {
  if (state.drug?.key === fill.ndc) return pass('drug', 'The product is the one prescribed');
  return attention('product-change', `${state.drug?.name ?? 'Unknown'} was prescribed, ${fill.productName} was used`);
}

function expiryCheck(fill: FillState, marginDays: number): Check {
  const first = fill.allocations.map((lot) => lot.expiresOn).sort()[0] ?? '';
  if (first >= addDays(fill.filledOn, fill.daysSupply + marginDays)) {
    return pass('lot-expiry', `Expires ${first}, well after the supply ends`);
  }
  return attention('lot-expiry', `Expires ${first}: less than ${marginDays} days after the supply ends`);
}

function quantityCheck(state: PrescriptionState, fill: FillState): Check {
  const quantity = fill.quantityMilli / 1000;
  const of = (state.quantityMilli ?? 0) / 1000;
  if (fill.owedMilli > 0) return attention('owed', `${quantity} of ${of}; ${fill.owedMilli / 1000} are owed`);
  return pass('quantity', fill.part > 0 ? `${quantity}: completes the ${of} prescribed` : `${quantity} as prescribed`);
}

function priceCheck(state: PrescriptionState): Check {
  const isPaid = state.adjudication?.status === 'paid';
  return isPaid ? pass('price', 'The price is settled') : attention('price', 'The price is not settled');
}

function pass(id: Check['id'], text: string): Check {
  return { id, status: 'pass', text };
}
function attention(id: Check['id'], text: string): Check {
  return { id, status: 'attention', text };
}
function unchecked(id: Check['id'], text: string): Check {
  return { id, status: 'not-checked', text };
}
