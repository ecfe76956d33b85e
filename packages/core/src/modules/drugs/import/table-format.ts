import type { SqlValue } from '../../../kernel/ports.ts';
import type { CatalogSource } from '../model.ts';
import type { TextEncoding } from './lines.ts';

/** A cell by its column name, trimmed. */
export type Cells = (column: string) => string;

/**
 * What a row becomes: values for `into`; a sentence that says why it is not taken; or null for a row that the source
 * keeps for others (another vocabulary, a suppressed name).
 */
export type Taken = readonly SqlValue[] | string | null;

/** Files that make one edition together. */
export type Family =
  | 'orange-book'
  | 'drugs-at-fda'
  | 'drugs-at-fda-joined'
  | 'ndc-directory'
  | 'rxnorm-rrf'
  | 'rxnorm-csv';

/** One kind of file: how to know it, and what its rows become. */
export interface TableFormat {
  readonly id: string;
  /** As people call it: `products.txt`. */
  readonly title: string;
  readonly family: Family;
  readonly delimiter: '~' | '\t' | '|' | ',';
  readonly encoding: TextEncoding;
  /** Column names. With a header they are looked for by name; without, they stand in this order. */
  readonly columns: readonly string[];
  readonly hasHeader: boolean;
  /** For files without a header: whether the cells of a line can be this file. */
  isLine?(cells: readonly string[]): boolean;
  readonly table: string;
  readonly into: readonly string[];
  /** The column of `into` whose newest value dates a file that carries no date of its own. */
  readonly dateColumn?: string;
  /** True where the publisher repeats a key with columns that are not kept: a repeat is passed over, not rejected. */
  readonly repeats?: boolean;
  /** True for a table that may hold its header alone. */
  readonly mayBeEmpty?: boolean;
  parse(cells: Cells, line: number): Taken;
}

export interface FamilyRule {
  readonly source: CatalogSource;
  /** As people call it: `Orange Book`. */
  readonly title: string;
  /** Formats without which there is no edition. */
  readonly required: readonly string[];
  /** Formats that the publisher's zip holds besides; a zip without one is not whole. */
  readonly requiredInZip: readonly string[];
  readonly download: string;
  /** Empties what an earlier edition of the whole family left. Without it, each part empties its own table. */
  readonly clear: readonly string[];
}

export const families: Readonly<Record<Family, FamilyRule>> = {
  'orange-book': {
    source: 'orange-book',
    title: 'Orange Book',
    required: ['ob-products'],
    requiredInZip: ['ob-patents', 'ob-exclusivities'],
    download: 'the Orange Book data files (zip) from fda.gov',
    clear: ["DELETE FROM application_product WHERE source = 'orange-book'", 'DELETE FROM protection'],
  },
  'drugs-at-fda': {
    source: 'drugs-at-fda',
    title: 'Drugs@FDA',
    required: ['fda-applications', 'fda-products', 'fda-te', 'fda-status'],
    requiredInZip: [],
    download: 'the Drugs@FDA data files (zip) from fda.gov',
    clear: [
      "DELETE FROM application_product WHERE source = 'drugs-at-fda'",
      'DELETE FROM fda_application',
      'DELETE FROM fda_product',
      'DELETE FROM fda_te',
      'DELETE FROM fda_status',
    ],
  },
  'drugs-at-fda-joined': {
    source: 'drugs-at-fda',
    title: 'Drugs@FDA (joined table)',
    required: ['fda-joined'],
    requiredInZip: [],
    download: 'the Drugs@FDA data files (zip) from fda.gov',
    clear: ["DELETE FROM application_product WHERE source = 'drugs-at-fda'"],
  },
  'ndc-directory': {
    source: 'ndc-directory',
    title: 'NDC Directory',
    required: ['ndc-products', 'ndc-packages'],
    requiredInZip: [],
    download: 'the NDC Directory database file (text version, zip) from fda.gov',
    clear: ['DELETE FROM ndc_product', 'DELETE FROM ndc_package'],
  },
  'rxnorm-rrf': {
    source: 'rxnorm',
    title: 'RxNorm',
    required: ['rrf-concepts', 'rrf-attributes'],
    requiredInZip: [],
    download: 'RxNorm Current Prescribable Content (zip) from nlm.nih.gov',
    clear: ['DELETE FROM rx_concept', 'DELETE FROM rx_ndc', 'DELETE FROM rx_relation'],
  },
  'rxnorm-csv': {
    source: 'rxnorm',
    title: 'RxNorm (CSV tables)',
    required: [],
    requiredInZip: [],
    download: 'RxNorm Current Prescribable Content (zip) from nlm.nih.gov',
    clear: [],
  },
};

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** `Aug 24, 2026` as `2026-08-24`; undefined for anything else. */
export function longDate(text: string): string | undefined {
  const match = /^([A-Za-z]{3})[a-z]* (\d{1,2}), (\d{4})$/.exec(text);
  const month = months.indexOf(match?.[1]?.toLowerCase() ?? '') + 1;
  if (!match || month === 0) return undefined;
  return checkedDate(match[3] ?? '', String(month), match[2] ?? '');
}

/** `20190203` as `2019-02-03`; undefined for anything else. */
export function compactDate(text: string): string | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  return match ? checkedDate(match[1] ?? '', match[2] ?? '', match[3] ?? '') : undefined;
}

function checkedDate(year: string, month: string, day: string): string | undefined {
  const [m, d] = [Number(month), Number(day)];
  if (m < 1 || m > 12 || d < 1 || d > 31) return undefined;
  return `${year}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
}
