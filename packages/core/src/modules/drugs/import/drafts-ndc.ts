import type { ReadDb } from '../../../kernel/ports.ts';
import { unitOfForm } from '../catalog/billing-unit.ts';
import type { Draft, DraftPackage } from '../catalog/draft.ts';
import type { DispensingUnit, MarketingStatus, Schedule } from '../model.ts';
import { splitList } from '../strength.ts';
import { displayName } from '../wording.ts';
import { type ApplicationMatch, applicationMatcher } from './match-application.ts';

interface ProductRow {
  product_id: string;
  type: string;
  brand_name: string;
  name: string;
  dose_form: string;
  route: string;
  ends_on: string | null;
  application: string;
  labeler: string;
  substances: string;
  amounts: string;
  measures: string;
  strength_signature: string | null;
  classes: string;
  schedule: string | null;
  is_schedule_known: number;
  is_excluded: number;
}
interface PackageRow {
  ndc11: string;
  ndc: string;
  size_milli: number | null;
  unit: DispensingUnit;
  ends_on: string | null;
  is_pickable: number;
  rxcui: string | null;
}

export interface Unmatched {
  readonly key: string;
  readonly name: string;
  readonly reason: string;
}

const packagesOf = `
  SELECT p.ndc11, p.ndc, p.size_milli, p.unit, p.ends_on, p.is_pickable, r.rxcui
  FROM ndc_package p LEFT JOIN rx_ndc r ON r.ndc11 = p.ndc11 WHERE p.product_id = ? ORDER BY p.is_pickable DESC, p.size_milli, p.ndc11`;

/** Directory products with their packages, joined to the application product they are sold under where it is certain. */
export function* ndcDrafts(db: ReadDb, unmatched: (one: Unmatched) => void): Generator<Draft> {
  const match = applicationMatcher(db);
  for (const row of db.prepare<ProductRow>('SELECT * FROM ndc_product').iterate()) {
    const strengths = strengthsOf(row.amounts, row.measures);
    const name = displayName({
      what: row.name.toLowerCase(),
      strength: strengths.join(' / '),
      form: row.dose_form,
      route: row.route,
    });
    const found = match(row);
    if (found.reason !== null) unmatched({ key: row.product_id, name, reason: found.reason });
    if (row.is_schedule_known === 0) unmatched({ key: row.product_id, name, reason: 'DEASCHEDULE is not a schedule' });
    const packages = db.prepare<PackageRow>(packagesOf).all(row.product_id).map(packageOf);
    if (packages.length === 0)
      unmatched({ key: row.product_id, name, reason: 'no package is listed for this product' });
    else
      yield {
        ...describe(row, name, strengths, found),
        packages,
        unit: packages[0]?.unit ?? unitOfForm(row.dose_form),
      };
  }
}

function describe(
  row: ProductRow,
  name: string,
  strengths: readonly string[],
  found: ApplicationMatch,
): Omit<Draft, 'packages' | 'unit'> {
  const names = splitList(row.substances).map((one) => one.toLowerCase());
  const isPaired = names.length === strengths.length;
  return {
    source: 'ndc-directory',
    sourceKey: row.product_id,
    name,
    brandName: row.brand_name === '' || row.brand_name.toLowerCase() === row.name.toLowerCase() ? null : row.brand_name,
    ingredients: names.map((one, i) => ({
      name: one,
      rxcui: null,
      strength: isPaired ? (strengths[i] ?? null) : null,
    })),
    strength: strengths.join(' / '),
    doseForm: row.dose_form.toLowerCase(),
    route: row.route.toLowerCase(),
    labeler: row.labeler,
    classes: JSON.parse(row.classes) as string[],
    schedule: row.schedule as Schedule | null,
    scheduleKnown: row.is_schedule_known === 1,
    teCode: found.teCode,
    product: found.product,
    rxcui: null,
    status: statusOf(row),
    endsOn: row.ends_on,
    market: 'us',
  };
}

function packageOf(row: PackageRow): DraftPackage {
  return {
    key: row.ndc11,
    ndc: row.ndc,
    sizeMilli: row.size_milli,
    unit: row.unit,
    rxcui: row.rxcui,
    endsOn: row.ends_on,
    isPickable: row.is_pickable === 1,
  };
}

function statusOf(row: ProductRow): MarketingStatus {
  if (row.is_excluded === 1) return 'other';
  if (/prescription/i.test(row.type)) return 'rx';
  return /otc/i.test(row.type) ? 'otc' : 'other';
}

/** `20` and `mg/1` read `20 mg`; `80` and `mg/5mL` read `80 mg/5 mL`. Empty where the lists do not pair. */
function strengthsOf(amounts: string, measures: string): string[] {
  const [values, units] = [splitList(amounts), splitList(measures)];
  if (values.length !== units.length) return [];
  return values.map((value, i) => {
    const unit = (units[i] ?? '')
      .replace(/\/1$/, '')
      .replace(/\[iU\]/g, 'units')
      .replace(/\bug\b/g, 'mcg')
      .replace(/\/(\d[\d.]*)(?=[a-z])/i, '/$1 ');
    return `${value.startsWith('.') ? `0${value}` : value} ${unit}`;
  });
}
