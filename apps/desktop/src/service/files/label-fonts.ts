import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { FontFace, FontSource } from '@apotheca/core';

const files: Readonly<Record<FontFace, string>> = {
  latin: '@fontsource/noto-sans/files/noto-sans-latin',
  'latin-ext': '@fontsource/noto-sans/files/noto-sans-latin-ext',
  devanagari: '@fontsource/noto-sans-devanagari/files/noto-sans-devanagari-devanagari',
  arabic: '@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic',
};
const { resolve } = createRequire(import.meta.url);

/** The fonts labels are drawn with, read from their packages when first asked for. */
export const labelFonts: FontSource = {
  bytes: (face, weight) => readFileSync(resolve(`${files[face]}-${weight}-normal.woff`)),
};
