import { emptySignature, isSigned, type Signature, signatureImage } from '@apotheca/ui';
import type { client } from '../../client.ts';

export type SellInput = Parameters<typeof client.dispensing.sell>[0];
export const methods = ['cash', 'card', 'check', 'house-account'] as const;
export type Method = (typeof methods)[number];
export const relationships = ['self', 'spouse', 'parent', 'child', 'caregiver', 'courier', 'other'] as const;
export const identifiers = ['name', 'birth-date', 'address', 'phone', 'photo-id'] as const;
export const idKinds = [
  'driver-license',
  'state-id',
  'passport',
  'military-id',
  'aadhaar',
  'voter-id',
  'other',
] as const;

/** One sale as it is put together; a draft, so that a reload at the till loses nothing. */
export interface TillForm {
  readonly text: string;
  readonly patientId: string | null;
  readonly fillIds: readonly string[];
  readonly items: readonly { readonly item: string; readonly packages: number }[];
  readonly relationship: (typeof relationships)[number];
  readonly collector: string;
  readonly checked: readonly (typeof identifiers)[number][];
  readonly idKind: (typeof idKinds)[number] | null;
  readonly idNumber: string;
  readonly idIssuer: string;
  readonly idExpiresOn: string;
  readonly counseling: 'accepted' | 'refused' | 'not-required' | null;
  readonly signature: Signature;
  readonly method: Method;
  readonly receivedCents: number | null;
  readonly checkNumber: string;
  readonly approvalCode: string;
}

export const emptyTill: TillForm = {
  text: '',
  patientId: null,
  fillIds: [],
  items: [],
  relationship: 'self',
  collector: '',
  checked: [],
  idKind: null,
  idNumber: '',
  idIssuer: '',
  idExpiresOn: '',
  counseling: null,
  signature: emptySignature,
  method: 'cash',
  receivedCents: null,
  checkNumber: '',
  approvalCode: '',
};

/** Cash may be more than the total and gives change; every other way is exact. */
export function tenderCents(form: TillForm, totalCents: number): number {
  return form.method === 'cash' ? (form.receivedCents ?? totalCents) : totalCents;
}

export function changeCents(form: TillForm, totalCents: number): number {
  return tenderCents(form, totalCents) - totalCents;
}

/**
 * A card without approval code is charged at the connected terminal by the sale itself, which takes up a payment that
 * was started for the same bags.
 */
export function sellInput(form: TillForm, totalCents: number): SellInput {
  const hasFills = form.fillIds.length > 0;
  const trimmed = (text: string) => text.trim() || undefined;
  return {
    fillIds: [...form.fillIds],
    items: form.items.map(({ item, packages }) => ({ item, packages })),
    payments: [
      {
        method: form.method,
        amountCents: tenderCents(form, totalCents),
        approvalCode: form.method === 'card' ? trimmed(form.approvalCode) : undefined,
        checkNumber: form.method === 'check' ? trimmed(form.checkNumber) : undefined,
        accountPatientId: form.method === 'house-account' ? (form.patientId ?? undefined) : undefined,
      },
    ],
    expectedTotalCents: totalCents,
    ...(hasFills
      ? {
          relationship: form.relationship,
          counseling: form.counseling ?? 'not-required',
          signature: isSigned(form.signature) ? signatureImage(form.signature) : undefined,
          identification: {
            checked: [...form.checked],
            name: form.relationship === 'self' ? undefined : trimmed(form.collector),
            kind: form.idKind ?? undefined,
            number: trimmed(form.idNumber),
            issuer: trimmed(form.idIssuer),
            expiresOn: form.idExpiresOn || undefined,
          },
        }
      : {}),
  };
}
