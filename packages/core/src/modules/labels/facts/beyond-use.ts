import { addDays, addMonths } from '../../../kernel/time.ts';

export interface BeyondUse {
  readonly expiresOn: string;
  readonly basis: 'lot-expiry' | 'one-year' | 'reconstituted';
}

/** Days a suspension keeps once water was added; fact sheet clinical-checks.md section 9 (K). */
export interface ReconstitutedRow {
  readonly ingredients: readonly string[];
  readonly days: number;
  readonly storage: 'refrigerate' | 'room';
}
export const reconstituted: readonly ReconstitutedRow[] = [
  { ingredients: ['amoxicillin', 'clavulanate'], days: 10, storage: 'refrigerate' },
  { ingredients: ['amoxicillin'], days: 14, storage: 'refrigerate' },
  { ingredients: ['azithromycin'], days: 10, storage: 'room' },
  { ingredients: ['cefdinir'], days: 10, storage: 'room' },
  { ingredients: ['cephalexin'], days: 14, storage: 'refrigerate' },
  { ingredients: ['clindamycin'], days: 14, storage: 'room' },
  // 17 days in the refrigerator, 10 outside: the shorter one holds wherever it stands.
  { ingredients: ['oseltamivir'], days: 10, storage: 'room' },
];

export function reconstitutedRow(drug: {
  doseForm: string;
  unit: string;
  ingredients: readonly string[];
}): ReconstitutedRow | null {
  const isSuspension = /suspension|powder, for|for solution|granules/i.test(drug.doseForm) && drug.unit === 'ML';
  if (!isSuspension) return null;
  const names = drug.ingredients.map((name) => name.toLowerCase());
  return (
    reconstituted.find((row) => row.ingredients.every((part) => names.some((name) => name.startsWith(part)))) ?? null
  );
}

/** The earliest of lot expiry, one year from the fill and, mixed with water, the days of the table. */
export function beyondUse(
  filledOn: string,
  lots: readonly { expiresOn: string | null }[],
  drug: { doseForm: string; unit: string; ingredients: readonly string[] },
): BeyondUse {
  const dates: BeyondUse[] = [{ expiresOn: addMonths(filledOn, 12), basis: 'one-year' }];
  for (const { expiresOn } of lots) if (expiresOn !== null) dates.push({ expiresOn, basis: 'lot-expiry' });
  const row = reconstitutedRow(drug);
  if (row) dates.push({ expiresOn: addDays(filledOn, row.days), basis: 'reconstituted' });
  return dates.reduce((first, date) => (date.expiresOn < first.expiresOn ? date : first));
}
