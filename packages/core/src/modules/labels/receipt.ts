/** A sale as its receipt shows it. Money in cents; worded in English. No drug names: receipts are left on counters. */
export interface ReceiptFacts {
  readonly store: {
    readonly name: string;
    readonly addressLines: readonly string[];
    readonly phone: string;
    readonly demo: boolean;
  };
  /** US dollars unless said. */
  readonly currency?: 'USD' | 'INR';
  readonly title: 'sale' | 'refund' | 'void';
  readonly receiptNumber: string;
  /** Store-local date and time as shown, e.g. `2026-11-21 10:32`. */
  readonly at: string;
  readonly cashier: string;
  readonly terminal: string;
  readonly lines: readonly {
    readonly text: string;
    /** Thousandths; shown when not one. */
    readonly quantityMilli: number;
    readonly amountCents: number;
    /** Eligible for a health spending account. */
    readonly fsaEligible: boolean;
  }[];
  readonly subtotalCents: number;
  readonly taxCents: number;
  readonly totalCents: number;
  readonly payments: readonly { readonly text: string; readonly amountCents: number }[];
  readonly changeCents: number;
  readonly fsaEligibleCents: number;
  readonly footer: readonly string[];
}
