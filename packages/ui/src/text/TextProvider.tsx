import { createContext, type ReactNode, useContext } from 'react';
import { I18nProvider } from 'react-aria-components';
import { createTranslator, type Translator } from './translate.ts';
import { uiWords } from './ui-words.ts';

export type UiTranslator = Translator<typeof uiWords>;

const TextContext = createContext<UiTranslator>(createTranslator(uiWords));

/** Gives the primitives their language; the number and date formats of react-aria follow it. */
export function TextProvider({ translator, children }: { translator: UiTranslator; children: ReactNode }) {
  return (
    <TextContext value={translator}>
      <I18nProvider locale={translator.locale}>{children}</I18nProvider>
    </TextContext>
  );
}

export function useText(): UiTranslator {
  return useContext(TextContext);
}
