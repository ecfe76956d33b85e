import { describe, expect, test } from 'vitest';
import { createTranslator } from './translate.ts';

const english = {
  greeting: 'Hello {name}',
  plain: 'Queue',
  late: { one: '{count} minute late', other: '{count} minutes late' },
} as const;

describe('UI-10 messages', () => {
  test('UI-10 fills in names and picks the plural form', () => {
    const t = createTranslator(english);
    expect(t('plain')).toBe('Queue');
    expect(t('greeting', { name: 'Ada' })).toBe('Hello Ada');
    expect(t('late', { count: 1 })).toBe('1 minute late');
    expect(t('late', { count: 1200 })).toBe('1,200 minutes late');
  });

  test('UI-10 another language falls back to English where a sentence is missing', () => {
    const t = createTranslator(english, 'es', { plain: 'Cola' });
    expect(t('plain')).toBe('Cola');
    expect(t('greeting', { name: 'Ada' })).toBe('Hello Ada');
  });

  test('UI-10 a value that looks like a pattern is left alone', () => {
    const t = createTranslator(english);
    expect(t('greeting', { name: '$& {name}' })).toBe('Hello $& {name}');
  });
});
