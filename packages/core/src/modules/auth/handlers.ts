import type { HostPorts } from '../../host-ports.ts';
import type { Call, Handlers, ModuleContext, Session } from '../../kernel/module.ts';
import { holds, type Permission, permissions, type roles } from '../../kernel/permissions.ts';
import { assert, RefusalError } from '../../kernel/refusal.ts';
import type { Attempts } from './attempts.ts';
import type { authContract } from './contract.ts';
import { type UserState, userAggregate } from './model.ts';
import type { Passkeys } from './passkeys.ts';
import type { SecondFactor } from './second-factor.ts';
import type { Sessions } from './sessions.ts';

export interface AuthParts {
  readonly ports: HostPorts;
  readonly context: ModuleContext;
  readonly sessions: Sessions;
  readonly attempts: Attempts;
  readonly secondFactor: SecondFactor;
  readonly passkeys: Passkeys;
}

/** Verified when a user does not exist, so that both answers take as long. Not a secret: it opens nothing. */
const decoy = '$argon2id$v=19$m=19456,t=2,p=1$YXBvdGhlY2EtZGVjb3kxMg$Jq4V3SUmTBC3GEPyHKBTqVKw8h1oF0cDdDR4hKbbm3Q';

export function userByName(context: ModuleContext, username: string): UserState | undefined {
  const row = context.db
    .prepare<{ aggregate_id: string }>(
      'SELECT aggregate_id FROM auth_user WHERE username = ? ORDER BY active DESC, aggregate_id LIMIT 1',
    )
    .get(username);
  return row && context.load(userAggregate, row.aggregate_id);
}

export function authHandlers(parts: AuthParts): Handlers<typeof authContract> {
  return { ...sessionHandlers(parts), ...ownHandlers(parts), ...staffHandlers(parts) };
}

function sessionOf(call: Call): Session {
  assert(call.session, 'the edge lets only signed-in callers through');
  return call.session;
}

/** Sign-in and failed sign-in are audited under the name that was used, never under `system`. */
function noteSignIn(
  parts: AuthParts,
  call: Call,
  user: UserState | undefined,
  username: string,
  outcome: 'change' | 'failed',
) {
  parts.context.note(call, outcome === 'change' ? 'auth.sign-in' : 'auth.sign-in-failed', {
    outcome,
    patientIds: [],
    objects: user ? [`user/${user.id}`] : [],
    actor: {
      userId: user?.id ?? 'unknown',
      userName: user?.name ?? username.slice(0, 40),
      role: user?.role ?? 'system',
      sessionId: null,
      terminalId: parts.context.terminalId,
      address: call.address,
    },
  });
}

/** Runs one proof of identity with lock-out, decoy and audit around it. */
async function prove(
  parts: AuthParts,
  call: Call,
  username: string,
  check: (user: UserState | undefined) => Promise<boolean>,
): Promise<UserState> {
  const subject = `user ${username}`;
  parts.attempts.admit(subject);
  const found = userByName(parts.context, username);
  const user = found?.active ? found : undefined;
  const isProven = (await check(user)) && user !== undefined;
  if (!isProven) {
    parts.attempts.failed(subject);
    noteSignIn(parts, call, user, username, 'failed');
    throw new RefusalError({ kind: 'sign-in-failed', data: undefined });
  }
  parts.attempts.forgive(subject);
  return user;
}

function opened(parts: AuthParts, call: Call, user: UserState, hasSecondFactor: boolean) {
  const { token, expiresAt } = parts.sessions.open(user.id, hasSecondFactor);
  noteSignIn(parts, call, user, user.username, 'change');
  return { token, expiresAt, user: { id: user.id, name: user.name, role: user.role } };
}

