import { isStatementSigned, type MembershipStatement } from './membership.ts';

/** Where in the ledger an act stands. */
export interface ActPlace {
  readonly origin: string;
  readonly seq: number;
  readonly hlc: number;
}

/** One terminal vouches for another. Texts of keys and signatures are base64. */
export interface Claim extends ActPlace {
  readonly by: string;
  readonly at: string;
  readonly publicKey: string;
  readonly boxKey: string;
  /** Store keys it was given when it joined. */
  readonly keyIds: readonly string[];
  readonly statement: string;
}

/** One terminal puts another out. */
export interface Revocation extends ActPlace {
  readonly by: string;
  readonly at: string;
  readonly reason: string;
  readonly statement: string;
  /** How far its maker had the incarnations of who is put out: what these did before goes on to count. */
  readonly seen: Readonly<Record<string, number>>;
}

/** All that the ledger says of one terminal, believed or not. */
export interface TerminalClaims {
  readonly terminalId: string;
  readonly claims: readonly Claim[];
  readonly revocations: readonly Revocation[];
}

export interface StandingWorld {
  /** The terminal that the store began with; nobody else vouches for itself. */
  readonly founder: string | null;
  readonly terminals: readonly TerminalClaims[];
  isSigned(statement: MembershipStatement, publicKey: string): boolean;
}

interface OfTerminal<Act> {
  readonly terminalId: string;
  readonly act: Act;
}

/**
 * Who belongs to a store: a pure function of all that terminals said of each other, so the same on every terminal that
 * knows the same, in whatever order it came (docs/specs/nodes.md).
 *
 * Terminals stand in the order of the enrolments that let them in, the founder first; an enrolment is later than its
 * maker's own. They are heard in that order: who was put out by then puts out nobody, so of two that put each other out
 * the one that is longer there stays. Acts of a terminal that was put out count as far as whoever put it out knew them.
 * What turns out not to count is taken away and all is looked at again, until nothing changes.
 */
export class Standing {
  readonly #world: StandingWorld;
  readonly #claims: readonly OfTerminal<Claim>[];
  readonly #revocations: readonly OfTerminal<Revocation>[];
  #admitted = new Map<string, Claim>();
  #revoked = new Map<string, Revocation[]>();
  #active = new Set<string>();
  readonly #waiting: ReadonlyMap<string, Claim>;

  constructor(world: StandingWorld) {
    this.#world = world;
    const all = <Act extends ActPlace>(of: (one: TerminalClaims) => readonly Act[]) =>
      world.terminals
        .flatMap((one) => of(one).map((act) => ({ terminalId: one.terminalId, act })))
        .toSorted((a, b) => inOrder(a.act, b.act));
    this.#claims = all((one) => one.claims);
    this.#revocations = all((one) => one.revocations);
    const barred = new Set<Claim>();
    for (;;) {
      this.#admitted = this.#admit((claim) => !barred.has(claim));
      this.#putOut();
      const fresh = this.#claims.filter(({ act }) => !barred.has(act) && this.#isLate(act));
      if (fresh.length === 0) break;
      for (const { act } of fresh) barred.add(act);
    }
    if (this.#active.size === 0) this.#leaveFounder();
    this.#waiting = this.#admit(() => true);
  }

  /** Somebody must be left to let others in, whatever members did to each other. */
  #leaveFounder(): void {
    const { founder } = this.#world;
    const own = founder === null ? undefined : this.#admit(({ by }) => by === founder).get(founder);
    if (founder === null || !own) return;
    this.#admitted.set(founder, own);
    this.#revoked.delete(founder);
    this.#active.add(founder);
  }

