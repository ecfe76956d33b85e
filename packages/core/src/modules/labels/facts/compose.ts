import { tallMan } from '../../drugs/tall-man.ts';
import type { LabelContent, LabelFacts } from '../model.ts';
import { printable, withoutIsolates } from '../text/shape.ts';
import { auxiliaryOf } from './auxiliary.ts';
import { beyondUse } from './beyond-use.ts';
import { missingElements } from './elements.ts';

/** Schedules whose label must carry the caution against transfer: II, III and IV, not V (21 CFR 290.5). */
const transferSchedules = new Set(['CII', 'CIII', 'CIV']);

/** Facts to label content. Pure: the same facts give the same label on any terminal. */
export function composeLabel(facts: LabelFacts): LabelContent {
  const { store, patient, prescription, fill, drug } = facts;
  const beyond = beyondUse(fill.filledOn, fill.lots, drug);
  const lots = [...new Set(fill.lots.map((lot) => clean(lot.lotNumber)).filter((lot) => lot !== ''))];
  const content: LabelContent = {
    version: 1,
    demo: store.demo,
    jurisdiction: store.jurisdiction,
    pharmacy: {
      name: clean(store.name),
      addressLines: addressLines(store.address),
      phone: phoneText(clean(store.phone)),
    },
    pharmacistInCharge: optional(store.pharmacistInCharge),
    rxNumber: clean(prescription.rxNumber),
    fillId: fill.fillId,
    fillNumber: fill.fillNumber,
    part: fill.part,
    filledOn: fill.filledOn,
    writtenOn: prescription.writtenOn,
    patient: {
      name: [clean(patient.name.given), clean(patient.name.family)].filter((part) => part !== '').join(' '),
      addressLines: patient.address ? addressLines(patient.address) : [],
      birthDate: patient.birthDate,
    },
    prescriberName: clean(prescription.prescriberName),
    drug: {
      display: tallMan(clean(drug.name)),
      name: clean(drug.name),
      strength: optional(drug.strength),
      doseForm: clean(drug.doseForm),
      route: optional(drug.route),
      brandName: isBrandItself(drug) ? null : optional(drug.brandName),
      manufacturer: optional(drug.labeler),
      ndc: optional(drug.ndc),
      schedule: drug.schedule,
      unit: drug.unit,
      ingredients: drug.ingredients.map(clean),
      classes: drug.classes.map(clean),
      physicalDescription: optional(drug.physicalDescription),
    },
    directions: clean(prescription.directions),
    purpose: optional(prescription.purpose),
    quantityMilli: fill.quantityMilli,
    owedMilli: Math.max(0, fill.owedMilli),
    daysSupply: fill.daysSupply,
    refillsLeft: Math.max(0, prescription.refillsLeft),
    refillsUntil: prescription.refillsLeft > 0 ? prescription.expiresOn : null,
    expiresOn: beyond.expiresOn,
    expiresBasis: beyond.basis,
    lotNumber: lots.length > 0 ? lots.join(', ') : null,
    auxiliary: auxiliaryOf({ ...drug, doseForm: drug.doseForm }),
    transferCaution: transferSchedules.has(drug.schedule ?? ''),
    technicianInitials: optional(fill.technicianInitials),
    pharmacistInitials: optional(fill.pharmacistInitials),
    barcode: barcodeText(prescription.rxNumber, fill.fillNumber, fill.part),
    problems: [],
  };
  const problems = missingElements(content).map(({ element, message, cite }) => ({ element, message, cite }));
  return { ...content, problems };
}

/** What a scan of the label gives back: number, fill, and the part where there is more than one. */
export function barcodeText(rxNumber: string, fillNumber: number, part: number): string {
  const number = rxNumber.replace(/[^0-9A-Za-z]/g, '').toUpperCase() || '0';
  return `RX${number}-${fillNumber}${part > 0 ? `-${part}` : ''}`;
}

function clean(text: string | null | undefined): string {
  return printable(withoutIsolates(text ?? ''));
}
function optional(text: string | null | undefined): string | null {
  const value = clean(text);
  return value === '' ? null : value;
}

type AnyAddress = { line1?: string | null; city?: string | null; state?: string | null; postalCode?: string | null };
function addressLines(address: AnyAddress): string[] {
  const place = [
    clean(address.city),
    [clean(address.state), clean(address.postalCode)].filter(Boolean).join(' '),
  ].filter(Boolean);
  return [clean(address.line1), place.join(', ')].filter((line) => line !== '');
}

/** `(614) 555-0100` for ten North American digits; anything else as it stands. */
function phoneText(phone: string): string {
  const digits = phone.replace(/^\+?1(?=\d{10}$)/, '');
  return /^\d{10}$/.test(digits) ? `(${digits.slice(0, 3)}) ${digits.slice(3, 6)}-${digits.slice(6)}` : phone;
}

/** A brand does not stand in for itself. */
function isBrandItself(drug: LabelFacts['drug']): boolean {
  return drug.brandName !== null && drug.name.toLowerCase().startsWith(drug.brandName.toLowerCase());
}
