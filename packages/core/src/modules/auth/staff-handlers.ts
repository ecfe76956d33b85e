import type { Call } from '../../kernel/module.ts';
import { holds, type Role } from '../../kernel/permissions.ts';
import { RefusalError } from '../../kernel/refusal.ts';
import { type UserState, userAggregate } from './model.ts';
import { type AuthParts, subjectOf, userByName } from './proof.ts';

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

/** What the gate wants to know before a role or the proof of a person changes. */
function roleFacts(call: Call, user: UserState, newRole: Role) {
  return { newRole, formerRole: user.role, isSelf: call.session?.userId === user.id ? 1 : 0 };
}

export function staffHandlers(parts: AuthParts) {
  const { context, passwords, attempts, sessions } = parts;
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
      const passwordHash = await passwords.hash(call, password);
      return context.command(call, { action: 'auth.create-user' }, (unit) => {
        if (userByName(context, username)) throw new RefusalError({ kind: 'username-taken', data: undefined });
        unit.authorize({ newRole: role, formerRole: role });
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
        unit.authorize(roleFacts(call, user, changes.role ?? user.role));
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
      const passwordHash = await passwords.hash(call, password);
      const username = context.command(call, { action: 'auth.reset-password' }, (unit) => {
        const user = unit.load(userAggregate, id);
        if (!user) throw new RefusalError({ kind: 'not-found', data: { what: 'user', id } });
        unit.authorize({ newRole: user.role, formerRole: user.role });
        unit.append(userAggregate, id, { type: 'user.password-set', payload: { passwordHash } });
        unit.append(userAggregate, id, { type: 'user.proofs-dropped', payload: null });
        return user.username;
      });
      for (const ownWindow of [true, false]) attempts.forgive(subjectOf(ownWindow, username));
      sessions.closeOf(id);
      return { changed: true as const };
    },
  };
}
