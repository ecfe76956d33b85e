import type { HostPorts } from '../../host-ports.ts';
import type { Call, Handlers, ModuleContext } from '../../kernel/module.ts';
import { assert, RefusalError } from '../../kernel/refusal.ts';
import { makeEnrolmentCode } from '../../replication/enrolment-code.ts';
import { admit, putOut } from '../../replication/membership.ts';
import type {} from '../auth/services.ts';
import { codeMs, type LocalCodes, openCodesMax } from './code-book.ts';
import { type KeyKeeper, rotate } from './key-keeper.ts';
import type { Register } from './register.ts';
import type { TerminalKeys } from './services.ts';
import type { terminalContract } from './terminal-contract.ts';
import { isActive, type TerminalRecord, type TerminalState, terminalAggregate } from './terminal-model.ts';

export interface Membership {
  readonly keys: TerminalKeys;
  readonly codes: LocalCodes;
  readonly keeper: KeyKeeper;
}

interface Parts {
  readonly ports: HostPorts;
  readonly context: ModuleContext;
  readonly register: Register;
  readonly membership: Membership | null;
}

function refuse(kind: string, data?: unknown): never {
  throw new RefusalError({ kind, data });
}

/** Codes, names and revocations. */
export function terminalHandlers(parts: Parts): Handlers<typeof terminalContract> {
  const { context, register, ports } = parts;
  const wire = (state: TerminalState) => terminalToWire(state, register, context.terminalId);
  const after = (record: TerminalRecord) => {
    const state = register.terminalWith(record);
    assert(state, 'a terminal that was just written of');
    return wire(state);
  };
  const ofThis = (): Membership => parts.membership ?? refuse('not-a-member');
  return {
    createEnrolment({ name }, call) {
      const { codes } = ofThis();
      if (!isActive(register.terminal(context.terminalId))) refuse('not-a-member');
      const url = ports.sync?.syncUrl ?? refuse('not-reachable');
      const made = context.command(call, { action: 'nodes.create-enrolment' }, (unit) => {
        unit.authorize({});
        if (codes.open().length >= openCodesMax) refuse('too-many-codes');
        const code = makeEnrolmentCode((length) => unit.random(length));
        return { id: unit.newId('enrolment'), code, expiresMs: Date.parse(unit.at) + codeMs };
      });
      const by = call.session?.userName ?? 'system';
      if (codes.keep({ ...made, name: name ?? null, by })) {
        noted(context, call, 'nodes.create-enrolment', `enrolment/${made.id}`);
      }
      const { id, code, expiresMs } = made;
      return { id, code, expiresAt: new Date(expiresMs).toISOString(), url, join: `${url}#${code}` };
    },

    enrolments() {
      const items = (parts.membership?.codes.open() ?? []).map((row) => ({
        id: row.id,
        name: row.name,
        createdAt: row.created_at,
        createdBy: row.created_by,
        expiresAt: new Date(row.expires_ms).toISOString(),
        triesLeft: row.triesLeft,
      }));
      return { items, nextCursor: null };
    },

    voidEnrolment({ id }, call) {
      if (!parts.membership?.codes.void(id)) refuse('not-found', { what: 'enrolment', id });
      noted(context, call, 'nodes.void-enrolment', `enrolment/${id}`);
      return { id };
    },

    terminals: () => ({ items: register.terminals().toSorted(inOrder).map(wire), nextCursor: null }),

    renameTerminal({ id, name }, call) {
      return context.command(call, { action: 'nodes.rename-terminal' }, (unit) => {
        unit.authorize({ terminalId: id });
        const state = register.terminal(id);
        if (!state?.enrolledAt) return refuse('not-found', { what: 'terminal', id });
        if (state.name === name) return wire(state);
        return after(unit.append(terminalAggregate, id, { type: 'terminal.renamed', payload: { name } }));
      });
    },

    async revokeTerminal(input, call) {
      const { keys, keeper } = ofThis();
      const secondFactor = await shownSecondFactor(context, call, input.totp);
      const revoked = context.command(call, { action: 'nodes.revoke-terminal' }, (unit) => {
        unit.authorize({ terminalId: input.id, secondFactor: secondFactor ? 1 : 0 });
        const state = register.terminal(input.id);
        if (!state?.enrolledAt) return refuse('not-found', { what: 'terminal', id: input.id });
        if (state.revokedAt !== null) return wire(state);
        const active = register.active();
        if (!active.some((one) => one.terminalId === context.terminalId)) refuse('not-a-member');
        const rest = active.filter((one) => one.terminalId !== input.id);
        if (rest.length === 0) refuse('last-terminal');
        if (input.id === context.terminalId && !input.confirm) refuse('own-terminal');
        const signer = { terminalId: context.terminalId, privateKey: keys.signing.privateKey };
        const statement = putOut(context.storeId, signer, input.id).signature;
        const seen = headsOf(ports, input.id);
        const payload = { by: context.terminalId, reason: input.reason, statement, seen };
        const next = unit.append(terminalAggregate, input.id, { type: 'terminal.revoked', payload });
        rotate(unit, context, rest);
        return after(next);
      });
      await keeper.tend();
      return revoked;
    },

    async admitTerminal({ id }, call) {
      const { keys, keeper } = ofThis();
      const admitted = context.command(call, { action: 'nodes.admit-terminal' }, (unit) => {
        unit.authorize({ terminalId: id });
        const state = register.terminal(id);
        if (!state?.enrolledAt || state.revokedAt !== null) return refuse('not-found', { what: 'terminal', id });
        if (!state.isWaiting) return wire(state);
        if (!isActive(register.terminal(context.terminalId))) refuse('not-a-member');
        const { name, publicKey, boxKey } = state;
        const signer = { terminalId: context.terminalId, privateKey: keys.signing.privateKey };
        const member = { publicKey: Buffer.from(publicKey, 'base64'), boxKey: Buffer.from(boxKey, 'base64') };
        const statement = admit(context.storeId, signer, { terminalId: id, ...member }).signature;
        const approvedBy = call.session?.userName ?? 'system';
        const payload = { name, publicKey, boxKey, keyIds: [], by: context.terminalId, approvedBy, statement };
        return after(unit.append(terminalAggregate, id, { type: 'terminal.enrolled', payload }));
      });
      await keeper.tend();
      return admitted;
    },
  };
}