function sessionHandlers(parts: AuthParts) {
  const { context, sessions, secondFactor, passkeys, ports } = parts;
  return {
    async signIn(
      { username, password, totp }: { username: string; password: string; totp?: string | undefined },
      call: Call,
    ) {
      const user = await prove(parts, call, username, async (candidate) => {
        const matches = await ports.passwords.verify(candidate?.passwordHash ?? decoy, password);
        if (!matches || totp === undefined) return matches;
        return candidate?.totpSecret
          ? secondFactor.verify(candidate.id, candidate.totpSecret, totp, `sign-in ${call.requestId}`)
          : false;
      });
      return opened(parts, call, user, totp !== undefined);
    },
    session(_input: unknown, call: Call) {
      const session = sessionOf(call);
      return {
        user: { id: session.userId, name: session.userName, role: session.role },
        locked: sessions.isLocked(session.id),
        secondFactorAt: session.secondFactorAt,
        permissions: (Object.keys(permissions) as Permission[]).filter((permission) => holds(session.role, permission)),
      };
    },
    signOut(_input: unknown, call: Call) {
      const session = sessionOf(call);
      sessions.close(session.id);
      context.note(call, 'auth.sign-out', { outcome: 'change', patientIds: [], objects: [`user/${session.userId}`] });
      return { signedOut: true as const };
    },
    lock(_input: unknown, call: Call) {
      sessions.setLocked(sessionOf(call).id, true);
      return { locked: true as const };
    },
    async unlock({ password, pin }: { password?: string | undefined; pin?: string | undefined }, call: Call) {
      const session = sessionOf(call);
      const me = context.load(userAggregate, session.userId);
      assert(me, 'a session has a user');
      await prove(parts, call, me.username, async (user) => {
        if (!user) return false;
        if (password !== undefined) return ports.passwords.verify(user.passwordHash, password);
        return (
          pin !== undefined && call.ownWindow && user.pinHash !== null && ports.passwords.verify(user.pinHash, pin)
        );
      });
      sessions.setLocked(session.id, false);
      return { locked: false as const };
    },
    async switchUser({ username, pin }: { username: string; pin: string }, call: Call) {
      const user = await prove(parts, call, username, (candidate) =>
        ports.passwords.verify(candidate?.pinHash ?? decoy, pin),
      );
      if (call.session) sessions.close(call.session.id);
      return opened(parts, call, user, false);
    },
    async secondFactor({ totp }: { totp: string }, call: Call) {
      const session = sessionOf(call);
      const secondFactorAt = showSecondFactor(parts, call, totp);
      if (!secondFactorAt) {
        context.note(call, 'auth.second-factor-failed', {
          outcome: 'failed',
          patientIds: [],
          objects: [`user/${session.userId}`],
        });
        throw new RefusalError({ kind: 'second-factor-invalid', data: undefined });
      }
      return { secondFactorAt };
    },
    async passkeyChallenge({ origin, username }: { origin: string; username: string }) {
      return passkeys.challenge(userByName(context, username), username, origin);
    },
    async passkeySignIn(
      { origin, username, response }: { origin: string; username: string; response: unknown },
      call: Call,
    ) {
      const user = await prove(parts, call, username, async (candidate) =>
        candidate ? passkeys.verify(candidate, username, origin, response) : false,
      );
      return opened(parts, call, user, true);
    },
  };
}

/** Marks the session; null when the code is wrong, there is no secret, or too many were tried. */
export function showSecondFactor(parts: AuthParts, call: Call, totp: string): string | null {
  const session = sessionOf(call);
  const user = context(parts).load(userAggregate, session.userId);
  const subject = `code ${session.userId}`;
  try {
    parts.attempts.admit(subject);
  } catch {
    return null;
  }
  if (!user?.totpSecret || !parts.secondFactor.verify(user.id, user.totpSecret, totp, session.id)) {
    parts.attempts.failed(subject);
    return null;
  }
  parts.attempts.forgive(subject);
  return parts.sessions.showSecondFactor(session.id);
}

function context(parts: AuthParts): ModuleContext {
  return parts.context;
}

