import { composeLabel } from './facts/compose.ts';
import type { LabelContent, LabelFacts } from './model.ts';

/** A label as a store makes it every day; tests change what they are about. */
export const plainFacts: LabelFacts = {
  store: {
    name: 'Test Pharmacy',
    address: { line1: '1 Main St', city: 'Columbus', state: 'OH', postalCode: '43215' },
    phone: '6145550100',
    jurisdiction: 'us_oh',
    pharmacistInCharge: 'Nadia Haddad',
    demo: false,
  },
  patient: {
    name: { given: 'Rosalind', family: 'Okafor' },
    birthDate: '1961-04-12',
    address: { line1: '22 Elm Ave', city: 'Columbus', state: 'OH', postalCode: '43201' },
  },
  prescription: {
    rxNumber: '7001234',
    prescriberName: 'Dr. Maria Lindqvist',
    directions: 'Take 1 tablet by mouth once a day.',
    purpose: null,
    writtenOn: '2026-11-20',
    expiresOn: '2027-11-20',
    refillsLeft: 3,
  },
  fill: {
    fillId: 'fill_1',
    fillNumber: 0,
    part: 0,
    filledOn: '2026-11-21',
    quantityMilli: 30_000,
    owedMilli: 0,
    daysSupply: 30,
    lots: [{ lotNumber: 'A1234', expiresOn: '2028-06-30' }],
    technicianInitials: 'TT',
    pharmacistInitials: null,
  },
  drug: {
    name: 'lisinopril 20 mg tablet',
    strength: '20 mg',
    doseForm: 'tablet',
    route: 'oral',
    brandName: 'Zestril',
    labeler: 'First Labs',
    ndc: '99999-0101-30',
    schedule: null,
    unit: 'EA',
    ingredients: ['lisinopril'],
    classes: ['ACE inhibitor'],
    physicalDescription: null,
  },
};

type Parts = { readonly [K in keyof LabelFacts]?: Partial<LabelFacts[K]> };

export function facts(parts: Parts = {}): LabelFacts {
  return {
    store: { ...plainFacts.store, ...parts.store },
    patient: { ...plainFacts.patient, ...parts.patient },
    prescription: { ...plainFacts.prescription, ...parts.prescription },
    fill: { ...plainFacts.fill, ...parts.fill },
    drug: { ...plainFacts.drug, ...parts.drug },
  };
}

export function content(parts: Parts = {}): LabelContent {
  return composeLabel(facts(parts));
}

/** An opioid: every mark a label can have. */
export const opioidParts: Parts = {
  drug: {
    name: 'oxycodone 5 mg / acetaminophen 325 mg tablet',
    strength: '5 mg; 325 mg',
    brandName: 'Percocet',
    schedule: 'CII',
    ingredients: ['oxycodone', 'acetaminophen'],
    classes: ['Opioid Agonist'],
  },
  prescription: {
    directions:
      'Take 1 to 2 tablets by mouth every 4 to 6 hours as needed for pain. Do not use more than 8 tablets in 24 hours.',
    refillsLeft: 0,
  },
  fill: { quantityMilli: 20_000, owedMilli: 10_000 },
};
