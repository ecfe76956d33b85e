import type { OpioidFactor, RuleHead } from './types.ts';
import { sources } from './types.ts';

const verified = (ingredient: string, factorMilli: number, form: OpioidFactor['form'] = 'oral'): OpioidFactor => ({
  ingredient,
  factorMilli,
  form,
  status: 'V',
});
const uncertain = (ingredient: string, factorMilli: number, form: OpioidFactor['form'] = 'oral'): OpioidFactor => ({
  ingredient,
  factorMilli,
  form,
  status: 'K?',
});

/**
 * Morphine milligram equivalents, CDC 2022. Never used to convert from one opioid to another. Buprenorphine has no
 * factor: a partial agonist, and treatment of opioid use disorder is never alerted as a dose.
 */
export const opioidFactors: readonly OpioidFactor[] = [
  verified('codeine', 150),
  verified('hydrocodone', 1000),
  verified('hydromorphone', 5000),
  verified('methadone', 4700),
  verified('morphine', 1000),
  verified('oxycodone', 1500),
  verified('oxymorphone', 3000),
  verified('tapentadol', 400),
  verified('tramadol', 200),
  /** Per microgram an hour, whatever the number of patches. */
  verified('fentanyl', 2400, 'transdermal'),
  uncertain('meperidine', 100),
  uncertain('pentazocine', 370),
  uncertain('levorphanol', 11_000),
  uncertain('dihydrocodeine', 250),
  uncertain('butorphanol', 7000, 'nasal'),
  /** Per microgram, not milligram. */
  uncertain('fentanyl', 130, 'buccal'),
  uncertain('fentanyl', 180, 'spray'),
  uncertain('fentanyl', 160, 'nasal'),
];

export const mmeCaution: RuleHead = {
  id: 'DUR-MME-50',
  version: 1,
  severity: 'moderate',
  title: 'Opioid dose of 50 MME a day or more',
  evidence: 'From 50 morphine milligram equivalents a day overdose becomes more likely.',
  management: 'Offer naloxone; check the monitoring programme.',
  source: sources.mme,
};
export const mmeHigh: RuleHead = {
  id: 'DUR-MME-90',
  version: 1,
  severity: 'major',
  title: 'Opioid dose of 90 MME a day or more',
  evidence: '90 morphine milligram equivalents a day is the line in state and Part D rules.',
  management: 'Document the reason with the prescriber, offer naloxone, check the monitoring programme.',
  source: sources.mme,
};
export const fentanylTolerance: RuleHead = {
  id: 'DUR-FENTANYL-TOLERANCE',
  version: 1,
  severity: 'major',
  title: 'Fentanyl patch without known opioid tolerance',
  evidence: 'The patch is only for patients who have taken 60 MME a day or more for at least a week.',
  management: 'Ask what the patient takes now, also elsewhere; confirm tolerance with the prescriber.',
  source: sources.seed('dose limits, fentanyl patch'),
};
export const trinity: RuleHead = {
  id: 'DUR-TRINITY',
  version: 1,
  severity: 'major',
  title: 'Opioid, benzodiazepine and carisoprodol together',
  evidence: 'All three slow breathing; the combination is a known sign of misuse.',
  management: 'Resolve and document before dispensing: call the prescribers, check the monitoring programme.',
  source: sources.seed('corresponding responsibility, red flags'),
};
export const methotrexateDaily: RuleHead = {
  id: 'DUR-METHOTREXATE-DAILY',
  version: 1,
  severity: 'contraindicated',
  title: 'Methotrexate directed daily',
  evidence: 'Outside cancer methotrexate is taken once a WEEK. Daily use has killed.',
  management: 'Do not dispense. Call the prescriber; write the weekday into the directions.',
  source: sources.seed('dose limits, methotrexate'),
};
export const methotrexateUnclear: RuleHead = {
  id: 'DUR-METHOTREXATE-UNCLEAR',
  version: 1,
  severity: 'major',
  title: 'Methotrexate: weekly is not written',
  evidence: 'The directions do not say weekly, and methotrexate taken daily has killed.',
  management: 'Confirm with the prescriber and write the weekday into the directions.',
  source: sources.seed('dose limits, methotrexate'),
};
export const weeklyDrugDaily: RuleHead = {
  id: 'DUR-WEEKLY-DAILY',
  version: 1,
  severity: 'major',
  title: 'Weekly medicine directed daily',
  evidence: 'This strength is made to be taken once a week.',
  management: 'Call the prescriber and correct the directions.',
  source: sources.seed('sig parser, daily and weekly check'),
};
