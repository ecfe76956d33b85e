import { productKey } from '../ndc.ts';
import { strengthKey, strengthSignature } from '../strength.ts';
import { applicationProductColumns, formAndRoute, ingredientKey, teCode } from './orange-book.ts';
import type { Cells, TableFormat, Taken } from './table-format.ts';

/** Drugs@FDA data files: tab-separated tables that are joined after they are read (join-applications.ts). */
const base = { family: 'drugs-at-fda', delimiter: '\t', encoding: 'windows-1252', hasHeader: true } as const;

export const fdaFormats: readonly TableFormat[] = [
  {
    ...base,
    id: 'fda-applications',
    title: 'Applications.txt',
    columns: ['ApplNo', 'ApplType', 'SponsorName'],
    table: 'fda_application',
    into: ['application', 'type', 'sponsor'],
    parse(cells) {
      const type = cells('ApplType').toUpperCase();
      if (!/^\d{1,6}$/.test(cells('ApplNo'))) return `ApplNo is "${cells('ApplNo')}", not six digits`;
      if (!/^(NDA|ANDA|BLA)$/.test(type)) return `ApplType is "${cells('ApplType')}", not NDA, ANDA or BLA`;
      return [cells('ApplNo').padStart(6, '0'), type, cells('SponsorName')];
    },
  },
  {
    ...base,
    id: 'fda-products',
    title: 'Products.txt',
    columns: ['ApplNo', 'ProductNo', 'Form', 'Strength', 'ReferenceDrug', 'DrugName', 'ActiveIngredient'],
    table: 'fda_product',
    into: ['application', 'number', 'form', 'strength', 'is_reference', 'trade_name', 'ingredients', 'line'],
    parse(cells, line) {
      const key = keyOf(cells);
      if (typeof key === 'string') return key;
      if (cells('ActiveIngredient') === '') return 'ActiveIngredient is empty';
      const isReference = cells('ReferenceDrug') === '1' ? 1 : 0;
      return [
        ...key,
        cells('Form'),
        cells('Strength'),
        isReference,
        cells('DrugName'),
        cells('ActiveIngredient'),
        line,
      ];
    },
  },
  {
    ...base,
    id: 'fda-te',
    title: 'TE.txt',
    mayBeEmpty: true,
    columns: ['ApplNo', 'ProductNo', 'MarketingStatusID', 'TECode'],
    table: 'fda_te',
    into: ['application', 'number', 'status', 'code', 'line'],
    parse(cells, line) {
      const key = keyOf(cells);
      if (typeof key === 'string') return key;
      const code = teCode(cells('TECode'));
      if (code === null) return 'TECode is empty';
      return statusOf(cells) ?? [...key, Number(cells('MarketingStatusID')), code, line];
    },
  },
  {
    ...base,
    id: 'fda-status',
    title: 'MarketingStatus.txt',
    mayBeEmpty: true,
    columns: ['MarketingStatusID', 'ApplNo', 'ProductNo'],
    table: 'fda_status',
    into: ['application', 'number', 'status', 'line'],
    parse(cells, line) {
      const key = keyOf(cells);
      if (typeof key === 'string') return key;
      return statusOf(cells) ?? [...key, Number(cells('MarketingStatusID')), line];
    },
  },
  {
    id: 'fda-joined',
    title: 'products_te.csv',
    family: 'drugs-at-fda-joined',
    delimiter: ',',
    encoding: 'utf-8',
    hasHeader: true,
    columns: [
      'ingredient',
      'df_route',
      'strength',
      'drug_name',
      'sponsor',
      'appl_type',
      'appl_no',
      'product_no',
      'te_code',
      'rld',
      'rs',
      'status',
    ],
    table: 'application_product',
    into: applicationProductColumns,
    parse: joinedRow,
  },
];

/** The same tables joined beforehand, one row a product. */
function joinedRow(cells: Cells): Taken {
  const [type, application, number] = [cells('appl_type'), cells('appl_no'), cells('product_no')];
  if (!/^(NDA|ANDA|BLA)$/i.test(type)) return `appl_type is "${type}", not NDA, ANDA or BLA`;
  if (!/^\d{1,6}$/.test(application)) return `appl_no is "${application}", not six digits`;
  if (!/^\d{1,3}$/.test(number)) return `product_no is "${number}", not three digits`;
  if (cells('ingredient') === '') return 'ingredient is empty';
  const product = productKey(type, application, number);
  const [form, route] = formAndRoute(cells('df_route'));
  const status = joinedStatuses[cells('status').toUpperCase()];
  if (!status) return `status is "${cells('status')}"`;
  return [
    'drugs-at-fda',
    product,
    product.slice(0, 7),
    cells('ingredient'),
    ingredientKey(cells('ingredient')),
    form,
    route,
    cells('strength'),
    strengthKey(cells('strength')),
    strengthSignature(cells('strength')),
    cells('drug_name'),
    cells('sponsor'),
    teCode(cells('te_code')),
    status,
    cells('rld') === '1' ? 1 : 0,
    null,
  ];
}

const joinedStatuses: Readonly<Record<string, string>> = {
  RX: 'rx',
  OTC: 'otc',
  DISCN: 'discontinued',
  TENTATIVE: 'tentative',
  NONE: 'tentative',
  '': 'unknown',
};

function keyOf(cells: Cells): [application: string, number: string] | string {
  const [application, number] = [cells('ApplNo'), cells('ProductNo')];
  if (!/^\d{1,6}$/.test(application)) return `ApplNo is "${application}", not six digits`;
  if (!/^\d{1,3}$/.test(number)) return `ProductNo is "${number}", not three digits`;
  return [application.padStart(6, '0'), number.padStart(3, '0')];
}

function statusOf(cells: Cells): string | undefined {
  return /^\d{1,2}$/.test(cells('MarketingStatusID'))
    ? undefined
    : `MarketingStatusID is "${cells('MarketingStatusID')}"`;
}
