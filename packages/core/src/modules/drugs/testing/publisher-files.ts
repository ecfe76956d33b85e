import { type Zippable, zipSync } from 'fflate';
import { type SourceFile, sourceFileOf } from '../import/source-file.ts';

/** Hand-made files in the publishers' layouts. Ingredients are real, applications and NDCs are not. */

export function plainFile(name: string, text: string): SourceFile {
  return sourceFileOf(name, Buffer.from(text, 'latin1'));
}

export function zipFile(name: string, members: Record<string, string>, date = '2024-06-14'): SourceFile {
  return sourceFileOf(name, zipBytes(members, date));
}

export function zipBytes(members: Record<string, string>, date = '2024-06-14'): Uint8Array {
  const entries: Zippable = {};
  for (const [member, text] of Object.entries(members)) {
    entries[member] = [Buffer.from(text, 'latin1'), { mtime: new Date(`${date}T12:00:00`) }];
  }
  return zipSync(entries);
}

export const productsHeader =
  'Ingredient~DF;Route~Trade_Name~Applicant~Strength~Appl_Type~Appl_No~Product_No~TE_Code~Approval_Date~RLD~RS~Type~Applicant_Full_Name';

export interface ObRow {
  ingredient?: string;
  form?: string;
  name?: string;
  strength?: string;
  type?: string;
  application: string;
  number?: string;
  te?: string;
  approved?: string;
  status?: string;
}

export function obLine(row: ObRow): string {
  return [
    row.ingredient ?? 'LISINOPRIL',
    row.form ?? 'TABLET;ORAL',
    row.name ?? 'LISINOPRIL',
    'MAKER',
    row.strength ?? '20MG',
    row.type ?? 'A',
    row.application,
    row.number ?? '001',
    row.te ?? '',
    row.approved ?? 'Jul 1, 2002',
    'No',
    'No',
    row.status ?? 'RX',
    'MAKER PHARMACEUTICALS INC',
  ].join('~');
}

export function obProducts(rows: readonly ObRow[]): string {
  return `${[productsHeader, ...rows.map(obLine)].join('\r\n')}\r\n`;
}

const patentHeader =
  'Appl_Type~Appl_No~Product_No~Patent_No~Patent_Expire_Date_Text~Drug_Substance_Flag~Drug_Product_Flag~Patent_Use_Code~Delist_Flag~Submission_Date';
const exclusivityHeader = 'Appl_Type~Appl_No~Product_No~Exclusivity_Code~Exclusivity_Date';

/** As FDA ships it: three members, the last line of the small ones without a newline. */
export function orangeBookMembers(rows: readonly ObRow[]): Record<string, string> {
  return {
    'products.txt': obProducts(rows),
    'patent.txt': `${patentHeader}\r\nN~019777~001~7625884~Aug 24, 2026~~~U-141~~`,
    'exclusivity.txt': `${exclusivityHeader}\r\nN~019777~001~RTO~Jul 13, 2026`,
  };
}

export function orangeBookZip(rows: readonly ObRow[], date?: string): SourceFile {
  return zipFile('EOBZIP.zip', orangeBookMembers(rows), date);
}

export interface FdaRow {
  application: string;
  number?: string;
  form?: string;
  strength?: string;
  name?: string;
  ingredient?: string;
  statuses?: readonly number[];
  te?: readonly (readonly [status: number, code: string])[];
}

/** Drugs@FDA tables; `applications` are all of those named, as ANDA. */
export function fdaMembers(rows: readonly FdaRow[]): Record<string, string> {
  const lines = (header: string, body: readonly string[]) => `${[header, ...body].join('\r\n')}\r\n`;
  const number = (row: FdaRow) => row.number ?? '001';
  return {
    'Applications.txt': lines(
      'ApplNo\tApplType\tApplPublicNotes\tSponsorName',
      [...new Set(rows.map((row) => row.application))].map((one) => `${one}\tANDA\t\tSPONSOR`),
    ),
    'Products.txt': lines(
      'ApplNo\tProductNo\tForm\tStrength\tReferenceDrug\tDrugName\tActiveIngredient\tReferenceStandard',
      rows.map(
        (row) =>
          `${row.application}\t${number(row)}\t${row.form ?? 'TABLET;ORAL'}\t${row.strength ?? '20MG'}\t0\t${row.name ?? 'LISINOPRIL'}\t${row.ingredient ?? 'LISINOPRIL'}\t0`,
      ),
    ),
    'MarketingStatus.txt': lines(
      'MarketingStatusID\tApplNo\tProductNo',
      rows.flatMap((row) => (row.statuses ?? [1]).map((status) => `${status}\t${row.application}\t${number(row)}`)),
    ),
    'TE.txt': lines(
      'ApplNo\tProductNo\tMarketingStatusID\tTECode',
      rows.flatMap((row) =>
        (row.te ?? []).map(([status, code]) => `${row.application}\t${number(row)}\t${status}\t${code}`),
      ),
    ),
    'MarketingStatus_Lookup.txt': lines('MarketingStatusID\tMarketingStatusDescription', ['1\tPrescription']),
  };
}

