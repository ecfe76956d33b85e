import type { IngredientStrength } from './model.ts';

export interface ParsedStrength {
  readonly strength: IngredientStrength | null;
  readonly microgramsPerHour: number | null;
}

const nothing: ParsedStrength = { strength: null, microgramsPerHour: null };
const massUnits: ReadonlyMap<string, number> = new Map(
  Object.entries({
    mcg: 1,
    ug: 1,
    µg: 1,
    microgram: 1,
    micrograms: 1,
    mg: 1000,
    milligram: 1000,
    milligrams: 1000,
    g: 1_000_000,
    gm: 1_000_000,
    gram: 1_000_000,
    grams: 1_000_000,
  }),
);

/**
 * The strength of one ingredient as sources print it: `20 mg`, `EQ 20MG BASE`, `250 mg/5 mL`, `1,000 MG`, `25MCG/HR`.
 * Percent, units, milliequivalents and strengths a puff give null: no daily mass can be counted from them.
 */
export function parseStrength(text: string | null): ParsedStrength {
  if (text === null) return nothing;
  const clean = text.toLowerCase().replace(/,(?=\d{3}\b)/g, '');
  const amount = /(\d+(?:\.\d+)?|\.\d+)\s*(mcg|ug|µg|micrograms?|mg|milligrams?|grams?|gm|g)\b/.exec(clean);
  if (!amount) return nothing;
  const unit = massUnits.get(amount[2] ?? '') ?? 0;
  const micrograms = scaleDecimal(amount[1] ?? '0', unit);
  if (micrograms <= 0) return nothing;
  const rest = clean.slice(amount.index + amount[0].length);
  const per = /^\s*(?:\w+\s*)?\/\s*(\d+(?:\.\d+)?|\.\d+)?\s*([a-z]+)?/.exec(rest);
  if (!per || (per[1] === undefined && per[2] === undefined)) {
    return { strength: { micrograms, perUnitsMilli: 1000 }, microgramsPerHour: null };
  }
  const count = scaleDecimal(per[1] ?? '1', 1000);
  const of = per[2] ?? '';
  if (count <= 0) return nothing;
  if (/^(hr|h|hour|hours)$/.test(of)) {
    return { strength: null, microgramsPerHour: Math.trunc((micrograms * 1000) / count) };
  }
  if (/^(ml|milliliter|g|gm|gram|tablet|tab|capsule|cap|unit|each|ea|patch|suppository|packet|vial)$/.test(of)) {
    return { strength: { micrograms, perUnitsMilli: count }, microgramsPerHour: null };
  }
  return nothing;
}

/** Per ingredient: its own strength, else its part of the combined text (`325MG;5MG`, `5-325 mg`, `20 mg/12.5 mg`). */
export function strengthsOf(
  ingredients: readonly { strength: string | null }[],
  combined: string | null,
): ParsedStrength[] {
  const own = ingredients.map((ingredient) => parseStrength(ingredient.strength));
  if (own.every((parsed) => parsed.strength !== null || parsed.microgramsPerHour !== null)) return own;
  const parts = splitCombined(combined ?? '', ingredients.length);
  return own.map((parsed, i) =>
    parsed.strength !== null || parsed.microgramsPerHour !== null ? parsed : parseStrength(parts?.[i] ?? null),
  );
}

function splitCombined(text: string, count: number): string[] | null {
  if (count === 1) return [text];
  const bySemicolon = text.split(/\s*;\s*/);
  if (bySemicolon.length === count) return bySemicolon;
  const unit = /(mcg|mg|g)\b\s*$/i.exec(text)?.[1] ?? '';
  const parts = text.split(/\s*[-/]\s*/);
  if (parts.length !== count || unit === '') return null;
  return parts.map((part) => (/[a-z]/i.test(part) ? part : `${part} ${unit}`));
}

/** `0.125` times a whole scale, exact while the result is whole, else rounded down. No floating point. */
function scaleDecimal(text: string, scale: number): number {
  const [whole = '', fraction = ''] = text.split('.');
  const digits = fraction.slice(0, 9);
  const value = BigInt(`${whole || '0'}${digits}`) * BigInt(scale);
  return Number(value / 10n ** BigInt(digits.length));
}
