import type { Call } from '../../kernel/module.ts';
import { assert, RefusalError } from '../../kernel/refusal.ts';
import { type UserState, userAggregate } from './model.ts';
import { type AuthParts, sessionOf } from './proof.ts';

export function ownHandlers(parts: AuthParts) {
  const { context, passwords, secondFactor, passkeys, sessions } = parts;
  /** Secrets shown and not yet confirmed, by session: whoever did not give the password cannot confirm one. */
  const offered = new Map<string, string>();
  const me = (call: Call): UserState => {
    const user = context.load(userAggregate, sessionOf(call).userId);
    assert(user, 'a session has a user');
    return user;
  };
  const mustKnow = async (call: Call, current: string): Promise<UserState> => {
    const user = me(call);
    passwords.ensureRoom(call);
    parts.attempts.admit(`own ${user.id}`);
    parts.attempts.count(`own ${user.id}`);
    if (await passwords.verify(call, user.passwordHash, current)) {
      parts.attempts.forgive(`own ${user.id}`);
      return user;
    }
    throw new RefusalError({ kind: 'wrong-password', data: undefined });
  };
  return {
    async setPassword({ current, password }: { current: string; password: string }, call: Call) {
      const user = await mustKnow(call, current);
      const passwordHash = await passwords.hash(call, password);
      context.command(call, { action: 'auth.set-password' }, (unit) => {
        unit.authorize({});
        unit.append(userAggregate, user.id, { type: 'user.password-set', payload: { passwordHash } });
        return null;
      });
      sessions.closeOf(user.id, sessionOf(call).id);
      return { changed: true as const };
    },
    async setPin({ current, pin }: { current: string; pin: string }, call: Call) {
      const user = await mustKnow(call, current);
      const pinHash = await passwords.hash(call, pin);
      context.command(call, { action: 'auth.set-pin' }, (unit) => {
        unit.authorize({});
        unit.append(userAggregate, user.id, { type: 'user.pin-set', payload: { pinHash } });
        return null;
      });
      return { changed: true as const };
    },
    async enrolTotp({ current }: { current: string }, call: Call) {
      const user = await mustKnow(call, current);
      const enrolment = secondFactor.enrol(user.username);
      offered.set(sessionOf(call).id, enrolment.secret);
      return enrolment;
    },
    confirmTotp({ totp }: { totp: string }, call: Call) {
      const user = me(call);
      const secret = offered.get(sessionOf(call).id);
      if (!secret || !secondFactor.verify(user.id, secret, totp, sessionOf(call).id)) {
        throw new RefusalError({ kind: 'second-factor-invalid', data: undefined });
      }
      context.command(call, { action: 'auth.set-totp' }, (unit) => {
        unit.authorize({});
        unit.append(userAggregate, user.id, { type: 'user.totp-set', payload: { totpSecret: secret } });
        return null;
      });
      offered.delete(sessionOf(call).id);
      sessions.showSecondFactor(sessionOf(call).id);
      return { confirmed: true as const };
    },
    async passkeyOptions({ origin, current }: { origin: string; current: string }, call: Call) {
      return passkeys.registrationOptions(await mustKnow(call, current), origin, sessionOf(call).id);
    },
    async addPasskey({ origin, label, response }: { origin: string; label: string; response: unknown }, call: Call) {
      const user = me(call);
      const key = await passkeys.register(sessionOf(call).id, origin, response);
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
