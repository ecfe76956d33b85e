import { beforeAll, describe, expect, test } from 'vitest';
import { MemoryCatalogStore } from '../../../testing/index.ts';
import { importFiles } from '../testing/build.ts';
import { type NdcRow, ndcFiles, orangeBookZip, rxnormCsv } from '../testing/publisher-files.ts';
import type { DrugReader } from './drug-reader.ts';
import { indexWords, wordsOf } from './words.ts';

let reader: DrugReader;
const directory: NdcRow[] = [
  {
    product: '0071-0155',
    packages: [{ code: '23' }, { code: '40' }],
    name: 'Atorvastatin calcium',
    brand: 'Lipitor',
    amounts: '10',
    substances: 'ATORVASTATIN CALCIUM',
    labeler: 'Parke-Davis',
  },
  {
    product: '50242-040',
    packages: [{ code: '62' }],
    name: 'Omalizumab',
    brand: 'Xolair',
    amounts: '150',
    form: 'INJECTION, SOLUTION',
    route: 'SUBCUTANEOUS',
    substances: 'OMALIZUMAB',
  },
  {
    product: '60505-2803',
    packages: [{ code: '1' }],
    name: 'Zonisamide',
    amounts: '100',
    form: 'CAPSULE',
    substances: 'ZONISAMIDE',
    labeler: 'Apotex',
  },
];

beforeAll(() => {
  reader = importFiles(new MemoryCatalogStore(), [
    ...ndcFiles(directory),
    orangeBookZip([
      {
        application: '080001',
        ingredient: 'ZONISAMIDE',
        name: 'ZONISAMIDE',
        form: 'CAPSULE;ORAL',
        strength: '25MG',
        status: 'DISCN',
      },
      { application: '080002', ingredient: 'ZONISAMIDE', name: 'ZONISAMIDE', form: 'CAPSULE;ORAL', strength: '50MG' },
    ]),
    ...rxnormCsv(
      [['1', 'SCD', 'lisinopril 20 MG Oral Tablet']],
      [
        ['68180051401', '1'],
        ['68180051402', '1'],
      ],
    ),
  ]).reader;
});

const search = (q: string, limit = 50) => reader.search(q, { market: 'us', limit, cursor: null }).items;
const keys = (q: string) => search(q).map((one) => one.key);

describe('DRG-40 every typed word begins a word of the entry', () => {
  test.each(['zonisamide 100 mg', '100mg zonis', 'mg 100 ZONIS cap', 'zonis apotex', 'cap zon 100 oral'])('%s', (q) => {
    expect(keys(q)).toContain('60505280301');
  });

  test('and one that begins none excludes it', () => {
    expect(keys('zonisamide tablet')).toEqual([]);
    expect(keys('onisamide')).toEqual([]);
  });

  test('20 mg, 20mg and 20 MG are the same words', () => {
    expect(wordsOf('20mg')).toEqual(wordsOf('20 MG'));
    expect(keys('lisinopril 20mg ')).toEqual(keys('lisinopril 20 mg '));
    expect(keys('lisinopril 20mg ').length).toBeGreaterThan(2);
  });

  test('by brand, by shorthand, by micrograms, and accents do not matter', () => {
    expect(search('lipitor')[0]?.name).toContain('torvastatin');
    expect(search('xol')[0]?.brandName).toBe('Xolair');
    expect(search('hctz')[0]?.name).toContain('hydrochlorothiazide');
    expect(indexWords('levothyroxine 0.05 mg')).toContain('50');
    expect(search('levothyroxine 50 mcg ')[0]?.strength).toBe('50 mcg');
    expect(wordsOf('Crème 0.05%')).toEqual(['creme', '0.05']);
  });
});

describe('DRG-41 the best comes first', () => {
  test('what begins with the typed word before what only contains it', () => {
    const hits = search('amlodipine');
    expect(hits[0]?.name).toMatch(/^amlodipine 2.5 mg/);
    const first = search('benazepril').findIndex((one) => one.name.startsWith('amlodipine'));
    expect(first).toBeGreaterThan(0);
  });

  test('what is dispensed most before what is rare', () => {
    const leads = search('l')
      .filter((one) => one.brandName === null)
      .map((one) => one.name.split(' ')[0]);
    expect(leads[0]).toBe('levothyroxine');
    expect(leads.indexOf('lisinopril')).toBeGreaterThan(0);
    expect(leads.slice(0, leads.indexOf('lisinopril'))).not.toContain('levorphanol');
  });

  test('every strength once before a second labeler of the first', () => {
    const strengths = search('lisinopril', 5).map((one) => one.strength);
    expect(new Set(strengths).size).toBe(strengths.length);
  });

  test('marketed before discontinued', () => {
    const hits = keys('zonisamide');
    expect(hits.indexOf('A080002-001')).toBeLessThan(hits.indexOf('A080001-001'));
    expect(hits.indexOf('60505280301')).toBeLessThan(hits.indexOf('A080002-001'));
  });

  test.each([
    ['0071-0155-23', '00071015523'],
    ['00071015523', '00071015523'],
    ['0071015523', '00071015523'],
    ['300710155237', '00071015523'],
    ['(01)00300710155237(10)A', '00071015523'],
    ['5024204062', '50242004062'],
    ['60505-2803-1', '60505280301'],
    ['A080002-001', 'A080002-001'],
    ['ANDA080002', 'A080002-001'],
  ])('the code %s finds its package first', (q, key) => {
    expect(search(q)[0]?.key).toBe(key);
  });

  test.each(['0071-0155', '0071-01', '00710155', '0007101', '50242040', '50242-04', '60505-280'])(
    'a begun code %s finds what begins so',
    (q) => {
      const product = q.startsWith('0') ? '000710155' : q.startsWith('5') ? '502420040' : '605052803';
      expect(search(q)[0]?.key.startsWith(product)).toBe(true);
    },
  );
});

test('DRG-42 a number counts as it stands before it counts as begun', () => {
  const strengths = search('hydrocodone 5').map((one) => one.strength);
  expect(strengths[0]).toContain('5-325');
  expect(search('lisinopril 2').some((one) => one.strength === '20 mg')).toBe(true);
  expect(search('lisinopril 2 ').some((one) => one.strength === '20 mg')).toBe(false);
});

test('DRG-43 pages together hold every hit once, in one order', () => {
  const all = search('tablet', 400).map((one) => one.key);
  const paged: string[] = [];
  let cursor: Parameters<DrugReader['search']>[1]['cursor'] = null;
  for (let pages = 0; pages < 100 && paged.length < 400; pages += 1) {
    const page = reader.search('tablet', { market: 'us', limit: 37, cursor });
    paged.push(...page.items.map((one) => one.key));
    if (!page.next) break;
    cursor = page.next;
  }
  expect(new Set(paged).size).toBe(paged.length);
  expect(paged.slice(0, 400)).toEqual(all);
});

test('DRG-41 signs of the query language are only signs', () => {
  for (const q of ['"', "'", '*', 'a AND', 'NOT x', 'lead:x', '(', '-', '^', 'a"b', '{}', '%', 'NEAR(a b)', ';--']) {
    expect(() => search(q)).not.toThrow();
  }
});
