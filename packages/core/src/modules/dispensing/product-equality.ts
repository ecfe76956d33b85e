import type { RefusalOf, Result } from '../../kernel/refusal.ts';
import { ok, refuse } from '../../kernel/refusal.ts';
import type { DrugRecord } from '../drugs/model.ts';
import type { ProductSnapshot } from '../prescriptions/model.ts';
import { isSameMedicine } from '../prescriptions/product-snapshot.ts';
import type { fillRefusals } from './refusals.ts';

export type FillRefusal = RefusalOf<typeof fillRefusals>;

export type ProductRelation = 'same-product' | 'other-package' | 'other-product';

export interface Prescribed {
  readonly snapshot: ProductSnapshot;
  /** The prescribed product as the catalogue has it today; undefined when an edition dropped it. */
  readonly record: DrugRecord | undefined;
  /** 0-9, NCPDP 408-D8. */
  readonly daw: number;
}

/**
 * May this product be dispensed for what was prescribed? Only the same drug in the same strength and form: changing
 * more than that is the prescriber's to decide. Rules DSP-10 to DSP-15; substitution fact sheet section 3.
 */
export function mayDispense(prescribed: Prescribed, chosen: DrugRecord): Result<ProductRelation, FillRefusal> {
  const relation = relationOf(prescribed, chosen);
  if (relation !== 'other-product') return ok(relation);
  const names = { prescribed: prescribed.snapshot.name, chosen: chosen.name };
  const differs = differences(prescribed, chosen);
  if (differs.length > 0) return refuse('product-not-equal', { ...names, differs });
  if (prescribed.daw === 1 && !isSameBrand(prescribed.record, chosen)) {
    return refuse('dispense-as-written', { ...names, daw: prescribed.daw });
  }
  const codes = { prescribedCode: prescribed.record?.teCode ?? null, chosenCode: chosen.teCode };
  const { prescribedCode, chosenCode } = codes;
  if (prescribedCode !== null && chosenCode !== null && !shareACode(prescribedCode, chosenCode)) {
    return refuse('not-therapeutically-equivalent', { prescribedCode, chosenCode });
  }
  return ok(relation);
}

/** One product in another package has the same labeler and product segments of the NDC, or the same application product. */
function relationOf({ snapshot, record }: Prescribed, chosen: DrugRecord): ProductRelation {
  if (snapshot.key === chosen.key) return 'same-product';
  const ndc = record?.ndc11 ?? snapshot.ndc11;
  const isSameSegments = ndc !== null && chosen.ndc11 !== null && ndc.slice(0, -2) === chosen.ndc11.slice(0, -2);
  return isSameSegments ? 'other-package' : 'other-product';
}

/**
 * What keeps two products from being the same drug; empty when they are. The same question as at a correction of the
 * prescription, and the route besides: drops for the eye are no drops for the ear.
 */
export function differences({ snapshot, record }: Prescribed, chosen: DrugRecord): string[] {
  const rxcui = record?.rxcui ?? snapshot.rxcui;
  if (rxcui !== null && rxcui === chosen.rxcui) return [];
  const isSame = record !== undefined && isSameMedicine(record, chosen);
  const before = record ?? snapshot;
  const differs: string[] = [];
  if (!isSame && (record === undefined || ingredientsOf(record) !== ingredientsOf(chosen))) differs.push('ingredient');
  if (!isSame && strengthOf(before) !== strengthOf(chosen)) differs.push('strength');
  if (plain(before.route) !== plain(chosen.route)) differs.push('route');
  return isSame || differs.length > 0 ? differs : ['dose form'];
}

/** Split on commas, compared as written: AB does not match AB1, and only A codes count. */
export function shareACode(one: string, other: string): boolean {
  const codes = (text: string) => text.split(',').map((code) => code.trim().toUpperCase());
  const a = codes(one).filter((code) => code.startsWith('A'));
  return codes(other).some((code) => a.includes(code));
}

function isSameBrand(prescribed: DrugRecord | undefined, chosen: DrugRecord): boolean {
  const brand = prescribed?.brandName;
  return brand != null && chosen.brandName != null && plain(brand) === plain(chosen.brandName);
}

function ingredientsOf(drug: DrugRecord): string {
  return drug.ingredients
    .map((ingredient) => plain(ingredient.name))
    .sort()
    .join('|');
}

function strengthOf(drug: Pick<DrugRecord, 'strength'>): string {
  return plain(drug.strength).replace(/[ ,]/g, '');
}

function plain(text: string): string {
  return text.trim().toLowerCase().replace(/\s+/g, ' ');
}
