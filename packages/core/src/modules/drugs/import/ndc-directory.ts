import { schedules } from '../model.ts';
import { readNdc } from '../ndc.ts';
import { listSignature } from '../strength.ts';
import { packageSize } from './package-size.ts';
import { type Cells, compactDate, type TableFormat, type Taken } from './table-format.ts';

/** NDC Directory text files: tab-separated, Windows-1252 (fact sheet substitution-orange-book.md section 6). */
const base = { family: 'ndc-directory', delimiter: '\t', encoding: 'windows-1252', hasHeader: true } as const;

export const ndcFormats: readonly TableFormat[] = [
  {
    ...base,
    id: 'ndc-products',
    title: 'product.txt',
    columns: [
      'PRODUCTID',
      'PRODUCTNDC',
      'PRODUCTTYPENAME',
      'PROPRIETARYNAME',
      'PROPRIETARYNAMESUFFIX',
      'NONPROPRIETARYNAME',
      'DOSAGEFORMNAME',
      'ROUTENAME',
      'STARTMARKETINGDATE',
      'ENDMARKETINGDATE',
      'MARKETINGCATEGORYNAME',
      'APPLICATIONNUMBER',
      'LABELERNAME',
      'SUBSTANCENAME',
      'ACTIVE_NUMERATOR_STRENGTH',
      'ACTIVE_INGRED_UNIT',
      'PHARM_CLASSES',
      'DEASCHEDULE',
      'NDC_EXCLUDE_FLAG',
    ],
    table: 'ndc_product',
    into: [
      'product_id',
      'product_ndc',
      'type',
      'brand_name',
      'name',
      'dose_form',
      'route',
      'ends_on',
      'category',
      'application',
      'labeler',
      'substances',
      'amounts',
      'measures',
      'strength_signature',
      'classes',
      'schedule',
      'is_schedule_known',
      'is_excluded',
    ],
    parse: productRow,
  },
  {
    ...base,
    id: 'ndc-packages',
    title: 'package.txt',
    columns: [
      'PRODUCTID',
      'PRODUCTNDC',
      'NDCPACKAGECODE',
      'PACKAGEDESCRIPTION',
      'ENDMARKETINGDATE',
      'NDC_EXCLUDE_FLAG',
      'SAMPLE_PACKAGE',
    ],
    table: 'ndc_package',
    into: ['ndc11', 'ndc', 'product_id', 'size_milli', 'unit', 'ends_on', 'is_pickable', 'line'],
    parse: packageRow,
  },
];

function productRow(cells: Cells): Taken {
  if (cells('PRODUCTID') === '') return 'PRODUCTID is empty';
  if (readNdc(cells('PRODUCTNDC')).kind !== 'product')
    return `PRODUCTNDC "${cells('PRODUCTNDC')}" is not labeler-product`;
  const name = cells('NONPROPRIETARYNAME') || cells('SUBSTANCENAME') || cells('PROPRIETARYNAME');
  if (name === '') return 'the row holds no name';
  const ends = dateOrNull(cells, 'ENDMARKETINGDATE');
  if (ends.fault) return ends.fault;
  const brand = [cells('PROPRIETARYNAME'), cells('PROPRIETARYNAMESUFFIX')].filter((part) => part !== '').join(' ');
  const schedule = cells('DEASCHEDULE').toUpperCase();
  const isSchedule = (schedules as readonly string[]).includes(schedule);
  return [
    cells('PRODUCTID'),
    cells('PRODUCTNDC'),
    cells('PRODUCTTYPENAME'),
    brand,
    name,
    cells('DOSAGEFORMNAME'),
    cells('ROUTENAME').replace(/\s*;\s*/g, '; '),
    ends.date,
    cells('MARKETINGCATEGORYNAME'),
    cells('APPLICATIONNUMBER').toUpperCase(),
    cells('LABELERNAME'),
    cells('SUBSTANCENAME'),
    cells('ACTIVE_NUMERATOR_STRENGTH'),
    cells('ACTIVE_INGRED_UNIT'),
    listSignature(cells('ACTIVE_NUMERATOR_STRENGTH'), cells('ACTIVE_INGRED_UNIT')),
    classList(cells('PHARM_CLASSES')),
    isSchedule ? schedule : null,
    isSchedule || schedule === '' ? 1 : 0,
    isExcluded(cells) ? 1 : 0,
  ];
}

function packageRow(cells: Cells, line: number): Taken {
  const ndc = readNdc(cells('NDCPACKAGECODE'));
  if (ndc.kind !== 'exact' || ndc.label === null) {
    return `NDCPACKAGECODE "${cells('NDCPACKAGECODE')}" is not 4-4-2, 5-3-2, 5-4-1 or 6-4-2`;
  }
  const product = readNdc(cells('PRODUCTNDC'));
  if (product.kind !== 'product' || !ndc.ndc11.startsWith(product.prefix))
    return 'NDCPACKAGECODE and PRODUCTNDC do not agree';
  const ends = dateOrNull(cells, 'ENDMARKETINGDATE');
  if (ends.fault) return ends.fault;
  const size = packageSize(cells('PACKAGEDESCRIPTION'));
  const isPickable = cells('SAMPLE_PACKAGE').toUpperCase() !== 'Y' && !isExcluded(cells);
  return [ndc.ndc11, ndc.label, cells('PRODUCTID'), size.milli, size.unit, ends.date, isPickable ? 1 : 0, line];
}

/** N: in the directory. E, U, I, Y: excluded or listed by mistake, not to be dispensed from. */
function isExcluded(cells: Cells): boolean {
  return /^[EUIY]/i.test(cells('NDC_EXCLUDE_FLAG'));
}

function dateOrNull(cells: Cells, column: string): { date: string | null; fault?: string } {
  const text = cells(column);
  const date = compactDate(text) ?? null;
  return text !== '' && date === null ? { date, fault: `${column} is "${text}", not a date like 20261121` } : { date };
}

/** `Angiotensin Converting Enzyme Inhibitor [EPC],...`: the established classes by name, as a JSON list. */
function classList(text: string): string {
  const names = [...text.matchAll(/([^,[\]](?:[^[\]])*?)\s*\[EPC\]/g)].map((match) =>
    (match[1] ?? '').replace(/^[,\s]+/, ''),
  );
  return JSON.stringify([...new Set(names)]);
}
