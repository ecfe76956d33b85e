import type { Call, Unit } from '../../kernel/module.ts';
import type { Refusal, Result } from '../../kernel/refusal.ts';
import type { DrugRecord } from '../drugs/model.ts';
import type { PriceBreakdown } from './price-model.ts';
import type { PaymentMethod, SaleLine, SaleState, Tender } from './sale-model.ts';

export type NoPrice = Refusal<'no-price', { ndc: string }>;

export interface SaleDraft {
  readonly saleId: string;
  readonly lines: readonly SaleLine[];
  readonly tenders: readonly Tender[];
}

export interface RecordedSale {
  readonly saleId: string;
  readonly receiptNumber: string;
  readonly totalCents: number;
  readonly changeCents: number;
  /** To capture after the commit. */
  readonly cardPaymentIds: readonly string[];
}

/** A shelf item as a sale line asks for it: an NDC (any format), a barcode or a store code. */
export interface ItemRequest {
  readonly item: string;
  readonly packages: number;
  readonly lotNumber?: string;
}

export interface PosService {
  /** The cash price of a prescription drug, each part shown; refused `no-price` when neither cost nor price is known. */
  price(input: { drug: DrugRecord; quantityMilli: number; on: string }): Result<PriceBreakdown, NoPrice>;
  /** No price at all, only product, quantity and tax: what a price set by hand stands on. */
  unpriced(input: { ndc: string; quantityMilli: number; on: string }): PriceBreakdown;
  /** Shelf items as sale lines: prices them and takes their stock in this unit. Throws its refusals. */
  takeItems(unit: Unit, saleId: string, items: readonly ItemRequest[]): SaleLine[];
  /** The same lines without touching stock, to show a total before the sale. */
  quoteItems(items: readonly ItemRequest[], on: string): SaleLine[];
  /** Writes the sale, its receipt number and its payments in this unit. Throws its refusals. */
  recordSale(unit: Unit, draft: SaleDraft): RecordedSale;
  /**
   * A sale from payment to receipt: `check` refuses before any card is asked for, cards are authorised, `commit` writes
   * the sale in one command of its own, then the cards are charged. A refusal in `commit` releases the cards. A retry
   * or a stop between any two steps charges nobody twice: the same `purpose` and amount resumes the open payment.
   */
  sell<R extends RecordedSale>(
    call: Call,
    sale: {
      tenders: readonly Tender[];
      purpose: string;
      check(unit: Unit): void;
      commit(tenders: readonly Tender[]): R;
    },
  ): Promise<R>;
  sale(saleId: string): SaleState | undefined;
  /** Sales and drawers with something that does not fit together, oldest first. */
  openConflicts(): {
    readonly id: string;
    readonly kind: 'sale' | 'drawer';
    readonly conflict: string;
    readonly since: string;
  }[];
  /**
   * Refunds whole lines to the methods they were paid with; never above what was paid. Card parts are queued and sent
   * to the terminal by `settleCardRefunds` after the commit.
   */
  refundLines(
    unit: Unit,
    input: {
      saleId: string;
      lineIds: readonly string[];
      reason: string;
      kind: 'refund' | 'void';
      method?: PaymentMethod | undefined;
    },
  ): { refundId: string; amountCents: number };
  settleCardRefunds(call: Call, saleId: string): Promise<void>;
}

declare module '../../kernel/module.ts' {
  interface ModuleServices {
    pos: PosService;
  }
}