/** What is here of the incarnations of a terminal: its acts up to there were known when it was put out. */
function headsOf(ports: HostPorts, terminalId: string): Record<string, number> {
  const { ledger } = ports.kernel();
  const own = ledger.origins().filter((one) => one.terminalId === terminalId);
  return Object.fromEntries(own.map(({ origin }) => [origin, ledger.head(origin).seq]));
}

/** Whoever has a second factor shows it: now, or since signing in. */
async function shownSecondFactor(context: ModuleContext, call: Call, totp: string | undefined): Promise<boolean> {
  assert(call.session, 'the edge lets only signed-in callers through');
  const auth = context.use('auth');
  if (totp !== undefined) return (await auth.verifySecondFactor(call, totp)) || refuse('second-factor-invalid');
  if (call.session.secondFactorAt !== null) return true;
  return auth.user(call.session.userId)?.totpSecret ? refuse('second-factor-required') : false;
}

function noted(context: ModuleContext, call: Call, action: string, object: string): void {
  context.note(call, action, { outcome: 'change', patientIds: [], objects: [object] });
}

function terminalToWire(state: TerminalState, register: Register, self: string) {
  const { terminalId, name, enrolledAt, enrolledBy, revokedAt, revocation } = state;
  const by = enrolledBy === null || enrolledBy === terminalId ? null : enrolledBy;
  return {
    terminalId,
    name,
    isSelf: terminalId === self,
    enrolledAt,
    enrolledBy: by && (register.terminal(by)?.name ?? by),
    isWaiting: state.isWaiting,
    revokedAt,
    revokedBecause: revocation?.reason ?? null,
  };
}

/** Those in use first, each group as it came. */
function inOrder(a: TerminalState, b: TerminalState): number {
  const key = (one: TerminalState) => `${one.revokedAt === null ? 0 : 1} ${one.enrolledAt ?? ''} ${one.terminalId}`;
  return key(a) < key(b) ? -1 : Number(key(a) > key(b));
}
