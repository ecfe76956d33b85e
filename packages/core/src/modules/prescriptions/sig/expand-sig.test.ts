import { describe, expect, test } from 'vitest';
import { expandSig, sigRecord } from './expand-sig.ts';
import { moreUnderstoodSigs } from './testing/more-understood-sigs.ts';
import { openSigs } from './testing/open-sigs.ts';
import { understoodSigs } from './testing/understood-sigs.ts';

const rowsOf = (text: string): string[][] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(/ > ?/));

const understood = rowsOf(understoodSigs + moreUnderstoodSigs);
const open = rowsOf(openSigs);

test('SIG-0 there are at least 150 sigs in the tables', () => {
  expect(understood.length + open.length).toBeGreaterThanOrEqual(150);
});

describe('understood', () => {
  test.each(understood)('SIG-1 %s', (written, english, spanish, use, flags) => {
    const [sig = '', form = null] = written!.split('|');
    const expanded = expandSig(sig, form);
    expect(expanded.understood).toBe(true);
    expect(expanded.english).toBe(english);
    expect(expanded.spanish ?? '-').toBe(spanish);
    const most = expanded.maxPerDayMilli === null ? '-' : expanded.maxPerDayMilli / 1000;
    const course = expanded.courseDays === null ? '' : ` ${expanded.courseDays}d`;
    const asNeeded = expanded.asNeeded ? ' prn' : '';
    expect(`${most} ${expanded.doseUnit ?? '-'} ${expanded.cadence}${asNeeded}${course}`).toBe(use);
    const unsafe = expanded.issues.filter((issue) => issue.severity === 'unsafe').map((issue) => issue.code);
    expect(unsafe.join(' ')).toBe(flags ?? '');
  });
});

describe('left as written', () => {
  test.each(open)('SIG-2 %s', (written, issues) => {
    const [sig = '', form = null] = written!.split('|');
    const expanded = expandSig(sig, form);
    expect(expanded).toMatchObject({
      understood: false,
      english: sig,
      spanish: null,
      structure: null,
      maxPerDayMilli: null,
      rate: null,
    });
    const why = expanded.issues
      .filter((issue) => issue.severity === 'ambiguous' || issue.severity === 'unknown')
      .map((issue) => (issue.token === '' ? issue.code : `${issue.code}:${issue.token}`));
    expect(why.join(' ; ')).toBe(issues);
  });
});

describe('rules', () => {
  test('SIG-3 an unsafe abbreviation is expanded, flagged and its replacement named', () => {
    const { issues } = expandSig('1 tab po qd', null);
    expect(issues).toEqual([
      { code: 'ismp-qd', severity: 'unsafe', token: 'qd', message: '"QD" is read as QID', suggestion: 'daily' },
    ]);
  });

  test('SIG-4 a bare number counts what the product is, and stays open without a product', () => {
    expect(expandSig('1 po bid', 'CAPSULE').english).toBe('Take 1 capsule by mouth 2 times a day.');
    expect(expandSig('1 po bid', 'SOLUTION').understood).toBe(false);
    expect(expandSig('1 po bid', null).issues.map((i) => i.code)).toEqual(['unit-missing']);
  });

  test('SIG-5 a word with two meanings is read only where one of them is impossible', () => {
    expect(expandSig('1 drop od bid', null).english).toBe('Place 1 drop in the right eye 2 times a day.');
    expect(expandSig('1 tab od', null).understood).toBe(false);
    expect(expandSig('apply aa bid', null).english).toBe('Apply to the affected area 2 times a day.');
    expect(expandSig('1 gtt aa bid', null).understood).toBe(false);
  });

  test('SIG-6 the most a day is the largest dose at the shortest interval, under a stated maximum', () => {
    expect(expandSig('1-2 tabs q4-6h prn', null).maxPerDayMilli).toBe(12_000);
    expect(expandSig('1-2 tabs q4-6h prn max 8 per day', null).maxPerDayMilli).toBe(8000);
    expect(expandSig('1 tab qam and 2 tabs qhs', null).maxPerDayMilli).toBe(3000);
    expect(expandSig('1 tab prn', null).maxPerDayMilli).toBeNull();
    expect(expandSig('1 tab ac', null).maxPerDayMilli).toBeNull();
  });

  test('SIG-7 both eyes, both ears and each nostril take the dose twice', () => {
    expect(expandSig('2 sprays each nostril bid', null)).toMatchObject({ maxPerDayMilli: 8000, maxPerDoseMilli: 4000 });
  });

  test('SIG-8 a reason in free words is kept in English and not translated', () => {
    const expanded = expandSig('1 tab daily for my left toe', null);
    expect(expanded).toMatchObject({ english: 'Take 1 tablet once a day for my left toe.', spanish: null });
    expect(expanded.issues.map((i) => i.code)).toContain('not-translated');
  });

  test('SIG-9 weekly is told from daily', () => {
    expect(expandSig('take 4 tablets once weekly', null)).toMatchObject({ cadence: 'weekly', maxPerDayMilli: 4000 });
    expect(expandSig('take 4 tablets daily', null).cadence).toBe('daily');
  });

  test('SIG-10 what is kept has the text as it was entered beside the words', () => {
    expect(sigRecord('1 TAB PO QD', 'TABLET')).toMatchObject({
      entered: '1 TAB PO QD',
      english: 'Take 1 tablet by mouth once a day.',
      understood: true,
      maxPerDayMilli: 1000,
      maxPerDoseMilli: 1000,
      doseUnit: 'tablet',
      rate: { unitsMilli: 1000, days: 1 },
      flags: ['ismp-qd'],
    });
  });
});
