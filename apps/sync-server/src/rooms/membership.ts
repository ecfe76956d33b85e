import {
  isStatementSigned,
  type KnownMember,
  type MemberStatement,
  type MembershipStatement,
  type RevokedStatement,
  statementSchema,
} from '@apotheca/core/replication/membership';
import { readJson, smallKeys } from '../archive/small-state.ts';

/** More terminals than any store has; a member that floods stops here. */
const membersMax = 512;

interface Member extends KnownMember {
  readonly statement: MemberStatement;
}

/**
 * Who belongs to a store, as its members told: admitted by a member that was not put out, put out for ever. The first
 * one vouches for itself and is pinned.
 */
export class Membership {
  readonly #storeId: string;
  readonly #members = new Map<string, Member>();
  readonly #revoked = new Set<string>();

  constructor(storeId: string, small: ReadonlyMap<string, Uint8Array>) {
    this.#storeId = storeId;
    for (const [key, value] of small) this.remember(key, value);
  }

  /** A statement from the archive, where only checked ones are. */
  remember(key: string, value: Uint8Array): void {
    if (key !== smallKeys.founder && !key.startsWith('m:') && !key.startsWith('r:')) return;
    this.#put(statementSchema.parse(readJson(value)));
  }

  #put(statement: MembershipStatement): void {
    const { terminalId } = statement;
    if (statement.kind === 'revoked') this.#revoked.add(terminalId);
    else if (!this.#members.has(terminalId)) {
      const publicKey = Buffer.from(statement.publicKey, 'base64');
      this.#members.set(terminalId, { publicKey, isRevoked: false, statement });
    }
  }

  get isEmpty(): boolean {
    return this.#members.size === 0;
  }

  readonly lookup = (terminalId: string): KnownMember | undefined => {
    const member = this.#members.get(terminalId);
    return member && { publicKey: member.publicKey, isRevoked: this.#revoked.has(terminalId) };
  };

  isRevoked(terminalId: string): boolean {
    return this.#revoked.has(terminalId);
  }

  /** Members that rows are kept for. */
  active(): string[] {
    return [...this.#members.keys()].filter((terminalId) => !this.#revoked.has(terminalId));
  }

  /** Which of the statements are good and new; they count from now on. Wrong ones are passed over. */
  consider(statements: readonly MembershipStatement[]): MembershipStatement[] {
    const news: MembershipStatement[] = [];
    for (const statement of statements) {
      if (!this.#isNews(statement)) continue;
      const by = this.lookup(statement.by);
      if (!by || by.isRevoked || !isStatementSigned(this.#storeId, statement, by.publicKey)) continue;
      this.#put(statement);
      news.push(statement);
    }
    return news;
  }

  #isNews(statement: MembershipStatement): boolean {
    const isKnown = this.#members.has(statement.terminalId);
    if (statement.kind === 'member') return !isKnown && this.#members.size < membersMax;
    return isKnown && !this.#revoked.has(statement.terminalId);
  }
}

/** Vouches for itself with its own key: how a store begins. */
export function isFounding(storeId: string, statement: MemberStatement): boolean {
  return (
    statement.by === statement.terminalId &&
    isStatementSigned(storeId, statement, Buffer.from(statement.publicKey, 'base64'))
  );
}

export function keyOfStatement(statement: MemberStatement | RevokedStatement): string {
  return statement.kind === 'member' ? smallKeys.member(statement.terminalId) : smallKeys.revoked(statement.terminalId);
}
