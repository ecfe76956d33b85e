import type { ModuleContext } from '../../kernel/module.ts';
import { founderIn } from '../../kernel/replica/terminal-register.ts';
import type { KnownMember, MembershipStatement } from '../../replication/membership.ts';
import {
  type ActPlace,
  memberStatement,
  rememberedSignatures,
  revokedStatement,
  Standing,
} from '../../replication/standing.ts';
import { type Rotation, rotationOf, storeKeyAggregate } from './store-key-model.ts';
import { isActive, standOf, type TerminalRecord, type TerminalState, terminalAggregate } from './terminal-model.ts';

/** The store's terminals and rotated keys as the ledger has them. */
export class Register {
  readonly #context: ModuleContext;
  readonly #isSigned: ReturnType<typeof rememberedSignatures>;
  #founder: string | null = null;

  constructor(context: ModuleContext) {
    this.#context = context;
    this.#isSigned = rememberedSignatures(context.storeId);
  }

  #records(): TerminalRecord[] {
    return this.#ids('nodes_terminal').flatMap((id) => this.#context.load(terminalAggregate, id) ?? []);
  }

  #standing(terminals: readonly TerminalRecord[]): Standing {
    this.#founder ??= founderIn(this.#context.db);
    return new Standing({ founder: this.#founder, terminals, isSigned: this.#isSigned });
  }

  terminals(): TerminalState[] {
    return this.#judge(this.#records());
  }

  #judge(records: readonly TerminalRecord[]): TerminalState[] {
    const standing = this.#standing(records);
    return records
      .map((record) => standOf(record, standing))
      .filter(({ enrolledAt, revokedAt }) => enrolledAt !== null || revokedAt !== null);
  }

  terminal(id: string): TerminalState | undefined {
    return this.terminals().find((one) => one.terminalId === id);
  }

  /** How a terminal stands with what is just being written, which has no stamp yet and comes after all else. */
  terminalWith(record: TerminalRecord): TerminalState | undefined {
    const others = this.#records().filter((one) => one.terminalId !== record.terminalId);
    const last = <Act extends ActPlace>(act: Act) => (act.hlc > 0 ? act : { ...act, hlc: Number.MAX_SAFE_INTEGER });
    const { claims, revocations } = record;
    return this.#judge([...others, { ...record, claims: claims.map(last), revocations: revocations.map(last) }]).find(
      (one) => one.terminalId === record.terminalId,
    );
  }

  rotations(): Rotation[] {
    const standing = this.#standing(this.#records());
    return this.#ids('nodes_store_key').flatMap((id) => {
      const state = this.#context.load(storeKeyAggregate, id);
      return state ? [rotationOf(state, standing)] : [];
    });
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

  /** Undefined for one that waits for a person: nobody vouches for it. */
  member(terminalId: string): KnownMember | undefined {
    const state = this.terminal(terminalId);
    if (!state || state.isWaiting) return undefined;
    return { publicKey: Buffer.from(state.publicKey, 'base64'), isRevoked: state.revokedAt !== null };
  }

  /** Enrolments in the order of who could vouch, so that who reads them in turn knows each signer; then revocations. */
  statements(): MembershipStatement[] {
    const terminals = this.terminals().filter((one) => !one.isWaiting);
    const enrolled = terminals.flatMap(({ terminalId, claim }) => (claim ? [{ terminalId, act: claim }] : []));
    const revoked = terminals.flatMap(({ terminalId, revocation: act }) => (act ? [{ terminalId, act }] : []));
    return [
      ...enrolled.toSorted(inOrder).map(({ terminalId, act }) => memberStatement(terminalId, act)),
      ...revoked.toSorted(inOrder).map(({ terminalId, act }) => revokedStatement(terminalId, act)),
    ];
  }
}

/** An enrolment is later than that of who vouches. */
function inOrder(a: { readonly act: ActPlace }, b: { readonly act: ActPlace }): number {
  return a.act.hlc - b.act.hlc || (a.act.origin < b.act.origin ? -1 : 1);
}
