import type { Call, Session } from '../../kernel/module.ts';
import type { UserState } from './model.ts';

export interface AuthService {
  /** The session of a bearer token; null when there is none (any more). */
  authenticate(token: string): Session | null;
  isLocked(sessionId: string): boolean;
  /** True when the code is the signed-in user's; marks the session. Throws nothing. Do it before the command. */
  verifySecondFactor(call: Call, totp: string): Promise<boolean>;
  /** A second person at this terminal, by name and password, with lock-out and audit as at sign-in; else refused. */
  prove(call: Call, username: string, password: string): Promise<UserState>;
  user(id: string): UserState | undefined;
  nameOf(userId: string): string;
}

declare module '../../kernel/module.ts' {
  interface ModuleServices {
    auth: AuthService;
  }
}
