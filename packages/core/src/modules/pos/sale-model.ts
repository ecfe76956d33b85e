import type { TaxClass } from './price-model.ts';

export const paymentMethods = ['cash', 'card', 'check', 'house-account'] as const;
export type PaymentMethod = (typeof paymentMethods)[number];

/** What the customer hands over. Card data never appears: a card is the id of an intent at the terminal. */
export interface Tender {
  readonly method: PaymentMethod;
  readonly amountCents: number;
  /** The card payment that was approved before; absent, the sale starts one. */
  readonly cardPaymentId?: string;
  /** Approval code of a terminal that is not connected to this program. */
  readonly approvalCode?: string;
  readonly checkNumber?: string;
  /** Whose house account is charged. */
  readonly accountPatientId?: string;
}

/** A payment as the sale keeps it: cash is what stays in the drawer, that is, tendered less change. */
export interface Payment {
  readonly method: PaymentMethod;
  readonly amountCents: number;
  readonly tenderedCents: number;
  readonly changeCents: number;
  readonly cardPaymentId: string | null;
  readonly approvalCode: string | null;
  readonly checkNumber: string | null;
  readonly accountPatientId: string | null;
}

export type SaleLineKind = 'fill' | 'item' | 'account-payment';

export interface SaleLine {
  readonly lineId: string;
  readonly kind: SaleLineKind;
  /** What the receipt prints: prescription number, or the name of a shelf item; never a drug of a prescription. */
  readonly description: string;
  /** A sentence for the foot of the receipt, e.g. what is still owed. */
  readonly note: string | null;
  readonly fillId: string | null;
  readonly prescriptionId: string | null;
  readonly patientId: string | null;
  readonly itemKey: string | null;
  readonly quantityMilli: number;
  readonly amountCents: number;
  readonly taxCents: number;
  readonly includedTaxCents: number;
  readonly taxClass: TaxClass;
  readonly isHealthEligible: boolean;
  /** Lots that left the shelf with an item line, to give them back on a refund. */
  readonly allocations: readonly SaleAllocation[];
}

export interface SaleAllocation {
  readonly batchId: string;
  readonly lotNumber: string;
  readonly expiresOn: string;
  readonly quantityMilli: number;
}

export interface Refund {
  readonly refundId: string;
  readonly at: string;
  readonly businessDate: string;
  readonly terminalId: string;
  readonly drawerId: string | null;
  readonly byUser: string;
  readonly reason: string;
  readonly kind: 'refund' | 'void';
  readonly lineIds: readonly string[];
  readonly amountCents: number;
  readonly payments: readonly RefundPayment[];
}

/** Money that goes back: which payment of the sale it is taken from, and how it is paid out. */
export interface RefundPayment {
  readonly paymentIndex: number;
  readonly method: PaymentMethod;
  readonly amountCents: number;
  readonly cardPaymentId: string | null;
  readonly accountPatientId: string | null;
}

export interface SaleState {
  readonly saleId: string;
  readonly recorded: boolean;
  readonly receiptNumber: string;
  readonly at: string;
  readonly businessDate: string;
  readonly terminalId: string;
  readonly drawerId: string | null;
  readonly cashier: string;
  readonly lines: readonly SaleLine[];
  readonly payments: readonly Payment[];
  readonly totalCents: number;
  readonly refunds: readonly Refund[];
  /** What does not fit together, e.g. one line refunded at two terminals at once; for the exception queue. */
  readonly conflicts: readonly string[];
}
