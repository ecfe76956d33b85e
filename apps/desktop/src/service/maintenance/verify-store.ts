import { describeLedgerFault } from '../ledger-file/ledger-file.ts';
import { joinVerdicts } from '../ledger-file/verify-ledger-part.ts';
import { OperatorError } from '../operator-error.ts';
import type { TaskRunner } from '../workers/run-task.ts';
import type { StoreFile } from '../workers/store-tasks.ts';

/** Hashing is most of the work and one thread hashes about 150,000 rows a second. */
const threads = 2;

/**
 * Every page of the database, its structure, and the whole ledger. While a service has the file open its pages are
 * read through SQLite only: closing the file in another way would drop SQLite's locks.
 */
export async function verifyStore(
  file: StoreFile,
  options: { isRunning: boolean; run: TaskRunner },
): Promise<string[]> {
  const { run } = options;
  if (!options.isRunning) {
    const faults = await pageFaults(file, run);
    if (faults.length > 0) throw damaged(faults);
  }
  const outline = await run('outline-store', { file, shares: threads });
  if (outline.faults.length > 0) throw damaged(outline.faults);
  const verdicts = await Promise.all(outline.shares.map((parts) => run('verify-part', { file, parts })));
  const { firstBad, checked, seals, unsealed, digest } = joinVerdicts(verdicts, outline.sealedTo);
  if (firstBad) throw damaged([`the ledger is damaged at ${describeLedgerFault(firstBad)}`]);
  return [
    `The database is sound: ${outline.pages} pages.`,
    `The ledger is sound: ${checked} events, ${seals} seals, ${unsealed} not yet sealed, digest ${digest}.`,
  ];
}

async function pageFaults(file: StoreFile, run: TaskRunner): Promise<string[]> {
  const half = Math.ceil((await run('settle-store', file)) / threads);
  const runs = [
    { from: 1, to: half },
    { from: half + 1, to: null },
  ];
  const reports = await Promise.all(runs.map((pages) => run('check-pages', { file, run: pages })));
  const faults = reports.flatMap((report) => report.bad).map((page) => `page ${page} of the database file is damaged`);
  if (reports.some((report) => report.tailBytes > 0)) faults.push('the end of the database file is cut off');
  return faults;
}

function damaged(faults: readonly string[]): OperatorError {
  return new OperatorError(
    `The store is damaged: ${faults.slice(0, 20).join('; ')}. Restore a backup: restore FILE --data-dir DIR.`,
  );
}
