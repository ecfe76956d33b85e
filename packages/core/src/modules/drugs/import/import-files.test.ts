import { describe, expect, test } from 'vitest';
import { MemoryCatalogStore } from '../../../testing/index.ts';
import { afterGood, catalogOf, emptyStore, importFiles } from '../testing/build.ts';
import {
  fdaMembers,
  ndcFiles,
  obLine,
  obProducts,
  orangeBookMembers,
  orangeBookZip,
  plainFile,
  productsHeader,
  rxnormCsv,
  zipFile,
} from '../testing/publisher-files.ts';
import { type SourceFile, sourceFileOf } from './source-file.ts';

const rows = Array.from({ length: 60 }, (_, i) => ({ application: String(70_000 + i), te: 'AB' }));

describe('DRG-10 a file is known by its content', () => {
  test('whatever it is called', () => {
    const { editions } = catalogOf(zipFile('holiday-pictures.jpg', orangeBookMembers(rows)));
    expect(editions.map((edition) => [edition.source, edition.rows])).toEqual([['orange-book', 62]]);
  });

  test('in any folder of the zip, beside members that are none of its business', () => {
    const members = Object.fromEntries(
      Object.entries(fdaMembers([{ application: '070001' }])).map(([name, text]) => [`a/b/${name}`, text]),
    );
    expect(
      catalogOf(zipFile('x.zip', { ...members, 'a/readme.txt': 'hello', '__MACOSX/a/b/Products.txt': 'junk' }))
        .editions[0]?.source,
    ).toBe('drugs-at-fda');
  });

  test('plain, with columns in another order and a byte order mark', () => {
    const [product, pack] = ndcFiles([{ product: '0071-0155', packages: [{ code: '23' }] }]) as [
      SourceFile,
      SourceFile,
    ];
    const text = Buffer.from(product.read(0, product.size)).toString('latin1');
    const swapped = text
      .split('\n')
      .map((line) => line.split('\t').reverse().join('\t'))
      .join('\n');
    const { reader } = catalogOf(sourceFileOf('p', Buffer.from(`\ufeff${swapped}`, 'utf8')), pack);
    expect(reader.find('0071-0155-23')?.name).toBe('lisinopril 20 mg tablet');
  });

  test('several sources in one import', () => {
    const { editions } = catalogOf(
      orangeBookZip(rows),
      ...ndcFiles([{ product: '0071-0155', packages: [{ code: '23' }] }]),
    );
    expect(editions.map((edition) => edition.source).sort()).toEqual(['ndc-directory', 'orange-book']);
  });
});

describe('DRG-14 every row that is not taken is kept with file, line and reason', () => {
  test('good rows are taken, bad ones told', () => {
    const text = [
      productsHeader,
      obLine({ application: '070001' }),
      obLine({ application: 'ABC' }),
      obLine({ application: '070002', status: 'GONE' }),
      obLine({ application: '070001' }),
      obLine({ application: '070003', type: 'Q' }),
      'short~row',
      '',
    ].join('\r\n');
    const { rejections, editions } = catalogOf(plainFile('products.txt', text));
    expect(rejections.map(({ line, reason }) => [line, reason])).toEqual([
      [3, 'Appl_No is "ABC", not six digits'],
      [4, 'Type is "GONE", not RX, OTC or DISCN'],
      [5, 'an earlier row has the same key'],
      [6, 'Appl_Type is "Q", not N or A'],
      [7, '2 columns where 14 are due'],
    ]);
    expect(rejections.every((one) => one.file === 'products.txt' && one.excerpt !== '')).toBe(true);
    expect([editions[0]?.rows, editions[0]?.rejected]).toEqual([1, 5]);
  });

  test('a quotation mark left open in a CSV is one row lost, not the rest', () => {
    const { rejections, editions } = catalogOf(
      plainFile('concepts.csv', 'rxcui,tty,name\r\n1,IN,"open\r\n2,IN,"a, ""b"""\r\n3,IN,x\r\n'),
    );
    expect(rejections.map(({ line, reason }) => [line, reason])).toEqual([[2, 'a quotation mark is left open']]);
    expect(editions[0]?.rows).toBe(2);
  });

  test('RxNorm rows of other vocabularies are passed over, not rejected', () => {
    const conso = [
      '1|ENG||||||1||||RXNORM|IN|1|lisinopril|0|N||',
      '2|ENG||||||1||||MMSL|BD|1|x|0|N||',
      '3|ENG||||||1||||RXNORM|IN|1|old|0|O||',
      '',
    ].join('\n');
    const sat = [
      '1||||||||NDC|RXNORM|00071015523|N||',
      '1||||||||NDC|MTHSPL|0071-0155-23|N||',
      '1||||||||NDC|RXNORM|71|N||',
      '',
    ].join('\n');
    const { rejections, editions } = catalogOf(plainFile('a', conso), plainFile('b', sat));
    expect(rejections.map((one) => one.reason)).toEqual(['NDC is "71", not eleven digits']);
    expect(editions[0]?.rows).toBe(2);
  });
});

