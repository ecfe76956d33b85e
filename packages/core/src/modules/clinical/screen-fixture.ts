import { factsOfText } from './drug-facts.ts';
import type {
  AllergyFacts,
  DoseFacts,
  DrugFacts,
  Finding,
  MedicationFacts,
  PatientFacts,
  ScreenInput,
} from './model.ts';
import { nobody } from './patient-facts.ts';
import { unknownDose } from './prescription-facts.ts';
import { buildRuleIndex } from './rule-index.ts';
import { seedRuleSet } from './rule-set.ts';
import { screen } from './screen.ts';

/** Builders for tests of the screening: a drug from a line of text, a patient, a screening. */
export const today = '2026-11-21';
export const seedIndex = buildRuleIndex(seedRuleSet);

export function drug(text: string, more: Partial<DrugFacts> = {}): DrugFacts {
  const facts = factsOfText(text);
  if (!facts) throw new Error(`no drug in "${text}"`);
  return { ...facts, ...more };
}

export function med(
  text: string,
  more: Partial<Omit<MedicationFacts, 'dose' | 'drug'>> & { dose?: Partial<DoseFacts>; drug?: Partial<DrugFacts> } = {},
): MedicationFacts {
  const { dose, drug: drugMore, ...rest } = more;
  return {
    drug: drug(text, drugMore),
    dose: { ...unknownDose, ...dose },
    prescriptionId: null,
    endsOn: null,
    fills: [],
    ...rest,
  };
}

export function allergy(substance: string, more: Partial<AllergyFacts> = {}): AllergyFacts {
  return { substance, rxcui: null, reaction: null, gravity: 'unknown', ...more };
}

export function patient(more: Partial<PatientFacts> = {}): PatientFacts {
  return { ...nobody, ...more };
}

export function screened(input: Partial<ScreenInput>): Finding[] {
  return screen({ today, patient: nobody, candidate: null, profile: [], accepted: [], ...input }, seedIndex);
}

/** What the pair gives, in both orders; fails when the order matters. */
export function pair(a: string | MedicationFacts, b: string | MedicationFacts, who: PatientFacts = nobody): Finding[] {
  const [first, second] = [a, b].map((one) => (typeof one === 'string' ? med(one) : one)) as [
    MedicationFacts,
    MedicationFacts,
  ];
  const forward = screened({ candidate: first, profile: [second], patient: who });
  const backward = screened({ candidate: second, profile: [first], patient: who });
  const among = screened({ profile: [first, second], patient: who });
  const keys = (findings: Finding[]) =>
    findings
      .filter((f) => f.kind === 'drug-interaction' || f.kind.startsWith('duplicate'))
      .map((f) => `${f.alertKey} ${f.severity}`);
  for (const other of [backward, among]) {
    if (JSON.stringify(keys(other)) !== JSON.stringify(keys(forward)))
      throw new Error(`order matters: ${keys(forward)} / ${keys(other)}`);
  }
  return forward;
}

export function worst(findings: readonly Finding[]): string {
  return findings[0] ? `${findings[0].severity} ${findings[0].ruleId}` : 'none';
}

export function rulesOf(findings: readonly Finding[]): string[] {
  return findings.map((finding) => finding.ruleId);
}
