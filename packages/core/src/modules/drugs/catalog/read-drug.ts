import type { ReadDb } from '../../../kernel/ports.ts';
import type { CatalogSource, DispensingUnit, DrugIngredient, DrugRecord, MarketingStatus, Schedule } from '../model.ts';
import { formatNdc } from '../ndc.ts';

export interface DrugRow {
  key: string;
  ndc: string | null;
  size_milli: number | null;
  unit: DispensingUnit;
  package_rxcui: string | null;
  package_ends_on: string | null;
  description_id: number;
  source: CatalogSource;
  source_key: string;
  name: string;
  brand_name: string | null;
  ingredients: string;
  strength: string;
  dose_form: string;
  route: string;
  labeler: string;
  classes: string;
  schedule: Schedule | null;
  is_schedule_known: number;
  te_code: string | null;
  product: string | null;
  rxcui: string | null;
  status: MarketingStatus;
  ends_on: string | null;
}

/** Columns of `DrugRow`, from `drug g JOIN description d`. */
export const drugColumns = `
  g.key, g.ndc, g.size_milli, g.unit, g.rxcui AS package_rxcui, g.ends_on AS package_ends_on, g.description_id,
  d.source, d.source_key, d.name, d.brand_name, d.ingredients, d.strength, d.dose_form, d.route, d.labeler, d.classes,
  d.schedule, d.is_schedule_known, d.te_code, d.product, d.rxcui, d.status, d.ends_on`;

const byKey = `SELECT ${drugColumns} FROM drug g JOIN description d ON d.id = g.description_id WHERE g.key = ?`;

/** Edition names by source, as shown on a record. */
export function editionNames(db: ReadDb): ReadonlyMap<string, string> {
  const rows = db
    .prepare<{ source: string; edition_date: string | null; imported_at: string }>(
      'SELECT source, edition_date, imported_at FROM edition',
    )
    .all();
  return new Map(rows.map((row) => [row.source, row.edition_date ?? row.imported_at.slice(0, 10)]));
}

export function readDrugRow(db: ReadDb, key: string): DrugRow | undefined {
  return db.prepare<DrugRow>(byKey).get(key);
}

/** The record as every source's rows become it. `today` tells what has left the market. */
export function recordOf(row: DrugRow, edition: string, today: string): DrugRecord {
  const isProduct = row.key.includes('-');
  return {
    key: row.key,
    ndc11: isProduct ? null : row.key,
    ndc: isProduct ? null : (row.ndc ?? formatNdc(row.key)),
    product: row.product,
    name: row.name,
    brandName: row.brand_name,
    ingredients: JSON.parse(row.ingredients) as DrugIngredient[],
    strength: row.strength,
    doseForm: row.dose_form,
    route: row.route,
    labeler: row.labeler,
    schedule: row.schedule,
    scheduleKnown: row.is_schedule_known === 1,
    teCode: row.te_code,
    rxcui: row.package_rxcui ?? row.rxcui,
    packageSizeMilli: row.size_milli,
    unit: row.unit,
    classes: JSON.parse(row.classes) as string[],
    marketingStatus: hasEnded(row, today) ? 'discontinued' : row.status,
    source: row.source,
    edition,
  };
}

function hasEnded(row: DrugRow, today: string): boolean {
  const ends = row.package_ends_on ?? row.ends_on;
  return ends !== null && ends < today;
}
