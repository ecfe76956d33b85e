import { type AuxiliaryCode, auxiliaryCodes } from './auxiliary-codes.ts';
import { type AuxiliaryRow, auxiliaryRows } from './auxiliary-rows.ts';
import { reconstitutedRow } from './beyond-use.ts';

export interface AuxiliaryDrug {
  readonly ingredients: readonly string[];
  readonly classes: readonly string[];
  readonly doseForm: string;
  readonly route: string | null;
  readonly unit: string;
  readonly name: string;
}

/** Codes for a drug, most important first. A row matches when each part it names does; `rinse-mouth` needs both. */
export function auxiliaryOf(drug: AuxiliaryDrug): AuxiliaryCode[] {
  const found = new Set<AuxiliaryCode>(auxiliaryRows.filter((row) => matches(row, drug)).map((row) => row.code));
  const mixed = reconstitutedRow(drug);
  if (mixed) {
    found.add('shake-well');
    if (mixed.storage === 'refrigerate') found.add('refrigerate');
    // It thickens in the cold.
    if (mixed.ingredients.includes('clindamycin')) found.add('do-not-refrigerate');
  }
  const isLocal = ['external-only', 'eye-only', 'ear-only', 'vaginal-only'].some((code) =>
    found.has(code as AuxiliaryCode),
  );
  const forSwallowed: readonly AuxiliaryCode[] = [
    'with-food',
    'empty-stomach',
    'drowsy',
    'no-alcohol',
    'sun',
    'apart-from-minerals',
    'no-grapefruit',
    'pregnancy',
    'do-not-stop',
    'blood-thinner',
    'weekly-only',
  ];
  return auxiliaryCodes.filter((code) => found.has(code) && !(isLocal && forSwallowed.includes(code)));
}

function matches(row: AuxiliaryRow, drug: AuxiliaryDrug): boolean {
  const form = `${drug.doseForm} ${drug.name}`;
  if (row.form && !row.form.test(form)) return false;
  if (row.route && !row.route.test(drug.route ?? '')) return false;
  if (!row.ingredients && !row.classWords) return true;
  const names = drug.ingredients.map((name) => name.toLowerCase());
  const byIngredient = row.ingredients?.some((part) => names.some((name) => name.startsWith(part))) ?? false;
  return byIngredient || (row.classWords !== undefined && drug.classes.some((name) => row.classWords?.test(name)));
}
