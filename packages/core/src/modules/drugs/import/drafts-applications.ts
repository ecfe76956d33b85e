import type { ReadDb } from '../../../kernel/ports.ts';
import { unitOfForm } from '../catalog/billing-unit.ts';
import type { Draft } from '../catalog/draft.ts';
import type { CatalogSource, MarketingStatus } from '../model.ts';
import { splitList } from '../strength.ts';
import { displayName, readableStrength, titleCase } from '../wording.ts';

export interface ApplicationRow {
  source: CatalogSource;
  product: string;
  application: string;
  ingredients: string;
  dose_form: string;
  route: string;
  strength: string;
  trade_name: string;
  applicant: string;
  te_code: string | null;
  status: MarketingStatus;
}

/** Application products; where both FDA files describe one, the Orange Book's row counts. */
const current = `
  SELECT * FROM application_product p
  WHERE source = 'orange-book'
     OR NOT EXISTS (SELECT 1 FROM application_product o WHERE o.source = 'orange-book' AND o.product = p.product)`;

export function* applicationDrafts(db: ReadDb): Generator<Draft> {
  for (const row of db.prepare<ApplicationRow>(current).iterate()) {
    const names = splitList(row.ingredients).map((name) => name.toLowerCase());
    const strengths = readableStrength(row.strength).split(' / ');
    const isPaired = names.length === strengths.length;
    const unit = unitOfForm(row.dose_form);
    const strength = strengths.join(' / ');
    yield {
      source: row.source,
      sourceKey: row.product,
      name: displayName({ what: names.join(' / '), strength, form: row.dose_form, route: row.route }),
      brandName: isBrand(row.trade_name, row.ingredients) ? titleCase(row.trade_name) : null,
      ingredients: names.map((name, i) => ({ name, rxcui: null, strength: isPaired ? (strengths[i] ?? null) : null })),
      strength,
      doseForm: row.dose_form.toLowerCase(),
      route: row.route.toLowerCase(),
      labeler: row.applicant,
      classes: [],
      schedule: null,
      scheduleKnown: false,
      teCode: row.te_code,
      product: row.product,
      rxcui: null,
      status: row.status,
      unit,
      endsOn: null,
      market: 'us',
      packages: [{ key: row.product, ndc: null, sizeMilli: null, unit, rxcui: null, endsOn: null, isPickable: true }],
    };
  }
}

/** Generics repeat their ingredient, with or without its salt, as the trade name. */
function isBrand(tradeName: string, ingredients: string): boolean {
  const words = new Set(ingredients.toUpperCase().split(/[^A-Z]+/));
  return tradeName
    .toUpperCase()
    .split(/[^A-Z]+/)
    .some((word) => word !== '' && word !== 'AND' && !words.has(word));
}
