import type { RuleHead } from './types.ts';
import { sources } from './types.ts';

const source = sources.seed('refill-too-soon and adherence');

/** Editable: payers and states differ. */
export const refillPolicy = {
  /** Part of the supply that must be used up, in hundredths. */
  usedPercent: 75,
  /** Eye drops run out unevenly. */
  usedPercentEyeDrops: 70,
  /** Days before the end of supply at which a controlled drug may be filled again. */
  controlledDaysEarly: 2,
  lookBackDays: 180,
  adherentPercent: 80,
  rescueInhalerDays: 30,
} as const;

export const earlyRefill: RuleHead = {
  id: 'DUR-EARLY-REFILL',
  version: 1,
  severity: 'moderate',
  title: 'Refill before it is due',
  evidence: 'By the last fill and days supply the patient still has medicine.',
  management: 'Ask why: vacation, lost, dose change. Note the reason; the payer may reject it.',
  source,
};
export const earlyControlledRefill: RuleHead = {
  id: 'DUR-EARLY-CONTROLLED',
  version: 1,
  severity: 'major',
  title: 'Controlled medicine before it is due',
  evidence: 'A controlled medicine is filled at most two days before the supply ends.',
  management: 'Pharmacist decides and documents; check the monitoring programme.',
  source,
};
export const lateRefill: RuleHead = {
  id: 'DUR-LATE-REFILL',
  version: 1,
  severity: 'minor',
  title: 'Refills come late',
  evidence: 'Fewer than 80 in 100 days of the last half year were covered.',
  management: 'Ask what makes it hard: cost, side effects, forgetting. Offer sync.',
  source,
};
export const rescueInhaler: RuleHead = {
  id: 'DUR-RESCUE-INHALER',
  version: 1,
  severity: 'moderate',
  title: 'More than one rescue inhaler a month',
  evidence: 'Needing more than one canister in a month says the asthma is not controlled.',
  management: 'Ask about symptoms and the controller inhaler; tell the prescriber.',
  source: sources.seed('dose limits, albuterol'),
};
export const weightMissing: RuleHead = {
  id: 'DUR-WEIGHT-MISSING',
  version: 1,
  severity: 'moderate',
  title: 'No recent weight of this child',
  evidence:
    'Under 12 years doses go by weight; it must be known, within 30 days for infants and six months for children.',
  management: 'Ask for the weight, enter it and review again.',
  source: sources.seed('paediatric guard rails'),
};
export const pregnancyUnknown: RuleHead = {
  id: 'DUR-PREG-ASK',
  version: 1,
  severity: 'moderate',
  title: 'Pregnancy status is not known',
  evidence: 'This drug harms the unborn child, and the record does not say whether the patient may be pregnant.',
  management: 'Ask, and enter the answer in the patient record.',
  source: sources.seed('check list, pregnancy'),
};
export const allergyNotChecked: RuleHead = {
  id: 'DUR-ALLERGY-UNCHECKED',
  version: 1,
  severity: 'minor',
  title: 'Allergy that cannot be checked against inactive ingredients',
  evidence: 'We hold no data about inactive ingredients of products.',
  management: 'Read the label of the product for this substance.',
  source: sources.seed('allergy, excipients'),
};
