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

/** NDCs are compared by their digits: 10 with hyphens and 11 without are the same package only in 11 digits. */
export function scanState(scanned: ScannedProduct | null, productNdc: string | null): ScanState {
  if (!scanned) return 'waiting';
  if (!scanned.ndc || !productNdc) return 'unknown';
  return scanned.ndc.replace(/\D/g, '') === productNdc.replace(/\D/g, '') ? 'matches' : 'differs';
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
    ndc: work.product?.ndc ?? work.product?.key ?? '',
    quantity: quantityOf(form, work.remaining),
    scan: form.scan ?? undefined,
    lotNumber: form.lotNumber.trim() || undefined,
    partial: partial ? { reason: partial, requestedBy: form.requestedBy ?? undefined } : undefined,
  };
}
