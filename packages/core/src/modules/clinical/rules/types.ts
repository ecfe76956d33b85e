import type { AlertKind, Severity } from '../model.ts';
import type { DrugClass } from './classes.ts';

/** Every rule carries this, whatever it checks. Text is our own; `source` says where the fact comes from. */
export interface RuleHead {
  /** `DUR-...`, never reused for another meaning. */
  readonly id: string;
  readonly version: number;
  readonly severity: Severity;
  readonly title: string;
  /** Why it matters: the mechanism in a sentence. */
  readonly evidence: string;
  readonly management: string;
  readonly source: string;
}

export interface Members {
  readonly ingredients?: readonly string[];
  readonly classes?: readonly DrugClass[];
  /** Names taken out of the classes again. */
  readonly except?: readonly string[];
}

/** Facts of the patient that change a rule. All given parts must hold; an unknown fact makes the condition unknown. */
export interface PatientCondition {
  readonly minAgeYears?: number;
  readonly underAgeYears?: number;
  readonly crClBelow?: number;
  readonly egfrBelow?: number;
  readonly conditions?: DiseaseName;
}

/** Problem-list groups of diseases.ts. */
export type DiseaseName =
  | 'seizure'
  | 'eating-disorder'
  | 'liver-disease'
  | 'alcohol-use'
  | 'kidney-disease'
  | 'viral-illness'
  | 'tonsillectomy'
  | 'hla-b-1502'
  | 'vascular-disease'
  | 'autoimmune-arthritis'
  | 'heart-failure';

/** Folding: of one pair, findings of one mechanism are one finding. */
export type Mechanism =
  | 'hypertensive-crisis'
  | 'serotonin'
  | 'absorption'
  | 'marrow'
  | 'level-up'
  | 'level-down'
  | 'qt'
  | 'vasospasm'
  | 'hypotension'
  | 'bleeding'
  | 'sedation'
  | 'potassium'
  | 'angioedema'
  | 'infection'
  | 'intracranial-pressure'
  | 'lactic-acidosis'
  | 'withdrawal';

export interface InteractionRule extends RuleHead {
  readonly left: Members;
  readonly right: Members;
  readonly mechanism: Mechanism;
  /** NCPDP 439-E4; DD unless said. */
  readonly reasonForService?: string;
  /** Days after the last day of supply that a side still counts; 7 unless an ingredient has its own lag. */
  readonly lagDays?: number;
  /** Only when the left side has this route. */
  readonly leftRoute?: 'oral';
  /** Only above this daily amount of the left ingredient; an amount that cannot be counted is not above. */
  readonly leftAboveMicrogramsPerDay?: number;
  /** The rule holds only under this; an unknown fact lowers it to `unknownSeverity` or drops it. */
  readonly when?: PatientCondition;
  readonly unknownSeverity?: Severity;
  /** More severe under this. */
  readonly worse?: {
    /** Any one of these. */
    readonly when: readonly PatientCondition[];
    readonly severity: Severity;
    readonly because: string;
  };
}

export interface DoseLimitRule extends RuleHead {
  /** Their amounts are added up. */
  readonly ingredients: readonly string[];
  readonly route: 'oral' | 'any';
  /** Extended-release products only, or immediate only; both when absent. */
  readonly release?: 'extended' | 'immediate';
  readonly maxMicrogramsPerDay?: number;
  /** Limit by body weight; the lower of this and maxMicrogramsPerDay holds. */
  readonly maxMicrogramsPerKgPerDay?: number;
  readonly when?: DoseCondition;
  /** Above the limit it blocks at once; otherwise it is shown above and blocks above twice the limit. */
  readonly hardAbove?: boolean;
  /** All products of the profile count, not only the one dispensed. */
  readonly sumAllProducts?: boolean;
}

/** When a dose row holds; a row without one is the general limit. An unknown fact: the row does not hold. */
export interface DoseCondition {
  readonly minAgeYears?: number;
  readonly underAgeYears?: number;
  readonly sex?: 'female' | 'male';
  readonly crClBelow?: number;
  readonly crClFrom?: number;
  readonly egfrBelow?: number;
  readonly egfrFrom?: number;
  readonly takenWith?: readonly string[];
  readonly conditions?: readonly DiseaseName[];
  /** Two of: this old, this light, this creatinine. */
  readonly anyTwoOf?: {
    readonly minAgeYears: number;
    readonly maxWeightGrams: number;
    readonly minCreatinineMicrogramsPerDl: number;
  };
  /** First fill of this drug here. */
  readonly newOnly?: boolean;
}

/** Do not use at all under a condition of kidney, age, disease, sex or pregnancy. */
export interface PatientRule extends RuleHead {
  readonly kind: AlertKind;
  readonly reasonForService: string;
  readonly members: Members;
  readonly route?: 'oral' | 'systemic' | 'any';
  readonly underAgeDays?: number;
  readonly minAgeYears?: number;
  readonly underAgeYears?: number;
  readonly crClBelow?: number;
  readonly egfrBelow?: number;
  readonly conditions?: DiseaseName;
  /** Only without this on the problem list. */
  readonly unlessConditions?: DiseaseName;
  readonly sex?: 'female' | 'male';
  readonly pregnant?: boolean;
  /** Day's supply, with earlier fills, above which it matters. */
  readonly overDays?: number;
  readonly newOnly?: boolean;
  readonly minMicrogramsPerDay?: number;
  readonly overridable?: boolean;
}

export interface DuplicateRule extends RuleHead {
  readonly class: DrugClass;
  readonly except?: readonly string[];
}

export interface DurationRule extends RuleHead {
  readonly members: Members;
  readonly route?: 'oral';
  readonly maxDays: number;
}

export interface OpioidFactor {
  readonly ingredient: string;
  /** Thousandths: 1.5 is 1500. */
  readonly factorMilli: number;
  /** Verified in the 2022 table, or a legacy factor that may never block on its own. */
  readonly status: 'V' | 'K?';
  readonly form: 'oral' | 'transdermal' | 'buccal' | 'spray' | 'nasal';
}

/** Where a fact comes from, in the words every alert shows. */
export const sources = {
  onc: (pair: number) => `ONC high-priority list, pair ${pair} (PMC9218784 Table 4; PMC3422823 Tables 2-3)`,
  oncKnowledge: (pair: number) => `ONC high-priority list, pair ${pair}; members from general knowledge, not verified`,
  seed: (section: string) => `Demo seed, ${section}: general knowledge, not verified; needs a licensed source`,
  mme: 'CDC 2022 conversion factors (Clinical Practice Guideline for Prescribing Opioids)',
  mmeLegacy: 'Legacy CMS/CDC file factor, uncertain: shown, never the only reason to stop',
} as const;
