import { fromMilli } from '../../kernel/contract.ts';
import type { ModuleContext } from '../../kernel/module.ts';
import { assert } from '../../kernel/refusal.ts';
import { addMonths } from '../../kernel/time.ts';
import type { DrugRecord } from '../drugs/model.ts';
import { terminalAggregate } from '../nodes/terminal-model.ts';
import type { DrugBook } from './drug-book.ts';
import { expiryByMonth, type SellingLot, tierOf } from './expiry.ts';
import type { LotHolds } from './lot-holds.ts';
import type { Cost } from './model.ts';
import { costOf, settingsOf } from './product-tables.ts';
import type { StockAdvice } from './stock-advice.ts';
import type { StockKeeper } from './stock-keeper.ts';
import { discrepanciesByDrug, expiringLots, type LotRow, lotRow, lotsOf } from './stock-tables.ts';

export interface StockedLot extends LotRow {
  /** From the replicated document; `on_hand_milli` is the ledger's. */
  readonly onHandMilli: number;
}

/** Stock as screens show it. */
export class StockReader {
  readonly #context: ModuleContext;
  readonly #keeper: StockKeeper;
  readonly #advice: StockAdvice;
  readonly #drugs: DrugBook;
  readonly #holds: LotHolds;

  constructor(
    context: ModuleContext,
    parts: { keeper: StockKeeper; advice: StockAdvice; drugs: DrugBook; holds: LotHolds },
  ) {
    this.#context = context;
    this.#keeper = parts.keeper;
    this.#advice = parts.advice;
    this.#drugs = parts.drugs;
    this.#holds = parts.holds;
  }

  drug(key: string): DrugRecord | undefined {
    return this.#drugs.drug(key);
  }

  lots(key: string): StockedLot[] {
    return lotsOf(this.#context.db, key).map((row) => this.withOnHand(row));
  }

  withOnHand(row: LotRow): StockedLot {
    return { ...row, onHandMilli: this.#keeper.onHandMilli(row.aggregate_id) };
  }

  lotById(batchId: string): StockedLot {
    const row = lotRow(this.#context.db, batchId);
    assert(row !== undefined, 'a lot that is named in a table of this module exists');
    return this.withOnHand(row);
  }

  /** Lots with something on hand that expire before the date, all drugs, earliest first. */
  expiringBefore(before: string): StockedLot[] {
    return expiringLots(this.#context.db, before)
      .map((row) => this.withOnHand(row))
      .filter((lot) => lot.onHandMilli > 0);
  }

  /** Drugs with a lot that expires within six months. */
  expiringSoon(): Set<string> {
    return new Set(this.expiringBefore(addMonths(this.#context.today(), 6)).map((lot) => lot.drug_key));
  }

  isSaleable(lot: StockedLot): boolean {
    return lot.status === 'available' && lot.expires_on >= this.#context.today() && lot.onHandMilli > 0;
  }

  valueCents(lot: StockedLot): number {
    const cost = lotCost(lot);
    return cost === null || lot.onHandMilli <= 0 ? 0 : costOf(cost, lot.onHandMilli);
  }

  packageMilli(key: string): number {
    return this.#drugs.packageMilli(key);
  }

  batch(lot: StockedLot) {
    const cost = lotCost(lot);
    return {
      batchId: lot.aggregate_id,
      lotNumber: lot.lot_number,
      expiresOn: lot.expires_on,
      onHand: fromMilli(lot.onHandMilli),
      status: lot.status,
      tier: tierOf(lot.expires_on, this.#context.today()),
      costCents: cost === null ? null : costOf(cost, this.packageMilli(lot.drug_key)),
      holds: this.#holds.list(lot.aggregate_id).map(({ terminalId, quantityMilli }) => ({
        terminal: this.terminalName(terminalId),
        quantity: fromMilli(quantityMilli),
      })),
    };
  }

  /** Terminals other than this one, and this one for another fill than `key`, that are about to take from a lot. */
  holdersOf(batchId: string, key?: string): string[] {
    const own = this.#context.terminalId;
    const isOwn = this.#holds.isHeldHereBut(key, batchId);
    const names = this.#holds
      .list(batchId)
      .filter(({ terminalId }) => terminalId !== own || isOwn)
      .map(({ terminalId }) => this.terminalName(terminalId));
    return [...new Set(names)].sort();
  }

  /** As the register of terminals has it. */
  terminalName(terminalId: string): string {
    return this.#context.load(terminalAggregate, terminalId)?.name || terminalId;
  }

  /** One drug; lists leave out the lots that are used up. */
  item(key: string, options: { withEmptyLots: boolean }) {
    const lots = this.lots(key);
    const saleable = lots.filter((lot) => this.isSaleable(lot));
    const advice = this.#advice.of(key);
    const prescriptions = this.#context.use('prescriptions');
    const shown = options.withEmptyLots ? lots : lots.filter((lot) => lot.onHandMilli !== 0);
    return {
      ...this.describe(key, lots[0]?.name),
      onHand: fromMilli(sumMilli(lots)),
      reserved: fromMilli(prescriptions.reservedMilli(key)),
      willCall: fromMilli(prescriptions.willCallMilli(key)),
      saleable: fromMilli(sumMilli(saleable)),
      daysLeft: advice.dailyUseMilli > 0 ? Math.floor(sumMilli(saleable) / advice.dailyUseMilli) : null,
      valueCents: lots.reduce((total, lot) => total + this.valueCents(lot), 0),
      binLocation: settingsOf(this.#context.db, key).binLocation,
      expiryByMonth: expiryByMonth(saleable.map(selling), this.#context.today()).map(fromMilli),
      order: this.suggestion(key, advice.orderMilli),
      discrepancies: discrepanciesByDrug(this.#context.db).get(key) ?? 0,
      batches: shown.map((lot) => this.batch(lot)),
    };
  }

  describe(key: string, nameThen: string | undefined) {
    const drug = this.drug(key);
    return {
      ndc: key,
      name: drug?.name ?? nameThen ?? key,
      strength: drug?.strength ?? '',
      doseForm: drug?.doseForm ?? '',
      labeler: drug?.labeler ?? '',
      schedule: drug?.schedule ?? null,
      unit: drug?.unit ?? 'EA',
      packageSize: drug?.packageSizeMilli ? fromMilli(drug.packageSizeMilli) : null,
    };
  }

  suggestion(key: string, orderMilli: number): { packages: number; quantity: number } | null {
    if (orderMilli <= 0) return null;
    return { packages: Math.ceil(orderMilli / this.packageMilli(key)), quantity: fromMilli(orderMilli) };
  }
}

export function lotCost(lot: LotRow): Cost | null {
  if (lot.cost_cents === null || lot.cost_milli === null) return null;
  return { costCents: lot.cost_cents, forMilli: lot.cost_milli };
}

export function selling(lot: StockedLot): SellingLot {
  return { batchId: lot.aggregate_id, expiresOn: lot.expires_on, onHandMilli: lot.onHandMilli };
}

export function sumMilli(lots: readonly StockedLot[]): number {
  return lots.reduce((total, lot) => total + lot.onHandMilli, 0);
}
