import type { client } from '../../client.ts';
import type { IntakeForm } from './intake-form.ts';

export type TransferInput = Parameters<typeof client.prescriptions.transferIn>[0];

/** What the other pharmacy says of a prescription it gives away. */
export interface TransferForm {
  readonly pharmacyName: string;
  readonly pharmacistName: string;
  readonly address: string;
  readonly phone: string;
  readonly dea: string;
  readonly rxNumber: string;
  readonly originalRefills: number | null;
  readonly firstFilledOn: string;
  readonly lastFilledOn: string;
  /** Nothing was dispensed on it there. */
  readonly isUnfilled: boolean;
  readonly wasTransferred: boolean;
  readonly sharesDatabase: boolean;
}

export const emptyTransfer: TransferForm = {
  pharmacyName: '',
  pharmacistName: '',
  address: '',
  phone: '',
  dea: '',
  rxNumber: '',
  originalRefills: null,
  firstFilledOn: '',
  lastFilledOn: '',
  isUnfilled: false,
  wasTransferred: false,
  sharesDatabase: false,
};

/** Undefined fields are named by the service, which is the one to say what a transfer needs. */
export function transferInput(
  { transfer, refills }: Pick<IntakeForm, 'transfer' | 'refills'>,
  fields: Partial<TransferInput>,
): TransferInput {
  const orNull = (text: string) => text.trim() || null;
  const { pharmacyName, pharmacistName, address, lastFilledOn, isUnfilled } = transfer;
  const remaining = refills ?? 0;
  return {
    ...(fields as TransferInput),
    from: {
      pharmacyName,
      pharmacistName,
      address,
      phone: orNull(transfer.phone),
      dea: orNull(transfer.dea),
      rxNumber: orNull(transfer.rxNumber),
    },
    refillsRemaining: remaining,
    originalRefills: transfer.originalRefills ?? remaining,
    firstFilledOn: isUnfilled ? null : transfer.firstFilledOn || null,
    priorFills: isUnfilled || lastFilledOn === '' ? [] : [{ filledOn: lastFilledOn, pharmacy: pharmacyName.trim() }],
    initialFill: isUnfilled,
    alreadyTransferred: transfer.wasTransferred,
    sharedDatabase: transfer.sharesDatabase,
  };
}
