import type { ReadDb } from '../../kernel/ports.ts';
import { mulDivRound } from './integer-maths.ts';
import type { Cost, PriceBasis, ProductSettings } from './model.ts';
import { defaultSettings } from './product-settings.ts';
import type { LeadTime } from './reorder.ts';
import { defaultLeadTime } from './supplier.ts';

interface SettingsRow {
  readonly aggregate_id: string;
  readonly bin_location: string | null;
  readonly reorder_min_milli: number | null;
  readonly reorder_max_milli: number | null;
  readonly lead_time_days: number | null;
  readonly is_preferred: number;
  readonly is_refrigerated: number;
  readonly shelf_price_cents: number | null;
  readonly supplier_id: string | null;
}

export function settingsOf(db: ReadDb, drugKey: string): ProductSettings {
  const row = db.prepare<SettingsRow>('SELECT * FROM inventory_product WHERE aggregate_id = ?').get(drugKey);
  if (row === undefined) return defaultSettings(drugKey);
  return {
    drugKey,
    binLocation: row.bin_location,
    reorderMinMilli: row.reorder_min_milli,
    reorderMaxMilli: row.reorder_max_milli,
    leadTimeDays: row.lead_time_days,
    isPreferred: row.is_preferred === 1,
    isRefrigerated: row.is_refrigerated === 1,
    shelfPriceCents: row.shelf_price_cents,
    supplierId: row.supplier_id,
  };
}

/** Set by hand for the drug, else as its supplier delivers, else a wholesaler's next day. */
export function leadTimeOf(settings: ProductSettings, suppliers: ReadonlyMap<string, LeadTime>): LeadTime {
  const supplier = settings.supplierId === null ? undefined : suppliers.get(settings.supplierId);
  const usual = supplier ?? {
    days: defaultLeadTime.leadTimeDays,
    deviationMilli: defaultLeadTime.leadTimeDeviationMilli,
  };
  return settings.leadTimeDays === null ? usual : { ...usual, days: settings.leadTimeDays };
}

/** Latest purchase cost of a drug over all its lots. */
export function priceBasisOf(db: ReadDb, drugKey: string, packageMilli: number | null): PriceBasis | null {
  const row = db
    .prepare<{ cost_cents: number; cost_milli: number; cost_at: string }>(
      `SELECT cost_cents, cost_milli, cost_at FROM inventory_lot
       WHERE drug_key = ? AND cost_cents IS NOT NULL ORDER BY cost_at DESC, aggregate_id LIMIT 1`,
    )
    .get(drugKey);
  if (row === undefined) return null;
  const cost: Cost = { costCents: row.cost_cents, forMilli: row.cost_milli };
  const packageSizeMilli = packageMilli ?? cost.forMilli;
  return { packageCostCents: costOf(cost, packageSizeMilli), packageSizeMilli, cost, receivedAt: row.cost_at };
}

/** What a quantity cost, to the cent. */
export function costOf(cost: Cost, quantityMilli: number): number {
  return mulDivRound(cost.costCents, quantityMilli, cost.forMilli);
}
