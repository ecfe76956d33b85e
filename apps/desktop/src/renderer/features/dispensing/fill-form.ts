import type { client } from '../../client.ts';
import type { Work } from './work-types.ts';

export type FillInput = Parameters<typeof client.dispensing.fill>[0];
export type PartialReason = Work['partialReasons'][number]['code'];

/** What was scanned or typed at the station. */
export interface FillForm {
  /** The product that is being filled when it is another than the one chosen before. */
  readonly ndc: string | null;
  /** Raw code of the scanner; null while nothing was scanned. */
  readonly scan: string | null;
  readonly typedNdc: string;
  readonly scanned: ScannedProduct | null;
  readonly lotNumber: string;
  readonly quantityMilli: number | null;
  readonly partialReason: PartialReason | null;
  readonly requestedBy: 'patient' | 'prescriber' | null;
}

export interface ScannedProduct {
  readonly ndc: string | null;
  readonly name: string | null;
  readonly lotNumber: string | null;
  readonly expiresOn: string | null;
  readonly wasTyped: boolean;
}

export const emptyFill: FillForm = {
  ndc: null,
  scan: null,
  typedNdc: '',
  scanned: null,
  lotNumber: '',
  quantityMilli: null,
  partialReason: null,
  requestedBy: null,
};

export type ScanState = 'waiting' | 'matches' | 'differs' | 'unknown';

/** An NDC in eleven digits: the parts of a hyphenated one are padded to 5, 4 and 2 (HIPAA billing form). */
function elevenDigits(ndc: string): string {
  const parts = ndc.split('-');
  if (parts.length !== 3) return ndc;
  return parts.map((part, index) => part.padStart([5, 4, 2][index] ?? 0, '0')).join('');
}

/** The same package may be written with hyphens in ten digits or without in eleven. */
export function scanState(scanned: ScannedProduct | null, productNdc: string | null): ScanState {
  if (!scanned) return 'waiting';
  if (!scanned.ndc || !productNdc) return 'unknown';
  return elevenDigits(scanned.ndc) === elevenDigits(productNdc) ? 'matches' : 'differs';
}

export function quantityOf(form: FillForm, remaining: number): number {
  return form.quantityMilli === null ? remaining : form.quantityMilli / 1000;
}

export function isPartial(form: FillForm, remaining: number): boolean {
  return quantityOf(form, remaining) < remaining;
}

export function fillInput(form: FillForm, work: Work): FillInput {
  const partial = isPartial(form, work.remaining) && form.partialReason;
  return {
    id: work.prescription.id,
    ndc: work.product?.key ?? '',
    quantity: quantityOf(form, work.remaining),
    scan: form.scan ?? undefined,
    lotNumber: form.lotNumber.trim() || undefined,
    partial: partial ? { reason: partial, requestedBy: form.requestedBy ?? undefined } : undefined,
  };
}