  #admit(isHeard: (claim: Claim) => boolean): Map<string, Claim> {
    const { founder, isSigned } = this.#world;
    const admitted = new Map<string, Claim>();
    for (const { terminalId, act } of this.#claims) {
      if (admitted.has(terminalId) || !isHeard(act) || !isOwnAct(act)) continue;
      const isFounding = act.by === terminalId && terminalId === founder;
      const by = isFounding ? act : admitted.get(act.by);
      if (!by || (by !== act && act.hlc <= by.hlc)) continue;
      if (isSigned(memberStatement(terminalId, act), by.publicKey)) admitted.set(terminalId, act);
    }
    return admitted;
  }

  #putOut(): void {
    this.#revoked = new Map();
    this.#active = new Set(this.#admitted.keys());
    for (const [terminalId, claim] of this.#admitted) {
      if (this.#isLate(claim)) {
        // Let in by who was out already: it is heard again when a member that stays lets it in.
        this.#active.delete(terminalId);
        continue;
      }
      for (const { terminalId: target, act } of this.#revocations) {
        if (act.by === terminalId && this.#isGood(act, target, claim)) this.#accept(target, act);
      }
    }
  }

  #isGood(act: Revocation, target: string, maker: Claim): boolean {
    if (!isOwnAct(act) || this.#isLate(act)) return false;
    // Somebody must be left to let others in.
    if (this.#active.size === 1 && this.#active.has(target)) return false;
    return this.#world.isSigned(revokedStatement(target, act), maker.publicKey);
  }

  #accept(target: string, act: Revocation): void {
    this.#revoked.set(target, [...(this.#revoked.get(target) ?? []), act]);
    this.#active.delete(target);
  }

  /** Done by who was put out, and not known to all who did that. */
  #isLate({ by, origin, seq }: { readonly by: string; readonly origin: string; readonly seq: number }): boolean {
    return (this.#revoked.get(by) ?? []).some(({ seen }) => seq > (seen?.[origin] ?? 0));
  }

  isActive(terminalId: string): boolean {
    return this.#active.has(terminalId);
  }

  /** By what it belongs to the store, or would when a member lets it in again. */
  claimOf(terminalId: string): Claim | undefined {
    return this.#admitted.get(terminalId) ?? this.#waiting.get(terminalId);
  }

  /** Its enrolment does not count any more: a person decides. */
  isWaiting(terminalId: string): boolean {
    return !this.#admitted.has(terminalId) && !this.#revoked.has(terminalId) && this.#waiting.has(terminalId);
  }

  revocationOf(terminalId: string): Revocation | undefined {
    return this.#revoked.get(terminalId)?.[0];
  }

  /** An act of a member, done while it was one. */
  counts(act: { readonly by: string; readonly origin: string; readonly seq: number }): boolean {
    return this.#admitted.has(act.by) && isOwnAct(act) && !this.#isLate(act);
  }
}

/** Checks each statement once, for it is asked again and again. */
export function rememberedSignatures(storeId: string): StandingWorld['isSigned'] {
  const known = new Map<string, boolean>();
  return (statement, publicKey) => {
    const text = JSON.stringify([statement, publicKey]);
    const isGood = known.get(text) ?? isRightly(storeId, statement, publicKey);
    if (known.size >= rememberedMax) known.clear();
    known.set(text, isGood);
    return isGood;
  };
}

const rememberedMax = 2_048;

/** Total: the ledger may hold any text. */
function isRightly(storeId: string, statement: MembershipStatement, publicKey: string): boolean {
  const key = Buffer.from(publicKey, 'base64');
  if (key.length !== 32) return false;
  if (statement.kind === 'member' && Buffer.from(statement.publicKey, 'base64').length !== 32) return false;
  return isStatementSigned(storeId, statement, key);
}

export function memberStatement(terminalId: string, claim: Claim): MembershipStatement {
  const { publicKey, boxKey, by, statement } = claim;
  return { kind: 'member', terminalId, publicKey, boxKey, by, signature: statement };
}

export function revokedStatement(terminalId: string, { by, statement }: Revocation): MembershipStatement {
  return { kind: 'revoked', terminalId, by, signature: statement };
}

/** A terminal speaks under its own name only. */
function isOwnAct({ by, origin }: { readonly by: string; readonly origin: string }): boolean {
  return origin.slice(0, origin.lastIndexOf(':')) === by;
}

function inOrder(a: ActPlace, b: ActPlace): number {
  return a.hlc - b.hlc || (a.origin < b.origin ? -1 : Number(a.origin > b.origin)) || a.seq - b.seq;
}
