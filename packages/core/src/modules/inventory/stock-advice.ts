import type { CommittedChange, ModuleContext } from '../../kernel/module.ts';
import type { DrugBook } from './drug-book.ts';
import { leadTimeOf, settingsOf } from './product-tables.ts';
import { adviseReorder, type DailyUse, type LeadTime, type ReorderAdvice, useWindowDays } from './reorder.ts';
import { saleableByDrug, useOfAll } from './stock-tables.ts';

const noUse: DailyUse = { days: useWindowDays, sumMilli: 0, sumSquares: 0n };
const restsOn = new Set(['lot', 'prescription', 'product-settings', 'supplier', '*']);

/** Use and order advice over all drugs, kept until the day or something they rest on changes. */
export class StockAdvice {
  readonly #context: ModuleContext;
  readonly #drugs: DrugBook;
  #day = '';
  #use: Map<string, DailyUse> | null = null;
  #advice: Map<string, ReorderAdvice> | null = null;
  #suppliers: Map<string, LeadTime> | null = null;

  constructor(context: ModuleContext, drugs: DrugBook) {
    this.#context = context;
    this.#drugs = drugs;
  }

  committed(changes: readonly CommittedChange[]): void {
    const kinds = new Set(changes.map((change) => change.kind).filter((kind) => restsOn.has(kind)));
    if (kinds.size === 0) return;
    this.#advice = null;
    if (kinds.has('lot') || kinds.has('*')) this.#use = null;
    if (kinds.has('supplier') || kinds.has('*')) this.#suppliers = null;
  }

  /** Daily use over the window; nothing for a drug that did not move. */
  use(key: string): DailyUse {
    this.#turnDay();
    this.#use ??= useOfAll(this.#context.db, this.#day);
    return this.#use.get(key) ?? noUse;
  }

  lead(key: string): LeadTime {
    this.#suppliers ??= this.#leadTimes();
    return leadTimeOf(settingsOf(this.#context.db, key), this.#suppliers);
  }

  of(key: string): ReorderAdvice {
    return this.all().get(key) ?? this.#advise(key, 0);
  }

  /** By drug, for every drug that has a lot. */
  all(): ReadonlyMap<string, ReorderAdvice> {
    this.#turnDay();
    if (this.#advice === null) {
      const saleable = saleableByDrug(this.#context.db, this.#day);
      this.#advice = new Map([...saleable].map(([key, milli]) => [key, this.#advise(key, milli)] as const));
    }
    return this.#advice;
  }

  #advise(key: string, saleableMilli: number): ReorderAdvice {
    const { db } = this.#context;
    const settings = settingsOf(db, key);
    return adviseReorder({
      use: this.use(key),
      lead: this.lead(key),
      saleableMilli,
      reservedMilli: this.#context.use('prescriptions').reservedMilli(key),
      minMilli: settings.reorderMinMilli,
      maxMilli: settings.reorderMaxMilli,
      packageMilli: this.#drugs.packageMilli(key),
    });
  }

  #leadTimes(): Map<string, LeadTime> {
    const rows = this.#context.db
      .prepare<{ id: string; days: number; deviation: number }>(
        'SELECT aggregate_id AS id, lead_time_days AS days, lead_time_deviation_milli AS deviation FROM inventory_supplier',
      )
      .all();
    return new Map(rows.map((row) => [row.id, { days: row.days, deviationMilli: row.deviation }]));
  }

  #turnDay(): void {
    const today = this.#context.today();
    if (today === this.#day) return;
    this.#day = today;
    this.#use = null;
    this.#advice = null;
  }
}
