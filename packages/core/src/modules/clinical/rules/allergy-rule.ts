import type { Severity } from '../model.ts';
import type { AllergyGroupName } from './allergy-groups.ts';
import type { RuleHead } from './types.ts';
import { sources } from './types.ts';

/**
 * From an allergy to a group (or to one ingredient of it), to drugs that may react too. `severity` holds for a moderate,
 * mild or unknown reaction, `severeSeverity` for a severe one. An intolerance never blocks, whatever stands here.
 */
export interface AllergyRule extends RuleHead {
  readonly from: AllergyGroupName;
  /** The allergy names the class and no member of it (`penicillin`, not `amoxicillin`); or names a member. */
  readonly fromKind?: 'class-term' | 'member';
  readonly to: { readonly groups?: readonly AllergyGroupName[]; readonly ingredients?: readonly string[] };
  readonly except?: readonly string[];
  /** Only for these reactions. */
  readonly reaction?: 'angioedema';
  readonly doseForm?: string;
  readonly route?: 'oral' | 'inhaled';
  readonly severeSeverity: Severity;
}

const source = sources.seed('allergy cross-sensitivity');
export const ask = 'Ask what happened and when. A severe reaction: do not dispense, call the prescriber.';
export const otherGroup = 'Ask the prescriber for a drug outside this group.';

export const sameIngredientRule: RuleHead = {
  id: 'DUR-ALLERGY-SAME',
  version: 1,
  severity: 'major',
  title: 'Allergy to an ingredient of this drug',
  evidence: 'The patient record lists this very substance.',
  management: `${ask} If it was only a side effect, correct the record.`,
  source,
};

export const allergyRow = (
  id: string,
  title: string,
  severity: Severity,
  severeSeverity: Severity,
  from: AllergyGroupName,
  to: AllergyRule['to'],
  evidence: string,
  rest: Partial<AllergyRule> = {},
): AllergyRule => ({
  id: `DUR-ALLERGY-${id}`,
  version: 1,
  title,
  severity,
  severeSeverity,
  from,
  to,
  evidence,
  management: ask,
  source,
  ...rest,
});
