import type { Contradiction } from '../../replication/judge-batch.ts';
import type { LedgerRow } from '../ledger/chain.ts';
import type { WriteDb } from '../ports.ts';

/** Two rows that claim one place, or one that claims to follow what it does not follow. */
export interface ForkEvidence {
  readonly origin: string;
  readonly seq: number;
  readonly verdict: 'fork' | 'broken-chain';
  readonly foundAt: string;
  /** Hex. Of the row in the log at that place, or of the last one before it; null when it was the first. */
  readonly keptHash: string | null;
  readonly otherHash: string;
}

/** Origins that contradict themselves: no more rows of theirs are taken, what is here stays, the other row beside it. */
export class Quarantine {
  readonly #db: WriteDb;
  #origins: Set<string> | null = null;

  constructor(db: WriteDb) {
    this.#db = db;
  }

  has(origin: string): boolean {
    this.#origins ??= new Set(
      this.#db
        .prepare<{ origin: string }>('SELECT DISTINCT origin FROM fork_evidence')
        .all()
        .map((row) => row.origin),
    );
    return this.#origins.has(origin);
  }

  /** Inside a transaction. `here`: the last row here that is signed. */
  keep({ row, seal }: Contradiction, here: number, foundAt: string): void {
    const kept = row ?? {
      origin: seal.origin,
      seq: seal.seqEnd,
      hlc: 0,
      type: 'seal',
      schemaVersion: 0,
      prevHash: seal.hash,
      keyId: '',
      ciphertext: seal.signature,
      hash: seal.hash,
    };
    this.#keep(kept, kept.seq <= here ? 'fork' : 'broken-chain', foundAt);
  }

  #keep(row: LedgerRow, verdict: ForkEvidence['verdict'], foundAt: string): void {
    this.#db
      .write(
        `INSERT OR IGNORE INTO fork_evidence
         (origin, seq, hash, verdict, found_at, hlc, type, schema_version, prev_hash, key_id, ciphertext)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        row.origin,
        row.seq,
        row.hash,
        verdict,
        foundAt,
        row.hlc,
        row.type,
        row.schemaVersion,
        row.prevHash,
        row.keyId,
        row.ciphertext,
      );
    this.#origins = null;
  }

  /** The transaction is over, one way or the other. */
  forget(): void {
    this.#origins = null;
  }

  list(): ForkEvidence[] {
    return this.#db
      .prepare<{ origin: string; seq: number; verdict: string; found_at: string; kept: string | null; other: string }>(
        `SELECT e.origin, e.seq, e.verdict, e.found_at, lower(hex(e.hash)) AS other,
           (SELECT lower(hex(l.hash)) FROM origin o JOIN log l ON l.place BETWEEN o.no * 68719476736 AND o.no * 68719476736 + e.seq
            WHERE o.origin = e.origin ORDER BY l.place DESC LIMIT 1) AS kept
         FROM fork_evidence e ORDER BY e.found_at, e.origin, e.seq`,
      )
      .all()
      .map((row) => ({
        origin: row.origin,
        seq: row.seq,
        verdict: row.verdict as ForkEvidence['verdict'],
        foundAt: row.found_at,
        keptHash: row.kept,
        otherHash: row.other,
      }));
  }
}
