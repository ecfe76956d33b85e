import { ok, type RefusalOf, type Result, refuse } from '../../kernel/refusal.ts';
import { looksLikeGs1, readGs1 } from './gs1.ts';
import { readGs1Date } from './gs1-date.ts';
import type { Scan } from './model.ts';
import { candidatesOf10, readNdc } from './ndc.ts';
import type { scanRefusals } from './refusals.ts';

export type ScanRefusal = RefusalOf<typeof scanRefusals>;

/** What the code itself says, before the catalogue is asked which package it is. */
export interface BarcodeReading {
  readonly carrier: Scan['carrier'];
  /** Canonical codes it may mean. One: certain. Several: the catalogue decides. */
  readonly candidates: readonly string[];
  readonly label: string | null;
  /** Ten digits that came without hyphens and without a GTIN around them. */
  readonly digits: string | null;
  readonly gtin: string | null;
  readonly lotNumber: string | null;
  readonly expiresOn: string | null;
  readonly serial: string | null;
  /** The answer where the catalogue knows none of the candidates: twelve digits may be an NDC or a grocery UPC. */
  readonly unlessKnown: ScanRefusal | null;
}

const bare = {
  gtin: null,
  label: null,
  digits: null,
  lotNumber: null,
  expiresOn: null,
  serial: null,
  unlessKnown: null,
};

/** Reads whatever a scanner sent or a person typed. `today` (yyyy-mm-dd) decides the century of a two-digit year. */
export function readBarcode(text: string, today: string): Result<BarcodeReading, ScanRefusal> {
  const code = text.replace(/^[\r\n\t ]+|[\r\n\t ]+$/g, '');
  if (code === '') return refuse('barcode-empty');
  if (looksLikeGs1(code)) return readElementString(code, today);
  const digits = code.replace(/[\s]/g, '');
  if (/^\d{12,14}$/.test(digits)) return readItemNumber(digits);
  const ndc = readNdc(code);
  if (ndc.kind === 'exact') return ok({ ...bare, carrier: 'ndc', candidates: [ndc.ndc11], label: ndc.label });
  if (ndc.kind === 'ambiguous')
    return ok({ ...bare, carrier: 'ndc', candidates: ndc.candidates, digits: code.replace(/\D/g, '') });
  const reason = ndc.kind === 'invalid' ? ndc.reason : 'labeler and product without the package';
  return refuse('barcode-unreadable', { reason });
}

/** UPC-A (12), EAN-13 and GTIN-14 are one number with leading zeros left out. */
function readItemNumber(digits: string): Result<BarcodeReading, ScanRefusal> {
  const gtin = digits.padStart(14, '0');
  const fits = checkDigit(gtin.slice(0, -1)) === gtin.at(-1);
  if (digits.length === 12 && !digits.startsWith('3')) return readTwelve(digits, fits);
  if (!fits) return refuse('barcode-check-digit', checkDigitFault(gtin));
  const ten = ndc10Of(gtin);
  if (ten === undefined) return refuse('barcode-not-a-drug', { code: digits, reason: notDrugReason(gtin) });
  const carrier = digits.length === 12 ? 'upc-a' : 'gtin-14';
  return ok({ ...bare, carrier, gtin, candidates: candidatesOf10(ten) });
}

/** Twelve digits that do not start with 3: an NDC in the 6-4-2 layout of 2033, or the UPC of something else. */
function readTwelve(digits: string, fits: boolean): Result<BarcodeReading, ScanRefusal> {
  const ndc = readNdc(digits);
  const candidates = ndc.kind === 'exact' ? [ndc.ndc11] : [];
  const data = { code: digits, reason: notDrugReason(digits.padStart(14, '0')) };
  return ok({ ...bare, carrier: 'ndc', candidates, unlessKnown: fits ? { kind: 'barcode-not-a-drug', data } : null });
}

function readElementString(code: string, today: string): Result<BarcodeReading, ScanRefusal> {
  const reading = readGs1(code);
  if (!reading.ok) return refuse('barcode-field', { ai: reading.ai, reason: reading.reason });
  const field = (ai: string) => reading.elements.find((element) => element.ai === ai)?.value ?? null;
  const gtin = field('01');
  if (gtin === null) return refuse('barcode-not-a-drug', { code, reason: 'it holds no GTIN (field 01)' });
  if (checkDigit(gtin.slice(0, -1)) !== gtin.at(-1)) return refuse('barcode-check-digit', checkDigitFault(gtin));
  const ten = ndc10Of(gtin);
  if (ten === undefined) return refuse('barcode-not-a-drug', { code: gtin, reason: notDrugReason(gtin) });
  for (const ai of ['11', '15', '17']) {
    const value = field(ai);
    if (value !== null && readGs1Date(value, today) === undefined) return refuse('barcode-date', { ai, value });
  }
  const expiry = field('17');
  return ok({
    carrier: 'gs1',
    candidates: candidatesOf10(ten),
    label: null,
    digits: null,
    gtin,
    lotNumber: field('10'),
    expiresOn: expiry === null ? null : (readGs1Date(expiry, today) ?? null),
    serial: field('21'),
    unlessKnown: null,
  });
}

/** Digits 4 to 13 of a GTIN-14 that starts n03: FDA's share of the GS1 number space. Indicator 9 is no fixed pack. */
function ndc10Of(gtin14: string): string | undefined {
  return /^[0-8]03/.test(gtin14) ? gtin14.slice(3, 13) : undefined;
}

function notDrugReason(gtin14: string): string {
  return gtin14.startsWith('9')
    ? 'a GTIN that starts with 9 is for variable measure'
    : 'the number does not start with 3, which marks US drugs';
}

function checkDigitFault(gtin: string): { code: string; expected: string; found: string } {
  return { code: gtin, expected: checkDigit(gtin.slice(0, -1)), found: gtin.slice(-1) };
}

/** GS1 check digit: weights 3, 1, 3... from the right. */
export function checkDigit(body: string): string {
  let sum = 0;
  for (let i = 0; i < body.length; i += 1) sum += Number(body[body.length - 1 - i]) * (i % 2 === 0 ? 3 : 1);
  return String((10 - (sum % 10)) % 10);
}

/** UPC-A of a ten-digit NDC (hyphens allowed): `3`, the NDC, the check digit. */
export function upcOf(ndc10: string): string {
  const body = `3${ndc10.replaceAll('-', '')}`;
  return body + checkDigit(body);
}

/** GTIN-14 of a ten-digit NDC, indicator 0. */
export function gtinOf(ndc10: string): string {
  return `00${upcOf(ndc10)}`;
}
