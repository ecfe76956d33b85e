import { readNdc } from '../ndc.ts';
import type { TableFormat, Taken } from './table-format.ts';

/** RxNorm: RRF as NLM ships it, and plain CSV tables made of it (fact sheet substitution-orange-book.md section 9). */

/** Term types kept: ingredients, brands, drugs and packs. Synonyms and display names have the same RxCUI. */
const termTypes = new Set(['IN', 'PIN', 'MIN', 'BN', 'SCD', 'SBD', 'GPCK', 'BPCK', 'SCDC', 'SBDC', 'DF']);
/** Everything RxNorm calls a term type; others in a CSV are a mistake. */
const otherTermTypes = new Set([
  'SCDF',
  'SBDF',
  'SCDG',
  'SBDG',
  'SCDFP',
  'SBDFP',
  'SCDGP',
  'DFG',
  'ET',
  'SY',
  'TMSY',
  'PSN',
]);

const rrf = { family: 'rxnorm-rrf', delimiter: '|', encoding: 'utf-8', hasHeader: false } as const;
const csv = { family: 'rxnorm-csv', delimiter: ',', encoding: 'utf-8', hasHeader: true } as const;
const concepts = { table: 'rx_concept', into: ['rxcui', 'tty', 'name'] } as const;
const codes = { table: 'rx_ndc', into: ['ndc11', 'rxcui'] } as const;

export const rxnormFormats: readonly TableFormat[] = [
  {
    ...rrf,
    ...concepts,
    id: 'rrf-concepts',
    title: 'RXNCONSO.RRF',
    columns: [
      'RXCUI',
      'LAT',
      'TS',
      'LUI',
      'STT',
      'SUI',
      'ISPREF',
      'RXAUI',
      'SAUI',
      'SCUI',
      'SDUI',
      'SAB',
      'TTY',
      'CODE',
      'STR',
      'SRL',
      'SUPPRESS',
      'CVF',
    ],
    isLine: (cells) => cells.length === 19 && /^\d+$/.test(cells[0] ?? '') && /^[A-Z]{3}$/.test(cells[1] ?? ''),
    parse(cells) {
      if (cells('SAB') !== 'RXNORM' || cells('SUPPRESS') !== 'N' || !termTypes.has(cells('TTY'))) return null;
      return conceptRow(cells('RXCUI'), cells('TTY'), cells('STR'));
    },
  },
  {
    ...rrf,
    ...codes,
    id: 'rrf-attributes',
    title: 'RXNSAT.RRF',
    columns: ['RXCUI', 'LUI', 'SUI', 'RXAUI', 'STYPE', 'CODE', 'ATUI', 'SATUI', 'ATN', 'SAB', 'ATV', 'SUPPRESS', 'CVF'],
    isLine: (cells) => cells.length === 14 && /^\d+$/.test(cells[0] ?? ''),
    parse(cells) {
      if (cells('ATN') !== 'NDC' || cells('SAB') !== 'RXNORM' || cells('SUPPRESS') !== 'N') return null;
      return codeRow(cells('ATV'), cells('RXCUI'));
    },
  },
  {
    ...csv,
    ...concepts,
    id: 'csv-concepts',
    title: 'concepts.csv',
    columns: ['rxcui', 'tty', 'name'],
    parse(cells) {
      const type = cells('tty');
      if (otherTermTypes.has(type)) return null;
      return termTypes.has(type)
        ? conceptRow(cells('rxcui'), type, cells('name'))
        : `tty is "${type}", not a term type`;
    },
  },
  {
    ...csv,
    ...codes,
    id: 'csv-codes',
    title: 'ndc_rxcui.csv',
    columns: ['ndc11', 'rxcui'],
    parse: (cells) => codeRow(cells('ndc11'), cells('rxcui')),
  },
  {
    ...csv,
    id: 'csv-hierarchy',
    title: 'hierarchy.csv',
    columns: ['parent_rxcui', 'child_rxcui'],
    table: 'rx_relation',
    into: ['parent', 'child'],
    parse(cells) {
      const [parent, child] = [cells('parent_rxcui'), cells('child_rxcui')];
      return isRxcui(parent) && isRxcui(child) ? [parent, child] : 'an RxCUI is one to eight digits';
    },
  },
];

function conceptRow(rxcui: string, type: string, name: string): Taken {
  if (!isRxcui(rxcui)) return `RxCUI is "${rxcui}", not one to eight digits`;
  return name === '' ? 'the name is empty' : [rxcui, type, name];
}

function codeRow(code: string, rxcui: string): Taken {
  if (!isRxcui(rxcui)) return `RxCUI is "${rxcui}", not one to eight digits`;
  const ndc = readNdc(code);
  return ndc.kind === 'exact' ? [ndc.ndc11, rxcui] : `NDC is "${code}", not eleven digits`;
}

function isRxcui(text: string): boolean {
  return /^\d{1,8}$/.test(text);
}
