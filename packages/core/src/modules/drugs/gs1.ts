/** GS1 element strings, as scanners send them (GS1 General Specifications section 3; fact sheet section 8). */

export interface Gs1Element {
  readonly ai: string;
  readonly value: string;
}
export type Gs1Reading =
  | { readonly ok: true; readonly elements: readonly Gs1Element[] }
  | { readonly ok: false; readonly ai: string; readonly reason: string };

/** `exact`: predefined length, no separator after it. Otherwise up to `max` characters, ended by a separator. */
interface AiFormat {
  readonly exact?: number;
  readonly max?: number;
  readonly digits?: boolean;
}

const formats = new Map<string, AiFormat>([
  ['00', { exact: 18, digits: true }],
  ['01', { exact: 14, digits: true }],
  ['02', { exact: 14, digits: true }],
  ...['11', '12', '13', '15', '16', '17'].map((ai): [string, AiFormat] => [ai, { exact: 6, digits: true }]),
  ['20', { exact: 2, digits: true }],
  ['10', { max: 20 }],
  ['21', { max: 20 }],
  ['22', { max: 20 }],
  ['235', { max: 28 }],
  ['30', { max: 8, digits: true }],
  ['37', { max: 8, digits: true }],
  ['90', { max: 30 }],
  ...['91', '92', '93', '94', '95', '96', '97', '98', '99'].map((ai): [string, AiFormat] => [ai, { max: 90 }]),
  ...['240', '241', '250', '251', '400', '401', '403'].map((ai): [string, AiFormat] => [ai, { max: 30 }]),
  ...['243', '254', '420'].map((ai): [string, AiFormat] => [ai, { max: 20 }]),
  ...['410', '411', '412', '413', '414', '415', '416', '417'].map((ai): [string, AiFormat] => [
    ai,
    { exact: 13, digits: true },
  ]),
  ...['710', '711', '712', '713', '714', '715'].map((ai): [string, AiFormat] => [ai, { max: 20 }]),
  ['7003', { exact: 10, digits: true }],
  ['8200', { max: 70 }],
]);

export const groupSeparator = '\u001d';
/** Symbology identifiers: DataMatrix, GS1-128, DataBar, QR (ISO/IEC 15424). */
const symbology = /^\](d2|C1|e0|Q3)/;
/** What scanners and copied text put in place of the separator. None of these is in the GS1 character set 82. */
const substitutes = /<GS>|\{GS\}|[\u241d| ]/gi;
const bracketed = /^\((\d{2,4})\)/;

/** True for what can only be a GS1 element string, so that an error is told as such. */
export function looksLikeGs1(text: string): boolean {
  const code = text.trim();
  return symbology.test(code) || bracketed.test(code) || code.startsWith(groupSeparator) || /^01\d{14}./.test(code);
}

export function readGs1(text: string): Gs1Reading {
  const code = text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '').replace(symbology, '');
  const reading = bracketed.test(code) ? readBracketed(code) : readRaw(code.replace(substitutes, groupSeparator));
  return reading.ok ? onePerAi(reading.elements) : reading;
}

/** `(01)00300710155237(17)261130(10)ABC`: brackets printed by people and some scanners, no separators needed. */
function readBracketed(code: string): Gs1Reading {
  const elements: Gs1Element[] = [];
  let rest = code;
  while (rest !== '') {
    const ai = bracketed.exec(rest)?.[1];
    if (ai === undefined)
      return { ok: false, ai: '', reason: `expected a field like (17) before "${rest.slice(0, 6)}"` };
    const body = rest.slice(ai.length + 2);
    const end = nextBracket(body);
    const value = body.slice(0, end).replace(substitutes, '');
    const fault = faultOf(ai, value);
    if (fault) return { ok: false, ai, reason: fault };
    elements.push({ ai, value });
    rest = body.slice(end);
  }
  return { ok: true, elements };
}

/** Where the next known AI in brackets begins: a lot may hold brackets of its own. */
function nextBracket(body: string): number {
  for (const match of body.matchAll(/\((\d{2,4})\)/g)) {
    if (formatOf(match[1] ?? '')) return match.index;
  }
  return body.length;
}

function readRaw(code: string): Gs1Reading {
  const elements: Gs1Element[] = [];
  let at = 0;
  while (at < code.length) {
    if (code[at] === groupSeparator) {
      at += 1;
      continue;
    }
    const ai = [2, 3, 4].map((length) => code.slice(at, at + length)).find((prefix) => formatOf(prefix));
    if (ai === undefined) {
      return {
        ok: false,
        ai: code.slice(at, at + 2),
        reason: 'this field is not known, or a separator was lost before it',
      };
    }
    at += ai.length;
    const format = formatOf(ai);
    const separator = code.indexOf(groupSeparator, at);
    const end = format?.exact !== undefined ? at + format.exact : separator === -1 ? code.length : separator;
    const value = code.slice(at, end);
    const fault = faultOf(ai, value);
    if (fault) return { ok: false, ai, reason: fault };
    elements.push({ ai, value });
    at = end;
  }
  return { ok: true, elements };
}

/** Weights and measures (31nn to 36nn) are a family of four-digit AIs with six digits each. */
function formatOf(ai: string): AiFormat | undefined {
  return formats.get(ai) ?? (/^3[1-6]\d\d$/.test(ai) ? { exact: 6, digits: true } : undefined);
}

function faultOf(ai: string, value: string): string | undefined {
  const format = formatOf(ai);
  if (!format) return 'this field is not known';
  if (value === '') return 'the field is empty';
  if (format.exact !== undefined && value.length !== format.exact) {
    return `${format.exact} characters are due, ${value.length} came`;
  }
  if (format.max !== undefined && value.length > format.max) {
    return `more than ${format.max} characters: the scanner may have dropped the separator after it`;
  }
  if (format.digits && !/^\d+$/.test(value)) return 'only digits may stand here';
  return /^[!-~]+$/.test(value) ? undefined : 'it holds a character that GS1 does not allow';
}

function onePerAi(elements: readonly Gs1Element[]): Gs1Reading {
  const seen = new Map<string, string>();
  for (const { ai, value } of elements) {
    const first = seen.get(ai);
    if (first !== undefined && first !== value)
      return { ok: false, ai, reason: 'it comes twice with different content' };
    seen.set(ai, value);
  }
  if (seen.size === 0) return { ok: false, ai: '', reason: 'it holds no field' };
  return { ok: true, elements: [...seen].map(([ai, value]) => ({ ai, value })) };
}
