import type { ModuleContext } from '../../kernel/module.ts';
import type { KnownMember, MembershipStatement } from '../../replication/membership.ts';
import { type StoreKeyState, storeKeyAggregate } from './store-key-model.ts';
import { isActive, type TerminalState, terminalAggregate } from './terminal-model.ts';

/** The store's terminals and rotated keys as the ledger has them. */
export class Register {
  readonly #context: ModuleContext;

  constructor(context: ModuleContext) {
    this.#context = context;
  }

  terminals(): TerminalState[] {
    return this.#ids('nodes_terminal').flatMap((id) => this.#context.load(terminalAggregate, id) ?? []);
  }

  terminal(id: string): TerminalState | undefined {
    return this.#context.load(terminalAggregate, id);
  }

  rotations(): StoreKeyState[] {
    return this.#ids('nodes_store_key').flatMap((id) => this.#context.load(storeKeyAggregate, id) ?? []);
  }

  #ids(table: 'nodes_terminal' | 'nodes_store_key'): string[] {
    return this.#context.db
      .prepare<{ aggregate_id: string }>(`SELECT aggregate_id FROM ${table} ORDER BY aggregate_id`)
      .all()
      .map((row) => row.aggregate_id);
  }

  active(): TerminalState[] {
    return this.terminals().filter(isActive);
  }

  member(terminalId: string): KnownMember | undefined {
    const state = this.terminal(terminalId);
    if (!state || (state.enrolledAt === null && state.revokedAt === null)) return undefined;
    return { publicKey: Buffer.from(state.publicKey, 'base64'), isRevoked: state.revokedAt !== null };
  }

  /** Enrolments in the order of who could vouch, so that who reads them in turn knows each signer; then revocations. */
  statements(): MembershipStatement[] {
    const terminals = this.terminals();
    const enrolled = terminals.filter((one) => one.enrolledAt !== null).toSorted(byTime('enrolledAt'));
    const revoked = terminals.filter((one) => one.revocation !== null).toSorted(byTime('revokedAt'));
    return [...inOrderOfVouching(enrolled).map(memberStatement), ...revoked.map(revokedStatement)];
  }
}

function byTime(field: 'enrolledAt' | 'revokedAt') {
  return (a: TerminalState, b: TerminalState): number => {
    const [x, y] = [`${a[field]} ${a.terminalId}`, `${b[field]} ${b.terminalId}`];
    return x < y ? -1 : Number(x > y);
  };
}

/** Clocks differ, so time alone could put a terminal before the one that let it in. */
function inOrderOfVouching(enrolled: readonly TerminalState[]): TerminalState[] {
  const ordered: TerminalState[] = [];
  let rest = [...enrolled];
  while (rest.length > 0) {
    const isReady = ({ terminalId, enrolledBy }: TerminalState) =>
      enrolledBy === terminalId || ordered.some((one) => one.terminalId === enrolledBy);
    const ready = rest.filter(isReady);
    // Enrolled by somebody whose own enrolment is still on its way.
    if (ready.length === 0) return [...ordered, ...rest];
    ordered.push(...ready);
    rest = rest.filter((one) => !ready.includes(one));
  }
  return ordered;
}

function memberStatement(state: TerminalState): MembershipStatement {
  const { terminalId, publicKey, boxKey, enrolledBy, statement } = state;
  return { kind: 'member', terminalId, publicKey, boxKey, by: enrolledBy ?? '', signature: statement };
}

function revokedStatement({ terminalId, revocation }: TerminalState): MembershipStatement {
  return { kind: 'revoked', terminalId, by: revocation?.by ?? '', signature: revocation?.statement ?? '' };
}
