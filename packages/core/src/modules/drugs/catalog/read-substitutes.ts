import type { ReadDb } from '../../../kernel/ports.ts';
import type { CatalogSource, DrugRecord } from '../model.ts';
import { ndcFamily } from '../ndc.ts';
import type { SubstitutionCase, SubstitutionProduct } from '../substitution.ts';
import { type DrugRow, drugColumns } from './read-drug.ts';

/** Products shown of one ingredient, and packages of one product. */
const productsMax = 300;
const packagesMax = 12;

interface ProductRow {
  source: CatalogSource;
  product: string;
  ingredient_key: string;
  dose_form: string;
  route: string;
  strength_key: string | null;
  te_code: string | null;
  status: string;
}

/** Where both FDA files describe a product, the Orange Book's row counts. */
const preferOrangeBook = `(source = 'orange-book'
  OR NOT EXISTS (SELECT 1 FROM application_product o WHERE o.source = 'orange-book' AND o.product = p.product))`;

const recordsOf = `
  SELECT ${drugColumns} FROM description d JOIN drug g ON g.description_id = d.id
  WHERE d.product = ? AND g.ordinal IS NOT NULL ORDER BY d.source = 'ndc-directory' DESC, d.labeler, g.key LIMIT ${packagesMax + 1}`;

/** Collects what the decision needs: the prescribed product and every product with the same ingredients. */
export function readSubstitutionCase(
  db: ReadDb,
  prescribed: DrugRecord,
  options: { daw: number; record: (row: DrugRow) => DrugRecord },
): { case: SubstitutionCase; source: CatalogSource | null } {
  const row = prescribed.product === null ? undefined : productRow(db, prescribed.product);
  const product = row ? withRecords(db, row, options.record) : null;
  const candidates = row ? candidateRows(db, row).map((one) => withRecords(db, one, options.record)) : [];
  return {
    case: { prescribed, family: familyOf(db, prescribed, options.record), product, candidates, daw: options.daw },
    source: row?.source ?? null,
  };
}

/** Whether any edition with TE codes is imported at all. */
export function hasEquivalenceEdition(db: ReadDb): boolean {
  return db.prepare('SELECT 1 FROM application_product LIMIT 1').get() !== undefined;
}

function productRow(db: ReadDb, product: string): ProductRow | undefined {
  return db
    .prepare<ProductRow>(
      "SELECT * FROM application_product WHERE product = ? ORDER BY source = 'orange-book' DESC LIMIT 1",
    )
    .get(product);
}

/** Same content first, then other forms of the same strength; other strengths are other orders, not substitutes. */
function candidateRows(db: ReadDb, row: ProductRow): ProductRow[] {
  if (row.strength_key === null) return [];
  return db
    .prepare<ProductRow>(
      `SELECT * FROM application_product p
       WHERE ingredient_key = ? AND strength_key = ? AND product <> ? AND ${preferOrangeBook}
       ORDER BY (dose_form = ? AND route = ?) DESC, status = 'rx' DESC, te_code IS NULL, product LIMIT ${productsMax}`,
    )
    .all(row.ingredient_key, row.strength_key, row.product, row.dose_form, row.route);
}

function withRecords(db: ReadDb, row: ProductRow, record: (row: DrugRow) => DrugRecord): SubstitutionProduct {
  const records = db.prepare<DrugRow>(recordsOf).all(row.product).map(record);
  const packages = records.filter((one) => one.ndc11 !== null && one.marketingStatus !== 'discontinued');
  return {
    product: row.product,
    ingredientKey: row.ingredient_key,
    doseForm: row.dose_form,
    route: row.route,
    strengthKey: row.strength_key,
    teCode: row.te_code,
    status: row.status,
    records: packages.length > 0 ? packages.slice(0, packagesMax) : records.slice(0, 1),
  };
}

/** Other packages of the same labeler and product. */
export function familyOf(db: ReadDb, drug: DrugRecord, record: (row: DrugRow) => DrugRecord): DrugRecord[] {
  if (drug.ndc11 === null) return [];
  const start = ndcFamily(drug.ndc11);
  return db
    .prepare<DrugRow>(
      `SELECT ${drugColumns} FROM drug g JOIN description d ON d.id = g.description_id
       WHERE g.key > ? AND g.key < ? AND g.key <> ? AND length(g.key) = ? AND g.ordinal IS NOT NULL ORDER BY g.key`,
    )
    .all(start, `${start}\u{ffff}`, drug.ndc11, drug.ndc11.length)
    .map(record);
}
