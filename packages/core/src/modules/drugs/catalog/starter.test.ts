import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { MemoryCatalogStore } from '../../../testing/index.ts';
import { upcOf } from '../barcode.ts';
import { readerOf } from '../testing/build.ts';
import { starterDrafts, starterSchema } from './starter.ts';

const catalog = starterSchema.parse(
  JSON.parse(
    readFileSync(new URL('../../../../../../resources/catalog/starter-catalog.json', import.meta.url), 'utf8'),
  ),
);
const us = catalog.products.filter((product) => product.market === 'us');
const ingredients = new Set(us.flatMap((product) => product.ingredients.map(([name]) => name)));

describe('DRG-37 the starter catalogue', () => {
  test('says that its NDCs are nobody’s, and uses only demonstration labelers', () => {
    expect(catalog.statement).toContain('demonstration');
    for (const labeler of catalog.labelers) {
      expect(labeler.name).toContain('Demonstration labeler');
      expect(labeler.code).toMatch(/^9990\d$/);
    }
  });

  test('holds more than 220 US drugs by generic name, common ones from two labelers', () => {
    expect(new Set(us.map((product) => product.name)).size).toBeGreaterThanOrEqual(220);
    const common = us.slice(0, 40).filter((product) => product.brand !== undefined);
    expect(common.length).toBeGreaterThan(30);
  });

  test('gives every product its own code and every package a label that its UPC leads back to', () => {
    const reader = readerOf(new MemoryCatalogStore());
    const keys = starterDrafts(catalog).flatMap((draft) => draft.packages);
    expect(new Set(keys.map((pack) => pack.key)).size).toBe(keys.length);
    for (const pack of keys.filter((_, i) => i % 7 === 0)) {
      const scan = reader.scan(upcOf(pack.ndc ?? ''));
      expect(scan.ok && scan.value.ndc11).toBe(pack.key);
    }
  });

  test('states no TE code, and a schedule or that there is none', () => {
    for (const draft of starterDrafts(catalog)) {
      expect(draft.teCode).toBeNull();
      expect(draft.scheduleKnown).toBe(true);
    }
  });

  test.each([
    ['oxycodone', 'CII'],
    ['hydrocodone-acetaminophen', 'CII'],
    ['fentanyl', 'CII'],
    ['methylphenidate', 'CII'],
    ['testosterone', 'CIII'],
    ['acetaminophen-codeine', 'CIII'],
    ['buprenorphine', 'CIII'],
    ['ketamine', 'CIII'],
    ['alprazolam', 'CIV'],
    ['zolpidem', 'CIV'],
    ['tramadol', 'CIV'],
    ['carisoprodol', 'CIV'],
    ['phentermine', 'CIV'],
    ['pregabalin', 'CV'],
    ['lacosamide', 'CV'],
    ['guaifenesin-codeine', 'CV'],
    ['diphenoxylate-atropine', 'CV'],
    ['lisinopril', null],
    ['gabapentin', null],
  ])('%s is %s (21 CFR 1308)', (name, schedule) => {
    const found = us.filter((product) => product.name === name);
    expect(found.length).toBeGreaterThan(0);
    for (const product of found) expect(product.schedule).toBe(schedule);
  });

  test('has the drugs that interaction, opioid, allergy and days-supply rules speak of', () => {
    const wanted = [
      'tranylcypromine',
      'phenelzine',
      'isocarboxazid',
      'selegiline',
      'procarbazine',
      'atazanavir',
      'febuxostat',
      'azathioprine',
      'mercaptopurine',
      'fluoxetine',
      'nefazodone',
      'milnacipran',
      'irinotecan',
      'ketoconazole',
      'itraconazole',
      'clarithromycin',
      'ritonavir',
      'meperidine',
      'methadone',
      'tapentadol',
      'dextromethorphan',
      'dofetilide',
      'sotalol',
      'pimozide',
      'thioridazine',
      'ziprasidone',
      'ramelteon',
      'fluvoxamine',
      'rifampin',
      "st john's wort",
      'simvastatin',
      'lovastatin',
      'ergotamine',
      'tizanidine',
      'ciprofloxacin',
      'sumatriptan',
      'rizatriptan',
      'zolmitriptan',
      'sildenafil',
      'nitroglycerin',
      'riociguat',
      'warfarin',
      'sulfamethoxazole',
      'methotrexate',
      'sacubitril',
      'digoxin',
      'colchicine',
      'levothyroxine',
      'isotretinoin',
      'linezolid',
      'ivabradine',
      'ranolazine',
      'flibanserin',
      'nirmatrelvir',
      'codeine',
      'hydromorphone',
      'oxymorphone',
      'pentazocine',
      'levorphanol',
      'butorphanol',
      'dihydrocodeine',
      'cefaclor',
      'cefadroxil',
      'cefprozil',
      'cefditoren',
      'cefazolin',
      'aztreonam',
      'dapsone',
      'sulfasalazine',
      'celecoxib',
      'lidocaine',
      'benzocaine',
      'carbamazepine',
      'oxcarbazepine',
      'phenobarbital',
      'latanoprost',
      'enoxaparin',
      'semaglutide',
      'alendronate',
      'nicotine',
      'medroxyprogesterone',
      'etonogestrel',
      'blood glucose test strip',
    ];
    expect(wanted.filter((name) => !ingredients.has(name))).toEqual([]);
  });

  test('serves an Indian store with products of schedules G, H, H1 and X', () => {
    const schedules = new Set(
      catalog.products.filter((product) => product.market === 'in').map((product) => product.schedule),
    );
    expect([...schedules].sort()).toEqual(['G', 'H', 'H1', 'X', null].sort());
  });
});