test('DRG-15 empty columns too many are taken, filled ones are not', () => {
  const line = obLine({ application: '070001' });
  const { rejections, editions } = catalogOf(plainFile('p', [productsHeader, `${line}~~`, `${line}~x`, ''].join('\n')));
  expect(editions[0]?.rows).toBe(1);
  expect(rejections.map((one) => one.reason)).toEqual(['15 columns where 14 are due']);
});

test('DRG-16 a file of which most rows cannot be read is refused as a whole', () => {
  const bad = Array.from({ length: 40 }, () => obLine({ application: 'XXXXXX' }));
  const { fault, isUnchanged } = afterGood(
    plainFile('p.txt', [productsHeader, obLine({ application: '070001' }), ...bad, ''].join('\n')),
  );
  expect(fault).toContain('40 of 41 rows');
  expect(fault).toContain('line 3');
  expect(isUnchanged).toBe(true);
});

describe('DRG-17 an edition carries the publisher’s date and the digest of its files', () => {
  test('from the members of the zip', () => {
    const [edition] = catalogOf(orangeBookZip(rows, '2025-03-14')).editions;
    expect(edition?.editionDate).toBe('2025-03-14');
    expect(edition?.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(edition?.files).toEqual(['EOBZIP.zip']);
  });

  test('from the newest row of a plain file that is not in the future', () => {
    const text = obProducts([
      { application: '070001', approved: 'Feb 3, 2024' },
      { application: '070002', approved: 'Approved Prior to Jan 1, 1982' },
      { application: '070003', approved: 'Dec 31, 2099' },
    ]);
    expect(catalogOf(plainFile('products.txt', text)).editions[0]?.editionDate).toBe('2024-02-03');
  });

  test('or none', () => {
    expect(catalogOf(...rxnormCsv([['1', 'IN', 'x']], [['00071015523', '1']])).editions[0]?.editionDate).toBeNull();
  });
});

test('DRG-18 an import replaces its own source and nothing else', () => {
  const { store } = importFiles(new MemoryCatalogStore(), [orangeBookZip([{ application: '070001', te: 'AB' }])]);
  importFiles(store, ndcFiles([{ product: '0071-0155', packages: [{ code: '23' }] }]));
  const { reader } = importFiles(store, [orangeBookZip([{ application: '070002', te: 'AB' }])]);
  expect(reader.find('A070001-001')).toBeUndefined();
  expect(reader.find('A070002-001')?.teCode).toBe('AB');
  expect(reader.find('0071-0155-23')?.name).toBe('lisinopril 20 mg tablet');
  expect(reader.find('99901-1021-1')?.source).toBe('starter');
});

test('DRG-18 a CSV table that comes alone leaves the others of its source', () => {
  const [concepts, codes] = rxnormCsv(
    [['311036', 'SCD', 'lisinopril 20 MG Oral Tablet']],
    [['00071015523', '311036']],
  ) as [SourceFile, SourceFile];
  const store = emptyStore();
  importFiles(store, [concepts]);
  expect(importFiles(store, [codes]).reader.find('00071015523')?.name).toBe('lisinopril 20 mg oral tablet');
});

test('DRG-13 a table that may be empty is: no product has a TE code, no patent is listed', () => {
  expect(catalogOf(zipFile('d.zip', fdaMembers([{ application: '070001' }]))).editions[0]?.rows).toBe(3);
});

test('DRG-22 Drugs@FDA rows that do not join are rejected by their line, and the most open status counts', () => {
  const members = fdaMembers([
    {
      application: '070001',
      statuses: [3, 1],
      te: [
        [1, 'AB2'],
        [1, 'AB1'],
        [3, 'BX'],
      ],
    },
    { application: '070002', statuses: [] },
  ]);
  members['TE.txt'] += '070009\t001\t1\tAB\r\n';
  members['Products.txt'] += '070008\t001\tTABLET;ORAL\t5MG\t0\tX\tX\t0\r\n';
  const { reader, rejections } = catalogOf(zipFile('d.zip', members));
  expect(reader.find('A070001-001')).toMatchObject({ marketingStatus: 'rx', teCode: 'AB1,AB2' });
  expect(reader.find('A070002-001')?.marketingStatus).toBe('unknown');
  expect(rejections.map(({ file, line }) => [file, line])).toEqual([
    ['d.zip/Products.txt', 4],
    ['d.zip/TE.txt', 5],
  ]);
});
