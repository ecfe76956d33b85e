import type { ReadDb } from '../ports.ts';
import type { OriginRecord } from './chain.ts';
import { ledgerRows, sealOf } from './rows.ts';
import { type LedgerVerdict, LedgerVerifier } from './verify.ts';

/** Verifies the ledger where it lives. Rows are read one by one, so memory stays flat. */
export function verifyDatabase(
  db: ReadDb,
  ledger: { readonly storeId: string; origins(): OriginRecord[] },
): LedgerVerdict {
  const seals = db.prepare('SELECT * FROM seal ORDER BY origin, seq_end').all().map(sealOf);
  const verifier = new LedgerVerifier(ledger.storeId, ledger.origins(), seals);
  for (const row of ledgerRows(db)) if (!verifier.take(row)) break;
  return verifier.finish();
}
