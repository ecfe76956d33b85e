import { describe, expect, test } from 'vitest';
import { afterGood, catalogOf } from '../testing/build.ts';
import {
  fdaMembers,
  ndcFiles,
  obLine,
  obProducts,
  orangeBookMembers,
  orangeBookZip,
  plainFile,
  productsHeader,
  zipBytes,
  zipFile,
} from '../testing/publisher-files.ts';
import { type SourceFile, sourceFileOf } from './source-file.ts';

const rows = Array.from({ length: 60 }, (_, i) => ({ application: String(70_000 + i), te: 'AB' }));

describe('DRG-11 what is not a drug file is refused with what it is and what to do', () => {
  test.each([
    ['a web page', '<!DOCTYPE html><html>Access denied', 'web page'],
    ['a PDF', '%PDF-1.7 xyz', 'PDF'],
    ['an empty file', '', 'is empty'],
    ['binary', '\u0000\u0001\u0002', 'not a text file'],
    ['another table', 'a,b,c\n1,2,3\n', 'not a file this importer knows'],
    ['a header alone', `${productsHeader}\n`, 'holds no usable row'],
  ])('%s', (_, text, part) => {
    const { fault, isUnchanged } = afterGood(plainFile('file.txt', text));
    expect(fault).toContain(part);
    expect(fault).toContain('file.txt');
    expect(fault).toMatch(/Choose|Download/);
    expect(isUnchanged).toBe(true);
  });

  test('a zip of something else names what it holds', () => {
    expect(afterGood(zipFile('photos.zip', { 'a.jpg': 'x', 'b.jpg': 'y' })).fault).toContain('a.jpg, b.jpg');
    expect(afterGood(zipFile('empty.zip', {})).fault).toContain('nothing');
  });

  test('one wrong file among good ones takes the whole import back', () => {
    const { fault, isUnchanged } = afterGood(orangeBookZip(rows), plainFile('notes.txt', 'buy milk\n'));
    expect(fault).toContain('notes.txt');
    expect(isUnchanged).toBe(true);
  });

  test('the same table twice is refused', () => {
    expect(afterGood(orangeBookZip(rows), plainFile('p.txt', obProducts(rows))).fault).toContain('both products.txt');
  });
});

describe('DRG-12 what is cut off or damaged is refused', () => {
  const whole = Buffer.from(zipBytes(orangeBookMembers(rows)));

  test.each([0.99, 0.9, 0.5, 0.1])('a zip cut to %f of its length', (part) => {
    const { fault, isUnchanged } = afterGood(
      sourceFileOf('EOBZIP.zip', whole.subarray(0, Math.floor(whole.length * part))),
    );
    expect(fault).toMatch(/cut off.*Download/);
    expect(isUnchanged).toBe(true);
  });

  test('a zip with one changed byte in a member', () => {
    const bytes = Buffer.from(whole);
    const at = bytes.indexOf('products.txt') + 300;
    bytes[at] = (bytes[at] ?? 0) ^ 0xff;
    const { fault, isUnchanged } = afterGood(sourceFileOf('EOBZIP.zip', bytes));
    expect(fault).toMatch(/damaged|cut off/);
    expect(isUnchanged).toBe(true);
  });

  test('a zip with a password', () => {
    const bytes = Buffer.from(whole);
    const entry = bytes.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    bytes[entry + 8] = (bytes[entry + 8] ?? 0) | 1;
    expect(afterGood(sourceFileOf('EOBZIP.zip', bytes)).fault).toContain('password');
  });

  test('a plain file cut in the middle of its last row', () => {
    const text = obProducts(rows);
    const { fault, isUnchanged } = afterGood(plainFile('products.txt', text.slice(0, text.lastIndexOf('~RX'))));
    expect(fault).toContain('cut off');
    expect(fault).toContain('last line (61)');
    expect(isUnchanged).toBe(true);
  });

  test('a plain file cut inside a word of its last row that no longer fits', () => {
    const text = `${productsHeader}\n${obLine({ application: '070001' }).replace('~RX~', '~R').slice(0, -28)}`;
    expect(afterGood(plainFile('products.txt', text)).fault).toContain('cut off');
  });

  test('an RRF line that no newline ends', () => {
    const conso = '1|ENG||||||1||||RXNORM|IN|1|lisinopril|0|N||\n';
    const sat = '1||||||||NDC|RXNORM|00071015523|N||\n1||||||||NDC|RXNORM|00071015540|N||';
    expect(afterGood(plainFile('a', conso), plainFile('b', sat)).fault).toContain('cut off');
  });

  test('a last row without a newline is whole in the publishers’ own files', () => {
    expect(catalogOf(orangeBookZip(rows)).rejections).toEqual([]);
    expect(catalogOf(...ndcFiles([{ product: '0071-0155', packages: [{ code: '23' }] }])).rejections).toEqual([]);
  });
});

describe('DRG-13 missing members are named', () => {
  test.each(['products.txt', 'patent.txt', 'exclusivity.txt'])('an Orange Book zip without %s', (name) => {
    const { [name]: _, ...rest } = orangeBookMembers(rows);
    const { fault, isUnchanged } = afterGood(zipFile('EOBZIP.zip', rest));
    expect(fault).toContain(name);
    expect(isUnchanged).toBe(true);
  });

  test.each(['Applications.txt', 'Products.txt', 'TE.txt', 'MarketingStatus.txt'])('Drugs@FDA without %s', (name) => {
    const { [name]: _, ...rest } = fdaMembers([{ application: '070001', te: [[1, 'AB']] }]);
    expect(afterGood(zipFile('d.zip', rest)).fault).toContain(name);
  });

  test('half of the NDC Directory', () => {
    const [product, pack] = ndcFiles([{ product: '0071-0155', packages: [{ code: '23' }] }]) as [
      SourceFile,
      SourceFile,
    ];
    expect(afterGood(product).fault).toContain('package.txt');
    expect(afterGood(pack).fault).toContain('product.txt');
  });
});
