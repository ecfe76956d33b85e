import type { Call } from '../../kernel/module.ts';
import { holds, type Permission, permissions } from '../../kernel/permissions.ts';
import { assert, RefusalError } from '../../kernel/refusal.ts';
import { type UserState, userAggregate } from './model.ts';
import { type AuthParts, decoy, noteSignIn, prove, sessionOf, showSecondFactor } from './proof.ts';

function opened(parts: AuthParts, call: Call, user: UserState, hasSecondFactor: boolean) {
  const { token, expiresAt } = parts.sessions.open(user.id, hasSecondFactor);
  noteSignIn(parts, call, user, 'change');
  return { token, expiresAt, user: { id: user.id, name: user.name, role: user.role } };
}

export function sessionHandlers(parts: AuthParts) {
  const { context, sessions, secondFactor, passkeys, passwords } = parts;
  return {
    async signIn(
      { username, password, totp }: { username: string; password: string; totp?: string | undefined },
      call: Call,
    ) {
      passwords.ensureRoom(call);
      const user = await prove(parts, call, username, async (candidate) => {
        const matches = await passwords.verify(call, candidate?.passwordHash ?? decoy, password);
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
      passwords.ensureRoom(call);
      await prove(parts, call, me.username, async (user) => {
        if (!user) return false;
        if (password !== undefined) return passwords.verify(call, user.passwordHash, password);
        return (
          pin !== undefined && call.ownWindow && user.pinHash !== null && passwords.verify(call, user.pinHash, pin)
        );
      });
      sessions.setLocked(session.id, false);
      return { locked: false as const };
    },
    async switchUser({ username, pin }: { username: string; pin: string }, call: Call) {
      passwords.ensureRoom(call);
      const user = await prove(parts, call, username, (candidate) =>
        passwords.verify(call, candidate?.pinHash ?? decoy, pin),
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
      return passkeys.challenge(username, origin);
    },
    async passkeySignIn(
      { origin, username, response }: { origin: string; username: string; response: unknown },
      call: Call,
    ) {
      const user = await prove(parts, call, username, (candidate) =>
        passkeys.verify(candidate, username, origin, response),
      );
      return opened(parts, call, user, true);
    },
  };
}
