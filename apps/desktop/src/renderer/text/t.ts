import { createTranslator, type PlainKey, type Translate, type Translation, type Translator } from '@apotheca/ui';
import { en } from './en.ts';

type Words = typeof en;
export const languages = ['en', 'es'] as const;
export type Language = (typeof languages)[number];

const locales: Record<Language, string> = { en: 'en-US', es: 'es-US' };
const storageKey = 'apotheca.language';
let current: Translator<Words> = createTranslator(en, locales.en);

/** `t('queue.title')`; the key and its values are checked by the compiler. */
export const t: Translate<Words> = (key, ...values) => current(key, ...values);

/** Any sentence without values, for tables of labels. */
export type WordKey = PlainKey<Words>;

/** For the primitives, which ask for their own few sentences. */
export function translator(): Translator<Words> {
  return current;
}

export function locale(): string {
  return current.locale;
}

export function storedLanguage(): Language {
  const stored = globalThis.localStorage?.getItem(storageKey);
  return languages.find((language) => language === stored) ?? 'en';
}

/** Loads a language; the frame is drawn anew after it. English is always there. */
export async function loadLanguage(language: Language): Promise<void> {
  const translation: Translation<Words> = language === 'es' ? (await import('./es.ts')).es : {};
  current = createTranslator(en, locales[language], translation);
  document.documentElement.lang = language;
  globalThis.localStorage?.setItem(storageKey, language);
}
