/** What the catalogue knows about a drug, whichever source it came from. */

/** US schedules (21 CFR 1308) and Indian ones (Drugs Rules 1945). */
export const schedules = ['CI', 'CII', 'CIII', 'CIV', 'CV', 'G', 'H', 'H1', 'X'] as const;
export type Schedule = (typeof schedules)[number];

/** Billing unit of a package: each, millilitre, gram. */
export const units = ['EA', 'ML', 'GM'] as const;
export type DispensingUnit = (typeof units)[number];

export const marketingStatuses = ['rx', 'otc', 'discontinued', 'tentative', 'other', 'unknown'] as const;
/** `unknown`: no imported source states it. `other`: the source has a category that is none of these. */
export type MarketingStatus = (typeof marketingStatuses)[number];

export const catalogSources = ['starter', 'ndc-directory', 'orange-book', 'drugs-at-fda', 'rxnorm'] as const;
/** One current edition per source. */
export type CatalogSource = (typeof catalogSources)[number];

export interface DrugIngredient {
  /** Lower case, as the source names it (salt included where the source includes it). */
  readonly name: string;
  readonly rxcui: string | null;
  /** `20 mg`; null where the source gives no strength per ingredient. */
  readonly strength: string | null;
}

export interface DrugRecord {
  /** What addresses it everywhere: `ndc11` where there is one, else the application product `N020702-001`. */
  readonly key: string;
  /** 11 digits, 5-4-2, no hyphens. 12 digits (6-4-2) for a labeler number that needs six (91 FR 10749, from 2033). */
  readonly ndc11: string | null;
  /** With hyphens as the labeler prints it; 5-4-2 where only the 11 digits are known. */
  readonly ndc: string | null;
  /** Application and product number as in the Orange Book: `N020702-001`. */
  readonly product: string | null;
  /** For people: `lisinopril 20 mg tablet`. Tall-man letters are added by `tallMan` at display only. */
  readonly name: string;
  readonly brandName: string | null;
  readonly ingredients: readonly DrugIngredient[];
  readonly strength: string;
  readonly doseForm: string;
  readonly route: string;
  readonly labeler: string;
  readonly schedule: Schedule | null;
  /** False: no source states a schedule. Never read that as "not controlled". */
  readonly scheduleKnown: boolean;
  /** As the edition prints it, e.g. `AB1,AB2`; null where blank or where no edition is joined. */
  readonly teCode: string | null;
  readonly rxcui: string | null;
  readonly packageSizeMilli: number | null;
  readonly unit: DispensingUnit;
  /** Pharmacologic classes used by clinical rules, as the source names them: `ACE inhibitor`. */
  readonly classes: readonly string[];
  readonly marketingStatus: MarketingStatus;
  readonly source: CatalogSource;
  /** Edition date of that source, `yyyy-mm-dd`, or its own edition name. */
  readonly edition: string;
}

export interface CatalogEdition {
  readonly source: CatalogSource;
  /** As the publisher dates it (dates inside the zip or the rows), `yyyy-mm-dd`; null where it carries none. */
  readonly editionDate: string | null;
  /** SHA-256 of the imported files, hex. */
  readonly digest: string;
  readonly rows: number;
  readonly rejected: number;
  readonly importedAt: string;
  readonly importId: string | null;
  readonly files: readonly string[];
}

/** What a scanned code says. `candidates` are the catalogue keys it may mean when it is not one for certain. */
export interface Scan {
  readonly carrier: 'ndc' | 'upc-a' | 'gtin-14' | 'gs1';
  readonly ndc11: string | null;
  /** With hyphens, as labelled where known. */
  readonly ndc: string | null;
  readonly candidates: readonly string[];
  readonly gtin: string | null;
  readonly lotNumber: string | null;
  readonly expiresOn: string | null;
  readonly serial: string | null;
  /** Undefined where the code is good but the catalogue has no such package. */
  readonly drug: DrugRecord | undefined;
}

export const substituteClasses = [
  'SAME_NDC_FAMILY',
  'TE_A_EQUIVALENT',
  'PHARM_ALTERNATIVE',
  'THERAPEUTIC_ALT',
  'BIO_INTERCHANGEABLE',
  'BIOSIMILAR_ONLY',
] as const;
/** Fact sheet substitution-orange-book.md section 3, output classes. */
export type SubstituteClass = (typeof substituteClasses)[number];