const ndcProductHeader =
  'PRODUCTID\tPRODUCTNDC\tPRODUCTTYPENAME\tPROPRIETARYNAME\tPROPRIETARYNAMESUFFIX\tNONPROPRIETARYNAME\tDOSAGEFORMNAME\tROUTENAME\tSTARTMARKETINGDATE\tENDMARKETINGDATE\tMARKETINGCATEGORYNAME\tAPPLICATIONNUMBER\tLABELERNAME\tSUBSTANCENAME\tACTIVE_NUMERATOR_STRENGTH\tACTIVE_INGRED_UNIT\tPHARM_CLASSES\tDEASCHEDULE\tNDC_EXCLUDE_FLAG\tLISTING_RECORD_CERTIFIED_THROUGH';
const ndcPackageHeader =
  'PRODUCTID\tPRODUCTNDC\tNDCPACKAGECODE\tPACKAGEDESCRIPTION\tSTARTMARKETINGDATE\tENDMARKETINGDATE\tNDC_EXCLUDE_FLAG\tSAMPLE_PACKAGE';

export interface NdcRow {
  /** `0071-0155`. */
  product: string;
  /** Package segments with their descriptions. */
  packages: readonly { code: string; text?: string; sample?: boolean; ends?: string }[];
  name?: string;
  brand?: string;
  form?: string;
  route?: string;
  application?: string;
  amounts?: string;
  measures?: string;
  substances?: string;
  schedule?: string;
  excluded?: string;
  classes?: string;
  labeler?: string;
}

export function ndcFiles(rows: readonly NdcRow[]): SourceFile[] {
  const products = rows.map((row) =>
    [
      `${row.product}_id`,
      row.product,
      'HUMAN PRESCRIPTION DRUG',
      row.brand ?? '',
      '',
      row.name ?? 'Lisinopril',
      row.form ?? 'TABLET',
      row.route ?? 'ORAL',
      '20200101',
      '',
      'ANDA',
      row.application ?? '',
      row.labeler ?? 'Maker',
      row.substances ?? 'LISINOPRIL',
      row.amounts ?? '20',
      row.measures ?? 'mg/1',
      row.classes ?? '',
      row.schedule ?? '',
      row.excluded ?? 'N',
      '20271231',
    ].join('\t'),
  );
  const packages = rows.flatMap((row) =>
    row.packages.map(({ code, text, sample, ends }) =>
      [
        `${row.product}_id`,
        row.product,
        `${row.product}-${code}`,
        text ?? `30 TABLET in 1 BOTTLE (${row.product}-${code})`,
        '20200101',
        ends ?? '',
        'N',
        sample ? 'Y' : 'N',
      ].join('\t'),
    ),
  );
  return [
    plainFile('product.txt', `${[ndcProductHeader, ...products].join('\n')}\n`),
    plainFile('package.txt', [ndcPackageHeader, ...packages].join('\n')),
  ];
}

export function rxnormCsv(
  concepts: readonly (readonly [string, string, string])[],
  codes: readonly (readonly [string, string])[],
): SourceFile[] {
  return [
    plainFile(
      'concepts.csv',
      `rxcui,tty,name\r\n${concepts.map(([id, tty, name]) => `${id},${tty},"${name}"\r\n`).join('')}`,
    ),
    plainFile('ndc_rxcui.csv', `ndc11,rxcui,tty\r\n${codes.map(([ndc, id]) => `${ndc},${id},SCD\r\n`).join('')}`),
  ];
}
