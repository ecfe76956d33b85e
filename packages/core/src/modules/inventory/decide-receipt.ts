import { ok, type Result, refuse } from '../../kernel/refusal.ts';
import { isControlledDrug } from './controlled.ts';
import { tierOf } from './expiry.ts';
import type { Cost, LotStatus, warningKinds } from './model.ts';
import type { Invoice, ReceiptLine } from './receipt.ts';
import type { ReceiptRefusal, ResolvedLine } from './resolve-line.ts';

export interface ReceiptWarning {
  readonly line: number;
  readonly kind: (typeof warningKinds)[number];
  readonly message: string;
}

/** What the handler looked up for one line. */
export interface LineFacts {
  readonly status: LotStatus;
  readonly lastCost: Cost | null;
  readonly isSerialSeen: boolean;
  /** An earlier receipt with this line of the same invoice of the same supplier. */
  readonly earlier: { readonly receiptId: string; readonly receivedAt: string } | null;
}

export interface ReceiptCommand {
  readonly lines: readonly ResolvedLine[];
  readonly invoice: Invoice | null;
  readonly acceptDuplicates: boolean;
}

/** A unit cost that is half or double the last one: units and packages were mixed up, or the price is news. */
const costJump = 2;

export function decideReceipt(
  command: ReceiptCommand,
  facts: readonly LineFacts[],
  today: string,
): Result<{ lines: ReceiptLine[]; warnings: ReceiptWarning[] }, ReceiptRefusal> {
  const warnings: ReceiptWarning[] = [];
  for (const [line, resolved] of command.lines.entries()) {
    const known = facts[line];
    if (known === undefined) continue;
    if (known.earlier !== null && !command.acceptDuplicates) {
      return refuse('duplicate-invoice-line', { line, ndc: resolved.drug.key, ...known.earlier });
    }
    warnings.push(...warningsOf(line, resolved, known, command.invoice, today));
  }
  return ok({ lines: command.lines.map(toReceiptLine), warnings });
}

export function toReceiptLine(line: ResolvedLine): ReceiptLine {
  const { batchId, drug, lotNumber, expiresOn, quantityMilli, costCents, serial } = line;
  return { batchId, drugKey: drug.key, name: drug.name, lotNumber, expiresOn, quantityMilli, costCents, serial };
}

function warningsOf(
  line: number,
  resolved: ResolvedLine,
  known: LineFacts,
  invoice: Invoice | null,
  today: string,
): ReceiptWarning[] {
  const { drug, quantityMilli, costCents } = resolved;
  const found: ReceiptWarning[] = [];
  const warn = (kind: ReceiptWarning['kind'], message: string) => found.push({ line, kind, message });
  if (tierOf(resolved.expiresOn, today) === 'pull') {
    warn('short-dated', 'Expires within three months. Ask the supplier for a later date or a credit.');
  }
  if (costCents === null) warn('no-cost', 'No cost was given: margin and stock value will not show for this lot.');
  if (isJump(known.lastCost, costCents, quantityMilli)) {
    warn('cost-jump', 'Cost per unit is less than half or more than double the last one. Check units and packages.');
  }
  if (drug.packageSizeMilli !== null && quantityMilli % drug.packageSizeMilli !== 0) {
    warn('not-whole-packages', 'The quantity is not a whole number of packages. Check units and packages.');
  }
  if (drug.schedule === 'CII' && !invoice?.orderForm) {
    warn('order-form-missing', 'Schedule II: note the Form 222 or CSOS order number with this receipt (21 CFR 1305).');
  }
  if (known.status !== 'available') {
    warn('lot-not-available', `This lot is ${known.status}: the stock was received and stays blocked.`);
  }
  if (known.isSerialSeen) warn('serial-seen', 'A package with this serial number was received before.');
  return found;
}

function isJump(last: Cost | null, costCents: number | null, quantityMilli: number): boolean {
  if (last === null || costCents === null || last.costCents === 0) return false;
  const [now, then] = [costCents * last.forMilli, last.costCents * quantityMilli];
  return now > then * costJump || now * costJump < then;
}

export function hasControlled(lines: readonly ResolvedLine[]): boolean {
  return lines.some((line) => isControlledDrug(line.drug));
}
