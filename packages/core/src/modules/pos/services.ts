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
  /** Shelf items as sale lines: prices them and takes their stock in this unit. Throws its refusals. */
  takeItems(unit: Unit, saleId: string, items: readonly ItemRequest[]): SaleLine[];
  /** The same lines without touching stock, to show a total before the sale. */
  quoteItems(items: readonly ItemRequest[], on: string): SaleLine[];
  /** Writes the sale, its receipt number and its payments in this unit. Throws its refusals. */
  recordSale(unit: Unit, call: Call, draft: SaleDraft): RecordedSale;
  /**
   * Card tenders before the sale, each with an approved authorisation: resumes the open intent of the same purpose and
   * amount instead of asking the terminal twice. Answers the tenders with their `cardPaymentId`.
   */
  authorizeCards(call: Call, tenders: readonly Tender[], purpose: string): Promise<readonly Tender[]>;
  /** After the sale was committed; a failure leaves the intent for the recovery command. */
  captureCards(call: Call, cardPaymentIds: readonly string[]): Promise<void>;
  /** The sale did not come about: releases what was authorised for it. */
  releaseCards(call: Call, tenders: readonly Tender[], reason: string): Promise<void>;
  sale(saleId: string): SaleState | undefined;
  /**
   * Refunds whole lines to the methods they were paid with; never above what was paid. Card parts are queued and sent
   * to the terminal by `settleCardRefunds` after the commit.
   */
  refundLines(
    unit: Unit,
    call: Call,
    input: {
      saleId: string;
      lineIds: readonly string[];
      reason: string;
      kind: 'refund' | 'void';
      method?: PaymentMethod;
    },
  ): { refundId: string; amountCents: number };
  settleCardRefunds(call: Call, saleId: string): Promise<void>;
}

declare module '../../kernel/module.ts' {
  interface ModuleServices {
    pos: PosService;
  }
}
