import { describe, expect, test } from 'vitest';
import { birthDatesIn } from './birth-dates.ts';
import { editDistance, foldText, likeness, nameTerms } from './names.ts';
import { nationalDigits, phoneDigits } from './phones.ts';

describe('folding', () => {
  test.each([
    ['José  Ñúñez', 'jose nunez'],
    ["O'Brien", 'obrien'],
    ['O’Brien', 'obrien'],
    ['Smith-Jones', 'smith jones'],
    ['Straße', 'strasse'],
    ['Łukasz Żółć', 'lukasz zolc'],
    ['Bjørn Ærø', 'bjorn aero'],
    ['ÅSE', 'ase'],
    ['Đặng Thị', 'dang thi'],
    ['İpek Işık', 'ipek isik'],
    ['प्रिया', 'प्रिया'],
    ['மு. க. ஸ்டாலின்', 'மு க ஸ்டாலின்'],
    ['أَحْمَد', 'احمد'],
    ['\u200fמֹשֶׁה', 'משה'],
    ['  ', ''],
  ])('PAT-22 %j is searched as %j', (name, folded) => {
    expect(foldText(name)).toBe(folded);
  });

  test('PAT-22 vowel signs of Indian scripts stay: two different names do not become one', () => {
    expect(foldText('राम')).not.toBe(foldText('रमा'));
  });

  test('PAT-23 a name is found by each word, as one word, and by what follows an apostrophe', () => {
    expect(nameTerms('María Luisa', 'de la Cruz').sort()).toEqual([
      'cruz',
      'de',
      'delacruz',
      'la',
      'luisa',
      'maria',
      'marialuisa',
    ]);
    expect(nameTerms("O'Brien")).toEqual(['obrien', 'brien']);
    expect(nameTerms('Smith-Jones')).toEqual(['smith', 'jones', 'smithjones']);
    expect(nameTerms('', 'Suresh')).toEqual(['suresh']);
  });
});

describe('likeness', () => {
  const name = (text: string) => {
    const words = text.split(' ');
    return { given: words.slice(0, -1).join(' '), family: words.at(-1) ?? '' };
  };
  test.each([
    ['Maria Garcia', 'María García', 'same'],
    ['Maria Luisa Garcia', 'Maria Garcia', 'same'],
    ['Garcia Maria', 'Maria Garcia', 'same'],
    ['Suresh', 'SURESH', 'same'],
    ['Katherine Miller', 'Kate Miller', 'different'],
    ['Katherine Miller', 'Kath Miller', 'similar'],
    ['Jonathan Smith', 'Jonathon Smith', 'similar'],
    ['Jon Smyth', 'Jon Smith', 'similar'],
    ['J Smith', 'John Smith', 'similar'],
    ['Anna Smith-Jones', 'Anna Jones', 'same'],
    ['Elena Garcia', 'Maria Garcia', 'different'],
    ['Ana Ruiz', 'Ann Cruz', 'different'],
    ['Wei Li', 'Wei Lu', 'different'],
  ])('PAT-38 %s and %s are %s', (a, b, expected) => {
    expect(likeness(name(a), name(b))).toBe(expected);
    expect(likeness(name(b), name(a))).toBe(expected);
  });

  test('PAT-38 a swap of two letters is one slip', () => {
    expect(editDistance('maria', 'mraia', 2)).toBe(1);
    expect(editDistance('maria', 'marta', 2)).toBe(1);
    expect(editDistance('maria', 'joseph', 2)).toBe(3);
  });
});

describe('birth dates in a search', () => {
  test.each([
    ['1978-04-03', ['1978-04-03'], ''],
    ['1978/4/3', ['1978-04-03'], ''],
    ['04/03/1978', ['1978-04-03', '1978-03-04'], ''],
    ['4-23-1978', ['1978-04-23'], ''],
    ['23.4.1978', ['1978-04-23'], ''],
    ['4/3/78', ['1978-04-03', '1978-03-04', '2078-04-03', '2078-03-04'], ''],
    ['04031978', ['1978-04-03', '1978-03-04'], ''],
    ['19780423', ['1978-04-23'], ''],
    ['3 Apr 1978', ['1978-04-03'], ''],
    ['April 3rd, 1978', ['1978-04-03'], ''],
    ['smith 04/03/1978', ['1978-04-03', '1978-03-04'], 'smith'],
    ['April Smith', [], 'April Smith'],
    ['02/30/1978', [], '02/30/1978'],
    ['61455501', [], '61455501'],
  ])('PAT-21 %j reads as %j', (text, dates, rest) => {
    const read = birthDatesIn(text);
    expect(read.dates.toSorted()).toEqual(dates.toSorted());
    expect(read.rest.trim()).toBe(rest);
  });
});

describe('phone numbers', () => {
  test.each([
    ['(614) 555-0199', 'us', '16145550199'],
    ['1-614-555-0199', 'us', '16145550199'],
    ['+91 98450 12345', 'us', '919845012345'],
    ['098450 12345', 'in', '919845012345'],
    ['9845012345', 'in', '919845012345'],
    ['0044 20 7946 0958', 'us', '442079460958'],
  ] as const)('PAT-24 %s in %s is %s', (number, country, digits) => {
    expect(phoneDigits(number, country)).toBe(digits);
  });
  test('PAT-24 the national part is what is searched', () => {
    expect(nationalDigits('16145550199')).toBe('6145550199');
    expect(nationalDigits('919845012345')).toBe('9845012345');
    expect(nationalDigits('442079460958')).toBe('442079460958');
  });
});
