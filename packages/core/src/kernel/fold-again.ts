import { ledgerPages } from './ledger/rows.ts';
import type { Database } from './ports.ts';
import type { Projections } from './projections.ts';
import type { RowProjector } from './row-projector.ts';

const kernelTables = ['aggregate', 'event_of', 'projection_digest', 'deferred', 'blob_place'];

/** Inside a transaction: empties what follows from the ledger, and folds all of it again. */
export function foldAgain(
  { db, projections }: { readonly db: Database; readonly projections: Projections },
  projector: RowProjector,
  projectionTables: readonly string[],
  progress: (rows: number) => void,
): void {
  projections.settle();
  for (const table of [...projectionTables, ...kernelTables]) db.exec(`DELETE FROM ${table}`);
  let rows = 0;
  for (const page of ledgerPages(db)) {
    projector.projectAll(page);
    rows += page.length;
    progress(rows);
  }
}
