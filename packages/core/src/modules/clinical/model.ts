import type { z } from 'zod';
import type { alertKindSchema, alertSchema, alertSubjectSchema, severitySchema } from './contract.ts';

export type Severity = z.infer<typeof severitySchema>;
export type AlertKind = z.infer<typeof alertKindSchema>;
export type Alert = z.infer<typeof alertSchema>;
export type AlertSubject = z.infer<typeof alertSubjectSchema>;

/** Most severe first: the order alerts are shown in. */
export const severityOrder: readonly Severity[] = ['contraindicated', 'major', 'moderate', 'minor'];
export function severityRank(severity: Severity): number {
  return severityOrder.indexOf(severity);
}
export function isBlocking(severity: Severity): boolean {
  return severity === 'contraindicated' || severity === 'major';
}

/**
 * Amount of one ingredient: `micrograms` in `perUnitsMilli` thousandths of the dispensing unit, so that 325 mg/15 mL
 * stays exact. Null where the strength is not a mass of a countable unit (percent, units, a puff, unknown).
 */
export interface IngredientStrength {
  readonly micrograms: number;
  readonly perUnitsMilli: number;
}

export interface DrugIngredient {
  /** Normalised: lowercase base name without salt, e.g. `metformin`. */
  readonly name: string;
  readonly rxcui: string | null;
  readonly strength: IngredientStrength | null;
  /** Delivered an hour: transdermal products only. */
  readonly microgramsPerHour: number | null;
}

/**
 * What the screening needs to know of a drug. The seam to the catalogue today and to a licensed drug-knowledge
 * graph later: nothing in the engine reads anything else of a drug.
 */
export interface DrugFacts {
  /** NDC, application-product, RxCUI or name: how the caller knows it. */
  readonly key: string;
  readonly name: string;
  readonly ingredients: readonly DrugIngredient[];
  /** Class names of our own vocabulary, catalogue classes among them. */
  readonly classes: readonly string[];
  readonly route: string;
  readonly doseForm: string;
  readonly isExtendedRelease: boolean;
  readonly schedule: string | null;
  /** Dispensing unit. */
  readonly unit: 'EA' | 'ML' | 'GM';
}

/** How much of it is taken, as far as the directions say. Thousandths of a dispensing unit. */
export interface DoseFacts {
  readonly maxUnitsPerDayMilli: number | null;
  /** What the directions say; `unknown` when they do not say it, null when there are no directions. */
  readonly frequency: 'daily' | 'weekly' | 'other' | 'unknown' | null;
  readonly asNeeded: boolean;
  readonly quantityMilli: number | null;
  readonly daysSupply: number | null;
}

export interface FillFacts {
  readonly on: string;
  readonly daysSupply: number;
}

/** A drug the patient takes, or is about to. */
export interface MedicationFacts {
  readonly drug: DrugFacts;
  readonly dose: DoseFacts;
  readonly prescriptionId: string | null;
  /** Day it runs out or was stopped; null when unknown, which counts as still taken. */
  readonly endsOn: string | null;
  /** Fills that counted, any order. Empty for what was never filled here (over the counter, reported, new). */
  readonly fills: readonly FillFacts[];
}

export type AllergyGravity = 'intolerance' | 'mild' | 'moderate' | 'severe' | 'unknown';
export interface AllergyFacts {
  readonly substance: string;
  readonly rxcui: string | null;
  readonly reaction: string | null;
  readonly gravity: AllergyGravity;
}

export interface PatientFacts {
  readonly ageDays: number | null;
  readonly ageYears: number | null;
  readonly sex: 'female' | 'male' | 'other' | 'unknown';
  readonly pregnant: boolean | null;
  readonly breastfeeding: boolean | null;
  readonly weightGrams: number | null;
  readonly weightOn: string | null;
  readonly heightMillimetres: number | null;
  /** Micrograms in a decilitre: 1.2 mg/dL is 1200. */
  readonly serumCreatinineMicrogramsPerDl: number | null;
  readonly egfr: number | null;
  readonly allergies: readonly AllergyFacts[];
  readonly conditions: readonly string[];
}

/** An alert accepted earlier: keeps the same finding quiet for 180 days at the same dose. */
export interface AcceptedAlert {
  /** A finding's id is the same for the same finding at the same dose, on any prescription. */
  readonly alertId: string;
  readonly acceptedOn: string;
  readonly reasonCode: string;
  readonly note: string;
  readonly by: string;
  readonly at: string;
}

export interface ScreenInput {
  readonly today: string;
  readonly patient: PatientFacts;
  /** What is about to be dispensed; null screens a profile or a list among itself. */
  readonly candidate: MedicationFacts | null;
  readonly profile: readonly MedicationFacts[];
  readonly accepted: readonly AcceptedAlert[];
}

/** A finding with the keys that let it stay quiet next time. */
export interface Finding extends Alert {
  /** Rule and the ingredients or facts it is about, sorted: equal for the same finding on another prescription. */
  readonly alertKey: string;
  /** Changes when a dose of one of its subjects changes. */
  readonly doseKey: string;
}
