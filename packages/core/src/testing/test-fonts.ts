import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { FontFace, FontSource } from '../modules/labels/model.ts';

/** The bundled fonts for tests; the service has its own reader. */
const files: Readonly<Record<FontFace, string>> = {
  latin: '@fontsource/noto-sans/files/noto-sans-latin',
  'latin-ext': '@fontsource/noto-sans/files/noto-sans-latin-ext',
  devanagari: '@fontsource/noto-sans-devanagari/files/noto-sans-devanagari-devanagari',
  arabic: '@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic',
};
const { resolve } = createRequire(import.meta.url);

export const testFonts: FontSource = {
  bytes: (face, weight) => readFileSync(resolve(`${files[face]}-${weight}-normal.woff`)),
};
