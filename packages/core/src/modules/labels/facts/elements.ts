import type { LabelContent, LabelProblem } from '../model.ts';

/**
 * What must stand on the label of a dispensed prescription, by jurisdiction. A table, not code: a state is rows. Status
 * V verified, K from general knowledge, K? uncertain. Federal minimum 21 USC 353(b)(2) and, for controlled drugs, 21 CFR
 * 290.5; "common state" is what most boards ask for and stands in until a state's own rows are verified.
 */
export interface LabelElement {
  readonly id: string;
  /** What is missing, in words for the person who composes the label. */
  readonly missing: string;
  readonly cite: string;
  readonly status: 'V' | 'K' | 'K?';
  /** `us` all states, `us_ca` one state, `*` everywhere. */
  readonly where: readonly string[];
  /** Without it the label may not be printed; otherwise it is a warning. */
  readonly isEssential: boolean;
  present(content: LabelContent): boolean;
}

const federal = '21 USC 353(b)(2)';
const state = 'state board rules (common)';
const filled = (text: string | null): boolean => text !== null && text.trim() !== '';

export const labelElements: readonly LabelElement[] = [
  {
    id: 'pharmacy-name',
    missing: 'The store has no name. Enter it in the store profile.',
    cite: federal,
    status: 'K',
    where: ['*'],
    isEssential: true,
    present: (c) => filled(c.pharmacy.name),
  },
  {
    id: 'pharmacy-address',
    missing: 'The store has no address. Enter it in the store profile.',
    cite: federal,
    status: 'K',
    where: ['*'],
    isEssential: true,
    present: (c) => c.pharmacy.addressLines.some(filled),
  },
  {
    id: 'pharmacy-phone',
    missing: 'The store has no phone number. Enter it in the store profile.',
    cite: state,
    status: 'K',
    where: ['us'],
    isEssential: false,
    present: (c) => filled(c.pharmacy.phone),
  },
  {
    id: 'rx-number',
    missing: 'The prescription has no number.',
    cite: federal,
    status: 'K',
    where: ['*'],
    isEssential: true,
    present: (c) => filled(c.rxNumber),
  },
  {
    id: 'date-filled',
    missing: 'The fill has no date.',
    cite: federal,
    status: 'K',
    where: ['*'],
    isEssential: true,
    present: (c) => filled(c.filledOn),
  },
  {
    id: 'prescriber-name',
    missing: 'The prescriber has no name. Correct the prescription.',
    cite: federal,
    status: 'K',
    where: ['*'],
    isEssential: true,
    present: (c) => filled(c.prescriberName),
  },
  {
    id: 'patient-name',
    missing: 'The patient has no name. Correct the patient record.',
    cite: `${federal}; ${state}`,
    status: 'K',
    where: ['*'],
    isEssential: true,
    present: (c) => filled(c.patient.name),
  },
  {
    id: 'directions',
    missing: 'There are no directions. Correct the prescription.',
    cite: `${federal}; ${state}`,
    status: 'K',
    where: ['*'],
    isEssential: true,
    present: (c) => filled(c.directions),
  },
  {
    id: 'drug-name',
    missing: 'The product has no name. Choose a product of the catalogue.',
    cite: state,
    status: 'K',
    where: ['*'],
    isEssential: true,
    present: (c) => filled(c.drug.display),
  },
  {
    id: 'drug-strength',
    missing: 'The product states no strength.',
    cite: state,
    status: 'K',
    where: ['us'],
    isEssential: false,
    present: (c) => filled(c.drug.strength) || /\d/.test(c.drug.name),
  },
  {
    id: 'manufacturer',
    missing: 'The product states no manufacturer.',
    cite: state,
    status: 'K',
    where: ['us'],
    isEssential: false,
    present: (c) => filled(c.drug.manufacturer),
  },
  {
    id: 'quantity',
    missing: 'The quantity is not more than zero.',
    cite: state,
    status: 'K',
    where: ['*'],
    isEssential: true,
    present: (c) => c.quantityMilli > 0,
  },
  {
    id: 'refills',
    missing: 'The refills left are not known.',
    cite: state,
    status: 'K',
    where: ['us'],
    isEssential: false,
    present: (c) => c.refillsLeft >= 0,
  },
  {
    id: 'initials',
    missing: 'Nobody has signed for the fill yet.',
    cite: state,
    status: 'K',
    where: ['us'],
    isEssential: false,
    present: (c) => filled(c.technicianInitials) || filled(c.pharmacistInitials),
  },
  {
    id: 'beyond-use',
    missing: 'No date to discard after could be worked out.',
    cite: state,
    status: 'K',
    where: ['*'],
    isEssential: true,
    present: (c) => filled(c.expiresOn),
  },
  {
    id: 'transfer-caution',
    missing: 'The federal caution against transfer is missing.',
    cite: '21 CFR 290.5',
    status: 'K',
    where: ['us'],
    isEssential: true,
    present: (c) => c.transferCaution || !['CII', 'CIII', 'CIV'].includes(c.drug.schedule ?? ''),
  },
  {
    id: 'patient-address',
    missing: 'Controlled drug: the patient has no address. Complete the patient record.',
    cite: state,
    status: 'K?',
    where: ['us'],
    isEssential: false,
    present: (c) => !/^C(II|III|IV|V)$/.test(c.drug.schedule ?? '') || c.patient.addressLines.length > 0,
  },
  {
    id: 'physical-description',
    missing: 'The catalogue has no description of the tablet; California asks for one.',
    cite: 'California label rules',
    status: 'K',
    where: ['us_ca'],
    isEssential: false,
    present: (c) => filled(c.drug.physicalDescription),
  },
];

/** Elements the jurisdiction asks for that this content lacks. */
export function missingElements(content: LabelContent): (LabelProblem & { isEssential: boolean })[] {
  const country = content.jurisdiction.split('_')[0] ?? '';
  return labelElements
    .filter((element) =>
      element.where.some((where) => where === '*' || where === country || where === content.jurisdiction),
    )
    .filter((element) => !element.present(content))
    .map(({ id, missing, cite, isEssential }) => ({ element: id, message: missing, cite, isEssential }));
}

/** Problems for which nothing is printed. */
export function essentialProblems(content: LabelContent): LabelProblem[] {
  return missingElements(content)
    .filter((problem) => problem.isEssential)
    .map(({ element, message, cite }) => ({ element, message, cite }));
}
