import { type Decimal, decimalKey, quotientKey, readDecimal, timesTenTo } from './decimal.ts';

/**
 * Two ways to compare strengths. `strengthKey` compares two rows of one publisher word for word, with numbers and
 * masses made equal (1GM = 1000MG). `strengthSignature` compares an NDC Directory row with an application's own
 * products, by the numbers alone: the two publishers phrase salts and volumes differently.
 */

/** Powers of ten to grams. */
const massPower: Readonly<Record<string, number>> = { KG: 3, G: 0, GM: 0, MG: -3, MCG: -6, UG: -6, NG: -9 };
const massPattern = /(\d[\d,]*\.?\d*|\.\d+)\s*(KG|GM|MG|MCG|UGM|UG|NG|G)\b/g;

/** Null where the publisher states none (`N/A`): such a product equals no other. */
export function strengthKey(text: string): string | null {
  const plain = withoutFootnote(text).toUpperCase();
  if (plain === '' || plain === 'N/A') return null;
  return plain
    .replace(massPattern, (whole, number: string, unit: string) => {
      const value = readDecimal(number);
      return value ? `<${decimalKey(timesTenTo(value, massPower[unit === 'UGM' ? 'UG' : unit] ?? 0))}G>` : whole;
    })
    .replace(/(?<![<\w.])(\d[\d,]*\.?\d*|\.\d+)(?!\w*>)/g, (number: string) => {
      const value = readDecimal(number);
      return value ? decimalKey(value) : number;
    })
    .replace(/(\de-?\d+)\s+(?=[A-Z%])/g, '$1')
    .replace(/\s*([;,/()<>])\s*/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}

/** `**Federal Register determination...` and the like stand behind the strength in both FDA files. */
export function withoutFootnote(text: string): string {
  return text.replace(/\*\*.*$/, '').trim();
}

/** One text for the numbers of all components, order-free; null where a component cannot be read. */
export function strengthSignature(text: string): string | null {
  const plain = withoutFootnote(text).toUpperCase();
  if (plain === '' || plain === 'N/A') return null;
  return joined(plain.split(';').map(componentSignature));
}

/** The same from the parallel lists of the NDC Directory: `70; 5600` and `mg/1; [iU]/1`. */
export function listSignature(numerators: string, units: string): string | null {
  const amounts = splitList(numerators);
  const measures = splitList(units);
  if (amounts.length === 0 || amounts.length !== measures.length) return null;
  return joined(amounts.map((amount, i) => ratioSignature(amount, measures[i] ?? '')));
}

export function splitList(text: string): string[] {
  return text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function joined(parts: readonly (string | null)[]): string | null {
  return parts.some((part) => part === null) ? null : [...parts].sort().join(' + ');
}

/** `EQ 10MG BASE/5ML (EQ 2MG BASE/ML)`: the first amount, the unit, what it is per; salts and brackets left out. */
function componentSignature(component: string): string | null {
  const match =
    /^\s*(?:EQ\s+)?(\d[\d,]*\.?\d*|\.\d+)\s*(%|[A-Z]+(?:\s+UNITS?)?)[^/(;]*(?:\/\s*([^(\s]+[^(]*))?(?:\(.*\))?\s*$/.exec(
      component,
    );
  if (!match) return null;
  const [, amount = '', unit = '', per = ''] = match;
  return ratioSignature(amount, per === '' ? unit : `${unit}/${per}`);
}

function ratioSignature(amount: string, measure: string): string | null {
  const value = readDecimal(amount);
  const [unitText = '', perText = '1'] = measure.toUpperCase().split('/');
  const unit = unitOf(unitText.trim());
  const per = perOf(perText.trim());
  if (!value || !unit || !per) return null;
  const isPercent = unit.kind === '%';
  const quotient = quotientKey(timesTenTo(value, unit.power), per.amount);
  if (quotient === undefined) return null;
  return `${quotient} ${isPercent ? 'g/volume' : `${unit.kind}/${per.kind}`}`;
}

function unitOf(text: string): { kind: string; power: number } | undefined {
  if (text === '%') return { kind: '%', power: -2 };
  const power = massPower[text === 'UGM' ? 'UG' : text];
  if (power !== undefined) return { kind: 'g', power };
  if (/^(\[?(USP'?U|IU|ARB'U)\]?|U|UNT|UNITS?|USP UNITS?|INTERNATIONAL UNITS?)$/.test(text))
    return { kind: 'unit', power: 0 };
  return /^[A-Z[\]_' ]+$/.test(text) ? { kind: text.toLowerCase(), power: 0 } : undefined;
}

/** What an amount is per. Millilitres and grams count alike, as `1%` does; a vial, puff or packet is one. */
function perOf(text: string): { kind: string; amount: Decimal } | undefined {
  const match = /^(\d[\d,]*\.?\d*|\.\d+)?\s*([A-Z]*)/.exec(text);
  const amount = readDecimal(match?.[1] ?? '1');
  const unit = match?.[2] ?? '';
  if (!amount) return undefined;
  if (unit === 'ML' || unit === 'G' || unit === 'GM') return { kind: 'volume', amount };
  if (unit === 'L') return { kind: 'volume', amount: timesTenTo(amount, 3) };
  if (unit === 'H' || unit === 'HR') return { kind: 'hour', amount };
  return { kind: 'each', amount };
}
