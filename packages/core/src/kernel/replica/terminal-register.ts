import type { ReadDb } from '../ports.ts';

/** Who may write into this store: what replication asks of the register of terminals. */
export interface TerminalRegister {
  /** Raw Ed25519 public key of an enrolled terminal, revoked or not; undefined while no enrolment has arrived. */
  keyOf(terminalId: string): Uint8Array | undefined;
  isRevoked(terminalId: string): boolean;
}

interface TerminalText {
  readonly publicKey?: unknown;
  readonly revokedAt?: unknown;
}

/** The register as the nodes module folds it: aggregate kind `terminal`. */
export function projectedRegister(db: ReadDb): TerminalRegister {
  const stateOf = (terminalId: string): TerminalText | undefined => {
    const row = db
      .prepare<{ state: string }>("SELECT state FROM aggregate WHERE kind = 'terminal' AND id = ?")
      .get(terminalId);
    return row && (JSON.parse(row.state) as TerminalText);
  };
  return {
    keyOf(terminalId) {
      const publicKey = stateOf(terminalId)?.publicKey;
      if (typeof publicKey !== 'string') return undefined;
      const bytes = Buffer.from(publicKey, 'base64');
      return bytes.length === 32 ? bytes : undefined;
    },
    isRevoked: (terminalId) => typeof stateOf(terminalId)?.revokedAt === 'string',
  };
}
