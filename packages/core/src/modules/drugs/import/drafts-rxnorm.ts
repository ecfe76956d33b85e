import type { ReadDb } from '../../../kernel/ports.ts';
import { unitOfForm } from '../catalog/billing-unit.ts';
import type { Draft } from '../catalog/draft.ts';
import { readRxnormName } from '../catalog/rxnorm-name.ts';
import type { Unmatched } from './drafts-ndc.ts';

/** NDCs that only RxNorm knows, by the drug they stand for. Labeler, package, schedule and TE code stay unknown. */
const onlyHere = `
  SELECT r.rxcui, r.ndc11, c.name FROM rx_ndc r
  LEFT JOIN rx_concept c ON c.rxcui = r.rxcui
  WHERE NOT EXISTS (SELECT 1 FROM ndc_package p WHERE p.ndc11 = r.ndc11)
  ORDER BY r.rxcui, r.ndc11`;

export function* rxnormDrafts(db: ReadDb, unmatched: (one: Unmatched) => void): Generator<Draft> {
  const ingredients = new Map(
    db
      .prepare<{ rxcui: string; name: string }>("SELECT rxcui, name FROM rx_concept WHERE tty IN ('IN', 'PIN')")
      .all()
      .map(({ rxcui, name }) => [name.toLowerCase(), rxcui]),
  );
  let group: { rxcui: string; name: string; codes: string[] } | undefined;
  for (const row of db.prepare<{ rxcui: string; ndc11: string; name: string | null }>(onlyHere).iterate()) {
    if (row.name === null) {
      unmatched({ key: row.ndc11, name: '', reason: `RxCUI ${row.rxcui} has no name in the imported concepts` });
      continue;
    }
    if (group?.rxcui !== row.rxcui) {
      if (group) yield describe(group, ingredients);
      group = { rxcui: row.rxcui, name: row.name, codes: [] };
    }
    group.codes.push(row.ndc11);
  }
  if (group) yield describe(group, ingredients);
}

function describe(group: { rxcui: string; name: string; codes: string[] }, rxcuis: ReadonlyMap<string, string>): Draft {
  const read = readRxnormName(group.name);
  const unit = unitOfForm(read.doseForm);
  return {
    source: 'rxnorm',
    sourceKey: group.rxcui,
    name: read.name,
    brandName: read.brandName,
    ingredients: read.ingredients.map(({ name, strength }) => ({ name, strength, rxcui: rxcuis.get(name) ?? null })),
    strength: read.ingredients.map(({ strength }) => strength).join(' / '),
    doseForm: read.doseForm,
    route: read.route,
    labeler: '',
    classes: [],
    schedule: null,
    scheduleKnown: false,
    teCode: null,
    product: null,
    rxcui: group.rxcui,
    status: 'unknown',
    unit,
    endsOn: null,
    market: 'us',
    packages: group.codes.map((key) => ({
      key,
      ndc: null,
      sizeMilli: null,
      unit,
      rxcui: group.rxcui,
      endsOn: null,
      isPickable: true,
    })),
  };
}