function ownHandlers(parts: AuthParts) {
  const { context, ports, secondFactor, passkeys, sessions } = parts;
  const offered = new Map<string, string>();
  const me = (call: Call): UserState => {
    const user = context.load(userAggregate, sessionOf(call).userId);
    assert(user, 'a session has a user');
    return user;
  };
  const mustKnow = async (call: Call, current: string): Promise<UserState> => {
    const user = me(call);
    parts.attempts.admit(`own ${user.id}`);
    if (await ports.passwords.verify(user.passwordHash, current)) {
      parts.attempts.forgive(`own ${user.id}`);
      return user;
    }
    parts.attempts.failed(`own ${user.id}`);
    throw new RefusalError({ kind: 'wrong-password', data: undefined });
  };
  return {
    async setPassword({ current, password }: { current: string; password: string }, call: Call) {
      const user = await mustKnow(call, current);
      const passwordHash = await ports.passwords.hash(password);
      context.command(call, { action: 'auth.set-password' }, (unit) => {
        unit.authorize({});
        unit.append(userAggregate, user.id, { type: 'user.password-set', payload: { passwordHash } });
        return null;
      });
      return { changed: true as const };
    },
    async setPin({ current, pin }: { current: string; pin: string }, call: Call) {
      const user = await mustKnow(call, current);
      const pinHash = await ports.passwords.hash(pin);
      context.command(call, { action: 'auth.set-pin' }, (unit) => {
        unit.authorize({});
        unit.append(userAggregate, user.id, { type: 'user.pin-set', payload: { pinHash } });
        return null;
      });
      return { changed: true as const };
    },
    enrolTotp(_input: unknown, call: Call) {
      const user = me(call);
      const enrolment = secondFactor.enrol(user.username);
      offered.set(user.id, enrolment.secret);
      return enrolment;
    },
    confirmTotp({ totp }: { totp: string }, call: Call) {
      const user = me(call);
      const secret = offered.get(user.id);
      if (!secret || !secondFactor.verify(user.id, secret, totp, sessionOf(call).id)) {
        throw new RefusalError({ kind: 'second-factor-invalid', data: undefined });
      }
      context.command(call, { action: 'auth.set-totp' }, (unit) => {
        unit.authorize({});
        unit.append(userAggregate, user.id, { type: 'user.totp-set', payload: { totpSecret: secret } });
        return null;
      });
      offered.delete(user.id);
      sessions.showSecondFactor(sessionOf(call).id);
      return { confirmed: true as const };
    },
    passkeyOptions({ origin }: { origin: string }, call: Call) {
      return passkeys.registrationOptions(me(call), origin);
    },
    async addPasskey({ origin, label, response }: { origin: string; label: string; response: unknown }, call: Call) {
      const user = me(call);
      const key = await passkeys.register(user, origin, response);
      context.command(call, { action: 'auth.add-passkey' }, (unit) => {
        unit.authorize({});
        unit.append(userAggregate, user.id, {
          type: 'user.passkey-added',
          payload: { ...key, label, addedAt: unit.at },
        });
        return null;
      });
      return { credentialId: key.credentialId };
    },
  };
}

function staffOf(user: UserState) {
  return {
    id: user.id,
    username: user.username,
    name: user.name,
    role: user.role,
    active: user.active,
    hasPin: user.pinHash !== null,
    hasTotp: user.totpSecret !== null,
    passkeys: user.passkeys.map(({ credentialId, label, addedAt }) => ({ credentialId, label, addedAt })),
  };
}

type Role = (typeof roles)[number];

function staffHandlers(parts: AuthParts) {
  const { context, ports, attempts, sessions } = parts;
  const all = (): UserState[] =>
    context.db
      .prepare<{ aggregate_id: string }>('SELECT aggregate_id FROM auth_user ORDER BY active DESC, name')
      .all()
      .map((row) => context.load(userAggregate, row.aggregate_id))
      .filter((user) => user !== undefined);
  return {
    users: () => ({ items: all().map(staffOf) }),
    async createUser(
      { username, name, role, password }: { username: string; name: string; role: Role; password: string },
      call: Call,
    ) {
      const passwordHash = await ports.passwords.hash(password);
      return context.command(call, { action: 'auth.create-user' }, (unit) => {
        if (userByName(context, username)) throw new RefusalError({ kind: 'username-taken', data: undefined });
        unit.authorize({ newRole: role });
        const payload = { username, name, role, passwordHash, totpSecret: null };
        return staffOf(unit.append(userAggregate, unit.newId('user'), { type: 'user.created', payload }));
      });
    },
    changeUser(
      input: { id: string; name?: string | undefined; role?: Role | undefined; active?: boolean | undefined },
      call: Call,
    ) {
      const { id, ...changes } = input;
      const answer = context.command(call, { action: 'auth.change-user' }, (unit) => {
        const user = unit.load(userAggregate, id);
        if (!user) throw new RefusalError({ kind: 'not-found', data: { what: 'user', id } });
        unit.authorize({ newRole: changes.role ?? user.role });
        const next = { ...user, ...changes };
        const managers = all().map((other) => (other.id === id ? next : other));
        if (!managers.some((other) => other.active && holds(other.role, 'users.manage'))) {
          throw new RefusalError({ kind: 'last-manager', data: undefined });
        }
        return staffOf(unit.append(userAggregate, id, { type: 'user.changed', payload: changes }));
      });
      if (changes.active === false) sessions.closeOf(id);
      return answer;
    },
    async resetPassword({ id, password }: { id: string; password: string }, call: Call) {
      const passwordHash = await ports.passwords.hash(password);
      const username = context.command(call, { action: 'auth.reset-password' }, (unit) => {
        const user = unit.load(userAggregate, id);
        if (!user) throw new RefusalError({ kind: 'not-found', data: { what: 'user', id } });
        unit.authorize({});
        unit.append(userAggregate, id, { type: 'user.password-set', payload: { passwordHash } });
        return user.username;
      });
      attempts.forgive(`user ${username}`);
      sessions.closeOf(id);
      return { changed: true as const };
    },
  };
}
