import type { z } from 'zod';
import type {
  documentKindSchema,
  documentSchema,
  labelContentSchema,
  labelLanguageSchema,
  labelProblemSchema,
  labelStockSchema,
} from './contract.ts';

export type LabelContent = z.infer<typeof labelContentSchema>;
export type LabelLanguage = z.infer<typeof labelLanguageSchema>;
export type LabelStock = z.infer<typeof labelStockSchema>;
export type LabelProblem = z.infer<typeof labelProblemSchema>;
export type LabelDocument = z.infer<typeof documentSchema>;
export type DocumentKind = z.infer<typeof documentKindSchema>;

/** Facts a label is composed of. Plain values, so that any module or test can supply them. */
export interface LabelFacts {
  readonly store: {
    readonly name: string;
    readonly address: {
      readonly line1: string;
      readonly city: string;
      readonly state: string;
      readonly postalCode: string;
    };
    readonly phone: string;
    readonly jurisdiction: string;
    readonly pharmacistInCharge: string | null;
    readonly demo: boolean;
  };
  readonly patient: {
    readonly name: { readonly given: string; readonly family: string };
    readonly birthDate: string | null;
    readonly address: {
      readonly line1?: string | null;
      readonly city?: string | null;
      readonly state?: string | null;
      readonly postalCode?: string | null;
    } | null;
  };
  readonly prescription: {
    readonly rxNumber: string;
    readonly prescriberName: string;
    readonly directions: string;
    readonly purpose: string | null;
    readonly writtenOn: string | null;
    readonly expiresOn: string | null;
    readonly refillsLeft: number;
  };
  readonly fill: {
    readonly fillId: string;
    readonly fillNumber: number;
    readonly part: number;
    readonly filledOn: string;
    readonly quantityMilli: number;
    readonly owedMilli: number;
    readonly daysSupply: number | null;
    readonly lots: readonly { readonly lotNumber: string; readonly expiresOn: string | null }[];
    readonly technicianInitials: string | null;
    readonly pharmacistInitials: string | null;
  };
  readonly drug: {
    readonly name: string;
    readonly strength: string | null;
    readonly doseForm: string;
    readonly route: string | null;
    readonly brandName: string | null;
    readonly labeler: string | null;
    readonly ndc: string | null;
    readonly schedule: string | null;
    readonly unit: 'EA' | 'ML' | 'GM';
    readonly ingredients: readonly string[];
    readonly classes: readonly string[];
    readonly physicalDescription: string | null;
  };
}

/** Font files by script and weight. Core opens no files: the composition root hands the bytes in. */
export type FontFace = 'latin' | 'latin-ext' | 'devanagari' | 'arabic';
export interface FontSource {
  bytes(face: FontFace, weight: 400 | 700): Uint8Array;
}
