import { fdaFormats } from './drugs-at-fda.ts';
import { ndcFormats } from './ndc-directory.ts';
import { orangeBookFormats } from './orange-book.ts';
import { rxnormFormats } from './rxnorm.ts';
import type { TableFormat } from './table-format.ts';

/** Every file the importer knows. A file is known by its content, never by its name. */
export const formats: readonly TableFormat[] = [...orangeBookFormats, ...fdaFormats, ...ndcFormats, ...rxnormFormats];

export function formatById(id: string): TableFormat | undefined {
  return formats.find((format) => format.id === id);
}
