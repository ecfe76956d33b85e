import type { AggregateType, DomainEvent, EventMeta, ProjectedRows } from '../../kernel/aggregate.ts';
import type { Claim, Revocation, Standing, TerminalClaims } from '../../replication/standing.ts';

/** What the ledger says of one terminal. Who is believed shows only when all of them are looked at together. */
export interface TerminalRecord extends TerminalClaims {
  readonly name: string;
}

/** What a terminal is known by in the register. Texts of keys and signatures are base64. */
export interface TerminalState {
  readonly terminalId: string;
  readonly name: string;
  /** Raw Ed25519 public key; empty until the enrolment has arrived here. */
  readonly publicKey: string;
  /** Raw X25519 public key that store keys are wrapped for. */
  readonly boxKey: string;
  /** Store keys it was given when it joined. */
  readonly keyIds: readonly string[];
  readonly enrolledAt: string | null;
  /** The terminal that vouches for it; itself for the founder. */
  readonly enrolledBy: string | null;
  /** Let in by a terminal that was put out, which nobody who stayed knew of: a person decides. */
  readonly isWaiting: boolean;
  readonly claim: Claim | null;
  readonly revokedAt: string | null;
  readonly revocation: Revocation | null;
}

export type TerminalEvent =
  | DomainEvent<
      'terminal.enrolled',
      {
        readonly name: string;
        readonly publicKey: string;
        readonly boxKey: string;
        readonly keyIds: readonly string[];
        readonly by: string;
        /** The user who made the code. */
        readonly approvedBy: string | null;
        readonly statement: string;
      }
    >
  | DomainEvent<'terminal.renamed', { readonly name: string }>
  | DomainEvent<
      'terminal.revoked',
      {
        readonly by: string;
        readonly reason: string;
        readonly statement: string;
        /** Last sequence number that was here of each incarnation of the terminal. */
        readonly seen: Readonly<Record<string, number>>;
      }
    >;

/** The register of the store's terminals, one aggregate each, with everything that anybody said of it. */
export const terminalAggregate: AggregateType<TerminalRecord, TerminalEvent> = {
  kind: 'terminal',
  initial: (id) => ({ terminalId: id, name: '', claims: [], revocations: [] }),
  apply(state, event, meta) {
    switch (event.type) {
      case 'terminal.enrolled': {
        const { name, publicKey, boxKey, keyIds, by, statement } = event.payload;
        const claim = { by, publicKey, boxKey, keyIds, statement, ...placeOf(meta) };
        return { ...state, name: state.name || name, claims: [...state.claims, claim] };
      }
      case 'terminal.renamed':
        return { ...state, name: event.payload.name };
      case 'terminal.revoked': {
        const { by, reason, statement, seen } = event.payload;
        const revocation = { by, reason, statement, seen, ...placeOf(meta) };
        return { ...state, revocations: [...state.revocations, revocation] };
      }
      default:
        return state;
    }
  },
  rows(id, { name, claims, revocations }): ProjectedRows {
    const [claim] = claims;
    const row = {
      name,
      public_key: claim?.publicKey ?? '',
      box_key: claim?.boxKey ?? '',
      enrolled_at: claim?.at ?? null,
      enrolled_by: claim?.by ?? null,
      revoked_at: revocations[0]?.at ?? null,
    };
    return { nodes_terminal: [{ aggregate_id: id, ...row }] };
  },
};

function placeOf({ origin, seq, hlc, at }: EventMeta) {
  return { origin, seq, hlc, at };
}

/** A terminal as all that is known makes it. */
export function standOf({ terminalId, name }: TerminalRecord, standing: Standing): TerminalState {
  const claim = standing.claimOf(terminalId) ?? null;
  const revocation = standing.revocationOf(terminalId) ?? null;
  return {
    terminalId,
    name,
    publicKey: claim?.publicKey ?? '',
    boxKey: claim?.boxKey ?? '',
    keyIds: claim?.keyIds ?? [],
    enrolledAt: claim?.at ?? null,
    enrolledBy: claim?.by ?? null,
    isWaiting: standing.isWaiting(terminalId),
    claim,
    revokedAt: revocation?.at ?? null,
    revocation,
  };
}

export function isActive(state: TerminalState | undefined): state is TerminalState {
  return state !== undefined && state.enrolledAt !== null && state.revokedAt === null && !state.isWaiting;
}
