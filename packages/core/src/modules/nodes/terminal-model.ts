import type { AggregateType, DomainEvent, ProjectedRows } from '../../kernel/aggregate.ts';

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
  readonly statement: string;
  readonly revokedAt: string | null;
  readonly revocation: { readonly by: string; readonly reason: string; readonly statement: string } | null;
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
  | DomainEvent<'terminal.revoked', { readonly by: string; readonly reason: string; readonly statement: string }>;

/**
 * The register of the store's terminals, one aggregate each. The first enrolment in fold order stands; a terminal
 * vouches under its own name only; a revocation holds for ever, also when it arrives before the enrolment.
 */
export const terminalAggregate: AggregateType<TerminalState, TerminalEvent> = {
  kind: 'terminal',
  initial: (id) => ({
    terminalId: id,
    name: '',
    publicKey: '',
    boxKey: '',
    keyIds: [],
    enrolledAt: null,
    enrolledBy: null,
    statement: '',
    revokedAt: null,
    revocation: null,
  }),
  apply(state, event, meta) {
    switch (event.type) {
      case 'terminal.enrolled': {
        const { name, publicKey, boxKey, keyIds, by, statement } = event.payload;
        if (state.enrolledAt !== null || !isFrom(meta.origin, by)) return state;
        return {
          ...state,
          name: state.name || name,
          publicKey,
          boxKey,
          keyIds,
          enrolledAt: meta.at,
          enrolledBy: by,
          statement,
        };
      }
      case 'terminal.renamed':
        return { ...state, name: event.payload.name };
      case 'terminal.revoked':
        if (state.revokedAt !== null || !isFrom(meta.origin, event.payload.by)) return state;
        return { ...state, revokedAt: meta.at, revocation: event.payload };
      default:
        return state;
    }
  },
  rows(id, state): ProjectedRows {
    const { name, publicKey, boxKey, enrolledAt, enrolledBy, revokedAt } = state;
    const row = { name, public_key: publicKey, box_key: boxKey, enrolled_at: enrolledAt, enrolled_by: enrolledBy };
    return { nodes_terminal: [{ aggregate_id: id, ...row, revoked_at: revokedAt }] };
  },
};

function isFrom(origin: string, terminalId: string): boolean {
  return origin.startsWith(`${terminalId}:`);
}

export function isActive(state: TerminalState | undefined): state is TerminalState {
  return state !== undefined && state.enrolledAt !== null && state.revokedAt === null;
}
