import type { Call, ModuleContext, Session } from '../../kernel/module.ts';
import { assert, RefusalError } from '../../kernel/refusal.ts';
import type { Attempts } from './attempts.ts';
import { type UserState, userAggregate } from './model.ts';
import type { Passkeys } from './passkeys.ts';
import type { ProofQueue } from './proof-queue.ts';
import type { SecondFactor } from './second-factor.ts';
import type { Sessions } from './sessions.ts';

export interface AuthParts {
  readonly passwords: ProofQueue;
  readonly context: ModuleContext;
  readonly sessions: Sessions;
  readonly attempts: Attempts;
  readonly secondFactor: SecondFactor;
  readonly passkeys: Passkeys;
}

/** Verified when a user does not exist, so that both answers take as long. Not a secret: it opens nothing. */
export const decoy =
  '$argon2id$v=19$m=19456,t=2,p=1$YXBvdGhlY2EtZGVjb3kxMg$Jq4V3SUmTBC3GEPyHKBTqVKw8h1oF0cDdDR4hKbbm3Q';

export function userByName(context: ModuleContext, username: string): UserState | undefined {
  const row = context.db
    .prepare<{ aggregate_id: string }>(
      'SELECT aggregate_id FROM auth_user WHERE username = ? ORDER BY active DESC, aggregate_id LIMIT 1',
    )
    .get(username);
  return row && context.load(userAggregate, row.aggregate_id);
}

export function sessionOf(call: Call): Session {
  assert(call.session, 'the edge lets only signed-in callers through');
  return call.session;
}

/** Sign-in and failed sign-in are audited under the name that was used, never under `system`. */
export function noteSignIn(parts: AuthParts, call: Call, user: UserState | undefined, outcome: 'change' | 'failed') {
  parts.context.note(call, outcome === 'change' ? 'auth.sign-in' : 'auth.sign-in-failed', {
    outcome,
    patientIds: [],
    objects: user ? [`user/${user.id}`] : [],
    actor: {
      userId: user?.id ?? 'unknown',
      userName: user?.name ?? 'unknown',
      role: user?.role ?? 'system',
      sessionId: null,
      terminalId: parts.context.terminalId,
      address: call.address,
    },
  });
}

/** Who fails elsewhere on the network locks nobody out of the terminal they stand at. */
export function subjectOf(ownWindow: boolean, username: string): string {
  return `${ownWindow ? 'user' : 'elsewhere'} ${username}`;
}

/** Runs one proof of identity with lock-out, decoy and audit around it. */
export async function prove(
  parts: AuthParts,
  call: Call,
  username: string,
  check: (user: UserState | undefined) => Promise<boolean>,
): Promise<UserState> {
  const subject = subjectOf(call.ownWindow, username);
  parts.attempts.admit(subject);
  parts.attempts.count(subject);
  const found = userByName(parts.context, username);
  const user = found?.active ? found : undefined;
  const isProven = (await check(user)) && user !== undefined;
  if (!isProven) {
    noteSignIn(parts, call, user, 'failed');
    throw new RefusalError({ kind: 'sign-in-failed', data: undefined });
  }
  parts.attempts.forgive(subject);
  return user;
}

export function provePassword(parts: AuthParts, call: Call, username: string, password: string): Promise<UserState> {
  parts.passwords.ensureRoom(call);
  return prove(parts, call, username, (user) => parts.passwords.verify(call, user?.passwordHash ?? decoy, password));
}

/** Marks the session; null when the code is wrong, there is no secret, or too many were tried. */
export function showSecondFactor(parts: AuthParts, call: Call, totp: string): string | null {
  const session = sessionOf(call);
  const user = parts.context.load(userAggregate, session.userId);
  const subject = `code ${session.userId}`;
  try {
    parts.attempts.admit(subject);
  } catch {
    return null;
  }
  if (!user?.totpSecret || !parts.secondFactor.verify(user.id, user.totpSecret, totp, session.id)) {
    parts.attempts.count(subject);
    return null;
  }
  parts.attempts.forgive(subject);
  return parts.sessions.showSecondFactor(session.id);
}
