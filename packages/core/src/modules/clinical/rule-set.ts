import { ageRules, beersRules } from './rules/age-rules.ts';
import { antibioticAllergyRules } from './rules/allergy-antibiotics.ts';
import { otherAllergyRules } from './rules/allergy-others.ts';
import type { AllergyRule } from './rules/allergy-rule.ts';
import { diseaseRules } from './rules/disease-rules.ts';
import { doseLimits } from './rules/dose-limits.ts';
import { duplicateRules } from './rules/duplicate-rules.ts';
import { oncPairs } from './rules/onc-pairs.ts';
import { opioidFactors } from './rules/opioids.ts';
import { durationRules, gateRules, pregnancyRules, sexRules } from './rules/pregnancy-rules.ts';
import { heartPairs } from './rules/seed-pairs-heart.ts';
import { infectionPairs } from './rules/seed-pairs-infection.ts';
import { nervousPairs } from './rules/seed-pairs-nervous.ts';
import type {
  DoseLimitRule,
  DuplicateRule,
  DurationRule,
  InteractionRule,
  OpioidFactor,
  PatientRule,
} from './rules/types.ts';

/** All rules of one edition, as data: what the engine runs on. */
export interface RuleSet {
  readonly version: string;
  readonly notice: string;
  readonly interactions: readonly InteractionRule[];
  readonly allergies: readonly AllergyRule[];
  readonly duplicates: readonly DuplicateRule[];
  readonly doses: readonly DoseLimitRule[];
  readonly patient: readonly PatientRule[];
  readonly durations: readonly DurationRule[];
  readonly factors: readonly OpioidFactor[];
}

export const seedRuleSet: RuleSet = {
  version: 'seed-1',
  notice:
    'A seed of screening rules, not a complete drug-knowledge base: an empty answer does not mean that a combination is safe.',
  interactions: [...oncPairs, ...heartPairs, ...infectionPairs, ...nervousPairs],
  allergies: [...antibioticAllergyRules, ...otherAllergyRules],
  duplicates: duplicateRules,
  doses: doseLimits,
  patient: [...ageRules, ...beersRules, ...diseaseRules, ...pregnancyRules, ...sexRules, ...gateRules],
  durations: durationRules,
  factors: opioidFactors,
};
