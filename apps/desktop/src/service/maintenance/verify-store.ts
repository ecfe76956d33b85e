import { describeLedgerFault } from '../ledger-file/ledger-file.ts';
import { joinVerdicts } from '../ledger-file/verify-ledger-part.ts';
import { OperatorError } from '../operator-error.ts';
import { runTask } from '../workers/run-task.ts';
import type { StoreFile } from '../workers/store-tasks.ts';

/** Hashing is most of the work and one thread hashes about 150,000 rows a second. */
const threads = 2;

/**
 * Every page of the database, its structure, and the whole ledger. While a service has the file open its pages are
 * read through SQLite only: closing the file in another way would drop SQLite's locks.
 */
export async function verifyStore(file: StoreFile, options: { isRunning: boolean }): Promise<string[]> {
  let pages = 0;
  if (!options.isRunning) {
    const report = await runTask('check-pages', file);
    pages = report.pages;
    const faults = report.bad.map((page) => `page ${page} of the database file is damaged`);
    if (report.tailBytes > 0) faults.push('the end of the database file is cut off');
    if (faults.length > 0) throw damaged(faults);
  }
  const outline = await runTask('outline-store', { file, shares: threads });
  if (outline.faults.length > 0) throw damaged(outline.faults);
  const verdicts = await Promise.all(outline.shares.map((parts) => runTask('verify-part', { file, parts })));
  const { firstBad, checked, seals, unsealed, digest } = joinVerdicts(verdicts, outline.sealedTo);
  if (firstBad) throw damaged([`the ledger is damaged at ${describeLedgerFault(firstBad)}`]);
  return [
    `The database is sound: ${pages || outline.pages} pages.`,
    `The ledger is sound: ${checked} events, ${seals} seals, ${unsealed} not yet sealed, digest ${digest}.`,
  ];
}

function damaged(faults: readonly string[]): OperatorError {
  return new OperatorError(
    `The store is damaged: ${faults.slice(0, 20).join('; ')}. Restore a backup: restore FILE --data-dir DIR.`,
  );
}
