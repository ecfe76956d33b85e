import { productKey } from '../ndc.ts';
import { strengthKey, strengthSignature } from '../strength.ts';
import { type Cells, longDate, type TableFormat, type Taken } from './table-format.ts';

/** Orange Book data files, `~` between columns (fact sheet substitution-orange-book.md section 1). */
const base = { family: 'orange-book', delimiter: '~', encoding: 'windows-1252', hasHeader: true } as const;

export const applicationProductColumns = [
  'source',
  'product',
  'application',
  'ingredients',
  'ingredient_key',
  'dose_form',
  'route',
  'strength',
  'strength_key',
  'strength_signature',
  'trade_name',
  'applicant',
  'te_code',
  'status',
  'is_reference',
  'approved_on',
] as const;

const statuses: Readonly<Record<string, string>> = { RX: 'rx', OTC: 'otc', DISCN: 'discontinued' };

export const orangeBookFormats: readonly TableFormat[] = [
  {
    ...base,
    id: 'ob-products',
    title: 'products.txt',
    columns: [
      'Ingredient',
      'DF;Route',
      'Trade_Name',
      'Applicant',
      'Strength',
      'Appl_Type',
      'Appl_No',
      'Product_No',
      'TE_Code',
      'Approval_Date',
      'RLD',
      'RS',
      'Type',
      'Applicant_Full_Name',
    ],
    table: 'application_product',
    into: applicationProductColumns,
    dateColumn: 'approved_on',
    parse: productRow,
  },
  {
    ...base,
    id: 'ob-patents',
    title: 'patent.txt',
    mayBeEmpty: true,
    repeats: true,
    columns: ['Appl_Type', 'Appl_No', 'Product_No', 'Patent_No', 'Patent_Expire_Date_Text', 'Patent_Use_Code'],
    table: 'protection',
    into: ['product', 'kind', 'number', 'expires_on', 'use_code'],
    parse: (cells) => protectionRow(cells, 'patent', 'Patent_No', 'Patent_Expire_Date_Text', cells('Patent_Use_Code')),
  },
  {
    ...base,
    id: 'ob-exclusivities',
    title: 'exclusivity.txt',
    mayBeEmpty: true,
    columns: ['Appl_Type', 'Appl_No', 'Product_No', 'Exclusivity_Code', 'Exclusivity_Date'],
    table: 'protection',
    into: ['product', 'kind', 'number', 'expires_on', 'use_code'],
    parse: (cells) => protectionRow(cells, 'exclusivity', 'Exclusivity_Code', 'Exclusivity_Date', ''),
  },
];

function productRow(cells: Cells): Taken {
  const key = keyOf(cells);
  if (key.fault !== undefined) return key.fault;
  const status = statuses[cells('Type').toUpperCase()];
  if (!status) return `Type is "${cells('Type')}", not RX, OTC or DISCN`;
  if (cells('Ingredient') === '') return 'Ingredient is empty';
  const reference = cells('RLD').toLowerCase();
  if (reference !== '' && reference !== 'yes' && reference !== 'no') return `RLD is "${cells('RLD')}", not Yes or No`;
  const [form, route] = formAndRoute(cells('DF;Route'));
  const approved = cells('Approval_Date');
  const approvedOn = longDate(approved) ?? null;
  if (approvedOn === null && approved !== '' && !/^approved prior to/i.test(approved))
    return `Approval_Date is "${approved}"`;
  return [
    'orange-book',
    key.product,
    key.product.slice(0, 7),
    cells('Ingredient'),
    ingredientKey(cells('Ingredient')),
    form,
    route,
    cells('Strength'),
    strengthKey(cells('Strength')),
    strengthSignature(cells('Strength')),
    cells('Trade_Name'),
    cells('Applicant_Full_Name') || cells('Applicant'),
    teCode(cells('TE_Code')),
    status,
    reference === 'yes' ? 1 : 0,
    approvedOn,
  ];
}

function protectionRow(cells: Cells, kind: string, number: string, date: string, useCode: string): Taken {
  const key = keyOf(cells);
  if (key.fault !== undefined) return key.fault;
  if (cells(number) === '') return `${number} is empty`;
  const expiresOn = longDate(cells(date));
  if (expiresOn === undefined && cells(date) !== '') return `${date} is "${cells(date)}", not a date like Aug 24, 2026`;
  return [key.product, kind, cells(number), expiresOn ?? '', useCode];
}

function keyOf(cells: Cells): { product: string; fault?: undefined } | { fault: string } {
  const [type, application, number] = [cells('Appl_Type'), cells('Appl_No'), cells('Product_No')];
  if (!/^[NA]$/i.test(type)) return { fault: `Appl_Type is "${type}", not N or A` };
  if (!/^\d{1,6}$/.test(application)) return { fault: `Appl_No is "${application}", not six digits` };
  if (!/^\d{1,3}$/.test(number)) return { fault: `Product_No is "${number}", not three digits` };
  return { product: productKey(type, application, number) };
}

/** `TABLET; ORAL` in one column: form, then route. A form may hold no semicolon, a route never does. */
export function formAndRoute(text: string): [form: string, route: string] {
  const at = text.lastIndexOf(';');
  const parts = at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
  const [form, route] = parts.map((part) => part.trim().replace(/\s+/g, ' ').toUpperCase());
  return [form ?? '', route ?? ''];
}

/** Ingredients in one spelling and order, so that equal sets are equal text. */
export function ingredientKey(text: string): string {
  return text
    .split(';')
    .map((name) => name.trim().replace(/\s+/g, ' ').toUpperCase())
    .filter((name) => name !== '')
    .sort()
    .join('; ');
}

/** As printed, without spaces; null where blank: not evaluated, hence not substitutable by it. */
export function teCode(text: string): string | null {
  const code = text.replace(/\s+/g, '').toUpperCase();
  return code === '' ? null : code;
}
