import type { ReadDb } from '../../../kernel/ports.ts';
import type { CatalogEdition, CatalogSource } from '../model.ts';

interface Row {
  source: CatalogSource;
  edition_date: string | null;
  digest: string;
  rows: number;
  rejected: number;
  imported_at: string;
  import_id: string | null;
  files: string;
}

export function readEditions(db: ReadDb): CatalogEdition[] {
  return db
    .prepare<Row>('SELECT * FROM edition ORDER BY source')
    .all()
    .map((row) => ({
      source: row.source,
      editionDate: row.edition_date,
      digest: row.digest,
      rows: row.rows,
      rejected: row.rejected,
      importedAt: row.imported_at,
      importId: row.import_id,
      files: JSON.parse(row.files) as string[],
    }));
}
