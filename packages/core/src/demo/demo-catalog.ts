import type { DrugRecord } from '../modules/drugs/model.ts';
import { canonicalNdc } from '../modules/drugs/ndc.ts';
import type { DrugsService } from '../modules/drugs/services.ts';
import type { DemoPlace } from './places.ts';

/** Labeler numbers of the starter catalogue; its product codes start at 1001 and have no gaps to speak of. */
const labelers = { US: '99901', IN: '99903' } as const;
const firstCode = 1001;
const gapMax = 25;

/** What the starter catalogue offers for this place: the smallest and, where there is one, a bulk package. */
export interface DemoCatalog {
  readonly drugs: readonly DrugRecord[];
  /** The smallest package of a drug, by the catalogue's name. */
  byName(name: string): DrugRecord | undefined;
}

export function readDemoCatalog(drugs: Pick<DrugsService, 'find'>, place: DemoPlace): DemoCatalog {
  const found: DrugRecord[] = [];
  for (let code = firstCode, gap = 0; gap < gapMax; code += 1) {
    const drug = drugs.find(canonicalNdc(labelers[place.country], String(code), '1'));
    gap = drug ? 0 : gap + 1;
    if (drug) found.push(drug);
  }
  const names = new Map(found.map((drug) => [drug.name, drug]));
  return { drugs: found, byName: (name) => names.get(name) };
}
