import type { ModuleContext } from '../../kernel/module.ts';
import type { ReadDb } from '../../kernel/ports.ts';
import { sum } from './money.ts';
import { houseAccountAggregate } from './settings.ts';

export interface AccountEntry {
  readonly saleId: string;
  readonly receiptNumber: string;
  readonly at: string;
  readonly kind: 'charge' | 'payment' | 'refund';
  /** What it adds to the balance; a payment and a refund take away. */
  readonly amountCents: number;
}
export interface Account {
  readonly patientId: string;
  readonly isOpen: boolean;
  readonly limitCents: number;
  readonly balanceCents: number;
  readonly entries: readonly AccountEntry[];
}

/** A house account as its sales make it, over every record that was merged into this patient. Rule POS-60. */
export function accountOf(context: ModuleContext, db: ReadDb, anyId: string): Account {
  const patients = context.use('patients');
  const patientId = patients.survivorOf(anyId);
  const ids = [...new Set([patientId, ...patients.allIds(patientId)])];
  const accounts = ids.map((id) => context.load(houseAccountAggregate, id)).filter((account) => account !== undefined);
  const own = context.load(houseAccountAggregate, patientId);
  const entries = ids.flatMap((id) => entriesOf(db, id)).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return {
    patientId,
    isOpen: own ? own.isOpen : accounts.some((account) => account.isOpen),
    limitCents: own?.limitCents ?? Math.max(0, ...accounts.map((account) => account.limitCents)),
    balanceCents: sum(entries.map((entry) => entry.amountCents)),
    entries,
  };
}

interface EntryRow {
  aggregate_id: string;
  receipt_number: string;
  at: string;
  amount_cents: number;
  kind: string;
}

function entriesOf(db: ReadDb, patientId: string): AccountEntry[] {
  const charges = db
    .prepare<EntryRow>(
      `SELECT aggregate_id, receipt_number, at, amount_cents, kind
         FROM pos_money WHERE account_patient_id = ? AND method = 'house-account'`,
    )
    .all(patientId)
    .map((row): AccountEntry => entry(row, row.kind === 'sale' ? 'charge' : 'refund', row.amount_cents));
  const payments = db
    .prepare<EntryRow>(
      `SELECT aggregate_id, receipt_number, at, amount_cents, kind
         FROM pos_sale_line WHERE patient_id = ? AND kind = 'account-payment' AND is_refunded = 0`,
    )
    .all(patientId)
    .map((row): AccountEntry => entry(row, 'payment', -row.amount_cents));
  return [...charges, ...payments];
}

function entry(row: EntryRow, kind: AccountEntry['kind'], amountCents: number): AccountEntry {
  return { saleId: row.aggregate_id, receiptNumber: row.receipt_number, at: row.at, kind, amountCents };
}
