import { rememberedSignatures, Standing, type TerminalClaims } from '../../replication/standing.ts';
import type { ReadDb } from '../ports.ts';

/** Who may write into this store: what replication asks of the register of terminals. */
export interface TerminalRegister {
  /** Raw Ed25519 public key of an enrolled terminal, revoked or not; undefined while no enrolment has arrived. */
  keyOf(terminalId: string): Uint8Array | undefined;
}

/** The register as the nodes module folds it: aggregate kind `terminal`. */
export function projectedRegister(db: ReadDb, storeId: string): TerminalRegister {
  const isSigned = rememberedSignatures(storeId);
  let founder: string | null = null;
  return {
    keyOf(terminalId) {
      founder ??= founderIn(db);
      const terminals = db
        .prepare<{ state: string }>("SELECT state FROM aggregate WHERE kind = 'terminal'")
        .all()
        .map(({ state }) => JSON.parse(state) as Partial<TerminalClaims>)
        .map(({ terminalId: id = '', claims = [], revocations = [] }) => ({ terminalId: id, claims, revocations }));
      const publicKey = new Standing({ founder, terminals, isSigned }).claimOf(terminalId)?.publicKey;
      return publicKey === undefined ? undefined : Buffer.from(publicKey, 'base64');
    },
  };
}

/**
 * The terminal that wrote the first enrolment here: every ledger begins with that of the founder, or with a copy of one
 * that does. Stamps would not tell, for who comes later can write an earlier one.
 */
export function founderIn(db: ReadDb): string | null {
  const first = db
    .prepare<{ origin: string }>("SELECT origin FROM log WHERE type = 'terminal.enrolled' ORDER BY place LIMIT 1")
    .get();
  return first ? first.origin.slice(0, first.origin.lastIndexOf(':')) : null;
}

/** 1 for who was enrolled first; null in a store that keeps no register, or before the own enrolment is here. */
export function placeInRegister(db: ReadDb, terminalId: string): number | null {
  const hasRegister = db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'nodes_terminal'").get();
  if (!hasRegister) return null;
  const enrolled = db
    .prepare<{ id: string }>(
      'SELECT aggregate_id AS id FROM nodes_terminal WHERE enrolled_at IS NOT NULL ORDER BY enrolled_at, aggregate_id',
    )
    .all();
  const index = enrolled.findIndex(({ id }) => id === terminalId);
  return index < 0 ? null : index + 1;
}
